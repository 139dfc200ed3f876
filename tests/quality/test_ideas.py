"""The bundled ideas: enough examples, weights that are theirs, and floors for what is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alerts.watch.matcher import Watchlist
from alerts.watch.query.tree import Term, leaves
from bench.quality.ideas import judge_texts, open_watchlist, read_texts
from flows.config.loading.load import load_settings
from flows.learning.examples import FOLDER, bundled_file, digest_lessons, read_bundled
from flows.learning.models import learn
from storage.language.letters import has_hangul
from storage.records import Watch

IDEAS = ("trump-transition", "extended-deterrence")

# Precision and recall by leaving each example out, of the weights alone. Lowering one is a visible change.
FLOORS = {
    ("trump-transition", "en"): (0.90, 0.82),
    ("trump-transition", "ko"): (0.94, 0.86),
    ("extended-deterrence", "en"): (0.93, 0.91),
    ("extended-deterrence", "ko"): (0.96, 0.91),
}


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return open_watchlist()


def find_watch(id_: str, tmp_path: Path) -> Watch:
    settings = load_settings(None, tmp_path)
    return next(watch for watch in settings.watches if watch.id == id_)


@pytest.mark.parametrize("idea", IDEAS)
def test_an_idea_has_enough_examples_of_either_kind(idea: str) -> None:
    path = bundled_file(idea)
    assert path is not None
    dated = [lesson for lesson in read_bundled(path) if lesson.article.published]
    assert len(dated) >= 250
    assert sum(not lesson.is_on for lesson in dated) >= 0.4 * len(dated)
    for is_korean in (True, False):
        assert sum(has_hangul(one.article.text) is is_korean for one in dated) >= 100


@pytest.mark.parametrize("idea", IDEAS)
def test_the_weights_are_those_of_the_examples(idea: str, tmp_path: Path) -> None:
    """`python -m bench.learn.ideas` writes them."""
    settings = load_settings(None, tmp_path)
    watch = find_watch(idea, tmp_path)
    shipped = (FOLDER / f"{idea}.weights.json").read_text(encoding="utf-8")
    assert json.loads(shipped)["digest"] == digest_lessons(watch)
    model, remark = learn(watch, settings.entities, (), digest_lessons(watch))
    assert model.write() + "\n" == shipped
    assert remark == ""


@pytest.mark.parametrize(("idea", "lang"), FLOORS)
def test_what_is_left_out_is_judged_as_well_as_before(idea: str, lang: str, watchlist: Watchlist) -> None:
    left = watchlist.learned[idea].left_out[lang]
    precision, recall = FLOORS[idea, lang]
    assert left.precision >= precision
    assert left.recall >= recall


@pytest.mark.parametrize("batch", list("abcdefghi"))
def test_articles_that_came_out_wrong_at_first_sight_come_out_right(batch: str, watchlist: Watchlist) -> None:
    """They are among the examples now, and the sure query takes none that is beside the idea."""
    judged = judge_texts(watchlist, read_texts(Path(__file__).with_name(f"ideas_blind_{batch}.toml")))
    assert len(judged) == 108
    assert [(one.id, one.how) for one in judged if one.is_told is not one.is_on] == []


# Told wrongly and missed at most, of three batches that are no examples: as at first sight, and one more
# missed of each (at .48 and .50) since names are read otherwise than then.
UNSEEN = {"trump-transition": (5, 1), "extended-deterrence": (2, 4)}


def test_articles_that_are_no_examples_are_told_as_well_as_at_first_sight(watchlist: Watchlist) -> None:
    batches = [read_texts(Path(__file__).with_name(f"ideas_blind_{batch}.toml")) for batch in "jkl"]
    judged = judge_texts(watchlist, [text for batch in batches for text in batch])
    for idea, (most_wrong, most_missed) in UNSEEN.items():
        of_idea = [one for one in judged if one.idea == idea]
        assert sum(one.is_told and not one.is_on for one in of_idea) <= most_wrong
        assert sum(one.is_on and not one.is_told for one in of_idea) <= most_missed


@pytest.mark.parametrize("idea", IDEAS)
def test_the_sure_query_is_short(idea: str, watchlist: Watchlist) -> None:
    terms = [leaf for leaf in leaves(watchlist.queries[idea]) if isinstance(leaf, Term)]
    assert len(terms) <= 40
