"""What the machine gives the service, looked at: room, files, descriptors, Prefect, and that cycles run."""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.config.data_dir import make_data_dir, see_room, strangers
from flows.config.settings import Settings
from flows.inspect.finding import Finding
from flows.service.lock import LOCK_NAME, read_holder
from flows.service.prefect.engine import Engine, answers, read_engine
from storage.errors import say_os
from storage.private import is_open_to_others, try_writing
from storage.records import SourceStatus

LEAST_DISK = 500_000_000
"""Bytes below which a few days of a busy corpus may fill the disk."""

KNOWN_TO_FAIL = {"sqlalchemy": "2.1", "fastapi": "0.151"}
"""From these on Prefect 3.8 dies at start (fastapi), or schedules nothing, in silence (SQLAlchemy)."""

FEW_LEFT = 0.9
"""Of the descriptors that a process may have: beyond that the next busy minute may take the last."""

SLOW_START_S = 120.0
"""Prefect's server takes 5 to 30 seconds to start; after this long something is wrong."""

OVERDUE = timedelta(minutes=45)
"""A cycle may last half an hour, and the next one comes after it."""


def look_at_disk(settings: Settings) -> Iterator[Finding]:
    """Whether there is room, and whether we may write."""
    make_data_dir(settings)
    see_room(settings.data_dir)
    try:
        try_writing(settings.data_dir)
    except OSError as error:
        says = f"{settings.data_dir} cannot be written: {say_os(error)}"
        yield Finding("disk", "mend", says, "see its owner, its mode and any quota")
        return
    free = shutil.disk_usage(settings.data_dir).free
    says = f"{settings.data_dir}: {free / 1e9:.1f} GB free"
    if free < LEAST_DISK:
        named = settings.data_dir_by or "data_dir"
        yield Finding("disk", "mend", says, f"make room, or let {named} name a folder of another disk")
    else:
        yield Finding("disk", "ok", says)


def look_at_data_dir(settings: Settings) -> Iterator[Finding]:
    """Whether other users of the machine can look into it."""
    folder = settings.data_dir
    found = folder.stat()
    if is_open_to_others(found):
        theirs = strangers(settings)
        why = f"holds {theirs[0]} too" if theirs else "is another user's"
        mode = f"mode {stat.S_IMODE(found.st_mode):o}"
        says = f"{folder} is open to others ({mode}), and left so since it {why}"
        closing = f"`chmod 700 {folder}`"
        yield Finding("data directory", "look", says, closing if theirs else f"have its owner do {closing}")


def look_at_prefect(settings: Settings) -> Iterator[Finding]:
    """Whether its versions work together, and whether the server that is to run does."""
    try:
        versions = {name: version(name) for name in ("prefect", "sqlalchemy", "fastapi")}
    except PackageNotFoundError as error:
        yield Finding(
            "prefect", "mend", f"{error} is not installed", "install hanmi-watch with its constraints.txt"
        )
        return
    says = ", ".join(f"{name} {number}" for name, number in versions.items())
    for name, limit in KNOWN_TO_FAIL.items():
        if _numbers(versions[name]) >= _numbers(limit):
            yield Finding(
                "prefect", "mend", says, f"{name} must be below {limit}: install with constraints.txt"
            )
            return
    where = settings.prefect_api_url or "a server of its own"
    yield _server(settings) or Finding("prefect", "ok", f"{says}; `hanmi serve` uses {where}")


def look_at_service(settings: Settings) -> Iterator[Finding]:
    """Whether it runs, and whether it has files left to open."""
    holder = read_holder(settings.data_dir)
    if holder is None:
        says = "`hanmi serve` does not run on this data directory"
        yield Finding("service", "look", says, "start it, unless cron or workers run the cycles")
        return
    says = f"`hanmi serve` runs on this data directory ({holder})"
    used, most = _descriptors(holder.removeprefix("process "))
    if used and used >= FEW_LEFT * most:
        yield Finding(
            "service",
            "mend",
            f"{says}; it has {used} files open of {most} that it may",
            "raise the limit (`ulimit -n`, LimitNOFILE=) and start it again",
        )
    else:
        yield Finding("service", "ok", says)


def look_at_cycles(settings: Settings, statuses: Mapping[str, SourceStatus], now: datetime) -> Finding | None:
    """Where the service runs, whether sources are polled; None: they are, or it need not be so."""
    ours = [status for id_, status in statuses.items() if settings.source(id_)]
    overdue = [each for each in ours if each.next_poll_at and each.next_poll_at < now - OVERDUE]
    polled = max((each.last_polled_at for each in ours if each.last_polled_at), default=None)
    if not overdue or (polled and polled > now - OVERDUE) or read_holder(settings.data_dir) is None:
        return None
    since = f"since {polled:%Y-%m-%d %H:%M} UTC" if polled else "yet"
    says = f"no source was polled {since}, and {len(overdue)} are overdue, though the service runs"
    return Finding("cycles", "mend", says, "see what it says; or the schedule is paused in Prefect")


def _server(settings: Settings) -> Finding | None:
    """What is wrong with the Prefect server that ought to answer now; None: nothing."""
    url = settings.prefect_api_url
    if url:
        if answers(Engine(url=url)):
            return None
        return Finding(
            "prefect",
            "mend",
            f"{url} does not answer",
            "start it, or correct PREFECT_API_URL; nothing is scheduled without it",
        )
    if read_holder(settings.data_dir) is None:
        return None
    engine = read_engine(settings.data_dir)
    if engine and answers(engine):
        return None
    ran_s = time.time() - (settings.data_dir / LOCK_NAME).stat().st_mtime
    says = "the service's own server does not answer" if engine else "the service's own server is gone"
    hint = "it starts again by itself; prefect/server.log says more"
    return Finding("prefect", "look" if ran_s < SLOW_START_S else "mend", says, hint)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _descriptors(pid: str) -> tuple[int, int]:
    """How many a process has open, and how many it may; (0, 0) where that cannot be known."""
    try:
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
        used = len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0, 0
    found = re.search(r"^Max open files +([0-9]+)", limits, re.MULTILINE)
    return (used, int(found[1])) if found else (0, 0)
