"""Whose turn it is, and for how long: requests in flight to one host, their pause, their time in all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.errors import TooSlow
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

MANY = 1_000
"""Hosts remembered before those at rest are forgotten."""


class _Lane:
    """One host's requests."""

    __slots__ = ("door", "free_at", "room", "users")

    def __init__(self, per_host: int) -> None:
        self.room = asyncio.Semaphore(per_host)
        self.door = asyncio.Lock()
        self.free_at = 0.0
        self.users = 0


class Slot:
    """One of the places in flight; given back once, with the turn or, where it is kept, by its keeper."""

    __slots__ = ("_all", "_is_free", "is_kept")

    def __init__(self, all_: asyncio.Semaphore) -> None:
        self._all = all_
        self._is_free = False
        self.is_kept = False

    def free(self) -> None:
        """Give it back; doing so twice does nothing."""
        if not self._is_free:
            self._is_free = True
            self._all.release()


class RequestTurns:
    """Gives every request its turn; for one event loop.

    At most `per_host` requests are in flight to a host and `in_flight` in all.
    """

    def __init__(self, per_host: int, in_flight: int) -> None:
        self._per_host = per_host
        self._all = asyncio.Semaphore(in_flight)
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def take(self, host: str, pause_s: float) -> AsyncIterator[Slot]:
        """Wait for a turn and hold it; the host's next one starts `pause_s` after this one.

        The place in flight that comes with it outlasts the turn where its taker says that it is kept.
        """
        lane = self._lanes.get(host)
        if lane is None:
            self._forget()
            lane = self._lanes[host] = _Lane(self._per_host)
        lane.users += 1
        try:
            async with lane.room:
                place = await self._start(lane, pause_s)
                try:
                    yield place
                finally:
                    if not place.is_kept:
                        place.free()
        finally:
            lane.users -= 1

    async def _start(self, lane: _Lane, pause_s: float) -> Slot:
        """Take one of the places in all, one request of a host at a time.

        The pause counts from when a request starts, not from when it should have: a busy loop starts
        requests late, and the next must not come the sooner after them.
        """
        clock = asyncio.get_running_loop().time
        async with lane.door:
            while (rest := lane.free_at - clock()) > 0:
                await asyncio.sleep(rest)
            await self._all.acquire()
            lane.free_at = clock() + pause_s
            return Slot(self._all)

    def _forget(self) -> None:
        if len(self._lanes) < MANY:
            return
        now = asyncio.get_running_loop().time()
        for host in [host for host, lane in self._lanes.items() if not lane.users and lane.free_at <= now]:
            del self._lanes[host]


class Budget:
    """The time that one address may take in all, without the waits for its turn."""

    def __init__(self, about: str, seconds: float) -> None:
        self._about = about
        self._seconds = seconds
        self._left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Count the time until the block ends. Raises: TooSlow when none is left."""
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self._left) as scope:
                yield
        except TimeoutError:
            if scope.expired():
                raise TooSlow(
                    self._about, Reason(FetchCode.ANSWER_SLOW, seconds=f"{self._seconds:g}")
                ) from None
            raise
        finally:
            self._left -= clock() - started
