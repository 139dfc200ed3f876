"""Whatever one outlet answers, the news of another is told within seconds."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import pipeline
from flows.config.loading.load import load_settings
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

TOLD_S = 60.0
"""Seven on a quiet machine at most, where pages that may come before it are waited for; else two or three.
The forms held it up for many minutes, and a busy machine for ten seconds."""

HELD_S = 1.5
"""Of the processor, by the loop's own thread between two turns: the forms took minutes of it."""

BUSY_S = 10.0
"""Of the processor, by all threads meanwhile: one of them may keep the others from running."""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    """Workers that have their imports already, as a service's have."""
    opened = WorkerPool()
    yield opened
    asyncio.run(opened.close())


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


@dataclass(frozen=True, slots=True)
class Taken:
    """After how long the receiver was told, and what went by at most between two turns of the loop.

    Both times are the processor's, so that they are the same on a busy machine: by the loop's own thread,
    and by all threads of this process.
    """

    told_s: float
    held_s: float
    busy_s: float


async def run_until_told(house: House, receiver: WebhookSink) -> Taken:
    """A cycle, ended once the receiver was told."""
    held, busy, began = 0.0, 0.0, time.monotonic()
    cycle = asyncio.create_task(run_cycle(house, now=datetime.now(UTC), every=True))
    try:
        while not receiver.received() and not cycle.done():
            own, all_threads = time.thread_time(), time.thread_time()
            await asyncio.sleep(0.005)
            held = max(held, time.thread_time() - own)
            busy = max(busy, time.thread_time() - all_threads)
        return Taken(time.monotonic() - began, held, busy)
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
            taken = asyncio.run(run_until_told(house, room.receiver))
    assert room.receiver.received(), "it was not told at all"
    assert taken.told_s < TOLD_S
    assert taken.held_s < HELD_S
    assert taken.busy_s < BUSY_S
