"""The other side of the pool: a process that does one job after another until its pipe closes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Literal

from storage.errors import HanmiError

Answer = tuple[Literal["ready", "begun", "result", "error", "memory"], object]

PR_SET_PDEATHSIG = 1


def serve_jobs(pipe: Connection, memory_bytes: int) -> None:
    """Answer jobs, pickled as (function, arguments), until the parent closes its end or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _follow_parent()
    _cap_memory(memory_bytes)
    with contextlib.suppress(EOFError, OSError):
        pipe.send_bytes(pickle.dumps(("ready", None)))
        while True:
            _answer(pipe, pipe.recv_bytes())


def _answer(pipe: Connection, job: bytes) -> None:
    try:
        # Unpickling imports the function's module: the limit begins after that.
        function, args = pickle.loads(job)  # noqa: S301 - our own parent's
        pipe.send_bytes(pickle.dumps(("begun", None)))
        answer = _try_job(function, args)
    except (ImportError, AttributeError, pickle.UnpicklingError) as error:
        pipe.send_bytes(pickle.dumps(("begun", None)))
        answer = pickle.dumps(("error", f"the job cannot be read: {error}"))
    pipe.send_bytes(answer)


def _try_job(function: Callable[..., Any], args: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps(("result", function(*args)), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("memory", None))
    except HanmiError as error:
        # Causes and traces need not pickle, and are of no use elsewhere.
        error.__cause__ = error.__context__ = None
        return pickle.dumps(("error", error.with_traceback(None)))
    except Exception:
        # The parent reports it as an error of that job and logs the trace.
        return pickle.dumps(("error", traceback.format_exc(limit=-4)[-2000:]))


def _cap_memory(memory_bytes: int) -> None:
    """Bound the address space to what is mapped by now and `memory_bytes` more."""
    if sys.platform == "win32":
        return
    import resource

    limit = _mapped_bytes() + memory_bytes
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        # A parser's crash shall leave no core file of that size.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mapped_bytes() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _follow_parent() -> None:
    """Die with the parent, also within a job, and also when it was killed with -9."""
    parent = os.getppid()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        # It may have died before that; the pipe tells then, since nobody holds its other end.
        return
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()


def _watch_parent(parent: int) -> None:
    """Where the kernel does not tell: look every second."""
    while os.getppid() == parent:
        threading.Event().wait(1)
    os._exit(1)


def main(argv: list[str]) -> None:
    """Serve on the inherited pipe: its descriptor and the memory cap are the arguments."""
    with Connection(int(argv[0])) as pipe:
        serve_jobs(pipe, int(argv[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
