"""Whose turn it is: requests in flight to one host, and the pause between their starts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

MANY = 1_000
"""Hosts remembered before those at rest are forgotten."""


class _Lane:
    """One host's requests."""

    __slots__ = ("free_at", "room", "users")

    def __init__(self, per_host: int) -> None:
        self.room = asyncio.Semaphore(per_host)
        self.free_at = 0.0
        self.users = 0


class Turns:
    """Gives every request its turn; for one event loop.

    At most `per_host` requests are in flight to a host and `in_flight` in all.
    """

    def __init__(self, per_host: int, in_flight: int) -> None:
        self._per_host = per_host
        self._all = asyncio.Semaphore(in_flight)
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def take(self, host: str, pause_s: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it; the host's next one starts `pause_s` after this one."""
        lane = self._lanes.get(host)
        if lane is None:
            self._forget()
            lane = self._lanes[host] = _Lane(self._per_host)
        lane.users += 1
        try:
            async with lane.room:
                await self._wait(lane, pause_s)
                async with self._all:
                    yield
        finally:
            lane.users -= 1

    async def _wait(self, lane: _Lane, pause_s: float) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, lane.free_at)
        lane.free_at = start + pause_s
        if start > now:
            await asyncio.sleep(start - now)

    def _forget(self) -> None:
        if len(self._lanes) < MANY:
            return
        now = asyncio.get_running_loop().time()
        for host in [host for host, lane in self._lanes.items() if not lane.users and lane.free_at <= now]:
            del self._lanes[host]
