"""Tasks under way are handed out as they end, and a cycle's collections pass over what was there before."""

from __future__ import annotations

import asyncio
import gc

import pytest

from flows.cycle.collector import sparing_what_is_there
from flows.cycle.under_way import UnderWay


async def _end_after(turns: int, ended: list[int]) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)
    ended.append(turns)


async def _fail() -> None:
    raise ValueError("as expected")


def test_each_task_is_waited_for_until_it_has_ended() -> None:
    async def run() -> list[int]:
        ended: list[int] = []
        under_way = UnderWay()
        for turns in (5, 1, 3):
            under_way.start(_end_after(turns, ended))
        while under_way:
            assert await under_way.next_done(5)
        return ended

    assert asyncio.run(run()) == [1, 3, 5]


def test_what_takes_longer_is_not_waited_for() -> None:
    async def run() -> tuple[bool, int, int]:
        under_way = UnderWay()
        under_way.start(asyncio.sleep(60))
        is_done, count = await under_way.next_done(0.01), len(under_way)
        await under_way.cancel()
        return is_done, count, len(asyncio.all_tasks())

    assert asyncio.run(run()) == (False, 1, 1)


def test_a_failure_is_raised_where_it_is_waited_for() -> None:
    async def run() -> None:
        under_way = UnderWay()
        under_way.start(_end_after(0, []))
        under_way.start(_fail())
        try:
            while under_way:
                await under_way.next_done(5)
        finally:
            await under_way.cancel()

    with pytest.raises(ValueError, match="as expected"):
        asyncio.run(run())


def test_a_cycle_leaves_the_collector_as_it_was() -> None:
    with sparing_what_is_there():
        assert gc.get_freeze_count()
    assert not gc.get_freeze_count()
