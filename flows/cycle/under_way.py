"""Tasks under way, each looked at once when it is done: `asyncio.wait` looks at all of them each time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


class UnderWay:
    """Tasks that end in any order; for one event loop."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._done: asyncio.Queue[asyncio.Task[None]] = asyncio.Queue()

    def __len__(self) -> int:
        """How many run, or have ended and were not yet looked at."""
        return len(self._running) + self._done.qsize()

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Have this done as well."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._done.put_nowait(task)

    async def next_done(self, within_s: float) -> bool:
        """Wait until one more is done; False if none is in time. Raises: what the task raised."""
        try:
            async with asyncio.timeout(within_s):
                task = await self._done.get()
        except TimeoutError:
            return False
        task.result()
        while not self._done.empty():
            self._done.get_nowait().result()
        return True

    async def cancel(self) -> None:
        """End those that still run, and wait for that."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
