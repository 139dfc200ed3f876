"""Databases that were carried elsewhere, or are being filled from elsewhere: nothing is done with either."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database, Transaction
from storage.errors import MovedAway
from storage.tables import marks

MOVED = "moved to"
"""The mark of a database that was carried elsewhere; its value names where."""

ARRIVING = "arriving from"
"""The mark of a database that is being filled from another, which its value names."""

MARKS = (MOVED, ARRIVING)


def refuse_moved(tx: Transaction, shown_url: str) -> None:
    """Raises: MovedAway: this database was carried elsewhere, or is not whole yet."""
    rows = tx.execute(sa.select(marks.c.name, marks.c.value).where(marks.c.name.in_(MARKS)))
    found = {row.name: row.value for row in rows}
    if to := found.get(MOVED):
        hint = "set [storage] url to that; this one is as it was then"
        raise MovedAway(shown_url, f"was moved to {to}", hint)
    if origin := found.get(ARRIVING):
        why = f"is only in part here: it is being carried over from {origin}"
        raise MovedAway(shown_url, why, "call `hanmi migrate` again, which goes on with it")


def refuse_moved_database(db: Database) -> None:
    """Raises: MovedAway: the open database was carried elsewhere, or is not whole yet."""
    with db.reading() as tx:
        refuse_moved(tx, db.shown_url)


def read_moved(tx: Transaction) -> str | None:
    """Where a database was carried to, None where it was not."""
    return read_mark(tx, MOVED)


def read_origin(tx: Transaction) -> str | None:
    """From where a database is being filled, None where it is not."""
    return read_mark(tx, ARRIVING)


def note_arriving(tx: Transaction, origin: str, now: datetime) -> None:
    """Note that a database is being filled."""
    set_mark(tx, ARRIVING, origin, now)


def note_arrived(tx: Transaction) -> None:
    """Note that it is whole."""
    tx.execute(marks.delete().where(marks.c.name == ARRIVING))


def note_moved(tx: Transaction, to: str, now: datetime) -> None:
    """Note that a database was carried elsewhere."""
    set_mark(tx, MOVED, to, now)
