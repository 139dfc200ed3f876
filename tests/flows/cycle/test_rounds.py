"""Rounds of pages: in the order of publishing, whatever order they come in, and waiting for nobody long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

import pytest

from flows.cycle import rounds
from flows.cycle.read_page import Read, Unread
from flows.cycle.rounds import PER_SOURCE, Rounds, earliest_order
from storage.records import Article, Entry, Published, Sighting, TextFrom, Waiting

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def in_a_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    @wraps(test)
    def run() -> None:
        async def whole() -> None:
            await test()

        asyncio.run(whole())

    return run


def waiting(name: str, hour: int | None = 0, *, source: str = "daily", day_only: bool = False) -> Waiting:
    at = None if hour is None else NOW - timedelta(days=30) + timedelta(hours=hour)
    stamp = Published(at=at, by="feed", day_only=day_only) if at else None
    entry = Entry(url=f"https://daily.kr/{name}", published=stamp)
    return Waiting(key=name, source=source, entry=entry, announced_at=NOW, after=None, attempts=0)


def read(item: Waiting) -> Read:
    return Read(
        article=Article(
            key=item.key,
            title=item.key,
            text="",
            lang="en",
            fetched_at=NOW,
            sighting=Sighting.LIVE,
            text_from=TextFrom.PAGE,
            published=item.entry.published or Published(at=NOW - timedelta(days=29), by="page"),
        )
    )


class Desk:
    """Pages that come when they are told to."""

    def __init__(self, *items: Waiting) -> None:
        self.items = items
        self.asked: list[str] = []
        self._gates = {item.key: asyncio.Event() for item in items}

    async def read(self, item: Waiting) -> Read | Unread:
        self.asked.append(item.key)
        await self._gates[item.key].wait()
        return Unread(why="gone", again_at=None) if item.key.startswith("gone") else read(item)

    async def bring(self, *names: str) -> None:
        for name in names:
            self._gates[name].set()
        for _ in range(5):
            await asyncio.sleep(0)


async def take(held: Rounds) -> list[str]:
    return sorted(item.key for item, _ in await held.next_round(time.monotonic() + 20))


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "GATHER_S", 0.05)
    monkeypatch.setattr(rounds, "LULL_S", 0.2)


@in_a_loop
async def test_what_nothing_can_come_before_is_handed_out_while_others_are_read() -> None:
    desk = Desk(waiting("a", 1), waiting("b", 2), waiting("c", 3), waiting("d", 4))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("d", "b", "a")
        assert await take(held) == ["a", "b"]
        await desk.bring("c")
        assert await take(held) == ["c", "d"]
        assert await take(held) == []


@in_a_loop
async def test_a_slow_page_is_overtaken_once_and_then_holds_nobody_up() -> None:
    desk = Desk(waiting("slow", 1), waiting("b", 2), waiting("c", 3), waiting("d", 4))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("b")
        assert await take(held) == ["b"]  # after a lull
        rounds.LULL_S = 60.0
        await desk.bring("c")
        assert await take(held) == ["c"]
        await desk.bring("slow", "d")
        assert await take(held) == ["d", "slow"]


@in_a_loop
async def test_an_undated_entry_may_come_before_all_others() -> None:
    desk = Desk(waiting("undated", None), waiting("b", 2))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("b", "undated")
        assert await take(held) == ["b", "undated"]
    assert earliest_order(waiting("undated", None), NOW) < earliest_order(waiting("b", 0), NOW)


def test_a_day_is_a_day_wide_and_the_future_is_now() -> None:
    day, hour = waiting("a", 30, day_only=True), waiting("a", 6)
    assert earliest_order(day, NOW) == earliest_order(hour, NOW)
    assert earliest_order(waiting("a", 24 * 31), NOW) == (NOW, "a")


@in_a_loop
async def test_what_could_not_be_read_waits_for_nobody() -> None:
    desk = Desk(waiting("slow", 1), waiting("gone", 2))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("gone")
        assert await take(held) == ["gone"]


@in_a_loop
async def test_a_source_with_much_to_read_does_not_hold_up_the_others() -> None:
    many = [waiting(f"m{n:03}", n) for n in range(3 * PER_SOURCE)]
    desk = Desk(*many, waiting("other", 999, source="other"))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring()
        assert len(desk.asked) == PER_SOURCE + 1
        assert "other" in desk.asked
        names = [item.key for item in many]
        await desk.bring(*names, "other")
        assert await take(held) == [*names, "other"]


@in_a_loop
async def test_the_end_of_the_time_hands_out_what_came_and_lets_go_of_the_rest() -> None:
    desk = Desk(waiting("slow", 1), waiting("b", 2))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("b")
        assert [item.key for item, _ in await held.next_round(time.monotonic() + 0.01)] == ["b"]
        assert await held.next_round(time.monotonic()) == []


@in_a_loop
async def test_more_can_be_read_while_others_are() -> None:
    desk = Desk(waiting("a", 1), waiting("b", 2), waiting("c", 3))
    async with Rounds(desk.items[1:2], desk.read) as held:
        held.add([desk.items[0], desk.items[2]])
        assert sorted(item.key for item in held.in_hand()) == ["a", "b", "c"]
        await desk.bring("b", "c")
        assert await held.next_round(time.monotonic() + 20, 0.01) == []  # a may come before them
        await desk.bring("a")
        assert await take(held) == ["a", "b", "c"]
        assert (held.in_hand(), held.count_left()) == ([], 0)


@in_a_loop
async def test_what_others_read_takes_its_place_and_what_they_still_read_is_waited_for() -> None:
    desk, theirs = Desk(waiting("b", 2), waiting("d", 4)), [waiting("a", 1), waiting("c", 3)]
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("b", "d")
        held.join([(theirs[0], read(theirs[0]))], earliest_order(theirs[1], NOW))
        assert await take(held) == ["a", "b"]
        held.join([(theirs[1], read(theirs[1]))], rounds.LAST)
        held.join([(theirs[1], read(theirs[1]))], rounds.LAST)  # it still lies there when looked at again
        assert await take(held) == ["c", "d"]
        assert await take(held) == []


@in_a_loop
async def test_what_others_read_for_too_long_is_overtaken() -> None:
    desk = Desk(waiting("b", 2))
    async with Rounds(desk.items, desk.read) as held:
        held.join([], earliest_order(waiting("a", 1), NOW))
        await desk.bring("b")
        assert await held.next_round(time.monotonic() + 20, 0.01) == []
        assert await take(held) == ["b"]  # after a lull


@in_a_loop
async def test_who_does_not_judge_hands_on_what_comes_and_nothing_counts_as_overtaken() -> None:
    desk = Desk(waiting("a", 1), waiting("b", 2), waiting("c", 3))
    async with Rounds(desk.items, desk.read) as held:
        await desk.bring("b")
        assert [item.key for item, _ in await held.next_arrivals(0.05)] == ["b"]
        await desk.bring("c")
        assert await held.next_round(time.monotonic() + 20, 0.01) == []  # now it judges, and a is still read
        await desk.bring("a")
        assert await take(held) == ["a", "c"]


@in_a_loop
async def test_a_flood_of_one_source_goes_out_in_slices_and_others_between_them() -> None:
    flood = [waiting(f"m{n:03}", n) for n in range(3 * rounds.PER_ROUND)]
    desk = Desk(*flood, waiting("other", 999, source="other"))
    async with Rounds(desk.items, desk.read) as held:
        for _ in range(len(flood) // PER_SOURCE + 1):
            await desk.bring(*(item.key for item in desk.items))
        first = await take(held)
        assert (len(first), first[-1]) == (rounds.PER_ROUND + 1, "other")
        assert await take(held) == [f"m{n:03}" for n in range(rounds.PER_ROUND, 2 * rounds.PER_ROUND)]
        assert held.sources_left() == frozenset()
        assert len(await take(held)) == rounds.PER_ROUND
        assert await take(held) == []
