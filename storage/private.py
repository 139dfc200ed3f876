"""Files and folders that only the user who runs the program can read."""

from __future__ import annotations

import contextlib
import os
import stat
import threading
from pathlib import Path

PROBE = 65_536
"""Bytes that are written to see whether one can."""

OTHERS = 0o077
"""The permissions of everybody but the owner."""

_MAKING = threading.Lock()
"""Whoever wants to open a file here waits until it is made and closed again."""


def make_private(path: Path) -> None:
    """Make an empty file of mode 0600 where there is none; what is there already is closed to others.

    A file that is there is never opened, and none while it is made: whoever closes a file gives up all locks
    that their process has on it. SQLite's are of that kind (`How To Corrupt An SQLite Database File`, 2.2):
    without them another process takes itself for the last that has the database open, merges its log and
    deletes it, and what this one writes from then on nobody else will ever see.

    Raises:
        OSError: it cannot be made.
    """
    with _MAKING, contextlib.suppress(FileExistsError):
        if not path.exists():
            os.close(os.open(os.path.realpath(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    close_to_others(path)


def open_private(path: str, flags: int) -> int:
    """The `opener` of `open()` that makes files of mode 0600."""
    return os.open(path, flags, 0o600)


def close_to_others(path: Path) -> None:
    """Take every permission on a file or folder from all but its owner, where it is ours to do so.

    A link is left as it is: what it leads to may be anybody's.
    """
    with contextlib.suppress(OSError):  # gone meanwhile, or another user's: `hanmi doctor` looks at these
        found = path.lstat()
        if is_open_to_others(found) and found.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)


def is_open_to_others(found: os.stat_result) -> bool:
    """Whether somebody but the owner may read, write or enter a file or folder; not of links."""
    return not stat.S_ISLNK(found.st_mode) and bool(found.st_mode & OTHERS)


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600, whole or not at all: what was there stays until the new one is complete.

    Raises:
        OSError: it cannot be written; nothing is left beside it.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)  # of a process of this number that was killed
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def try_writing(folder: Path) -> None:
    """Write a little to a file that has gone again afterwards. Raises: OSError: it cannot be done."""
    beside = folder / f"probe.{os.getpid()}"
    try:
        with open(beside, "wb", opener=open_private) as file:
            file.write(bytes(PROBE))
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
