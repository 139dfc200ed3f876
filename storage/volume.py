"""When independent texts were published: what a rise in mentions is measured by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.history import event_time
from storage.records import CopyKind
from storage.tables import Moment, articles, mentions


def read_times(
    tx: Transaction, since: datetime, until: datetime, *, entities: Collection[str] | None = None
) -> list[datetime]:
    """When texts came out after one time and up to another, oldest first; copies are not texts of their own.

    With `entities` only those that name one of them. A text counts at its event time; undated files do not.
    """
    published, seen = articles.c.published_at, articles.c.fetched_at
    # Two ranges rather than one of event times, so that either index serves.
    is_within = (published > _bound(since)) & (published <= _bound(until)) | (
        published.is_(None) & (seen > _bound(since)) & (seen <= _bound(until))
    )
    when = event_time()
    query = (
        sa.select(when.label("at"))
        .where(is_within, when.is_not(None))
        .where(articles.c.copy_kind.is_(None) | (articles.c.copy_kind == CopyKind.PARTIAL.value))
        .order_by(when)
    )
    if entities is not None:
        named = sa.exists().where(
            mentions.c.article == articles.c.number, mentions.c.entity.in_(sorted(entities))
        )
        query = query.where(named)
    return [row.at for row in tx.execute(query)]


def _bound(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.bindparam(None, moment, type_=Moment)
