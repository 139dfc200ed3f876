"""A part of a story is seen in its story, and judged and remembered by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.corpus.articles import insert_article, read_articles
from storage.database import Transaction
from storage.judging.merging import (
    LinkKind,
    StoryLink,
    keep_link,
    merge_stories,
    read_links,
    read_members,
    split_story,
)
from storage.judging.stories import begin_part, begin_story, join_story, stretch_to_part
from storage.judging.topics import TopicRow, Writing, begin_topic, find_stories, read_story_sketches
from storage.lists.story_lists import list_stories, read_story
from storage.promises.alerts import keep_alerts, read_history
from storage.records import Alert, AlertKind
from storage.tables import articles
from tests.judging import START, make_article, open_corpus

DAY = timedelta(days=1)


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with open_corpus(tmp_path) as database, database.writing() as transaction:
        yield transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article by its id, with the number of the story or part that it founded."""

    id: str
    story: int


def keep(tx: Transaction, key: str, hours: float, *, within: int | None = None) -> Kept:
    """An article that founds a story, or a part of one, and of which a watch told."""
    article = make_article(key, f"text of {key}", key, hours=hours)
    when = START + timedelta(hours=hours)
    if within is None:
        story = root = begin_story(tx, f"s-{key}", key, when, is_live=True)
    else:
        story, root = begin_part(tx, within, article, is_live=True), within
    number = insert_article(tx, article)
    part = None if story == root else story
    tx.execute(articles.update().where(articles.c.number == number).values(story=root, part=part))
    term = ord(key[0])
    row = TopicRow(script=Writing.OTHER, terms={term: 1.0}, names=(), numbered={})
    begin_topic(tx, story, row, when, 2)
    (told,) = read_articles(tx, [article.id])
    keep_alerts(tx, [tell(article.id, told.story)])
    return Kept(id=article.id, story=story)


def tell(article: str, story: str) -> Alert:
    return Alert(
        watch="w",
        watch_name="W",
        kind=AlertKind.FOLLOW_UP,
        subject=story,
        revision=article,
        story=story,
        article=article,
        created_at=START,
        reasons=("new",),
        evidence=(),
    )


def likely(article: str) -> StoryLink:
    return StoryLink(kind=LinkKind.LIKELY, article=article, score=0.1, is_sure=False)


def where(tx: Transaction, *kept: Kept) -> list[tuple[str, int | None]]:
    """The story and part of each of these articles."""
    found = {each.article.id: each for each in read_articles(tx, [one.id for one in kept])}
    return [(found[one.id].story, found[one.id].part) for one in kept]


def history(tx: Transaction, story: str, part: int | None) -> tuple[list[str], list[str]]:
    found = read_history(tx, "w", story, part=part)
    return [alert.article for alert in found.told], [alert.article for alert in found.likely]


def test_a_part_is_seen_in_its_story_and_known_by_itself(tx: Transaction) -> None:
    one = keep(tx, "a", 0)
    part = keep(tx, "b", 30, within=one.story)
    assert where(tx, one, part) == [("s-a", None), ("s-a", part.story)]
    assert [story.id for story in list_stories(tx)] == ["s-a"]
    story = read_story(tx, "s-a")
    assert story is not None
    assert (len(story.articles), story.last_seen - story.first_seen) == (2, timedelta(hours=30))
    assert history(tx, "s-a", None) == ([one.id], [part.id])
    assert history(tx, "s-a", part.story) == ([part.id], [one.id])
    assert [[each.id for each in read_members(tx, it.story)] for it in (one, part)] == [[one.id], [part.id]]


def test_each_part_has_a_sketch_with_times_of_its_own(tx: Transaction) -> None:
    one = keep(tx, "a", 0)
    part = keep(tx, "b", 30, within=one.story)
    join_story(tx, one.story, START + timedelta(hours=2), is_live=True)
    join_story(tx, part.story, START + 2 * DAY, is_live=True)
    stretch_to_part(tx, part.story)
    own, other = read_story_sketches(tx, [one.story, part.story], Writing.OTHER)
    assert (own.id, own.root, own.first_seen, own.last_seen) == (
        "s-a",
        one.story,
        START,
        START + timedelta(hours=2),
    )
    assert (other.id, other.root, other.last_seen) == ("s-a", one.story, START + 2 * DAY)
    assert find_stories(tx, {ord("b"): 1.0}, START + DAY, DAY, 5) == [part.story]
    story = read_story(tx, "s-a")
    assert story is not None
    assert story.last_seen == START + 2 * DAY


def test_a_part_that_surely_is_on_another_story_goes_there_with_what_was_told(tx: Transaction) -> None:
    one, other = keep(tx, "a", 0), keep(tx, "c", 1)
    part = keep(tx, "b", 30, within=one.story)
    keep_link(tx, part.story, likely(part.id))
    assert read_links(tx, "s-a") == [likely(part.id)]
    assert merge_stories(tx, other.story, part.story) == other.story
    assert where(tx, one, other, part) == [("s-a", None), ("s-c", None), ("s-c", None)]
    assert (read_links(tx, "s-a"), history(tx, "s-a", None)) == ([], ([one.id], []))
    assert history(tx, "s-c", None) == ([other.id, part.id], [])
    left = read_story(tx, "s-a")
    assert left is not None
    assert left.last_seen == START


@pytest.mark.parametrize("is_part_kept", [True, False])
def test_a_part_that_surely_is_on_its_own_story_is_no_part_of_it(tx: Transaction, is_part_kept: bool) -> None:
    one = keep(tx, "a", 0)
    part = keep(tx, "b", 30, within=one.story)
    pair = (part.story, one.story) if is_part_kept else (one.story, part.story)
    assert merge_stories(tx, *pair) == one.story
    assert where(tx, one, part) == [("s-a", None), ("s-a", None)]
    assert history(tx, "s-a", None) == ([one.id, part.id], [])


def test_the_parts_of_a_story_that_is_gone_are_parts_of_the_one_that_is_kept(tx: Transaction) -> None:
    one, gone = keep(tx, "a", 0), keep(tx, "c", 1)
    part = keep(tx, "b", 30, within=gone.story)
    merge_stories(tx, one.story, gone.story)
    assert where(tx, one, gone, part) == [("s-a", None), ("s-a", None), ("s-a", part.story)]
    (sketch,) = read_story_sketches(tx, [part.story], Writing.OTHER)
    assert (sketch.id, sketch.root) == ("s-a", one.story)


def test_a_story_may_become_part_of_another(tx: Transaction) -> None:
    one = keep(tx, "a", 0)
    part, whole = keep(tx, "b", 30, within=one.story), keep(tx, "c", 31)
    assert merge_stories(tx, part.story, whole.story) == part.story
    assert where(tx, one, part, whole) == [("s-a", None), ("s-a", part.story), ("s-a", part.story)]
    assert read_story(tx, "s-c") == read_story(tx, "s-a")


def test_what_is_split_off_a_part_is_a_story_of_its_own(tx: Transaction) -> None:
    one = keep(tx, "a", 0)
    part = keep(tx, "b", 30, within=one.story)
    split = keep(tx, "c", 31, within=one.story)
    merge_stories(tx, part.story, split.story)
    members = tx.execute(sa.select(articles.c.number).where(articles.c.id == split.id)).scalars().all()
    split_story(tx, part.story, members, "s-c", "c")
    assert where(tx, one, part, split) == [("s-a", None), ("s-a", part.story), ("s-c", None)]
    story = read_story(tx, "s-a")
    assert story is not None
    assert story.last_seen == START + timedelta(hours=30)
