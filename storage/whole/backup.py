"""Backups of a SQLite database: copies of one moment, kept once they have been checked, and the way back."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from storage.database import open_engine
from storage.errors import StorageBusy, StorageError, say_os
from storage.migrations import read_version, refuse_newer, run_steps
from storage.private import make_private
from storage.promises.outbox import count_waiting
from storage.tables import articles
from storage.trouble import trouble_of
from storage.whole.files import PAGES
from storage.whole.restored import hold_pending, note_restore, take_in_sent

MAGIC = b"SQLite format 3\0"
"""How every SQLite database begins."""

STALE_S = 3600.0
"""A half copy that has not grown for so long was left by a process that was killed."""

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite lays beside a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy that passed its check: its size, and how many articles and unsent deliveries it has."""

    path: Path
    size: int
    articles: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did: where the old file lies now (None: there was none), and what it said was sent.

    `sent` is None where the old file could not tell.
    """

    kept: Path | None
    sent: int | None


def back_up(path: Path, target: Path) -> Backup:
    """Copy the database as it is at this moment to `target`, while others go on writing; mode 0600.

    A backup that lies there already is replaced once the new one has passed its check, and nothing else is.

    Raises:
        StorageError: there is no database, something that is no backup lies at `target`, there is no room,
            or the copy does not pass its check. Whatever lay there is as it was.
    """
    if not path.exists():
        raise StorageError(str(path), "there is no database yet", "nothing needs a backup")
    _refuse_foreign(path, target)
    with _drafted(target) as draft:
        _copy(path, draft, target)
        found = _check(draft)
        _settle(draft)
        _put_in_place(draft, target)
    return Backup(path=target, size=target.stat().st_size, articles=found[0], pending=found[1])


def restore(path: Path, backup: Path, now: datetime) -> Restored:
    """Put a backup in the place of the database, whose file is kept beside it. Hold the service's lock.

    What waited to be sent when the backup was made is held (`storage.whole.restored`): it may have gone
    out since.

    Raises:
        StorageBusy: another process has the database open, or wrote to it meanwhile.
        StorageError: the backup cannot be read or is of a newer version, or there is no room. In each case
            the database is as it was.
    """
    _see_backup(backup)
    if path.exists() and backup.samefile(path):
        raise StorageError(str(backup), "is the database itself", "give the file that `hanmi backup` wrote")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = _see_unused(path)
    with _drafted(path) as draft:
        _copy(backup, draft, path)
        _check(draft)
        sent = _prepare(draft, path, now)
        _settle(draft)
        # All that takes long is done; a command may have begun and ended while it was.
        if _see_unused(path) != found:
            raise StorageBusy(str(path), "was written to meanwhile", "end what uses it, and restore again")
        kept = _lay_aside(path, now)
        _put_in_place(draft, path)
    return Restored(kept=kept, sent=sent)


def _see_backup(backup: Path) -> None:
    """Raises: StorageError: nothing is there to restore from, or it is something else than a backup."""
    hint = "give the file that `hanmi backup` wrote"
    if not backup.exists():
        raise StorageError(str(backup), "there is no such file", hint)
    if not backup.is_file():
        raise StorageError(str(backup), "is no file", hint)
    try:
        with backup.open("rb") as stream:
            begins = stream.read(len(MAGIC))
    except OSError as error:
        raise StorageError(str(backup), f"cannot be read: {_words(error)}", hint) from error
    if begins != MAGIC:
        raise StorageError(str(backup), "is no backup: it is no SQLite database", hint)


@contextmanager
def _drafted(target: Path) -> Iterator[Path]:
    """An empty file of mode 0600 beside the target, which is gone afterwards unless it took its place."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        for stale in target.parent.glob(f"{_escape(target.name)}.[0-9]*.new*"):
            if time.time() - stale.stat().st_mtime > STALE_S:
                stale.unlink()
        draft.unlink(missing_ok=True)
        make_private(draft)
        yield draft
    except (OSError, sqlite3.Error, sa.exc.DatabaseError) as error:
        raise trouble_of(str(target), f"cannot be written: {_words(error)}") from error
    finally:
        for name in (draft.name, *(draft.name + end for end in BESIDE)):
            with suppress(OSError):
                draft.with_name(name).unlink()


