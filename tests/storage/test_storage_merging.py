"""Two stories that are one become one, one that is two becomes two, and every former id finds its story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.corpus.articles import insert_article
from storage.database import Database
from storage.judging.merging import (
    LinkKind,
    StoryLink,
    keep_link,
    merge_stories,
    read_former_ids,
    read_links,
    split_story,
)
from storage.judging.stories import begin_story, join_story
from storage.judging.topics import TopicRow, Writing, begin_topic, find_stories, read_story_sketches
from storage.lists.story_lists import read_story
from storage.promises.alerts import read_story_ids
from storage.tables import articles, stories, story_postings
from tests.judging import START, make_article, open_corpus

DAY = timedelta(days=1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def make_row(*terms: int, meeting: int = 4, script: Writing = Writing.OTHER) -> TopicRow:
    weight = len(terms) ** -0.5
    numbered = {"meeting": frozenset({meeting})}
    return TopicRow(script=script, terms=dict.fromkeys(terms, weight), names=("cho",), numbered=numbered)


def found(corpus: Database, key: str, hours: float, row: TopicRow) -> int:
    """A story of one article."""
    article = make_article(key, f"text of {key}", key, hours=hours)
    with corpus.writing() as tx:
        when = START + timedelta(hours=hours)
        story = begin_story(tx, f"s-{key}", key, when, is_live=hours == 0)
        number = insert_article(tx, article)
        tx.execute(articles.update().where(articles.c.number == number).values(story=story))
        begin_topic(tx, story, row, when, 2)
    return story


def test_a_merged_story_has_the_articles_time_and_terms_of_both(corpus: Database) -> None:
    one, other = found(corpus, "one", 0, make_row(1, 2)), found(corpus, "two", 30, make_row(2, 3, meeting=5))
    with corpus.writing() as tx:
        merge_stories(tx, one, other)
        story = read_story(tx, "s-one")
        assert story is not None
        assert (len(story.articles), story.last_seen - story.first_seen) == (2, timedelta(hours=30))
        (sketch,) = read_story_sketches(tx, [one, other], Writing.OTHER)
        assert (sketch.story, sketch.articles, set(sketch.terms)) == (one, 2, {1, 2, 3})
        assert sketch.numbered["meeting"] == {4, 5}
        assert find_stories(tx, {3: 1.0}, START + DAY, DAY, 5) == [one]
        assert tx.execute(sa.select(stories.c.id)).scalars().all() == ["s-one"]


def test_a_former_id_finds_its_story_through_many_merges(corpus: Database) -> None:
    one, two, three = (found(corpus, key, n, make_row(n, 9)) for n, key in enumerate(["one", "two", "three"]))
    with corpus.writing() as tx:
        merge_stories(tx, two, three)
        merge_stories(tx, one, two)
        assert [read_story(tx, f"s-{key}") for key in ("two", "three")] == [read_story(tx, "s-one")] * 2
        assert read_former_ids(tx, "s-one") == ["s-three", "s-two"]
        assert read_story_ids(tx, "s-three") == {"s-one", "s-two", "s-three"}


def test_links_go_with_their_stories(corpus: Database) -> None:
    one, two = found(corpus, "one", 0, make_row(1)), found(corpus, "two", 1, make_row(2))
    link = StoryLink(kind=LinkKind.LANGUAGE, article="a-1", score=0.5, is_sure=False)
    with corpus.writing() as tx:
        keep_link(tx, two, link)
        merge_stories(tx, one, two)
        assert read_links(tx, "s-one") == [link]


def test_sketches_of_another_script_come_along(corpus: Database) -> None:
    one, two = (
        found(corpus, "one", 0, make_row(1)),
        found(corpus, "two", 1, make_row(2, script=Writing.CJK)),
    )
    with corpus.writing() as tx:
        merge_stories(tx, one, two)
        assert [len(read_story_sketches(tx, [one], script)) for script in (Writing.OTHER, Writing.CJK)] == [
            1,
            1,
        ]


def test_a_split_story_leaves_its_part_and_its_terms(corpus: Database) -> None:
    one, two = found(corpus, "one", 0, make_row(1, 2)), found(corpus, "two", 30, make_row(2, 3))
    with corpus.writing() as tx:
        merge_stories(tx, one, two)
        members = tx.execute(sa.select(articles.c.number).where(articles.c.key == "two")).scalars().all()
        split_story(tx, one, members, "s-two", "two")
        parts = [read_story(tx, id) for id in ("s-one", "s-two")]
        assert [(part.title, len(part.articles), part.first_seen) for part in parts if part] == [
            ("one", 1, START),
            ("two", 1, START + timedelta(hours=30)),
        ]
        assert tx.execute(sa.select(story_postings)).all() == []
        assert read_former_ids(tx, "s-one") == []
        join_story(tx, one, START + DAY, is_live=True)  # and both live on
