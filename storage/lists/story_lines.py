"""What moved since a time: stories by when an article last joined them, and articles without their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.corpus.ledger import read_row
from storage.database import Transaction
from storage.lists.paging import ListPage, begin_after, cut_page
from storage.promises.alerts import read_alerts
from storage.records import Alert, Decision
from storage.tables import LISTED_AT, alerts, articles, decisions, mentions, stories

MOST_LINES = 400
"""Articles of one story that a list reads; of longer stories the first and the newest tell enough."""


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
    place = sa.func.row_number().over(partition_by=articles.c.story, order_by=articles.c.number.desc())
    columns = [
        articles.c[name]
        for name in ("number", "id", "story", "title", "lang", "outlet", "source", "url", "published_at",
                     "fetched_at", "copy_kind", "teaser")
    ]  # fmt: skip
    placed = (
        sa.select(*columns, LISTED_AT.label("at"), place.label("place"))
        .where(articles.c.story.in_(list(numbers)))
        .subquery()
    )
    query = sa.select(placed).where(placed.c.place <= MOST_LINES).order_by(placed.c.at, placed.c.number)
    found: dict[int, list[ArticleLine]] = defaultdict(list)
    for row in tx.execute(query):
        found[row.story].append(_read_line(row))
    return dict(found)


def read_named(tx: Transaction, numbers: Collection[int], *, most: int = 6) -> dict[int, list[str]]:
    """The entities that the articles of these stories name, by the stories' numbers, the most named first."""
    count = sa.func.count()
    query = (
        sa.select(articles.c.story, mentions.c.entity, count.label("many"))
        .join(mentions, mentions.c.article == articles.c.number)
        .where(articles.c.story.in_(list(numbers)))
        .group_by(articles.c.story, mentions.c.entity)
        .order_by(count.desc(), mentions.c.entity)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in tx.execute(query):
        if len(found[row.story]) < most:
            found[row.story].append(row.entity)
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
    query = (
        sa.select(decisions)
        .where(decisions.c.subject.in_(list(articles_)), decisions.c.step == "tell")
        .order_by(decisions.c.number)
    )
    last: dict[tuple[str, Any], Decision] = {}
    for row in tx.execute(query):
        last[row.subject, row.detail.get("watch")] = read_row(row)
    held: dict[str, list[Decision]] = defaultdict(list)
    for (subject, _), decision in last.items():
        if decision.verdict in ("folded", "held"):
            held[subject].append(decision)
    return dict(held)


def _read_line(row: sa.Row[Any]) -> ArticleLine:
    return ArticleLine(
        number=row.number,
        id=row.id,
        story=row.story,
        title=row.title,
        lang=row.lang,
        outlet=row.outlet,
        source=row.source,
        url=row.url,
        at=row.at,
        fetched_at=row.fetched_at,
        is_copy=row.copy_kind is not None and row.copy_kind != "partial",
        teaser=row.teaser,
    )
