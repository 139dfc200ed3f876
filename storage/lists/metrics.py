"""Figures about the database for what watches over the service from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from storage.clock import is_ahead
from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database, Transaction
from storage.records import AlertKind, DeliveryState
from storage.tables import alerts, articles, deliveries

COUNTED_MARK = "articles counted"
"""The mark of the last count of articles: the number of the newest of them, and how many there were."""

UNSETTLED = (DeliveryState.PENDING.value, DeliveryState.RETRYING.value)


# not "IS NULL": SQLite would go by the index of bundles, and read the body of every message
_IS_OWN = sa.func.coalesce(deliveries.c.bundle, "") == ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """How many deliveries are in each state, and since when the oldest waits that was not sent."""

    counts: dict[str, int]
    oldest_at: datetime | None


def count_articles(tx: Transaction) -> int:
    """How many articles the corpus holds, copies included: those of the last count, and what came since.

    Articles are numbered as they come and never deleted. To count a million takes PostgreSQL a second.
    """
    newest, before = map(int, (read_mark(tx, COUNTED_MARK) or "0 0").split())
    counted = sa.select(sa.func.count()).select_from(articles)
    if newest:  # else SQLite counts all by the smallest index
        counted = counted.where(articles.c.number > newest)
    return before + int(tx.execute(counted).scalar_one())


def note_articles(db: Database) -> None:
    """Count all articles anew, so that from here on only the newer ones are counted."""
    with db.reading() as tx:
        newest, many = tx.execute(sa.select(sa.func.max(articles.c.number), sa.func.count())).one()
    with db.writing() as tx:
        set_mark(tx, COUNTED_MARK, f"{newest or 0} {many}", db.now())


def read_outbox(tx: Transaction) -> Outbox:
    """The outbox in figures; what is carried by another delivery is not counted."""
    state = deliveries.c.state
    rows = tx.execute(sa.select(state, sa.func.count()).where(_IS_OWN).group_by(state))
    oldest = sa.select(sa.func.min(deliveries.c.created_at)).where(_IS_OWN, state.in_(UNSETTLED))
    return Outbox(counts={row[0]: row[1] for row in rows}, oldest_at=tx.execute(oldest).scalar())


def count_unsent(tx: Transaction) -> dict[str, int]:
    """How many deliveries wait, are tried again or were given up; what another carries is not counted."""
    state, states = deliveries.c.state, (*UNSETTLED, DeliveryState.DEAD.value)
    counted = sa.select(state, sa.func.count()).where(_IS_OWN, state.in_(states))
    return {row[0]: row[1] for row in tx.execute(counted.group_by(state))}


def read_lags(tx: Transaction, since: datetime, now: datetime) -> Sequence[timedelta]:
    """How long after publishing each article was told of that was first told of since then, shortest first.

    What is undated, or dated to a day only, has no lag that anybody knows.
    """
    rows = tx.execute(
        sa.select(articles.c.published_at, alerts.c.created_at)
        .join(articles, articles.c.id == alerts.c.article)
        .where(alerts.c.created_at >= since, alerts.c.kind != AlertKind.CORRECTION.value)
        .where(articles.c.published_at.is_not(None), ~articles.c.published_day_only)
    )
    lags = [max(told - published, timedelta()) for published, told in rows if not is_ahead(told, now)]
    return sorted(lags)


def measure_database(db: Database) -> int | None:
    """Bytes that the database takes, what SQLite keeps beside it included; None of one in memory."""
    if db.file is not None:
        parts = (db.file, *(Path(f"{db.file}{tail}") for tail in ("-wal", "-shm")))
        return sum(part.stat().st_size for part in parts if part.exists())
    if not db.is_shared:
        return None
    with db.reading() as tx:
        return int(tx.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
