"""A spool on disk: articles go in as files are read and come out in the order they are judged."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flows.config.aside import lay_aside
from storage.private import make_private
from storage.records import Article
from storage.trouble import trouble_of


class Spool:
    """The articles of one backfill. Memory use does not grow with their number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._count = 0
        connection.execute("CREATE TABLE spool (at REAL, key TEXT, arrived INTEGER, article BLOB)")
        # Without it SQLite would sort all of it in a file of its own, in the system's temporary folder.
        connection.execute("CREATE INDEX in_order ON spool (at, key, arrived)")

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
def open_spool(data_dir: Path) -> Iterator[Spool]:
    """A spool in the data directory, gone afterwards.

    Raises:
        StorageFull: there is no room for it, now or while it is filled.
        StorageError: it cannot be written.
    """
    with lay_aside(data_dir, "spool") as folder:
        path = folder / "spool.db"
        make_private(path)
        connection = sqlite3.connect(path, isolation_level=None)
        with closing(connection), _named_trouble(path):
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            yield Spool(connection)


@contextmanager
def _named_trouble(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise trouble_of(str(path), str(error)) from error
