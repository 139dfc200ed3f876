"""A whole installation whose clock was a day or a year ahead for one cycle goes on as if it had not been."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.config.loading.load import load_settings
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.pipeline import run_cycle
from flows.service.children import Child, Program
from flows.service.clock_watch import ClockWatch
from flows.service.supervisor import Service
from flows.wiring import open_house
from tests.newsroom import Newsroom

DAY = timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def cycle(room: Newsroom, ahead: timedelta = timedelta()) -> dict[str, Any]:
    """One cycle over what is due, by a clock that is so far ahead."""

    def clock() -> datetime:
        return datetime.now(UTC) + ahead

    with open_house(load_settings(room.config), console=io.StringIO(), clock=clock) as house:
        return asyncio.run(run_cycle(house, now=clock())).as_json()


def piece(number: int) -> Any:
    published = datetime.now(UTC) + timedelta(seconds=5)  # after the last poll, by the true clock
    return made_up_piece(number, published=published, extra=(ncg_sentence(number),))


def doctor(room: Newsroom) -> dict[str, str]:
    result = room.hanmi("doctor", "--json")
    return {found["name"]: found["says"] for found in json.loads(result.stdout)}


@pytest.mark.parametrize("jump", [DAY, 365 * DAY], ids=["a day", "a year"])
def test_a_cycle_by_a_clock_that_was_ahead_puts_nothing_off(
    room: Newsroom, receiver: WebhookSink, jump: timedelta
) -> None:
    outlet = room.open_outlet("dispatch")
    room.open_outlet("courier")
    room.write_config()
    assert cycle(room)["sources"]["polled"] == 2
    assert "clock jump" not in doctor(room)

    outlet.publish(piece(1))
    receiver.plan(Reply(status=503), Reply(status=503))
    wrong = cycle(room, jump)
    assert (wrong["articles"]["new"], wrong["alerts"]["created"]) == (1, 1)
    (waiting,) = [each for each in room.lines("deliveries") if each["state"] == "retrying"]
    assert "a clock was ahead then" in doctor(room)["clock jump"]
    assert "the polls of 2 sources" in doctor(room)["clock jump"]
    assert "put off 1 delivery" in doctor(room)["clock jump"]
    sources = room.lines("sources")
    assert all("due in the next cycle" in each["next_poll_why"] for each in sources)
    assert all(datetime.fromisoformat(each["next_poll_at"]) <= datetime.now(UTC) for each in sources)

    outlet.publish(piece(2))
    right = cycle(room)
    assert right["sources"]["polled"] == 2
    assert (right["articles"]["new"], right["alerts"]["created"]) == (1, 1)
    assert {each["sighting"] for each in room.lines("articles")} == {"live"}
    for _ in range(
        20
    ):  # on a busy machine the second refusal meets the delivery only here, and is due in 5 s
        room.document("deliver")
        if {each["state"] for each in room.lines("deliveries")} == {"sent"}:
            break
        time.sleep(1)
    assert {each["state"] for each in room.lines("deliveries")} == {"sent"}
    hooks = Counter(each.headers["webhook-id"] for each in receiver.received(accepted=True))
    assert hooks[waiting["id"]] == 1
    assert set(hooks.values()) == {1}
    assert room.told() == (2, 2)

    assert cycle(room)["sources"]["polled"] == 0
    assert all(each["next_poll_why"] is None for each in room.lines("sources"))
    assert "put off" not in doctor(room).get("clock jump", "")


def test_a_cycle_by_a_clock_that_is_behind_is_made_good_by_the_next(room: Newsroom) -> None:
    outlet = room.open_outlet("dispatch")
    room.write_config()
    cycle(room)
    outlet.publish(piece(1))
    assert cycle(room, -365 * DAY)["alerts"]["created"] == 1
    outlet.publish(piece(2))
    assert cycle(room)["alerts"]["created"] == 1
    assert "clock jump" not in doctor(room)
    assert room.told() == (2, 2)


def test_a_clock_that_is_set_back_is_noticed_and_one_that_is_set_a_little_is_not() -> None:
    shown, ticks = [1000.0], [5.0]
    watch = ClockWatch(lambda: shown[0], lambda: ticks[0])

    def pass_time(by_ticks: float, by_clock: float) -> timedelta | None:
        ticks[0] += by_ticks
        shown[0] += by_clock
        return watch.went_back()

    assert pass_time(600, 600) is None
    assert pass_time(1, -58) is None
    assert pass_time(8 * 3600, 8 * 3600) is None  # the machine slept
    assert pass_time(1, 86_401) is None
    assert pass_time(1, -86_399) == DAY
    assert pass_time(1, 1) is None


def test_when_the_clock_is_set_back_the_schedule_begins_anew() -> None:
    killed = []
    service = object.__new__(Service)  # its children alone: a whole one needs minutes
    for name in ("runner", "first"):
        child = Child(Program(name=name, command=(), environment={}, folder=Path()))
        child.kill = lambda name=name: killed.append(name)  # type: ignore[method-assign, misc]
        setattr(service, f"_{name}", child)
    service._server = None
    service._clock = ClockWatch(iter([9e9, 9e9, 1.0]).__next__, lambda: 0.0)
    service._see_to_clock()
    assert killed == []
    service._see_to_clock()
    assert killed == ["runner"]
