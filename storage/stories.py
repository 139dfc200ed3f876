"""Stories: the articles on one event under an id that stays, and what finding them asks for."""

from __future__ import annotations

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.database import Transaction
from storage.likeness import rows_of_numbers
from storage.tables import articles, stories, story_postings, story_sketches, term_counts

NEWEST = 64
"""Stories read of one term; the cap keeps a look-up from growing with the corpus."""

STORY_TERMS = 256
"""Terms kept of a story, the heaviest."""

STORY_NAMES = 24
"""Names kept of a story, the most frequent."""

SAMPLED_FROM = 2000
SAMPLE = 8
"""From so many counted articles on every eighth counts for eight: each touches a hundred pages."""

UNDATED = 0
"""The day under which the terms of an undated article stand."""

_DAY = 1 << 31
"""A place is a day times this, plus a story's number: one range of one index."""

_COUNTED = {False: -1, True: -2}
"""Rows of `term_counts` that count articles, by whether they are in a script of syllables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySketch:
    """What a story's articles of one script are about.

    `terms` is the sum of `articles` vectors of length 1, by 31-bit key. `names` counts the articles that
    turn on a name; `numbered` has what is numbered with all numbers given; `longest` counts the terms of
    the article that has most.
    """

    story: int
    is_cjk: bool
    articles: int
    longest: int
    terms: Mapping[int, float] = field(repr=False)
    names: Mapping[str, int]
    numbered: Mapping[str, frozenset[int]]
    first_seen: datetime | None
    last_seen: datetime | None
    has_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """What an article adds to its story's sketch: see `StorySketch`; `terms` come heaviest first."""

    is_cjk: bool
    terms: Mapping[int, float]
    names: Sequence[str]
    numbered: Mapping[str, frozenset[int]]


def found_story(tx: Transaction, story: str, title: str) -> int:
    """Begin a story under this public id; returns its number."""
    result = tx.execute(stories.insert().values(id=story, title=title))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def join_story(
    tx: Transaction, number: int, story: int, when: datetime | None, why: str, *, is_live: bool
) -> None:
    """Link an article to a story and stretch the story's time to it; `when` None leaves that as it is."""
    tx.execute(articles.update().where(articles.c.number == number).values(story=story, story_why=why))
    seen = tx.execute(sa.select(stories).where(stories.c.number == story)).one()
    values: dict[str, object] = {"has_live": seen.has_live or is_live}
    if when is not None:
        values["first_seen"] = min(seen.first_seen or when, when)
        values["last_seen"] = max(seen.last_seen or when, when)
    tx.execute(stories.update().where(stories.c.number == story).values(values))


def read_story_number(tx: Transaction, story: str) -> int:
    """The internal number of the story that has this public id."""
    return int(tx.execute(sa.select(stories.c.number).where(stories.c.id == story)).scalar_one())


def read_story_id(tx: Transaction, number: int) -> str:
    """The public id of a story's internal number."""
    return str(tx.execute(sa.select(stories.c.id).where(stories.c.number == number)).scalar_one())


def read_term_counts(tx: Transaction, terms: Iterable[int], *, is_cjk: bool) -> tuple[dict[int, int], int]:
    """How many of the counted articles have each of these terms, and how many were counted in this script."""
    wanted = [_COUNTED[is_cjk], *terms]
    chosen = sa.text(
        f"SELECT c.term, c.articles FROM ({rows_of_numbers(tx)}) AS wanted "  # noqa: S608
        f"JOIN {term_counts.name} c ON c.term = wanted.n"
    )
    found = {row.term: row.articles for row in tx.execute(chosen, {"numbers": json.dumps(wanted)})}
    return found, found.pop(_COUNTED[is_cjk], 0)


def count_terms(tx: Transaction, number: int, terms: Iterable[int], *, is_cjk: bool) -> None:
    """Add an article to the counts of its terms, or let it pass where the sample is large."""
    counter = _COUNTED[is_cjk]
    counted = tx.execute(sa.select(term_counts.c.articles).where(term_counts.c.term == counter)).scalar() or 0
    weight = 1 if counted < SAMPLED_FROM else SAMPLE
    if weight > 1 and number % SAMPLE:
        return
    keep = sa.text(
        f"INSERT INTO {term_counts.name} (term, articles) "  # noqa: S608
        f"SELECT n, :weight FROM ({rows_of_numbers(tx)}) AS added "
        f"WHERE true ON CONFLICT (term) DO UPDATE SET articles = {term_counts.name}.articles + :weight"
    )
    tx.execute(keep, {"numbers": json.dumps(sorted({counter, *terms})), "weight": weight})


def find_stories(
    tx: Transaction, terms: Mapping[int, float], when: datetime | None, reach: timedelta, limit: int
) -> list[int]:
    """The stories that share most weight of these terms, heaviest first.

    Those with articles within `reach` of `when` and undated ones; of any time where `when` is None.
    """
    if not terms:
        return []
    weights: dict[int, float] = defaultdict(float)
    for term, story in tx.execute(_postings_query(tx, when, reach), {"numbers": json.dumps(list(terms))}):
        weights[story] += terms[term]
    return sorted(weights, key=lambda story: (-weights[story], story))[:limit]


