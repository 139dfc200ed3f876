"""What moved since a time: stories by when an article last joined them, and articles without their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.driver import as_numbers, as_words, read_json, read_rows
from storage.lists.paging import ListPage, begin_after, cut_page
from storage.promises.alerts import read_alerts
from storage.records import Alert, Decision
from storage.records.reasons import read_reason_text
from storage.tables import alerts, articles, read_moment, stories

MOST_LINES = 400
"""Articles of one story that a list reads; of longer stories the first and the newest tell enough."""

HELD = ("folded", "held")
"""The verdicts of what was not told by itself."""

# A page of these has seven hundred articles and as many decisions, which SQLAlchemy would read one by one.
_LINES = """
    SELECT number, id, story, title, lang, outlet, source, url, published_at, fetched_at, copy_kind, teaser
    FROM (
        SELECT number, id, story, title, lang, outlet, source, url, published_at, fetched_at, copy_kind,
               teaser, row_number() OVER (PARTITION BY story ORDER BY number DESC) AS place
        FROM articles WHERE story IN (SELECT n FROM {numbers} AS wanted)
    ) AS placed
    WHERE place <= :most ORDER BY coalesce(published_at, fetched_at), number
"""
_NAMED = """
    SELECT story, entity FROM (
        SELECT a.story, m.entity,
               row_number() OVER (PARTITION BY a.story ORDER BY count(*) DESC, m.entity) AS place
        FROM articles a JOIN mentions m ON m.article = a.number
        WHERE a.story IN (SELECT n FROM {numbers} AS wanted)
        GROUP BY a.story, m.entity
    ) AS placed
    WHERE place <= :most ORDER BY story, place
"""
_DECIDED = """
    SELECT at, subject, verdict, why, detail FROM decisions
    WHERE step = 'tell' AND subject IN (SELECT w FROM {words} AS wanted) ORDER BY number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article as a line of its story; `at` is when it was published, else when we first had it."""

    number: int
    id: str
    story: int
    title: str
    lang: str
    outlet: str | None
    source: str | None
    url: str | None
    at: datetime
    fetched_at: datetime
    is_copy: bool
    teaser: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedStory:
    """A story with when an article last joined it and how many did since the time that was asked for."""

    number: int
    id: str
    title: str
    moved_at: datetime
    joined: int


def list_moved(
    tx: Transaction, since: datetime, *, limit: int | None, after: str | None = None
) -> ListPage[MovedStory]:
    """The stories that an article joined since then, the last moved first.

    `after` is the cursor of an earlier page. Raises: CursorRefused.
    """
    joined = (
        sa.select(sa.func.count())
        .where(articles.c.story == stories.c.number, articles.c.fetched_at >= since)
        .scalar_subquery()
    )
    query = sa.select(
        stories.c.number, stories.c.id, stories.c.title, stories.c.moved_at, joined.label("joined")
    )
    query = query.where(stories.c.moved_at >= since)
    query = begin_after(query, stories.c.moved_at, stories.c.number, after)
    query = query.order_by(stories.c.moved_at.desc(), stories.c.number.desc()).limit(limit and limit + 1)
    rows, cursor = cut_page(tx.execute(query).all(), limit, lambda row: (row.moved_at, row.number))
    return ListPage((MovedStory(**row._mapping) for row in rows), next=cursor)


def count_moved(tx: Transaction, since: datetime) -> int:
    """How many stories an article joined since then."""
    moved = sa.select(sa.func.count()).select_from(stories).where(stories.c.moved_at >= since)
    return int(tx.execute(moved).scalar_one())


def read_lines(tx: Transaction, numbers: Collection[int]) -> dict[int, list[ArticleLine]]:
    """The articles of these stories, oldest first, without their texts; of each `MOST_LINES` at most."""
    found: dict[int, list[ArticleLine]] = defaultdict(list)
    for row in read_rows(tx, _LINES, numbers=as_numbers(numbers), most=MOST_LINES):
        line = _read_line(row)
        found[line.story].append(line)
    return dict(found)


def read_named(tx: Transaction, numbers: Collection[int], *, most: int = 6) -> dict[int, list[str]]:
    """The entities that the articles of these stories name, by the stories' numbers, the most named first."""
    found: dict[int, list[str]] = defaultdict(list)
    for story, entity in read_rows(tx, _NAMED, numbers=as_numbers(numbers), most=most):
        found[story].append(entity)
    return dict(found)


def read_told_of(tx: Transaction, articles_: Iterable[str]) -> dict[str, list[Alert]]:
    """The alerts that these articles led to, by the articles' ids, oldest first."""
    ids = list(articles_)
    named = tx.execute(sa.select(alerts.c.id).where(alerts.c.article.in_(ids))).scalars().all()
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert in read_alerts(tx, named):
        found[alert.article].append(alert)
    return dict(found)


def read_held(tx: Transaction, articles_: Iterable[str]) -> dict[str, list[Decision]]:
    """What was decided not to be told of these articles, by their ids: the last word on each watch."""
    last: dict[tuple[str, Any], tuple[Any, ...]] = {}
    for at, subject, verdict, why, told in read_rows(tx, _DECIDED, words=as_words(articles_)):
        detail = read_json(told)
        last[subject, detail.get("watch")] = at, verdict, why, detail
    held: dict[str, list[Decision]] = defaultdict(list)
    reasons: dict[str, str] = {}
    for (subject, _), (at, verdict, why, detail) in last.items():
        if verdict in HELD and (moment := read_moment(at)):
            if why not in reasons:
                reasons[why] = read_reason_text(why)
            said = reasons[why]
            held[subject].append(
                Decision(at=moment, step="tell", subject=subject, verdict=verdict, why=said, detail=detail)
            )
    return dict(held)


def _read_line(row: Sequence[Any]) -> ArticleLine:
    number, id_, story, title, lang, outlet, source, url, published, fetched, copy_kind, teaser = row
    fetched_at = read_moment(fetched)
    at = read_moment(published) or fetched_at
    assert at is not None
    assert fetched_at is not None  # no column of it may be null
    return ArticleLine(
        number=number,
        id=id_,
        story=story,
        title=title,
        lang=lang,
        outlet=outlet,
        source=source,
        url=url,
        at=at,
        fetched_at=fetched_at,
        is_copy=copy_kind is not None and copy_kind != "partial",
        teaser=teaser,
    )
