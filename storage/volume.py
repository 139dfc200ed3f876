"""When independent texts came: what a rise in mentions is measured by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.database import Transaction
from storage.records import CopyKind
from storage.tables import Moment, articles, mentions
from storage.timeline import event_time

_DAY = timedelta(days=1)


def read_times(
    tx: Transaction, since: datetime, until: datetime, *, entities: Collection[str] | None = None
) -> list[datetime]:
    """When texts came after one time and up to another, oldest first; copies are not texts of their own.

    With `entities` only those that name one of them. A text counts at its event time; undated files do not.
    """
    when = event_time()
    query = sa.select(when.label("at")).where(*_among(since, until, entities)).order_by(when)
    return [row.at for row in tx.execute(query)]


def count_windows(
    tx: Transaction, at: datetime, days: int, *, entities: Collection[str] | None = None
) -> list[int]:
    """How many of these texts came in each 24 hours up to a time, the last 24 hours first."""
    when = event_time()
    window = sa.case(*((when > _bound(at - (ago + 1) * _DAY), ago) for ago in range(days))).label("window")
    # A query of its own: PostgreSQL sees no expression with parameters as the same when it stands twice.
    placed = sa.select(window).where(*_among(at - days * _DAY, at, entities)).subquery()
    counted = sa.select(placed.c.window, sa.func.count().label("many")).group_by(placed.c.window)
    found = {row.window: row.many for row in tx.execute(counted)}
    return [found.get(ago, 0) for ago in range(days)]


def _among(
    since: datetime, until: datetime, entities: Collection[str] | None
) -> list[sa.ColumnElement[bool]]:
    published, seen = articles.c.published_at, articles.c.fetched_at
    # Two ranges rather than one of event times, so that either index serves.
    is_within = (published > _bound(since)) & (published <= _bound(until)) | (
        published.is_(None) & (seen > _bound(since)) & (seen <= _bound(until))
    )
    is_own = articles.c.copy_kind.is_(None) | (articles.c.copy_kind == CopyKind.PARTIAL.value)
    conditions: list[sa.ColumnElement[bool]] = [is_within, event_time().is_not(None), is_own]
    if entities is not None:
        of_entity = mentions.c.entity.in_(sorted(entities))
        conditions.append(sa.exists().where(mentions.c.article == articles.c.number, of_entity))
    return conditions


def _bound(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.bindparam(None, moment, type_=Moment)
