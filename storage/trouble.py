"""What a database driver says when it cannot go on, in our errors and with what to do about it."""

from __future__ import annotations

import sqlalchemy as sa

from storage.errors import Conflict, StorageBusy, StorageError, StorageFull, ValueRefused, on_one_line

_BUSY = ("database is locked", "lock timeout")
"""What SQLite and PostgreSQL say when another writer kept its lock for longer than we wait."""

_FULL = ("database or disk is full", "No space left on device", "Disk quota exceeded")

_MORE = "allow this role, its database or the server more connections, or end what holds them"

_HINTS = {
    "unable to open database file": "see that its folder is there, that this user may write it, and that "
    "the process has files left to open",
    "readonly database": "see that this user may write the file, what lies beside it (-wal, -shm) and its "
    "folder",
    "disk I/O error": "its disk or file system fails: see the system's log",
    "malformed": "stop the service, and go back to a backup",
    "Connection refused": "start the server, or see that host and port in [storage] url are its own",
    "failed to resolve host": "see that the host in [storage] url is spelt right, and that the network is up",
    "timeout expired": "see that the server runs and that no firewall stands between",
    "password authentication failed": "see user and password in [storage] url, or ~/.pgpass",
    "no password supplied": "give it in [storage] url or in ~/.pgpass",
    "permission denied": "give this role the right to it, or make it the owner of the database",
    "does not exist": "make it on the server (createuser, createdb), or see [storage] url",
    "read-only transaction": "this role or database is set to read only, or the server is a standby: let "
    "[storage] url name the one that is written to",
    "not permitted to log in": "give this role LOGIN, or name another in [storage] url",
    "too many connections": _MORE,
    "too many clients": _MORE,
    "connection slots are reserved": _MORE,
    "prepared statement": "a pooler before the server hands out connections by transaction: have it do so by "
    "session, or let [storage] url name the server itself",
    "statement timeout": "set statement_timeout higher for this role, or to 0",
    "not a database": "move it away, or give another [storage] url",
}


def name_trouble(shown_url: str, error: sa.exc.SQLAlchemyError) -> StorageError | ValueRefused:
    """The error that stands for what the driver said, or SQLAlchemy; `shown_url` has no password."""
    if isinstance(error, sa.exc.PendingRollbackError):
        return StorageError(shown_url, "the connection was lost within a transaction")
    why = on_one_line(str(error.orig if isinstance(error, sa.exc.DBAPIError) else error))
    if isinstance(error, sa.exc.IntegrityError):
        return Conflict(shown_url, why)
    if isinstance(error, sa.exc.DataError):
        return ValueRefused(shown_url, why)
    return trouble_of(shown_url, why)


def trouble_of(about: str, why: str) -> StorageError:
    """The error that stands for what SQLite, PostgreSQL or the system said of a database or file."""
    if any(sign in why for sign in _BUSY):
        return StorageBusy(about, "another process holds the database", why)
    if any(sign in why for sign in _FULL):
        return StorageFull(about, why, "make room; what could not be kept is found again then")
    return StorageError(about, why, next((hint for sign, hint in _HINTS.items() if sign in why), ""))
