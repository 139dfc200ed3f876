"""One service per data directory: a lock that the system releases however its holder ends."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import ConfigurationError, LockHeld, StorageFull, say_os

LOCK_NAME = "serve.lock"

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

PATIENCE_S = 1.0
"""So long a taken lock is tried again: `hanmi doctor` has it for a moment, to see whether it is free."""


class Lock:
    """The lock of a data directory, held until it is closed.

    flock(2) belongs to the open file, so the lock goes with the process, kill -9 included, and children do
    not inherit it (Python opens files close-on-exec).
    """

    def __init__(self, data_dir: Path) -> None:
        """Take it; the directory is made if need be.

        Raises:
            LockHeld: another service has it.
            StorageFull: there is no room for the file.
            ConfigurationError: the directory cannot be made or written.
        """
        self._data_dir = data_dir
        self._descriptor = _open_and_take(data_dir)

    def renew(self) -> bool:
        """Take the lock anew where somebody deleted its file, which would let in a second service.

        Whether that was so. Raises as `Lock` itself does.
        """
        if self._is_in_place():
            return False
        fresh = _open_and_take(self._data_dir)
        os.close(self._descriptor)
        self._descriptor = fresh
        return True

    def close(self) -> None:
        """Give it back."""
        os.close(self._descriptor)

    def _is_in_place(self) -> bool:
        try:
            return os.path.samestat(os.stat(self._data_dir / LOCK_NAME), os.fstat(self._descriptor))
        except FileNotFoundError:
            return False
        except OSError:  # what cannot be looked at cannot be mended here
            return True


@contextmanager
def hold_lock(data_dir: Path) -> Iterator[Lock]:
    """Hold the data directory's lock. Raises as `Lock` does."""
    lock = Lock(data_dir)
    try:
        yield lock
    finally:
        lock.close()


def read_holder(data_dir: Path) -> str | None:
    """Who holds the lock, `process` and its number where it could write that down; None: nobody.

    Changes nothing, and needs no room.

    Raises:
        OSError: the file is there and cannot be read.
    """
    try:
        descriptor = os.open(data_dir / LOCK_NAME, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _name_holder(descriptor)
    finally:
        os.close(descriptor)
    return None


def _open_and_take(data_dir: Path) -> int:
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull(str(data_dir), f"cannot be written: {say_os(error)}", "make room") from error
        raise ConfigurationError(
            "data directory", (f"{data_dir} cannot be written: {say_os(error)}",)
        ) from error
    try:
        _take(descriptor, data_dir)
    except BaseException:
        os.close(descriptor)
        raise
    with suppress(OSError):  # on a full disk the lock holds without its holder's number
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def _take(descriptor: int, data_dir: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                who = f"{_name_holder(descriptor)} already serves this data directory"
                raise LockHeld(str(data_dir), who, "stop it, or give --data-dir") from None
            time.sleep(0.05)
        else:
            return


def _name_holder(descriptor: int) -> str:
    holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    return f"process {holder}" if holder.isdecimal() else "another process"
