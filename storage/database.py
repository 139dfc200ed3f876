"""The two doors to the database: one to read through, one to write through."""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor

from storage.clock import Clock, ServerClock, wall_clock
from storage.errors import Conflict, StorageBusy, StorageError, StorageFull, ValueRefused, say_os
from storage.migrations import AS_UTF8, migrate
from storage.trouble import name_trouble
from storage.whole.files import close_files, file_of, identity_of, is_another, refuse_empty

log = logging.getLogger("hanmi.storage")

BUSY_WAIT_MS = 30_000
"""How long a writer waits for another; longer than any transaction of ours."""

_PRAGMAS = (
    "journal_mode = WAL",
    # A killed process loses nothing. A power cut may take the last commits, whole and in order: what was told
    # in them is found anew and promised under the same ids, so a receiver may hear it twice, but never not.
    "synchronous = NORMAL",
    # Pages, 32 MB. An article dirties 120 all over the index, and the default of 1,000 copies them back every
    # eighth article: at 100,000 articles the mean commit took 1.5 ms of CPU, with 8,000 it takes 1.0.
    "wal_autocheckpoint = 8000",
    "foreign_keys = ON",
    "cache_size = -16000",
)

LEAN_KEPT, LEAN_MORE = 2, 38
"""Connections that a lean database keeps, and how many more there may be, which are closed after use."""

LEAN_CACHE_KB = 4_000
"""Pages that a connection of it remembers; the system has the others."""

FRESH_S = 0.1
"""So long after it was used a connection to a server is taken to live."""

_NONE_YET = (-1, -1)
"""The identity of no file."""

_UNUSABLE = (sa.exc.DBAPIError, sa.exc.PendingRollbackError, sa.exc.TimeoutError)
"""What the driver raises; SQLAlchemy, of a connection that was lost before; and of none that becomes free."""

Transaction = sa.Connection
"""What the doors hand out. Outside `storage/` it is only handed on."""