def _postings_query(tx: Transaction, when: datetime | None, reach: timedelta) -> sa.TextClause:
    dated = (UNDATED + 1, _DAY) if when is None else (story_day(when - reach), story_day(when + reach))
    parts = [
        f"SELECT terms.n, p.place % {_DAY} AS story FROM terms JOIN {story_postings.name} p "  # noqa: S608
        f"ON p.term = terms.n AND p.place < {(last + 1) * _DAY} AND p.place >= COALESCE((SELECT q.place "
        f"FROM {story_postings.name} q WHERE q.term = terms.n AND q.place >= {first * _DAY} "
        f"AND q.place < {(last + 1) * _DAY} ORDER BY q.place DESC LIMIT 1 OFFSET {NEWEST - 1}), "
        f"{first * _DAY})"
        for first, last in ((UNDATED, UNDATED), dated)
    ]
    return sa.text(f"WITH terms AS ({rows_of_numbers(tx)}) " + " UNION ".join(parts))


def read_story_sketches(tx: Transaction, wanted: Sequence[int], *, is_cjk: bool) -> list[StorySketch]:
    """What these stories are about in one script, by number; those without an article in it are left out."""
    if not wanted:
        return []
    chosen = (
        sa.select(story_sketches, stories.c.first_seen, stories.c.last_seen, stories.c.has_live)
        .join(stories, stories.c.number == story_sketches.c.story)
        .where(story_sketches.c.story.in_(wanted), story_sketches.c.script == _script(is_cjk))
        .order_by(story_sketches.c.story)
    )
    return [
        StorySketch(
            story=row.story,
            is_cjk=is_cjk,
            articles=row.articles,
            longest=row.longest,
            terms=_unpack_terms(row.terms),
            names=row.names,
            numbered={what: frozenset(numbers) for what, numbers in row.numbered.items()},
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            has_live=row.has_live,
        )
        for row in tx.execute(chosen)
    ]


def keep_topic(tx: Transaction, story: int, topic: TopicRow, when: datetime | None, chief_terms: int) -> None:
    """Add an article to its story's sketch; its heaviest `chief_terms` find the story from now on."""
    before = read_story_sketches(tx, [story], is_cjk=topic.is_cjk)
    terms = defaultdict(float, before[0].terms if before else {})
    names = Counter(before[0].names if before else {})
    numbered = {what: set(numbers) for what, numbers in before[0].numbered.items()} if before else {}
    for key, weight in topic.terms.items():
        terms[key] += weight
    names.update(topic.names)
    for what, numbers in topic.numbered.items():
        numbered.setdefault(what, set()).update(numbers)
    values = {
        "articles": (before[0].articles if before else 0) + 1,
        "longest": max(before[0].longest if before else 0, len(topic.terms)),
        "names": dict(sorted(names.items(), key=lambda item: (-item[1], item[0]))[:STORY_NAMES]),
        "numbered": {what: sorted(numbers) for what, numbers in sorted(numbered.items())},
        "terms": _pack_terms(terms),
    }
    at = (story_sketches.c.story == story) & (story_sketches.c.script == _script(topic.is_cjk))
    if before:
        tx.execute(story_sketches.update().where(at).values(values))
    else:
        tx.execute(story_sketches.insert().values(story=story, script=_script(topic.is_cjk), **values))
    _keep_postings(tx, story, list(topic.terms)[:chief_terms], when)


def story_day(when: datetime) -> int:
    """The day of a time, counted from 1970 in UTC, where it is 1; any time before counts as that."""
    return max(UNDATED + 1, int(when.timestamp() // 86_400) + 1)


def _keep_postings(tx: Transaction, story: int, terms: Sequence[int], when: datetime | None) -> None:
    if not terms:
        return
    keep = sa.text(
        f"INSERT INTO {story_postings.name} (term, place) SELECT n, :place "  # noqa: S608
        f"FROM ({rows_of_numbers(tx)}) AS added WHERE true ON CONFLICT DO NOTHING"
    )
    place = (UNDATED if when is None else story_day(when)) * _DAY + story
    tx.execute(keep, {"numbers": json.dumps(sorted(terms)), "place": place})


def _script(is_cjk: bool) -> str:
    return "cjk" if is_cjk else "other"


def _pack_terms(terms: Mapping[int, float]) -> bytes:
    kept = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:STORY_TERMS]
    keys = [key for key, _ in kept]
    # Half precision: the largest sum of a story of 60,000 articles still fits.
    weights = [min(weight, 60_000.0) for _, weight in kept]
    return struct.pack(f"<{len(kept)}I{len(kept)}e", *keys, *weights)


def _unpack_terms(packed: bytes) -> dict[int, float]:
    count = len(packed) // 6
    values = struct.unpack(f"<{count}I{count}e", packed)
    return dict(zip(values[:count], values[count:], strict=True))
