"""The files of a SQLite database, and the copy that is laid beside it before its schema changes."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from stat import S_ISREG

import sqlalchemy as sa

from storage.errors import StorageError, say_os
from storage.private import close_to_others, make_private

PAGES = 4096
"""Copied at a time; 16 MB."""

HEADER_BYTES = 100
"""The least that any SQLite database has (https://sqlite.org/fileformat2.html, 1.3)."""

MAKING_S = 10.0
"""How long a file may be without its header while a process makes it."""


def file_of(url: sa.URL) -> Path | None:
    """The file of a SQLite database, None of one in memory or of another kind."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def refuse_empty(path: Path) -> None:
    """Refuse a file that has lain there without a database in it: SQLite would take it for a new one.

    What a full disk or a copy that broke off leaves must not pass for a corpus of nothing, which would tell
    of everything anew. One that another process is making has no bytes for some milliseconds.

    Raises:
        StorageError: it is such a file.
    """
    with suppress(OSError):  # whoever opens it says what is wrong with it
        found = path.stat()
        if (
            found.st_size < HEADER_BYTES
            and S_ISREG(found.st_mode)
            and time.time() - found.st_mtime > MAKING_S
        ):
            why = f"the file has {found.st_size} bytes, and holds no database"
            raise StorageError(str(path), why, "put a backup in its place, or delete it to begin anew")


def identity_of(path: Path | None) -> tuple[int, int] | None:
    """Which file lies at a path: its device and number; None where none does. Raises: OSError."""
    try:
        found = path.stat() if path else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_dev, found.st_ino) if found else None


def is_another(path: Path | None, before: tuple[int, int] | None) -> bool:
    """Whether the file that lay at a path is gone or another now; not where it cannot be looked at."""
    try:
        return identity_of(path) != before
    except OSError:
        return False


def close_files(path: Path) -> None:
    """Have the database 0600 from its first byte on; SQLite gives what it lays beside it the same mode."""
    with suppress(OSError):  # SQLite says better what is wrong, and may still be able to read
        make_private(path)
    for beside in ("-wal", "-shm", "-journal"):
        close_to_others(path.with_name(path.name + beside))


def copy_path(path: Path, version: str) -> Path:
    """Where the copy of a database of this schema lies: the version that wrote it can use it as it is."""
    return path.with_name(f"{path.name}.{version}")


def copies_of(path: Path) -> list[Path]:
    """The copies that were laid beside a database before upgrades, the oldest schema first."""
    is_copy = re.compile(re.escape(path.name) + r"\.[0-9]{4}_\w+").fullmatch
    return sorted(each for each in path.parent.iterdir() if is_copy(each.name))


def lay_copy(path: Path, version: str) -> Path:
    """Copy a database to a file beside it; the copy is whole or not there. Call while nobody can write.

    Raises:
        StorageError: it cannot be written; the database is as it was.
    """
    kept = copy_path(path, version)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        make_private(beside)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(beside)) as target:
            source.backup(target, pages=PAGES)
        beside.replace(kept)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            beside.unlink()
        why = f"no copy of it can be laid beside it, so its schema stays as it is: {say_os(error)}"
        raise StorageError(str(path), why, f"make room for {path.stat().st_size / 1e6:.0f} MB") from error
    return kept
