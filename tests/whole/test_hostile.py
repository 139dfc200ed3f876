"""Whatever one outlet answers, the news of another is told within seconds."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import pipeline
from flows.config.settings import load_settings
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.pipeline import run_cycle
from flows.wiring import House, open_house
from flows.workers.pool import WorkerPool
from tests.hostile import FORMS, HostileOutlet
from tests.newsroom import Newsroom

pytestmark = pytest.mark.slow

TOLD_S = 15.0
"""Seven on a quiet machine at most, where pages that may come before it are waited for; else two or three."""

HELD_S = 1.0
"""Of this process's own work: the forms froze it for minutes; half a second was seen on two busy cores."""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    """Workers that have their imports already, as a service's have."""
    opened = WorkerPool()
    yield opened
    asyncio.run(opened.close())


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


async def run_until_told(house: House, receiver: WebhookSink) -> tuple[float, float]:
    """A cycle, ended once the receiver was told: after how long, and how long the loop was held at most.

    Held by what this process did meanwhile, in whatever thread: time that others had the processor is none.
    """
    longest, began = 0.0, time.monotonic()
    cycle = asyncio.create_task(run_cycle(house, now=datetime.now(UTC), every=True))
    try:
        while not receiver.received() and not cycle.done():
            before = time.process_time()
            await asyncio.sleep(0.005)
            longest = max(longest, time.process_time() - before)
        return time.monotonic() - began, longest
    finally:
        cycle.cancel()
        await asyncio.gather(cycle, return_exceptions=True)


@pytest.mark.parametrize("form", FORMS)
def test_another_outlets_news_is_told_meanwhile(
    form: str, room: Newsroom, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "WorkerPool", lambda: pool)
    monkeypatch.setattr(pool, "close", lambda: asyncio.sleep(0))
    outlet = room.open_outlet("dispatch")
    published = datetime.now(UTC) - timedelta(minutes=10)
    outlet.publish(made_up_piece(1, published=published, extra=(ncg_sentence(1),)))
    with HostileOutlet() as hostile:
        hostile.form = FORMS[form]
        room.sources.insert(0, ("hostile", f"{hostile.url}/feed"))
        room.write_config()
        with open_house(load_settings(room.config), console=io.StringIO()) as house:
            took, held = asyncio.run(run_until_told(house, room.receiver))
    assert room.receiver.received(), "it was not told at all"
    assert (took < TOLD_S, held < HELD_S) == (True, True), f"told after {took:.1f} s, held for {held:.2f} s"
