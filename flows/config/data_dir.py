"""The data directory: what lies in it, and that nobody but its user can read it."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from flows.config.settings import Settings
from storage.errors import ConfigurationError, StorageFull, say_os
from storage.private import close_to_others, is_open_to_others

SCRATCH = "tmp"
"""The temporary folder of the service's children; emptied when it starts."""

OURS = (
    "hanmi.db*",
    "serve.lock",
    "service.json*",
    "service.new",
    "robots.json*",
    "troubles.json*",
    "desk.key*",
    "probe.*",
    "prefect",
    "aside",
    SCRATCH,
)
"""What the program itself lays in the data directory."""

DRAFT = re.compile(r".+\.[0-9]+\.new|probe\.[0-9]+|robots\.json\.[0-9]+|service\.new")
"""Names of files that are being written."""

DRAFT_S = 3600.0

NO_ROOM = 1_000_000
"""Bytes: less than one cycle writes."""

NOBODYS = ("lost+found",)
"""What a file system of its own has at its root."""


def make_data_dir(settings: Settings) -> None:
    """Make the data directory if it is not there, of mode 0700; an older one that is ours alone becomes so.

    Raises:
        ConfigurationError: it cannot be made.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, ValueError) as error:
        raise _cannot_be_made(settings, error) from error
    with contextlib.suppress(OSError):  # what cannot be looked at is found out by whoever needs it
        if is_open_to_others(folder.stat()) and not strangers(settings):
            close_to_others(folder.resolve())


def _cannot_be_made(settings: Settings, error: Exception) -> ConfigurationError:
    """The fault, said of whatever named the folder."""
    by_file = settings.config_path is not None and not settings.data_dir_by
    about = settings.data_dir_by or str(settings.config_path or "data directory")
    why = "it is there, and is no folder" if isinstance(error, FileExistsError) else say_os(error)
    says = f"{settings.data_dir} cannot be made: {why}"
    return ConfigurationError(about, (f"data_dir: {says}" if by_file else says,))


def strangers(settings: Settings) -> list[str]:
    """The names in the data directory of what is not ours, sorted. Raises: OSError."""
    known = (*OURS, *NOBODYS, *_database_names(settings))
    names = os.listdir(settings.data_dir)
    return sorted(name for name in names if not any(fnmatch(name, pattern) for pattern in known))


def close_files(settings: Settings) -> None:
    """Close what lies there to other users, as versions before this one did not."""
    ours = (*OURS, *_database_names(settings))
    with contextlib.suppress(OSError):
        for entry in os.scandir(settings.data_dir):
            if any(fnmatch(entry.name, pattern) for pattern in ours):
                close_to_others(Path(entry.path))
                for below in _below(entry):
                    close_to_others(below)


def see_room(folder: Path) -> None:
    """Raises: StorageFull: nothing can be written there any more; OSError: it cannot be looked at."""
    found = os.statvfs(folder)
    if found.f_flag & os.ST_RDONLY:
        raise StorageFull(str(folder), "its file system is read-only", "see the system's log")
    if found.f_bavail * found.f_frsize < NO_ROOM:
        raise StorageFull(str(folder), "its disk is full", "make room")
    if found.f_files and not found.f_favail:
        raise StorageFull(str(folder), "its disk has no inodes left", "delete small files")


def sweep_drafts(settings: Settings) -> int:
    """Delete files that a process which was killed had not finished; how many. Living ones take seconds."""
    swept, before = 0, time.time() - DRAFT_S
    with contextlib.suppress(OSError):
        for entry in os.scandir(settings.data_dir):
            if DRAFT.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < before:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)
                    swept += 1
    return swept


def _below(entry: os.DirEntry[str]) -> Iterator[Path]:
    if entry.is_dir(follow_symlinks=False):
        for folder, folders, files in os.walk(entry.path):
            yield from (Path(folder) / name for name in (*folders, *files))


def _database_names(settings: Settings) -> tuple[str, ...]:
    """The pattern of the SQLite files that lie in the data directory, where the database is one."""
    if not settings.storage_url.startswith("sqlite:///"):
        return ()
    path = Path(settings.storage_url.removeprefix("sqlite:///"))
    return (f"{glob.escape(path.name)}*",) if path.parent == settings.data_dir else ()
