"""Whose turn it is in the worker pool: no outlet holds up another."""

from __future__ import annotations

import asyncio
import time

import pytest

from flows.workers import places
from flows.workers.places import OUTLET, Places
from flows.workers.pool import WorkerPool
from storage.errors import TooSlow
from tests.flows.workers.test_extract_pool import double, loop_for_ever


class Scene:
    """Tasks that take a place for an outlet, note their turn, and hold it until they are told."""

    def __init__(self, size: int) -> None:
        self.places = Places(size)
        self.turns: list[str] = []
        self.told: dict[str, asyncio.Event] = {}

    def start(self, *names: str) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.hold(name)) for name in names]

    async def hold(self, name: str) -> None:
        OUTLET.set(name[0])
        self.told[name] = asyncio.Event()
        outlet = await self.places.take()
        self.turns.append(name)
        try:
            await self.told[name].wait()
        finally:
            self.places.free(outlet)

    async def end(self, name: str) -> None:
        self.told[name].set()
        await asyncio.sleep(0.005)


def test_outlets_are_served_in_a_circle() -> None:
    async def run() -> list[str]:
        scene = Scene(1)
        tasks = scene.start("a1", "a2", "a3", "a4", "b1", "b2", "c1")
        await asyncio.sleep(0.005)
        for name in ("a1", "a2", "b1", "c1", "a3", "b2", "a4"):
            await scene.end(name)
        await asyncio.gather(*tasks)
        return scene.turns

    assert asyncio.run(run()) == ["a1", "a2", "b1", "c1", "a3", "b2", "a4"]


def test_who_waits_for_one_outlet_alone_gets_the_spare_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SPARE_AFTER_S", 0.02)

    async def run() -> list[str]:
        scene = Scene(2)
        tasks = scene.start("a1", "a2", "a3", "b1", "b2")
        await asyncio.sleep(0.06)
        assert scene.turns == ["a1", "a2", "b1"]
        await scene.end("b1")
        assert scene.turns == ["a1", "a2", "b1", "b2"]
        await scene.end("b2")
        await asyncio.sleep(0.06)
        assert "a3" not in scene.turns, "the spare place is not for who holds all others"
        for name in ("a1", "a2", "a3"):
            await scene.end(name)
        await asyncio.gather(*tasks)
        return scene.turns

    assert asyncio.run(run()) == ["a1", "a2", "b1", "b2", "a3"]


def test_who_is_cancelled_while_waiting_takes_no_place() -> None:
    async def run() -> list[str]:
        scene = Scene(1)
        _, second, third = scene.start("a1", "b1", "c1")
        await asyncio.sleep(0.005)
        second.cancel()
        await scene.end("a1")
        await scene.end("c1")
        await asyncio.gather(second, third, return_exceptions=True)
        await asyncio.gather(*scene.start("d1"), scene.end("d1"), return_exceptions=True)
        return scene.turns

    assert asyncio.run(run()) == ["a1", "c1", "d1"]


LIMIT_S = 30.0
"""Of a page; some three seconds go by on a quiet machine, most of them while workers start."""


def test_pages_that_take_for_ever_do_not_hold_up_another_outlet() -> None:
    async def run() -> tuple[float, list[object]]:
        async with WorkerPool(2, limit_s=LIMIT_S) as pool:

            async def read(outlet: str, job: object, *args: object) -> object:
                OUTLET.set(outlet)
                return await pool.run(job, *args, about=outlet)  # type: ignore[arg-type]

            hostile = [asyncio.create_task(read("hostile", loop_for_ever, "x")) for _ in range(6)]
            await asyncio.sleep(0.1)
            began = time.monotonic()
            answers = [await asyncio.create_task(read("other", double, n)) for n in range(3)]
            took = time.monotonic() - began
            assert answers == [0, 2, 4]
            for task in hostile:
                task.cancel()
            return took, await asyncio.gather(*hostile, return_exceptions=True)

    took, ended = asyncio.run(run())
    assert not any(isinstance(each, TooSlow) for each in ended), "it had to wait for their limit"
    assert took < LIMIT_S
