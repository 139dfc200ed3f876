"""Keeping the database quick over months; what is deleted of it is in `pruning`."""

from __future__ import annotations

import sqlalchemy as sa

from storage.database import Database


def optimize(db: Database) -> None:
    """Renew the statistics that queries are planned by, where they are old (SQLite, PRAGMA optimize).

    Pages of deleted rows are used again, so the file needs no VACUUM, which would copy all of it under an
    exclusive lock; PostgreSQL does both by itself.
    """
    with db.writing() as tx:
        if tx.dialect.name == "sqlite":
            tx.execute(sa.text("PRAGMA optimize"))
