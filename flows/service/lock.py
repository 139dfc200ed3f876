"""One service a data directory: a lock that the system gives back however its holder ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import ConfigurationError, LockHeld

LOCK_NAME = "serve.lock"


@contextmanager
def hold_lock(data_dir: Path) -> Iterator[None]:
    """Hold the data directory's lock; the directory is made if need be.

    flock(2) belongs to the open file, so the lock goes with the process, kill -9 included, and children do
    not inherit it (Python opens files close-on-exec).

    Raises:
        LockHeld: another service has it.
        ConfigurationError: the directory cannot be made or written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ConfigurationError(
            "data directory", (f"{data_dir} cannot be written: {error.strerror}",)
        ) from error
    try:
        _take_lock(descriptor, data_dir)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _take_lock(descriptor: int, data_dir: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
        who = f"process {holder}" if holder else "another process"
        raise LockHeld(
            str(data_dir), f"{who} already serves this data directory", "stop it, or give --data-dir"
        ) from None
