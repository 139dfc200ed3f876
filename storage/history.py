"""The corpus in the order in which the world published it, and what is on file of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.records import AlertKind, CopyKind, Sighting
from storage.search import Asked, may_hold
from storage.tables import Moment, alerts, articles, matches, stories

_root = articles.alias("root")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An article as a line in a comparison; `at` is when it was published, else when we saw the news.

    It is None for an undated file: nobody knows when that was news.
    """

    article: str
    at: datetime | None
    lang: str
    title: str
    outlet: str | None
    url: str | None


def list_in_order(
    tx: Transaction, asked: Asked | None, since: datetime
) -> tuple[list[tuple[int, datetime]], list[int]]:
    """The numbers and times of articles that may hold what is asked (None: any), the oldest first.

    They are those since then, and the earlier ones of the stories that moved since then. After them the
    numbers of undated files.
    """
    when = event_time()
    moved = sa.select(articles.c.story).where(when >= _bound(since), articles.c.story.is_not(None))
    query = (
        sa.select(articles.c.number, when.label("at"))
        .where(when.is_(None) | (when >= _bound(since)) | articles.c.story.in_(moved))
        .order_by(when, articles.c.key)
    )
    if asked is not None:
        query = query.where(may_hold(tx, asked))
    rows = tx.execute(query).all()
    dated = [(row.number, row.at) for row in rows if row.at is not None]
    return dated, [row.number for row in rows if row.at is None]


def read_matched(tx: Transaction, watch: str, since: datetime) -> dict[str, Line]:
    """The articles since then, and undated ones, that are on file as meeting a watch; by id, oldest first."""
    when = event_time()
    rows = tx.execute(
        sa.select(articles, when.label("at"))
        .join(matches, matches.c.article == articles.c.number)
        .where(matches.c.watch == watch, when.is_(None) | (when >= _bound(since)))
        .order_by(when, articles.c.key)
    )
    return {row.id: _read_line(row) for row in rows}


def read_told(tx: Transaction, watch: str, since: datetime) -> dict[str, Line]:
    """The articles since then of which a watch told, corrections aside, by their ids, the oldest first."""
    when = event_time()
    rows = tx.execute(
        sa.select(articles, when.label("at"))
        .join(alerts, alerts.c.article == articles.c.id)
        .where(
            alerts.c.watch == watch,
            alerts.c.kind != AlertKind.CORRECTION.value,
            when >= _bound(since),
        )
        .order_by(when, articles.c.key)
    )
    return {row.id: _read_line(row) for row in rows}


def read_origins(tx: Transaction, of: Collection[str]) -> dict[str, list[tuple[datetime, str]]]:
    """For each of these stories when its articles that are no copies came, and their origins, oldest first.

    As in `storage/saga.py`, one outlet is one origin.
    """
    when = event_time()
    numbers = sa.select(stories.c.number).where(stories.c.id.in_(list(of)))
    rows = tx.execute(
        sa.select(
            stories.c.id.label("story_id"),
            when.label("at"),
            articles.c.outlet,
            _root.c.id.label("group_id"),
            articles.c.id,
        )
        .join(stories, stories.c.number == articles.c.story)
        .outerjoin(_root, _root.c.number == articles.c.copy_group)
        .where(
            articles.c.story.in_(numbers),
            when.is_not(None),
            articles.c.copy_kind.is_(None) | (articles.c.copy_kind == CopyKind.PARTIAL.value),
        )
        .order_by(when)
    )
    came: dict[str, list[tuple[datetime, str]]] = {story: [] for story in of}
    for row in rows:
        came[row.story_id].append((row.at, row.outlet or row.group_id or row.id))
    return came


def _read_line(row: sa.Row[Any]) -> Line:
    return Line(article=row.id, at=row.at, lang=row.lang, title=row.title, outlet=row.outlet, url=row.url)


def event_time() -> sa.ColumnElement[datetime | None]:
    """When it was published, else when we saw it as news; null for an undated file."""
    seen = sa.case((articles.c.sighting != Sighting.BACKFILL.value, articles.c.fetched_at))
    return sa.func.coalesce(articles.c.published_at, seen, type_=Moment)


def _bound(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.bindparam(None, moment, type_=Moment)
