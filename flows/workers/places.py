"""Whose turn it is in the worker pool: outlets in a circle, and none of them holds every place for long."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from contextvars import ContextVar

OUTLET: ContextVar[str] = ContextVar("outlet", default="")
"""Whose bytes the jobs of a task are about; set where a task for an outlet begins, empty for our own."""

SPARE_AFTER_S = 1.0
"""How long all places may be one outlet's before another that waits is given one beyond their number."""


class Places:
    """So many places, and a spare one; for one event loop at a time.

    Who waits is served outlet by outlet, each its jobs in the order of asking: a thousand pages of one do not
    come before the one page of another. What one outlet sends may hold its readers up to their limit, all of
    them at once, so that another is then given the spare place.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._looking: asyncio.TimerHandle | None = None

    async def take(self) -> str:
        """Wait for a place, and hold it; the outlet that it was given to, to free it by."""
        outlet = OUTLET.get()
        if self._held.total() < self._size:
            self._held[outlet] += 1
            return outlet
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(outlet, deque()).append(place)
        self._look_later()
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.free(outlet)
            raise
        return outlet

    def free(self, outlet: str) -> None:
        """Give a place back; who waits next gets it, of the spare one only who is not its cause."""
        self._held[outlet] -= 1
        if not self._held[outlet]:
            del self._held[outlet]
        if self._held.total() < self._size:
            self._serve(list(self._waiting))
        else:
            self._serve_spare()

    def _serve(self, outlets: list[str]) -> None:
        """Give a place to the first of these outlets that still waits, which then is the last."""
        for outlet in outlets:
            queue = self._waiting.pop(outlet)
            # Places that were cancelled, or whose loop is gone, are passed over.
            while queue and (queue[0].done() or queue[0].get_loop().is_closed()):
                queue.popleft()
            if queue:
                self._held[outlet] += 1
                queue.popleft().set_result(None)
                if queue:
                    self._waiting[outlet] = queue
                return

    def _serve_spare(self) -> None:
        """Give out the spare place, where all others are one outlet's and another waits."""
        if self._held.total() == self._size and len(self._held) == 1:
            self._serve([outlet for outlet in self._waiting if outlet not in self._held])

    def _look_later(self) -> None:
        loop = asyncio.get_running_loop()
        if self._looking is None or self._looking.cancelled() or self._looking.when() < loop.time():
            self._looking = loop.call_later(SPARE_AFTER_S, self._look)

    def _look(self) -> None:
        self._looking = None
        self._serve_spare()
        if self._waiting:
            self._look_later()
