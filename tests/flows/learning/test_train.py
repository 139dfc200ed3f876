"""An idea is learned from examples: the same weights everywhere, and a name for what cannot be learned."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alerts.watch.examples import read_example
from alerts.watch.ideas.model import Model, read_model
from alerts.watch.ideas.signs import GENERATION, LINE, READ, SENTENCES
from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.learning.examples import Lesson, digest_lessons, list_lessons
from flows.learning.models import find_models
from flows.learning.train import FREEDOM, CannotLearn, _count_each, _leave_out, learn_idea
from storage.records import Example, Watch
from tests.lessons import BESIDE, STRIKE, read_lines


def learn(watch: Watch, lessons: Sequence[Lesson] | None = None) -> Model:
    watchlist = compile_watchlist((), [watch])
    return learn_idea(watchlist, watch.id, lessons or list_lessons(watch), digest_lessons(watch)).model


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(STRIKE)


@pytest.fixture(scope="module")
def taught(model: Model) -> Watchlist:
    return compile_watchlist((), [STRIKE], {STRIKE.id: model})


IN_ANOTHER_PROCESS = """
import random, sys
from flows.learning.examples import digest_lessons, list_lessons
from flows.learning.train import learn_idea
from alerts.watch.matcher import compile_watchlist
from tests.lessons import STRIKE
lessons = list_lessons(STRIKE)
learned = learn_idea(compile_watchlist((), [STRIKE]), "strike", lessons, digest_lessons(STRIKE))
sys.stdout.reconfigure(encoding="utf-8")
print(learned.model.write())
"""


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {
            "PYTHONHASHSEED": "77",
            "LC_ALL": "ko_KR.UTF-8",
            "OMP_NUM_THREADS": "4",
            "OPENBLAS_NUM_THREADS": "4",
        },
    ],
    ids=["one thread, C", "four threads, Korean"],
)
def test_the_same_examples_give_the_same_weights_in_another_process(
    model: Model, settings: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[3]), **settings},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == model.write()


def test_the_order_of_the_examples_changes_nothing(model: Model) -> None:
    turned = replace(
        STRIKE,
        must_match=tuple(reversed(STRIKE.must_match)),
        must_not_match=(*STRIKE.must_not_match[7:], *STRIKE.must_not_match[:7]),
    )
    assert learn(turned).write() == model.write()


def test_a_model_survives_being_written(model: Model) -> None:
    assert read_model(model.write()) == model
    assert all(isinstance(part, int) for pair in model.weights.values() for part in pair)


def test_weights_are_held_in_one_number_and_given_in_two() -> None:
    given = {"w:for": (3, 7), "w:against": (-3, 7), "c:none": (0, 0), "t:much": (-(1 << 50), (1 << 40) - 1)}
    held = Model(digest="d", bias=1, weights=given, left_out={}).weights
    assert dict(held) == given
    assert held == given
    assert len(held) == 4
    assert held.keys() & {"w:for", "w:gone"} == {"w:for"}
    assert held.get("w:gone") is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{}",
        '{"generation": 1, "bias": 0.5, "digest": "x", "weights": {}, "left_out": {}}',
        '{"generation": 1, "bias": 1, "digest": "x", "weights": {"w:a": [1.5, 1]}, "left_out": {}}',
        '{"generation": 1, "bias": 1, "digest": "x", "weights": {"w:a": 3}, "left_out": {}}',
        f'{{"generation": {GENERATION}, "bias": 1, "digest": "x", "weights": {{"w:a": [1, -1]}}, '
        '"left_out": {}}',
        f'{{"generation": {GENERATION}, "bias": 1, "digest": "x", "weights": {{"w:a": [1, {1 << 40}]}}, '
        '"left_out": {}}',
        f'{{"generation": {GENERATION + 1}, "bias": 1, "digest": "x", "weights": {{}}, "left_out": {{}}}}',
    ],
)
def test_what_is_no_model_of_this_version_is_none(written: str) -> None:
    assert read_model(written) is None


def test_leaving_out_in_one_step_is_what_fitting_anew_gives() -> None:
    """Each example by a regression over the same signs that never saw it, and by the closed form."""
    import numpy as np  # a second to import, in each process that collects this file
    from scipy.sparse import csr_array
    from sklearn.linear_model import LogisticRegression

    chance = np.random.default_rng(7)
    table = chance.random((60, 40)) * (chance.random((60, 40)) < 0.2)
    wanted = (table[:, :5].sum(axis=1) + 0.3 * chance.random(60) > 0.45).astype(float)
    weights = np.where(wanted > 0, 30 / wanted.sum(), 30 / (60 - wanted.sum()))

    def fit(rows: np.ndarray) -> LogisticRegression:
        regression = LogisticRegression(C=FREEDOM, tol=1e-9, max_iter=20_000)
        return regression.fit(table[rows], wanted[rows], sample_weight=weights[rows])

    whole = fit(np.arange(60))
    quick = _leave_out(csr_array(table), wanted, weights, whole.coef_[0], float(whole.intercept_[0]))
    anew = [fit(np.delete(np.arange(60), row)).decision_function(table[[row]])[0] for row in range(60)]
    assert np.corrcoef(quick, anew)[0, 1] > 0.98
    assert np.mean((quick > 0) == (np.array(anew) > 0)) >= 0.95


@pytest.mark.parametrize(("articles", "of_line"), [(0, 1.0), (1, 10 / 11), (10, 0.5), (500, 0.1)])
def test_lines_count_less_the_more_articles_there_are(articles: int, of_line: float) -> None:
    keys = [frozenset({"t:a", LINE})] * 20 + [frozenset({"t:a"})] * articles
    assert _count_each(keys) == [of_line] * 20 + [1.0] * articles


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("Cabs stay in their garages", True),
        ("Cabs stay\nDrivers want lower fees.", True),
        ("Cabs stay\nDrivers want lower fees. They march today.", False),
        ("택시 파업\n기사들은 수수료 인하를 요구했다. 오늘 행진한다.", False),
    ],
)
def test_a_line_is_told_from_an_article(text: str, is_line: bool, taught: Watchlist) -> None:
    assert (LINE in taught.read(read_example(text)).read_signs(STRIKE.id)) is is_line


@pytest.mark.parametrize(
    ("on", "beside", "said"),
    [
        (1, 1, "1 examples on the idea and 1 beside it; at least 3 of each"),
        (15, 0, "15 examples on the idea and 0 beside it"),
        (0, 15, "0 examples on the idea and 15 beside it"),
        (0, 0, "0 examples on the idea"),
    ],
    ids=["two examples", "on one side", "on the other", "none"],
)
def test_too_few_examples_are_named_and_the_query_goes_on(on: int, beside: int, said: str) -> None:
    few = replace(STRIKE, must_match=STRIKE.must_match[:on], must_not_match=STRIKE.must_not_match[:beside])
    with pytest.raises(CannotLearn, match=said):
        learn(few)
    ideas = find_models([few], (), None, "Asia/Seoul")
    assert said in ideas.remarks["strike"]
    watchlist = compile_watchlist((), [few], ideas.models)
    assert [match.watch for match in watchlist.read(read_example("A taxi strike in Seoul")).matches()] == [
        "strike"
    ]
    unsure = watchlist.read(read_example("Cabs stay in their garages"))
    assert unsure.matches() == ()
    assert "only its query tells" in unsure.explain("strike").why


def test_a_text_given_as_both_teaches_nothing_and_is_named() -> None:
    both = replace(STRIKE, must_not_match=(*STRIKE.must_not_match, *STRIKE.must_match[:1]))
    without = replace(STRIKE, must_match=STRIKE.must_match[1:])
    ideas = find_models([both], (), None, "Asia/Seoul")
    assert ideas.remarks["strike"].startswith("1 text is given as both, which teaches nothing: Cabs stay")
    assert ideas.models["strike"].weights == learn(without).weights


def test_an_unseen_text_is_told_by_its_signs_and_shown_with_them(taught: Watchlist) -> None:
    reading = taught.read(
        read_example("Garages full\nSeoul's drivers want lower fees from the app, and march.")
    )
    (match,) = reading.matches()
    assert match.evidence
    for evidence in match.evidence:
        assert all(evidence.text[one.start : one.end] == one.text for one in evidence.matches)
    signs = reading.explain_signs("strike")
    assert any("app" in sign.said and sign.weight > 0 for sign in signs)
    beside = taught.read(read_example("Film shown\nThe film about a driver is shown in Gwangju."))
    assert beside.matches() == ()
    assert "weighed 0." in beside.explain("strike").why


@pytest.mark.parametrize(
    "text",
    ["app", "택시", "ad\u0301 app \u0000\ufffd", "Le taxi est en grève, l'app aussi.", "タクシー app 出租车"],
    ids=["one word", "one Korean word", "odd characters", "French", "Japanese and Chinese"],
)
def test_any_text_is_weighed(taught: Watchlist, text: str) -> None:
    weighed = taught.read(read_example(text)).weigh("strike")
    assert weighed is None or 0 <= weighed.chance <= 1


def test_of_a_text_of_a_megabyte_the_beginning_is_weighed(taught: Watchlist) -> None:
    text = "Cabs stay in their garages\n" + "Drivers want lower fees from the app. " * 27_000
    weighed = taught.read(read_example(text)).weigh("strike")
    assert weighed is not None
    assert len(weighed.passages.chosen) <= SENTENCES
    assert all(end <= READ for _, end in weighed.signs.spans)
    assert weighed.is_told


def test_a_watch_for_an_idea_may_have_no_query() -> None:
    watch = replace(STRIKE, query="")
    watchlist = compile_watchlist((), [watch], {watch.id: learn(watch)})
    met = watchlist.read(read_example("Walkout\nDrivers want lower fees from the app and stay in garages."))
    assert [match.watch for match in met.matches()] == ["strike"]
    assert watchlist.read(read_example("Rain\nIt rains.")).matches() == ()


def test_an_example_counts_once_however_often_it_is_given(model: Model) -> None:
    again = replace(STRIKE, must_match=(*STRIKE.must_match, *STRIKE.must_match[:5]))
    assert learn(again).weights == model.weights


def name_days(month: int) -> tuple[Example, ...]:
    return tuple(
        Example(text=f"Cabs\nDrivers of {2 * n + month % 2} cabs met.", day=date(2025, month, n + 1))
        for n in range(9)
    )


def test_the_day_is_a_sign_where_it_helps() -> None:
    by_day = replace(STRIKE, must_match=name_days(3), must_not_match=name_days(8))
    assert any(key.startswith("day:") for key in learn(by_day).weights)
    in_one_month = replace(
        STRIKE, must_not_match=tuple(replace(one, day=date(2025, 3, 4)) for one in read_lines(BESIDE))
    )
    assert not any(key.startswith("day:") for key in learn(in_one_month).weights)


def test_examples_that_share_nothing_are_named() -> None:
    """One text on either side thrice, with nothing in the words, and the same day."""
    words = iter(("gara", "bubo", "tiki", "mesu", "noli", "pefa"))
    odd = replace(
        STRIKE,
        must_match=tuple(Example(text=next(words), day=date(2025, 3, 4)) for _ in range(3)),
        must_not_match=tuple(Example(text=next(words), day=date(2025, 3, 4)) for _ in range(3)),
    )
    with pytest.raises(CannotLearn, match="share no sign"):
        learn(odd)


def test_a_word_is_known_by_its_pieces(taught: Watchlist) -> None:
    """What no example has, inflected or compounded otherwise, shares pieces with what they have."""
    read = taught.read(read_example("Cabbies' cabstand\n택시기사협회는 요금인하를 촉구했다."))
    signs = read.explain_signs("strike")
    assert {"“Cabbies”", "“택시기사협회는”"} & {sign.said for sign in signs}
