"""Worker processes that outlive their pool, for tests of what is kept and told of the pages they read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from flows.workers import pool
from flows.workers.pool import MEMORY_BYTES, WorkerPool

_start, _kill = pool._Worker, WorkerPool.kill


@contextmanager
def keep_workers() -> Iterator[None]:
    """Idle workers of a pool that closes are the next one's: each imports the parsers for half a second."""
    spare: list[pool._Worker] = []
    one_at_a_time = threading.Lock()

    def take(memory_bytes: int) -> pool._Worker:
        with one_at_a_time:
            while spare and memory_bytes == MEMORY_BYTES:
                if (worker := spare.pop()).is_alive():
                    return worker
                bury(worker)
        return _start(memory_bytes)

    def keep_idle(self: WorkerPool) -> None:
        if self._memory_bytes == MEMORY_BYTES:
            with one_at_a_time:
                spare.extend(self._idle)
            self._idle = []
        _kill(self)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pool, "_Worker", take)
        patched.setattr(WorkerPool, "kill", keep_idle)
        yield
    for worker in spare:
        bury(worker)


def bury(worker: pool._Worker) -> None:
    """End a worker and free what it holds."""
    worker.kill()
    assert worker.is_buried(10)


@contextmanager
def fresh_workers() -> Iterator[None]:
    """Each pool's workers are its own, as outside tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pool, "_Worker", _start)
        patched.setattr(WorkerPool, "kill", _kill)
        yield
