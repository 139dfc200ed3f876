"""What stories are about, for finding the story of the next article: sketches, postings and term counts."""

from __future__ import annotations

import json
import math
import struct
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from operator import itemgetter, mul, neg
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.driver import Prepared, as_numbers, read_joined, read_rows, run_statement
from storage.tables import read_moment, stories, story_aliases, story_sketches

NEWEST = 64
"""Stories read of one term; the cap keeps a look-up from growing with the corpus."""

STORY_TERMS = 256
"""Terms kept of a story, the heaviest."""

STORY_NAMES = 24
"""Names kept of a story, the most frequent."""

STORY_NUMBERS = 96
"""Numbers of one thing that are kept of a story, and one article's beyond."""

UNDATED = 0
"""The day under which the terms of an undated article stand."""

_DAY = 1 << 31
"""A place is a day times this, plus a story's number: one range of one index."""

# Undated articles stand before the first day, and are asked for whatever the time. One row for each term: to
# read a thousand of pairs takes longer than to find them.
_FIND_BY_TERM = """
    SELECT asked.n, (
        SELECT {joined story} FROM (
            SELECT q.place % :day AS story FROM story_postings q
            WHERE q.term = asked.n AND q.place >= :first AND q.place < :after
            ORDER BY q.place DESC LIMIT :newest) AS dated
    ), (
        SELECT {joined story} FROM (
            SELECT q.place AS story FROM story_postings q WHERE q.term = asked.n AND q.place < :day
            ORDER BY q.place DESC LIMIT :newest) AS undated
    ) FROM (SELECT n FROM {numbers} AS terms) AS asked
"""

_KEEP_POSTINGS = """
    {insert} story_postings (term, place) SELECT n, :place FROM {numbers} AS added {once}
"""


_COPY_POSTINGS = """
    {insert} story_postings (term, place)
    SELECT p.term, p.place - :story + :kept FROM {numbers} AS moved JOIN story_postings p
    ON p.term = moved.n AND p.place >= :first AND p.place < :after AND p.place % :day = :story {once}
"""

_DROP_POSTINGS = """
    DELETE FROM story_postings WHERE term IN (SELECT n FROM {numbers} AS moved)
    AND place >= :first AND place < :after AND place % :day = :story
"""


class Writing(StrEnum):
    """What an article's terms are made of; `bridge` terms depend on no language."""

    CJK = "cjk"
    OTHER = "other"
    BRIDGE = "bridge"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySketch:
    """What a story's articles of one script are about, or those of one part of it.

    `terms` is the sum of `articles` vectors of length 1, by 31-bit key. `names` counts the articles that
    turn on a name; `numbered` has what is numbered with all numbers given; `longest` counts the terms of
    the article that has most. `title` is that of the founding article, in whatever script. `story` is the
    number of the story or part; a part has the `id` of its story and is `within` that.
    """

    story: int
    id: str
    script: Writing
    articles: int
    longest: int
    terms: Mapping[int, float] = field(repr=False)
    names: Mapping[str, int]
    numbered: Mapping[str, frozenset[int]]
    first_seen: datetime | None
    last_seen: datetime | None
    has_live: bool
    title: str = ""
    within: int | None = None

    @property
    def root(self) -> int:
        """The number of the story itself."""
        return self.within or self.story


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """What an article adds to its story's sketch: see `StorySketch`; `terms` come heaviest first."""

    script: Writing
    terms: Mapping[int, float]
    names: Sequence[str]
    numbered: Mapping[str, frozenset[int]]


_SKETCHES = """
    SELECT k.story, COALESCE(r.id, s.id), k.articles, k.longest,
        CAST(k.names AS TEXT), CAST(k.numbered AS TEXT), k.terms,
        COALESCE(s.sure_first, s.first_seen), COALESCE(s.sure_last, s.last_seen), s.has_live, s.title,
        s.within
    FROM {numbers} AS wanted JOIN story_sketches k ON k.story = wanted.n AND k.script = :script
    JOIN stories s ON s.number = k.story LEFT JOIN stories r ON r.number = s.within
"""

_HAVE_SKETCH = """
    SELECT k.story FROM {numbers} AS wanted JOIN story_sketches k ON k.story = wanted.n AND k.script = :script
"""

_SUMMED = ("articles", "longest", "names", "numbered", "terms")

_FOUND_SKETCH = Prepared(story_sketches.insert(), "story", "script", *_SUMMED)

_UPDATE = Prepared(
    story_sketches.update().where(
        story_sketches.c.story == sa.bindparam("of_story"),
        story_sketches.c.script == sa.bindparam("of_script"),
    ),
    "of_story", "of_script", *_SUMMED,
)  # fmt: skip


