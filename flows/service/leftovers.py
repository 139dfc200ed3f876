"""Find and end processes that a killed service left running, by session and environment; touch no others."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from storage.private import write_private

log = logging.getLogger("hanmi.service")

GRACE_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A process that led a session: its number, and when it began in the words of the system."""

    pid: int
    began: str


def traces_path(data_dir: Path) -> Path:
    """Where a service writes down what it started."""
    return data_dir / "service.json"


def write_traces(data_dir: Path, pids: Iterable[int]) -> None:
    """Write down the processes that run, each the leader of its session, for a successor to find."""
    traces = [Trace(pid=pid, began=began) for pid in pids if (began := began_at(pid))]
    write_private(traces_path(data_dir), json.dumps([asdict(trace) for trace in traces]))


def end_leftovers(data_dir: Path) -> int:
    """End what the last service on this data directory left; how many processes that were.

    To be called under the data directory's lock, so that the last service is surely gone.
    """
    traces = _read_traces(data_dir)
    found = set(_members(traces, data_dir))
    for number in (signal.SIGTERM, signal.SIGKILL):
        left = list(_members(traces, data_dir))
        for pid in left:
            log.warning("leftover process pid=%d ended by=%s", pid, number.name)
            _signal(pid, number)
        _wait_for_none(traces, data_dir, until=time.monotonic() + GRACE_S)
    forget_traces(data_dir)
    return len(found)


def forget_traces(data_dir: Path) -> None:
    """Nothing runs any more; what cannot be deleted names processes that are no more, and does no harm."""
    with suppress(OSError):
        traces_path(data_dir).unlink()


def began_at(pid: int) -> str | None:
    """When a process began, as a string to compare; None where there is no such process."""
    if sys.platform.startswith("linux"):
        fields = _stat(pid)
        return f"{_boot_id()}:{fields[19]}" if fields else None
    answer = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False, timeout=10
    )
    return answer.stdout.strip() or None


def _members(traces: list[Trace], data_dir: Path) -> Iterator[int]:
    if not traces:
        return
    if not sys.platform.startswith("linux"):
        yield from (trace.pid for trace in traces if began_at(trace.pid) == trace.began)
        return
    # A session's number is not given away while a member lives, so members are found though the leader is
    # dead; and they carry our data directory in their environment, which only their own user can read.
    sessions = {trace.pid for trace in traces}
    others = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    for pid in others:
        if pid != os.getpid() and _lives_in(pid, sessions) and _serves(pid, data_dir):
            yield pid


def _lives_in(pid: int, sessions: Collection[int]) -> bool:
    fields = _stat(pid)
    return bool(fields) and fields[0] != "Z" and int(fields[3]) in sessions


def _serves(pid: int, data_dir: Path) -> bool:
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"HANMI_DATA_DIR=" + os.fsencode(data_dir) in variables


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on: 0 state, 3 session, 19 start time (proc(5))."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return []


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _wait_for_none(traces: list[Trace], data_dir: Path, *, until: float) -> None:
    while time.monotonic() < until and any(True for _ in _members(traces, data_dir)):
        time.sleep(0.1)


def _read_traces(data_dir: Path) -> list[Trace]:
    try:
        rows = json.loads(traces_path(data_dir).read_text())
        return [Trace(pid=int(row["pid"]), began=str(row["began"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return []
