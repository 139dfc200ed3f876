"""End a process when its parent ends, so that no child of the service is left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from datetime import timedelta

PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None = None) -> None:
    """Ask Linux to kill this process when the thread that started it ends (prctl(2)); elsewhere a no-op.

    Everything we do survives a kill, so SIGKILL is what is sure to work. `parent` is the parent's own
    process id, as it passed it on: without one, a parent that was gone before goes unnoticed.

    Raises:
        SystemExit: the parent is gone already.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        sys.exit("the process that started this one has ended")


def end_after(limit: timedelta) -> None:
    """Have the system end this process when the time is over, however stuck it is (SIGALRM, not caught).

    Only for a process of its own; main thread only.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds())