def find_stories(
    tx: Transaction, terms: Mapping[int, float], when: datetime | None, reach: timedelta, limit: int
) -> list[int]:
    """The stories that share most weight of these terms, heaviest first.

    Those with articles within `reach` of `when` and undated ones; of any time where `when` is None.
    """
    if not terms:
        return []
    first, last = (
        (UNDATED + 1, _DAY - 1) if when is None else (story_day(when - reach), story_day(when + reach))
    )
    span = {"first": first * _DAY, "after": (last + 1) * _DAY, "day": _DAY, "newest": NEWEST}
    weights: dict[str, float] = defaultdict(float)
    rows = read_rows(tx, _FIND_BY_TERM, numbers=as_numbers(terms), **span)
    for term, *found in sorted(rows):  # in one order, for a sum of floats cares for it
        for story in {*chain(*map(read_joined, found))}:
            weights[story] += terms[term]
    return sorted(map(int, weights), key=lambda story: (-weights[str(story)], story))[:limit]


def read_story_sketches(tx: Transaction, wanted: Sequence[int], script: Writing) -> list[StorySketch]:
    """What these stories are about in one script, by number; those without an article in it are left out."""
    if not wanted:
        return []
    rows = read_rows(tx, _SKETCHES, numbers=as_numbers(sorted(wanted)), script=script.value)
    # SQLite has them in order, and to sort them would copy what is packed
    return [_read_sketch(script, row) for row in sorted(rows, key=itemgetter(0))]


@lru_cache(maxsize=512)  # the stories around a time are looked at by each article of that time, some twice
def _read_sketch(script: Writing, row: tuple[Any, ...]) -> StorySketch:
    story, id, articles, longest, names, numbered, terms, first_seen, last_seen, has_live, title, within = row
    return StorySketch(
        story=story,
        id=id,
        script=script,
        articles=articles,
        longest=longest,
        terms=_unpack_terms(terms),
        names=json.loads(names),
        numbered={what: frozenset(numbers) for what, numbers in json.loads(numbered).items()},
        first_seen=read_moment(first_seen),
        last_seen=read_moment(last_seen),
        has_live=bool(has_live),
        title=title,
        within=within,
    )


def read_sketches_by_id(tx: Transaction, ids: Sequence[str], script: Writing) -> list[StorySketch]:
    """What the stories with these ids, or that once had them, are about in one script, their parts apart."""
    by_id = sa.select(stories.c.number).where(stories.c.id.in_(ids))
    by_former = sa.select(story_aliases.c.story).where(story_aliases.c.former.in_(ids))
    return read_story_sketches(tx, list(tx.execute(by_id.union(by_former)).scalars()), script)


def measure_resemblance(one: StorySketch, other: StorySketch) -> float:
    """How alike what two stories are about is, whenever they were, 0 to 1."""
    product = multiply(one.terms, other.terms)
    return product / (math.hypot(*one.terms.values()) * math.hypot(*other.terms.values()) or 1.0)


