"""Keeping the database quick over months."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database, Transaction

MARK = "upkeep"

MOST_PASSED = timedelta(days=2)
"""How much time one upkeep, of one a night, believes to have passed since the last."""


def find_today(tx: Transaction, now: datetime) -> datetime | None:
    """The time that ages are counted from when old rows are dropped; None where nothing should be yet.

    A clock that is a year ahead for a night must not make everything a year old: from one upkeep to the next
    no more than `MOST_PASSED` counts. After a long rest it catches up night by night.
    """
    last = read_mark(tx, MARK)
    today = min(now, datetime.fromisoformat(last) + MOST_PASSED) if last else now
    set_mark(tx, MARK, today.isoformat(), now)
    return today if last else None


def optimize(db: Database) -> None:
    """Renew the statistics that queries are planned by, where they are old (SQLite, PRAGMA optimize).

    Pages of deleted rows are used again, so the file needs no VACUUM, which would copy all of it under an
    exclusive lock; PostgreSQL does both by itself.
    """
    with db.writing() as tx:
        if tx.dialect.name == "sqlite":
            tx.execute(sa.text("PRAGMA optimize"))
