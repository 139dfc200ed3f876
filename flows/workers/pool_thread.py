"""The worker pool for code without an event loop: jobs go in, results come out in the same order."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from types import TracebackType
from typing import TypeVar

from flows.workers.pool import WorkerPool

T = TypeVar("T")

AHEAD = 8
"""Jobs given out before the first of them is waited for: workers stay busy, memory bounded."""
END_S = 2.0


class PoolThread:
    """A worker pool on an event loop in a thread of its own, started with the first job."""

    def __init__(self, workers: int = 2, limit_s: float = 20.0) -> None:
        self._workers = workers
        self._limit_s = limit_s
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pool: WorkerPool | None = None
        self._thread: threading.Thread | None = None

    def submit(self, function: Callable[..., T], *args: object, about: str) -> Future[T]:
        """A future for the function's result in a worker; its errors are those of `WorkerPool.run`."""
        if self._loop is None or self._pool is None:
            self._loop = asyncio.new_event_loop()
            self._pool = WorkerPool(self._workers, self._limit_s)
            self._thread = threading.Thread(target=self._loop.run_forever, name="hanmi-pool", daemon=True)
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._pool.run(function, *args, about=about), self._loop)

    def close(self) -> None:
        """End the workers, the loop and the thread; jobs under way are lost."""
        if self._loop is None or self._pool is None or self._thread is None:
            return
        loop, pool, thread = self._loop, self._pool, self._thread
        self._loop = self._pool = self._thread = None
        asyncio.run_coroutine_threadsafe(_wind_up(pool), loop).result(END_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(END_S)
        loop.close()

    def __enter__(self) -> PoolThread:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


async def _wind_up(pool: WorkerPool) -> None:
    """Close the pool and let the jobs under way see it, so that none is left pending."""
    await pool.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()


def keep_order(items: Iterable[T], *, ahead: int = AHEAD) -> Iterator[T]:
    """The items in their order, each future only when it is done or too many wait behind it."""
    waiting: deque[T] = deque()
    futures = 0
    for item in items:
        waiting.append(item)
        futures += isinstance(item, Future)
        while waiting and (futures > ahead or _is_done(waiting[0])):
            first = waiting.popleft()
            futures -= isinstance(first, Future)
            yield first
    yield from waiting


def _is_done(item: object) -> bool:
    return not isinstance(item, Future) or item.done()