def multiply(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The product of two vectors.

    The same on every machine: sets have no order, and a plain sum of floats cares for it.
    """
    shared = one.keys() & other.keys()
    return math.fsum(map(mul, map(one.__getitem__, shared), map(other.__getitem__, shared)))


def list_in_writing(tx: Transaction, wanted: Sequence[int], script: Writing) -> set[int]:
    """Which of these stories have an article in a script."""
    rows = read_rows(tx, _HAVE_SKETCH, numbers=as_numbers(wanted), script=script.value) if wanted else ()
    return {story for (story,) in rows}


def begin_topic(
    tx: Transaction, story: int, topic: TopicRow, when: datetime | None, chief_terms: int
) -> None:
    """Begin a story's sketch in a script; the article's heaviest `chief_terms` find the story from now on."""
    values = {
        "articles": 1,
        "longest": len(topic.terms),
        "names": dict.fromkeys(topic.names, 1),
        "numbered": {what: sorted(numbers) for what, numbers in topic.numbered.items()},
        "terms": _pack_terms(topic.terms),
    }
    _FOUND_SKETCH.run(tx, {"story": story, "script": topic.script.value, **values})
    _keep_postings(tx, story, list(topic.terms)[:chief_terms], when)


def join_topic(tx: Transaction, story: int, topic: TopicRow, when: datetime | None, chief_terms: int) -> None:
    """Add an article to its story's sketch; its heaviest `chief_terms` find the story from now on."""
    sketches = read_story_sketches(tx, [story], topic.script)
    if not sketches:
        begin_topic(tx, story, topic, when, chief_terms)
        return
    own = replace(
        sketches[0],
        articles=1,
        longest=len(topic.terms),
        terms=topic.terms,
        names=dict.fromkeys(topic.names, 1),
        numbered=topic.numbered,
    )
    values = _sum_up(sketches[0], own)
    _UPDATE.run(tx, {"of_story": story, "of_script": topic.script.value, **values})
    _keep_postings(tx, story, list(topic.terms)[:chief_terms], when)


def merge_topics(tx: Transaction, kept: int, gone: int) -> None:
    """Add the sketches of one story to those of another; its terms find the other from now on."""
    for script in Writing:
        for sketch in read_story_sketches(tx, [gone], script):
            into = read_story_sketches(tx, [kept], script)
            values = _sum_up(into[0], sketch) if into else _columns_of(sketch)
            if into:
                _UPDATE.run(tx, {"of_story": kept, "of_script": script.value, **values})
            else:
                _FOUND_SKETCH.run(tx, {"story": kept, "script": script.value, **values})
            _move_postings(tx, sketch, kept)
    tx.execute(story_sketches.delete().where(story_sketches.c.story == gone))


def forget_topics(tx: Transaction, story: int) -> None:
    """Take a story's sketches away; no term finds it from now on."""
    for script in Writing:
        for sketch in read_story_sketches(tx, [story], script):
            _move_postings(tx, sketch, None)
    tx.execute(story_sketches.delete().where(story_sketches.c.story == story))


def _move_postings(tx: Transaction, sketch: StorySketch, kept: int | None) -> None:
    """Let a story's terms find another instead, or none."""
    days = [(UNDATED, UNDATED)]
    if sketch.first_seen and sketch.last_seen:
        days.append((story_day(sketch.first_seen), story_day(sketch.last_seen)))
    for first, last in days:
        where = {"numbers": as_numbers(sketch.terms), "story": sketch.story, "day": _DAY}
        where |= {"first": first * _DAY, "after": (last + 1) * _DAY}
        if kept is not None:
            run_statement(tx, _COPY_POSTINGS, kept=kept, **where)
        run_statement(tx, _DROP_POSTINGS, **where)


def _sum_up(one: StorySketch, other: StorySketch) -> dict[str, Any]:
    """The columns of a sketch of the articles of both."""
    terms = defaultdict(float, one.terms)
    for key, weight in other.terms.items():
        terms[key] += weight
    names = Counter(one.names)
    names.update(other.names)
    numbered = {
        what: _keep_numbers(one.numbered.get(what, frozenset()), other.numbered.get(what, frozenset()))
        for what in sorted({*one.numbered, *other.numbered})
    }
    summed = replace(
        one,
        articles=one.articles + other.articles,
        longest=max(one.longest, other.longest),
        terms=terms,
        names=dict(sorted(names.items(), key=lambda item: (-item[1], item[0]))[:STORY_NAMES]),
        numbered=numbered,
    )
    return _columns_of(summed)


def _keep_numbers(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    """The numbers of both; of a story that runs for long those that it began with."""
    return one if len(one) >= STORY_NUMBERS else one | other


def _columns_of(sketch: StorySketch) -> dict[str, Any]:
    return {
        "articles": sketch.articles,
        "longest": sketch.longest,
        "names": dict(sketch.names),
        "numbered": {what: sorted(numbers) for what, numbers in sketch.numbered.items()},
        "terms": _pack_terms(sketch.terms),
    }


def story_day(when: datetime) -> int:
    """The day of a time, counted from 1970 in UTC, where it is 1; any time before counts as that."""
    return max(UNDATED + 1, int(when.timestamp() // 86_400) + 1)


def _keep_postings(tx: Transaction, story: int, terms: Sequence[int], when: datetime | None) -> None:
    if not terms:
        return
    place = (UNDATED if when is None else story_day(when)) * _DAY + story
    run_statement(tx, _KEEP_POSTINGS, numbers=as_numbers(sorted(terms)), place=place)


def _pack_terms(terms: Mapping[int, float]) -> bytes:
    kept = sorted(zip(map(neg, terms.values()), terms, strict=True))[:STORY_TERMS]
    keys = [key for _, key in kept]
    # Half precision: the largest sum of a story of 60,000 articles still fits.
    weights = [min(-lighter, 60_000.0) for lighter, _ in kept]
    return struct.pack(f"<{len(kept)}I{len(kept)}e", *keys, *weights)


def _unpack_terms(packed: bytes) -> Mapping[int, float]:
    count = len(packed) // 6
    values = struct.unpack(f"<{count}I{count}e", packed)
    return dict(zip(values[:count], values[count:], strict=True))
