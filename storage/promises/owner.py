"""Who holds a claim: a process on a machine, named so that another can tell whether it still lives."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path

_PROC = Path("/proc")


def this_owner() -> str:
    """The name of this process: machine, process id and the time at which the process started.

    The machine is host name, boot and process-id namespace, since ids are told apart only within these.
    """
    pid = os.getpid()
    return f"{_this_machine()}:{pid}:{_started_at(pid) or ''}"


def is_gone(owner: str) -> bool:
    """Whether the process that this names ran on this machine and has ended.

    False for a process of another machine, of which nothing can be known, and for a name that
    `this_owner` did not write. A zombie has ended.
    """
    machine, _, rest = owner.rpartition(":")[0].rpartition(":")
    started = owner.rpartition(":")[2]
    if machine != _this_machine() or not rest.isdecimal():
        return False
    now_started = _started_at(int(rest)) if _has_proc() else _answers_signals(int(rest))
    return now_started is None or now_started != started


def is_living(owner: str) -> bool:
    """Whether the process that this names surely lives on this machine.

    False for another machine's, and where nothing tells a process from a later one of the same number.
    """
    machine, _, pid = owner.rpartition(":")[0].rpartition(":")
    if machine != _this_machine() or not pid.isdecimal() or not _has_proc():
        return False
    return _started_at(int(pid)) == owner.rpartition(":")[2]


@lru_cache(maxsize=1)
def _this_machine() -> str:
    boot = _read(_PROC / "sys/kernel/random/boot_id") or "boot"
    try:
        namespace = os.readlink(_PROC / "self/ns/pid")
    except OSError:
        namespace = "pid"
    return f"{socket.gethostname()}/{boot.strip()}/{namespace}"


def _has_proc() -> bool:
    return (_PROC / "self/stat").exists()


def _started_at(pid: int) -> str | None:
    """Clock ticks from boot to the start of a process (proc(5), stat, field 22); None where none lives."""
    stat = _read(_PROC / str(pid) / "stat")
    if not stat:
        return None
    fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
    return None if fields[0] in "ZX" else fields[19]


def _answers_signals(pid: int) -> str | None:
    """What `started` is for a living process where there is no /proc: the empty text; None for a dead one."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:
        return ""
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
