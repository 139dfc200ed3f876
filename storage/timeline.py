"""The corpus in the order in which the world published it, and what is on file of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.articles import articles_of_story
from storage.database import Transaction
from storage.origins import trace_origins
from storage.records import AlertKind, Kept, Sighting
from storage.search import Asked, may_hold
from storage.tables import Moment, alerts, articles, matches


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


def read_origins(tx: Transaction, of: Collection[str]) -> dict[str, list[tuple[datetime | None, str]]]:
    """For each of these stories when its articles came, undated ones last, and their origins."""
    came: dict[str, list[tuple[datetime | None, str]]] = {}
    for story in of:
        read = [(_came_at(kept), origin) for origin, kept in trace_origins(articles_of_story(tx, story))]
        dated = sorted((at, origin) for at, origin in read if at is not None)
        came[story] = [*dated, *((at, origin) for at, origin in read if at is None)]
    return came


def _came_at(kept: Kept) -> datetime | None:
    """As `event_time`."""
    article = kept.article
    if article.published:
        return article.published.at
    return None if article.sighting is Sighting.BACKFILL else article.fetched_at


def _read_line(row: sa.Row[Any]) -> Line:
    return Line(article=row.id, at=row.at, lang=row.lang, title=row.title, outlet=row.outlet, url=row.url)


def event_time() -> sa.ColumnElement[datetime | None]:
    """When it was published, else when we saw it as news; null for an undated file."""
    seen = sa.case((articles.c.sighting != Sighting.BACKFILL.value, articles.c.fetched_at))
    return sa.func.coalesce(articles.c.published_at, seen, type_=Moment)


def _bound(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.bindparam(None, moment, type_=Moment)
