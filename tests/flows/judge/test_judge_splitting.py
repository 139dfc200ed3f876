"""A story that holds two events is taken apart once its articles show it, and nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.judge import splitting
from flows.judge.splitting import split_drifted
from storage.corpus.articles import keep_matches
from storage.database import Database
from storage.judging.merging import LinkKind, merge_stories, read_links, read_members
from storage.judging.topics import Writing, read_story_sketches
from storage.lists.story_lists import read_number, read_story
from storage.promises.alerts import keep_alerts, read_history
from storage.records import Alert, AlertKind, Match
from storage.tables import articles
from tests.flows.judge.test_judge_stories import KOREAN, TARIFFS, VISIT, VISIT_TOLD_OTHERWISE, make
from tests.judging import START, judge_and_keep, make_article, open_corpus

TARIFFS_TOLD_OTHERWISE = (
    "Hyundai Steel and POSCO ask for help with tariffs",
    "With tariffs of 25 percent on steel, exports to America would fall by a third, POSCO and Hyundai Steel "
    "told the trade ministry, and asked it to see to quotas.",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def make_one(corpus: Database, kept: str, gone: str) -> None:
    with corpus.writing() as tx:
        merge_stories(tx, read_number(tx, kept), read_number(tx, gone))


def tell(corpus: Database, story: str, article: str) -> None:
    """A watch was told of an article under the story that it was in then."""
    alert = Alert(
        watch="w", watch_name="W", kind=AlertKind.FIRST, subject=story, revision="", story=story,
        article=article, created_at=START, reasons=("first",), evidence=(),
    )  # fmt: skip
    with corpus.writing() as tx:
        keep_alerts(tx, [alert])
        number = tx.execute(sa.select(articles.c.number).where(articles.c.id == article)).scalar_one()
        keep_matches(tx, number, [Match(watch="w", evidence=())])


def test_a_story_over_two_events_is_taken_apart(corpus: Database) -> None:
    visit = judge_and_keep(corpus, make("one.example/1", VISIT))
    tariffs = make("two.example/1", TARIFFS, 1)
    wrong = judge_and_keep(corpus, tariffs)
    judge_and_keep(corpus, make("three.example/1", VISIT_TOLD_OTHERWISE, 2))
    make_one(corpus, visit.story, wrong.story)
    tell(corpus, visit.story, tariffs.id)
    judge_and_keep(corpus, make("four.example/1", TARIFFS_TOLD_OTHERWISE, 3))
    with corpus.reading() as tx:
        parts = [read_story(tx, id) for id in (visit.story, wrong.story)]
        assert [part and (part.title, len(part.articles)) for part in parts] == [
            (VISIT[0], 2),
            (TARIFFS[0], 2),
        ]
        kinds = [[link.kind for link in read_links(tx, id)] for id in (visit.story, wrong.story)]
        assert kinds == [[LinkKind.SPLIT], [LinkKind.SPLIT]]
        told = [len(read_history(tx, "w", id).told) for id in (visit.story, wrong.story)]
        assert told == [0, 1]  # what was told of the tariffs was told of their story
        for part in parts:
            assert part is not None
            (sketch,) = read_story_sketches(tx, [read_number(tx, part.id)], Writing.OTHER)
            assert sketch.articles == 2
    later = judge_and_keep(corpus, make("five.example/1", VISIT_TOLD_OTHERWISE, 4))
    assert later.story == visit.story


def test_a_story_on_one_event_stays_whole(corpus: Database) -> None:
    told = [VISIT, VISIT_TOLD_OTHERWISE]
    for number in range(6):
        title, text = told[number % 2]
        extra = (
            f"Outlet {number} adds that aide {'abcdef'[number] * 5} will come along to the talks in Seoul."
        )
        judge_and_keep(corpus, make_article(f"o{number}.example/1", f"{extra}\n{text}", title, hours=number))
    with corpus.reading() as tx:
        assert len(set(tx.execute(sa.select(articles.c.story)).scalars())) == 1


@pytest.mark.parametrize("others", [[], [KOREAN, TARIFFS_TOLD_OTHERWISE]], ids=["too few", "two languages"])
def test_nothing_is_weighed_of_a_story_that_cannot_be_parted(
    corpus: Database, others: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [VISIT, TARIFFS, *others]
    first, *rest = [
        judge_and_keep(corpus, make(f"outlet{at}.example/1", one, at)) for at, one in enumerate(told)
    ]
    for story in {verdict.story for verdict in rest} - {first.story}:
        make_one(corpus, first.story, story)
    monkeypatch.setattr(splitting, "read_term_counts", pytest.fail)
    with corpus.writing() as tx:
        number = read_number(tx, first.story)
        assert len(read_members(tx, number)) == len(told)
        assert split_drifted(tx, number, first.story, first.group) == first.story


def test_what_was_told_under_two_ids_is_known_under_either(corpus: Database) -> None:
    one, other = make("one.example/1", VISIT), make("two.example/1", TARIFFS)
    stories = [judge_and_keep(corpus, article).story for article in (one, other)]
    for story, article in zip(stories, (one, other), strict=True):
        tell(corpus, story, article.id)
    make_one(corpus, *stories)
    with corpus.reading() as tx:
        for story in stories:
            assert [alert.article for alert in read_history(tx, "w", story).told] == [one.id, other.id]
        history = read_history(tx, "w", stories[0])
        assert history.met == (one.id, other.id)
