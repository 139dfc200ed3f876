"""Read pages in parallel and hand them out in rounds, in order of publication.

An article is handed out as soon as nothing that is still being read can come before it, so that reading and
keeping overlap. After a lull, slow pages are overtaken and no longer hold up the others. What another run of
the same cycle has read joins the rounds of the one that judges, and what it still reads is waited for alike.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from flows.cycle.read_page import Read, Unread
from storage.corpus.inbox import ANY_TIME, Place, earliest_place
from storage.records import Waiting

ROUND_S = 6.0
LULL_S = 3.0
"""What has come is judged after a lull or a round: a slow host must not hold up the news of others, nor one
that sends a page a second for an hour."""

GATHER_S = 0.5
"""So long a round waits for more: sending asks the outbox once a round."""

PER_ROUND = 50
"""Entries of one source that a round hands out: a flood is kept in slices, what others bring between them."""

PER_SOURCE = 16
"""Entries of one source that are read at once; each host has its own, lower limit."""

Order = Place
Came = tuple[Waiting, Read | Unread]

FIRST: Order = (ANY_TIME, "")
LAST: Order = (datetime.max.replace(tzinfo=UTC), "")


def earliest_order(item: Waiting, now: datetime) -> Order:
    """The first place that the article of an entry can take in the order of (published, key)."""
    stamp = item.entry.published
    if stamp is None:
        return earliest_place(item.key, None, now)
    return earliest_place(item.key, stamp.at, now, day_only=stamp.day_only)


class Rounds:
    """Read entries and hand out the results. Use with `async with`, from one event loop.

    `read` never raises.
    """

    def __init__(
        self, waiting: Iterable[Waiting], read: Callable[[Waiting], Awaitable[Read | Unread]]
    ) -> None:
        self._read = read
        self._queues: dict[str, deque[Waiting]] = defaultdict(deque)
        self._unread: deque[Order] = deque()
        self._reading: dict[str, Waiting] = {}
        self._running: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._arrivals: asyncio.Queue[Came] = asyncio.Queue()
        self._came: list[Came] = []
        self._judged_to = FIRST
        self._elsewhere = LAST
        self._came_at = self._held_since = 0.0
        self._take(waiting)

    def _take(self, waiting: Iterable[Waiting]) -> frozenset[str]:
        """Put entries into their queues; returns their sources."""
        now = datetime.now(UTC)
        taken = list(waiting)
        for item in taken:
            self._queues[item.source].append(item)
            self._reading[item.key] = item
        self._unread = deque(sorted([*self._unread, *(earliest_order(item, now) for item in taken)]))
        return frozenset(item.source for item in taken)

    async def __aenter__(self) -> Self:
        for source in self._queues:
            self._start(source)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cancel what is still being read."""
        self._queues.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Read these too."""
        for source in self._take(waiting):
            self._start(source)

    def join(self, came: Iterable[Came], elsewhere: Order) -> None:
        """Count what another run has read as arrived here, and wait for what may come before `elsewhere`.

        That is the first place that an entry which others have still to read can take, LAST where none has.
        """
        self._elsewhere = elsewhere
        there = {item.key for item, _ in self._came}
        for item, result in came:
            if item.key not in there:
                self._arrive(item, result)

    def sources_left(self) -> frozenset[str]:
        """The sources that still have something to read."""
        return frozenset(item.source for item in self._reading.values())

    def count_left(self) -> int:
        """How many entries are still to be read."""
        return len(self._reading)

    def unread(self) -> list[Waiting]:
        """What is being read, or waits for that."""
        return list(self._reading.values())

    def in_hand(self) -> list[Waiting]:
        """What is being read, waits for that, or has come and was not handed out."""
        return [*self._reading.values(), *(item for item, _ in self._came)]

    async def next_round(self, until: float, wake_s: float | None = None) -> list[Came]:
        """What can be judged now, in no order. Empty when all is read, or past `until` (`monotonic`).

        With `wake_s` it is over after so many seconds at the latest, and what may not be judged yet is left.
        """
        began = time.monotonic()
        wake_at = math.inf if wake_s is None else began + wake_s
        while self.count_left() or (self._came and self._elsewhere < LAST):
            ready = self._ready()
            deadline = self._deadline(ready, began, until)
            if not await self._arrives_by(min(deadline, wake_at)):
                now = time.monotonic()
                if now < deadline:
                    return self._hand_out(ready)
                is_over = now >= min(until, self._held_since + ROUND_S)
                return self._hand_out(ready if ready and not is_over else self._came)
        return self._hand_out(self._came)

    async def next_arrivals(self, within_s: float) -> list[Came]:
        """What has come when so much time is over, whatever may come before it: for who does not judge."""
        until = time.monotonic() + within_s
        while await self._arrives_by(until):
            pass
        came, self._came = self._came, []
        return came

    def _deadline(self, ready: list[Came], began: float, until: float) -> float:
        """When to hand out what has arrived, if nothing else comes first."""
        if ready:
            return min(until, began + GATHER_S)
        return min(until, self._came_at + LULL_S, self._held_since + ROUND_S) if self._came else until

    async def _arrives_by(self, deadline: float) -> bool:
        """Wait for one arrival; False if none comes in time."""
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                item, result = await self._arrivals.get()
        except TimeoutError:
            return False
        del self._reading[item.key]
        self._arrive(item, result)
        return True

    def _arrive(self, item: Waiting, result: Read | Unread) -> None:
        self._came_at = time.monotonic()
        if not self._came:
            self._held_since = self._came_at
        self._came.append((item, result))

    def _start(self, source: str) -> None:
        queue = self._queues[source]
        while queue and self._running[source] < PER_SOURCE:
            self._running[source] += 1
            task = asyncio.create_task(self._read_one(queue.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _read_one(self, item: Waiting) -> None:
        self._arrivals.put_nowait((item, await self._read(item)))
        self._running[item.source] -= 1
        self._start(item.source)

    def _ready(self) -> list[Came]:
        """Arrivals that nothing still being read can precede."""
        while self._unread and (
            self._unread[0][1] not in self._reading or self._unread[0] <= self._judged_to
        ):
            self._unread.popleft()
        bound = min(self._unread[0] if self._unread else LAST, self._elsewhere)
        return [came for came in self._came if isinstance(came[1], Unread) or came[1].article.order < bound]

    def _hand_out(self, ready: list[Came]) -> list[Came]:
        ready = _slice(ready)
        keys = {item.key for item, _ in ready}
        self._came = [came for came in self._came if came[0].key not in keys]
        orders = [result.article.order for _, result in ready if isinstance(result, Read)]
        self._judged_to = max([self._judged_to, *orders])
        return ready


def _slice(ready: list[Came]) -> list[Came]:
    """The first entries of each source, at most a round's worth."""
    if len(ready) <= PER_ROUND:
        return ready
    taken: Counter[str] = Counter()
    chosen: list[Came] = []
    for came in sorted(
        ready, key=lambda came: FIRST if isinstance(came[1], Unread) else came[1].article.order
    ):
        taken[came[0].source] += 1
        if taken[came[0].source] <= PER_ROUND:
            chosen.append(came)
    return chosen
