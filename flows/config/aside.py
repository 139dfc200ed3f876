"""What a process lays aside while it works: in the data directory, and gone with the process.

One that was killed leaves its folder; the next that starts deletes it. A folder is held by a lock on a file
in it, which the system gives back however its holder ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from storage.errors import StorageError, say_os
from storage.trouble import trouble_of

ASIDE = "aside"
_LOCK = "held"
TRIES = 10
ABOUT_TO_S = 60.0


@contextmanager
def lay_aside(data_dir: Path, kind: str) -> Iterator[Path]:
    """A folder of this process's own, of mode 0700, deleted afterwards with all that lies in it.

    Raises:
        StorageFull: there is no room for it.
        StorageError: it cannot be made.
    """
    sweep_aside(data_dir)
    folder, lock = _make_held(data_dir / ASIDE, kind)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_aside(data_dir: Path) -> int:
    """Delete what processes laid aside that have ended; how many folders that were."""
    swept = 0
    with suppress(OSError):
        for folder in sorted((data_dir / ASIDE).iterdir()):
            swept += _sweep(folder)
    return swept


def _make_held(aside: Path, kind: str) -> tuple[Path, int]:
    for _ in range(TRIES):
        try:
            aside.mkdir(exist_ok=True, mode=0o700)
            folder = Path(mkdtemp(prefix=f"{kind}-", dir=aside))
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue  # it was swept before it was held
        except OSError as error:
            raise trouble_of(str(aside), f"cannot be written: {say_os(error)}") from error
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / _LOCK).exists():
            return folder, lock
        os.close(lock)
    raise StorageError(str(aside), "cannot be made")


def _sweep(folder: Path) -> bool:
    """Delete a folder that nobody holds; whether it was deleted. On a full disk too: nothing is written."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return _sweep_unheld(folder)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _sweep_unheld(folder: Path) -> bool:
    """Remove a folder that was never locked, once it is old enough that no process is about to lock it."""
    with suppress(OSError):
        if time.time() - folder.stat().st_mtime > ABOUT_TO_S:
            shutil.rmtree(folder, ignore_errors=True)
            return True
    return False