def _copy(path: Path, draft: Path, target: Path) -> None:
    """A copy of one moment. Raises: StorageError: it is no database, or there is no room beside `target`."""
    try:
        with closing(sqlite3.connect(_read_only(path), uri=True, isolation_level=None)) as source:
            # Others write on meanwhile: without a snapshot of its own the copy would begin anew each time.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
                source.backup(copy, pages=PAGES)
    except sqlite3.DatabaseError as error:
        raise trouble_of(str(path), f"cannot be copied to {target}: {error}") from error


def _check(draft: Path) -> tuple[int, int]:
    """How many articles and unsent deliveries a copy has. Raises: StorageError: it does not pass."""
    engine = open_engine(sa.URL.create("sqlite", database=str(draft)), 1_000)
    try:
        with engine.connect() as connection:
            problem = connection.execute(sa.text("PRAGMA integrity_check(1)")).scalar()
            if problem != "ok":
                raise StorageError(str(draft), f"the copy is damaged: {problem}", "go back to another backup")
            version = read_version(connection)
            if version is None:
                raise StorageError(str(draft), "there is no database of hanmi-watch in it")
            refuse_newer(connection, version)
            many = connection.execute(sa.select(sa.func.count()).select_from(articles)).scalar_one()
            return int(many), sum(count_waiting(connection).values())
    except sa.exc.DatabaseError as error:
        raise trouble_of(str(draft), f"the copy is damaged: {error.orig}") from error
    finally:
        engine.dispose()


def _prepare(draft: Path, old: Path, now: datetime) -> int | None:
    """Bring the copy to the newest schema and hold what may have been sent since; what the old file tells."""
    engine = open_engine(sa.URL.create("sqlite", database=str(draft)), 1_000)
    try:
        with engine.begin() as connection:
            run_steps(connection)
            hold_pending(connection)
        sent = take_in_sent(draft, old)
        if sent is None:
            with engine.begin() as connection:
                note_restore(connection, now)
    finally:
        engine.dispose()
    return sent


def _see_unused(path: Path) -> tuple[int, int] | None:
    """By what one sees whether it is written to later. Raises: StorageBusy: another process has it open."""
    if not path.exists():
        return None
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, timeout=1)) as alone:
        try:
            # In WAL this is refused while anybody has the file open; to close it then merges the log in it.
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StorageBusy(
                    str(path), "another process has it open", "end it (`fuser` names processes)"
                ) from error
            raise
    now = path.stat()
    return now.st_mtime_ns, now.st_size


def _lay_aside(path: Path, now: datetime) -> Path | None:
    """Keep the database under another name; it stays where it is as well until another takes its place."""
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%SZ}")
    try:
        os.link(path, kept)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: for a moment nothing lies there
        path.rename(kept)
    for end in BESIDE:  # of a database that was damaged: the new one must not take it for its own
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(kept.with_name(kept.name + end))
    return kept


def _settle(draft: Path) -> None:
    """Make a database one file, all of it on the disk."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as whole:
        whole.execute("PRAGMA journal_mode = DELETE")
    _sync(draft, os.O_RDWR)


def _put_in_place(draft: Path, target: Path) -> None:
    draft.replace(target)
    _sync(target.parent, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_foreign(path: Path, target: Path) -> None:
    """Raises: StorageError: what lies at the target is something else than a backup."""
    ours = {path.with_name(path.name + end) for end in ("", *BESIDE)}
    if target.resolve() in {each.resolve() for each in ours}:
        raise StorageError(str(target), "is the database itself", "give the backup another name")
    if not target.exists():
        if not target.parent.is_dir():
            raise StorageError(str(target.parent), "there is no such folder", "make it first")
        return
    try:
        with closing(sqlite3.connect(_read_only(target), uri=True)) as found:
            found.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise StorageError(str(target), "is there, and no backup", "give the backup another name") from error


def _read_only(path: Path) -> str:
    """The address to read a database by; one that nothing lies beside needs no folder that can be written.

    Where the folder can be, a command may begin to write while the file is read: it is locked then.
    """
    lone = not any(path.with_name(path.name + end).exists() for end in BESIDE)
    is_still = lone and not os.access(path.parent, os.W_OK)
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_still else ''}"


def _escape(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _words(error: Exception) -> str:
    return str(error.orig) if isinstance(error, sa.exc.DBAPIError) else say_os(error)
