"""Text columns of PostgreSQL in the order of their bytes, as SQLite has them and Python compares them."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa

_OTHERWISE = sa.text("""
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
      AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = current_schema())
    ORDER BY table_name
""")

_IS_C = sa.text("SELECT datcollate IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database()")


def sort_by_bytes(connection: sa.Connection) -> None:
    """Give every text column that sorts otherwise the collation "C"; indexes are built anew.

    The order of a language, which a database has by default, would list the same rows in another order than
    SQLite, and change with the system's libraries under the indexes.
    """
    if connection.dialect.name != "postgresql" or connection.execute(_IS_C).scalar():
        return
    found = connection.execute(_OTHERWISE).all()
    for table, columns in groupby(found, key=itemgetter(0)):
        changes = ", ".join(f'ALTER COLUMN "{column}" TYPE TEXT COLLATE "C"' for _, column in columns)
        connection.execute(sa.text(f'ALTER TABLE "{table}" {changes}'))
