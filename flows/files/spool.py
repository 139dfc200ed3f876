"""A spool on disk: articles go in as files are read and come out in the order of judging."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory

from storage.records import Article


class Spool:
    """Articles of one backfill, however many; memory stays level."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._count = 0
        connection.execute("CREATE TABLE spool (at REAL, key TEXT, arrived INTEGER, article BLOB)")

    def __len__(self) -> int:
        return self._count

    def add(self, article: Article, name: str) -> None:
        """Put an article in, with the name of the file or record that it is from."""
        at, key = article.order
        row = (at.timestamp(), key, self._count, pickle.dumps((article, name)))
        self._connection.execute("INSERT INTO spool VALUES (?, ?, ?, ?)", row)
        self._count += 1

    def in_order(self) -> Iterator[tuple[Article, str]]:
        """Take them out with their names, by published time and key.

        Of the same key the first that went in comes first.
        """
        query = "SELECT article FROM spool ORDER BY at, key, arrived"
        for (blob,) in self._connection.execute(query):
            yield pickle.loads(blob)  # noqa: S301 — we wrote it ourselves, into a folder only we can read


@contextmanager
def open_spool() -> Iterator[Spool]:
    """A spool in a temporary folder of this user's, gone afterwards."""
    with TemporaryDirectory(prefix="hanmi-spool-") as folder:
        connection = sqlite3.connect(f"{folder}/spool.db", isolation_level=None)
        with closing(connection):
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            yield Spool(connection)