class Database:
    """One database, opened and migrated to the newest schema; safe to share between threads.

    `with` closes it.
    """

    def __init__(
        self,
        url: str,
        *,
        busy_wait_ms: int = BUSY_WAIT_MS,
        clock: Clock | None = None,
        is_lean: bool = False,
    ) -> None:
        """Open the database at a SQLAlchemy address such as `sqlite:////var/lib/hanmi/hanmi.db`.

        On SQLite a transaction waits for another's lock for as long as `busy_wait_ms`. `clock` None: the
        server's on PostgreSQL, else this machine's. `is_lean`: it is read by many threads at once that come
        and go, as a desk is; few connections are kept then, and each remembers less.

        Raises:
            StorageError: it cannot be opened, or its schema is newer than this program.
        """
        self.url = read_url(url)
        server_clock = ServerClock() if self.is_shared else None
        self._clock = clock or server_clock or wall_clock
        if path := file_of(self.url):
            refuse_empty(path)
        self._engine = open_engine(self.url, busy_wait_ms, server_clock, is_lean=is_lean)
        self._opening = threading.Lock()
        self._shared: Transaction | None = None
        try:
            with self._named_errors():
                migrate(self._engine)
        except BaseException:
            self.close()
            raise
        self._opened = self._look()

    def now(self) -> datetime:
        """The time that leases and due times go by, the same for all machines on one PostgreSQL; no I/O."""
        return self._clock()

    @property
    def is_shared(self) -> bool:
        """Whether several machines can use it, and so may run cycles at the same time."""
        return self.url.get_backend_name() != "sqlite"

    @property
    def shown_url(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database, None of one in memory or of another kind."""
        return file_of(self.url)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that sees one state of the database and changes nothing, however long it takes.

        On PostgreSQL each statement would see what others committed before it.
        """
        if self._shared is not None:
            yield self._shared
            return
        with self._named_errors(), self._connect() as connection:
            if self.file is None and connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that is the only one that writes, from its first statement on.

        What it looks up and does not find nobody else adds before it ends: two machines that judge two
        reprints at once would each miss the other's. On SQLite a plain BEGIN that reads and then writes
        fails with "database is locked" as soon as two processes do it (SQLite documentation, "Isolation":
        SQLITE_BUSY_SNAPSHOT); on PostgreSQL an advisory lock does what the write lock does there.

        Raises:
            StorageBusy: another process kept the lock too long.
        """
        if self._shared is not None:
            with savepoint(self._shared):
                yield self._shared
            return
        with self._named_errors(), self._connect() as connection:
            connection = connection.execution_options(hanmi_write=True, hanmi_small=True)
            with connection.begin():
                yield connection

    def share(self, tx: Transaction) -> Database:
        """The same database while a writing transaction of it is open: both doors lead into that one.

        What is written through it commits with the transaction. A part that raises is undone alone, with the
        driver's error where that is the database's.
        """
        shared = copy(self)
        shared._shared = tx
        return shared

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _look(self) -> tuple[int, int] | None:
        try:
            return identity_of(self.file)
        except OSError:
            return _NONE_YET

    def _connect(self) -> sa.Connection:
        """A connection to the file that is there now.

        A file that was deleted goes on existing for whoever has it open: what we wrote would be lost, and
        what other processes promise in the one that took its place would never be sent.
        """
        if is_another(self.file, self._opened):
            with self._opening:
                if is_another(self.file, self._opened):
                    if self._opened != _NONE_YET:
                        log.error("database replaced url=%s why=its file is gone or another", self.shown_url)
                    # until it has its tables no thread may take it, and it may get the old one's very number
                    self._opened = _NONE_YET
                    self._engine.dispose()
                    migrate(self._engine)
                    self._opened = self._look()
        return self._engine.connect()

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except _UNUSABLE as error:
            trouble = name_trouble(self.shown_url, error)
            if not isinstance(trouble, Conflict | StorageBusy | StorageFull | ValueRefused):
                # A connection that was opened while a file could not be written stays so for ever.
                self._engine.dispose()
            raise trouble from error


@contextmanager
def savepoint(tx: Transaction) -> Iterator[None]:
    """A part of a transaction that is undone alone if it raises; the rest can go on.

    Said to the driver: an article has half a dozen of them, and SQLAlchemy makes each of many parts.
    One within another may have its name: that of the innermost is meant.
    """
    execute_plainly(tx, "SAVEPOINT part")
    try:
        yield
    except BaseException as error:
        try:
            execute_plainly(tx, "ROLLBACK TO SAVEPOINT part")
            execute_plainly(tx, "RELEASE SAVEPOINT part")
        except sa.exc.SQLAlchemyError:  # the whole transaction is gone, for want of space for example
            if isinstance(error, Exception) and is_storage_trouble(error):
                raise error from None
            raise
        raise
    execute_plainly(tx, "RELEASE SAVEPOINT part")


def execute_plainly(
    tx: Transaction, statement: str, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
) -> DBAPICursor:
    """Run a statement in the driver's own words, with nothing of SQLAlchemy but its errors.

    Many rows of values run it for each of them. Who wants rows reads them before the next statement: its
    cursor may be the same.
    """
    cursor = None
    try:
        cursor = _cursor_of(tx)
        if isinstance(values, Mapping) or not values:
            cursor.execute(statement, values)
        elif len(values) == 1:  # psycopg takes many in another way, which costs more
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)
    except tx.dialect.loaded_dbapi.Error as error:
        is_lost = tx.dialect.is_disconnect(error, tx.connection, cursor)
        if is_lost:
            tx.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            statement,
            None,
            error,
            tx.dialect.loaded_dbapi.Error,
            connection_invalidated=is_lost,
            dialect=tx.dialect,
        ) from error
    return cursor


def _cursor_of(tx: Transaction) -> DBAPICursor:
    """A cursor; of psycopg the connection's own, made once for as long as it lives.

    It is made of a dozen parts there, which the forty statements of an article do not need anew.
    """
    if tx.dialect.name != "postgresql":
        return tx.connection.cursor()
    cursor: DBAPICursor | None = tx.info.get("hanmi_cursor")
    if cursor is None:
        cursor = tx.info["hanmi_cursor"] = tx.connection.cursor()
    return cursor


def be_patient(tx: Transaction) -> None:
    """Let a writing transaction be idle for as long as it takes: it waits for what another database does."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def is_storage_trouble(error: Exception) -> bool:
    """Whether an error is the database's or the disk's, within a transaction too, and no bug at one record.

    A value that no column can hold is the record's.
    """
    if isinstance(error, StorageError | OSError | sqlite3.Error):
        return True
    is_of_record = isinstance(error, sa.exc.DataError) or type(error) is sa.exc.StatementError
    return isinstance(error, sa.exc.SQLAlchemyError) and not is_of_record


_CLAIM_WRITING = f"""
    SELECT set_config('lock_timeout', '{BUSY_WAIT_MS}', true),
        set_config('idle_in_transaction_session_timeout', '{BUSY_WAIT_MS}', true),
        set_config('plan_cache_mode', 'force_generic_plan', true),
        pg_advisory_xact_lock({0x48616E6D69})
"""
"""The one writer's lock, under a number that is ours alone ("Hanmi"); in one statement, which is prepared.

A machine that lost its power must not hold it until its connection is missed, which takes hours by default.
What writes asks by keys, whatever their values, so that its plans are kept: the server thinks that a plan for
these values may be better and made one each time for a dozen statements, 1.6 of 13.8 ms of it an article.
"""


def read_url(written: str) -> sa.URL:
    """A database's address; all that stands behind `sqlite:///` is a path, whatever characters it has."""
    path = written.removeprefix("sqlite:///")
    return sa.make_url(written) if path in (written, "") else sa.URL.create("sqlite", database=path)


def open_engine(
    url: sa.URL,
    busy_wait_ms: int = BUSY_WAIT_MS,
    clock: ServerClock | None = None,
    *,
    is_lean: bool = False,
) -> sa.Engine:
    """An engine with our settings for its kind of database; nothing is connected yet.

    `clock` hears a server's time whenever a transaction begins and what it heard last is old.
    """
    if url.get_backend_name() != "sqlite":
        engine = _create_server_engine(url)
        sa.event.listen(engine, "begin", _begin_postgresql(clock))
        return engine
    kept = {"pool_size": LEAN_KEPT, "max_overflow": LEAN_MORE} if is_lean and file_of(url) else {}
    engine = sa.create_engine(url, connect_args={"timeout": busy_wait_ms / 1000}, **kept)
    if path := file_of(url):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StorageError(str(path), f"its folder cannot be made: {say_os(error)}") from error
        sa.event.listen(engine, "do_connect", lambda *_: close_files(path))
    sa.event.listen(engine, "connect", _set_up_sqlite)
    if is_lean:
        sa.event.listen(engine, "connect", _remember_less)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_server_engine(url: sa.URL) -> sa.Engine:
    shown = url.render_as_string(hide_password=True)
    try:
        engine = sa.create_engine(url)
    except ModuleNotFoundError as error:
        why = f"the driver for it is not installed ({error.name})"
        raise StorageError(shown, why, "pip install 'hanmi-watch[postgresql]'") from error
    # before SQLAlchemy asks it for its version, which fails where texts come as bytes
    sa.event.listen(engine, "connect", _refuse_bytes(shown), insert=True)
    sa.event.listen(engine, "connect", _leave_out_nul)
    sa.event.listen(engine, "checkin", _note_use)
    sa.event.listen(engine, "checkout", _refuse_dead(engine.dialect))
    return engine


def _refuse_bytes(shown_url: str) -> Callable[[Any, object], None]:
    """Refuse a database that does not know what characters its texts have."""

    def refuse(connection: Any, _record: object) -> None:
        if connection.info.parameter_status("server_encoding") == "SQL_ASCII":
            connection.close()
            raise StorageError(shown_url, "its encoding is SQL_ASCII", AS_UTF8)

    return refuse


def _note_use(_connection: object, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _refuse_dead(dialect: sa.Dialect) -> Callable[[Any, Any, object], None]:
    """Have a connection tried before it is used again, as `pool_pre_ping` does, unless it was used just now.

    One article after the other is kept within milliseconds, and a ping takes as long as a statement.
    """

    def refuse(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used_at", math.inf) < FRESH_S:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError from error

    return refuse


def _leave_out_nul(connection: Any, _record: object) -> None:
    """Have texts written without the character NUL, which PostgreSQL cannot hold."""
    from storage.no_nul import NoNulDumper  # needs the driver

    connection.adapters.register_dumper(str, NoNulDumper)


def _begin_postgresql(clock: ServerClock | None) -> Callable[[sa.Connection], None]:
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("hanmi_write"):
            connection.exec_driver_sql(_CLAIM_WRITING)
        if clock is not None and clock.is_old:
            clock.hear(connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one())

    return begin


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _remember_less(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA cache_size = -{LEAN_CACHE_KB}")


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    # What undoes a statement or a part of a transaction otherwise goes to a file of its own, made and deleted
    # for each that touches sixteen pages, as the counts of an article's terms do: a twentieth of a backfill's
    # CPU. What reads may sort more than memory holds. To change the setting drops temporary tables.
    store = "MEMORY" if options.get("hanmi_small") else "DEFAULT"
    if connection.info.get("hanmi_temp_store") != store:
        connection.exec_driver_sql(f"PRAGMA temp_store = {store}")
        connection.info["hanmi_temp_store"] = store
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("hanmi_write") else "BEGIN")
