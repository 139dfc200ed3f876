"""Stories keep their time, and what they are about is found again within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.judging.stories import begin_story, join_story
from storage.judging.topics import (
    NEWEST,
    STORY_TERMS,
    TopicRow,
    Writing,
    begin_topic,
    find_stories,
    join_topic,
    read_story_sketches,
)
from storage.tables import stories
from tests.judging import START, open_corpus

DAY = timedelta(days=1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def make_row(*terms: int, script: Writing = Writing.OTHER) -> TopicRow:
    weight = len(terms) ** -0.5
    return TopicRow(script=script, terms=dict.fromkeys(terms, weight), names=("cho",), numbered={})


def test_a_story_stretches_to_its_dated_articles(corpus: Database) -> None:
    with corpus.writing() as tx:
        story = begin_story(tx, "s-1", "Title", None, is_live=False)
        for days in (3, 1, 2):
            join_story(tx, story, START + days * DAY, is_live=days == 1)
        join_story(tx, story, None, is_live=False)
        row = tx.execute(sa.select(stories)).one()
    assert (row.first_seen, row.last_seen, row.has_live) == (START + DAY, START + 3 * DAY, True)


@pytest.mark.parametrize(("days", "found"), [(0, True), (2, True), (-2, True), (9, False), (-9, False)])
def test_stories_are_found_within_reach(corpus: Database, days: int, found: bool) -> None:
    with corpus.writing() as tx:
        story = begin_story(tx, "s-1", "Title", START, is_live=True)
        begin_topic(tx, story, make_row(1, 2, 3), START, 2)
        asked = find_stories(tx, {1: 0.5, 3: 0.9}, START + days * DAY, 3 * DAY, 5)
        assert asked == ([story] if found else [])
        assert find_stories(tx, {3: 0.9}, START, 3 * DAY, 5) == []  # not among its chief terms
        assert find_stories(tx, {1: 0.5}, None, 3 * DAY, 5) == [story]


def test_undated_stories_are_found_at_any_time(corpus: Database) -> None:
    with corpus.writing() as tx:
        story = begin_story(tx, "s-1", "Title", None, is_live=False)
        begin_topic(tx, story, make_row(1), None, 5)
        assert find_stories(tx, {1: 1.0}, START, DAY, 5) == [story]
        assert find_stories(tx, {1: 1.0}, None, DAY, 5) == [story]


def test_only_the_newest_stories_of_a_term_are_read(corpus: Database) -> None:
    with corpus.writing() as tx:
        made = [begin_story(tx, f"s-{n}", "T", START, is_live=True) for n in range(NEWEST + 9)]
        for story in made:
            begin_topic(tx, story, make_row(1), START, 5)
        assert find_stories(tx, {1: 1.0}, START, DAY, 1000) == made[9:]


def test_a_sketch_sums_its_articles_and_keeps_the_heaviest_terms(corpus: Database) -> None:
    with corpus.writing() as tx:
        story = begin_story(tx, "s-1", "Title", START, is_live=True)
        begin_topic(tx, story, make_row(7, 8, 9, 10), START, 2)
        join_topic(tx, story, make_row(7, *range(1000, 1000 + STORY_TERMS)), START, 2)
        sketch = read_story_sketches(tx, [story], Writing.OTHER)[0]
        assert read_story_sketches(tx, [story], Writing.CJK) == []
    assert (sketch.articles, sketch.names, len(sketch.terms)) == (2, {"cho": 2}, STORY_TERMS)
    assert next(iter(sketch.terms)) == 7
