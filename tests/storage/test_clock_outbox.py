"""A clock that was wrong once puts off no delivery: what it planned is due now, spaced out, and sent once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.channels import Channel
from alerts.channels.manners import Manners, read_rate
from alerts.channels.quiet import read_quiet
from alerts.promise.bundle import RATED
from alerts.promise.deliveries import due_time, new_delivery
from alerts.promise.gathered_notices import GATHER, promise_gathering
from alerts.promise.notices import Notice
from alerts.send.catch_up import catch_up
from alerts.send.retry import LONGEST_WISH, STANDARD, longest_wait, next_try
from alerts.send.sender import send_due
from storage.corpus.ledger import read_decisions
from storage.database import Database
from storage.promises.alerts import keep_alerts
from storage.promises.outbox import keep_deliveries, list_deliveries, read_streak, redeliver
from storage.promises.outbox_held import hold_deliveries, read_sent_times
from storage.promises.owner import this_owner
from storage.records import Delivery, Gone, Outcome, Postponed, Rejected, Sent
from tests.alerts.send.test_alerts_sending import Scripted, state
from tests.telling import an_alert

NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)  # six in the evening in Seoul
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=many) for many in (1, 60, 3600, 86_400))
YEAR = 365 * DAY
NIGHT = read_quiet("22:00-06:30 Asia/Seoul", "UTC")
MANNERS = Manners(quiet=NIGHT, most=read_rate("20/h"))
WAIT = 10 * MINUTE
TYPE = "source.unhealthy"

JUMPS = pytest.mark.parametrize("jump", [DAY, 3 * DAY, YEAR], ids=["a day", "three days", "a year"])


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as opened:
        yield opened


def promise(
    db: Database, *ids: str, now: datetime, due: datetime | None = None, held: str | None = None
) -> list[Delivery]:
    alerts = [an_alert(article=f"a-{id}", story=f"s-{id}") for id in ids]
    made = [
        new_delivery(
            id,
            "a",
            "someone",
            "text/plain",
            b"t\n\nx",
            now=now,
            due=due or now,
            alerts=(alert.id,),
            held=held,
        )
        for id, alert in zip(ids, alerts, strict=True)
    ]
    with db.writing() as tx:
        keep_alerts(tx, alerts)
        return keep_deliveries(tx, made)


def send(db: Database, channel: Channel, at: datetime) -> None:
    send_due(db, [channel], owner=this_owner(), clock=lambda: at, chance=lambda: 1.0)


def late(db: Database, channel: Channel, at: datetime) -> timedelta:
    return catch_up(db, [channel], at, table=STANDARD, wait=WAIT)


def fail(db: Database, at: datetime, asked: timedelta | None = None) -> None:
    send(db, Scripted("a", lambda _: Postponed(why="HTTP 503", after=asked), manners=MANNERS), at)


# how something comes to wait: at `then`, by whatever clock


def first_failure(db: Database, then: datetime) -> None:
    promise(db, "d", now=NOW - HOUR)
    fail(db, then)


def third_failure(db: Database, then: datetime) -> None:
    promise(db, "d", now=NOW - HOUR)
    for at in (NOW - HOUR, NOW - 30 * MINUTE, then):
        fail(db, at)


def asked_to_wait(db: Database, then: datetime) -> None:
    promise(db, "d", now=NOW - HOUR)
    fail(db, then, LONGEST_WISH)


def promised(db: Database, then: datetime) -> None:
    promise(db, "d", now=then, due=then + SECOND)


def waits_for_reprints(db: Database, then: datetime) -> None:
    promise(db, "d", now=then, due=then + WAIT)


def held_through_the_night(db: Database, then: datetime) -> None:
    night = then + 6 * HOUR
    channel = Scripted("a", manners=MANNERS)
    due, held = due_time(channel, night)
    assert held
    promise(db, "d", now=night, due=due, held=held)


def held_by_the_rate(db: Database, then: datetime) -> None:
    waiting = promise(db, "d", now=NOW - MINUTE)
    with db.writing() as tx:
        hold_deliveries(tx, waiting, then + 50 * MINUTE, f"{RATED} 20/h")


def asked_for_again(db: Database, then: datetime) -> None:
    promise(db, "d", now=NOW - HOUR)
    send(db, Scripted("a", lambda _: Rejected(why="no such mailbox")), NOW - HOUR)
    with db.writing() as tx:
        assert redeliver(tx, ["d"], then + SECOND)


WAITS = pytest.mark.parametrize(
    "put_off",
    [
        first_failure,
        third_failure,
        asked_to_wait,
        promised,
        waits_for_reprints,
        held_through_the_night,
        held_by_the_rate,
        asked_for_again,
    ],
)
PutOff = Callable[[Database, datetime], None]


@JUMPS
@WAITS
def test_what_a_clock_that_was_ahead_put_off_is_sent_now_and_once(
    db: Database, put_off: PutOff, jump: timedelta
) -> None:
    put_off(db, NOW + jump)
    channel = Scripted("a", manners=MANNERS)
    assert late(db, channel, NOW) == timedelta()
    send(db, channel, NOW)
    assert [each.id for each in channel.took] == ["d"]
    for at in (NOW + MINUTE, NOW + jump, NOW + jump + 2 * DAY):
        assert late(db, channel, at) == timedelta()
        send(db, channel, at)
    assert len(channel.took) == 1


@WAITS
def test_what_was_put_off_as_the_rules_have_it_waits_its_time(db: Database, put_off: PutOff) -> None:
    put_off(db, NOW)
    due, at = state(db, "d").next_attempt_at, max(state(db, "d").created_at, NOW)
    assert due is not None
    assert due > at
    late(db, Scripted("a", manners=MANNERS), at + SECOND / 2)
    assert state(db, "d").next_attempt_at == due


@pytest.mark.parametrize("outcome", [Gone(why="HTTP 410"), Rejected(why="no"), Sent()])
def test_what_is_over_is_not_begun_anew(db: Database, outcome: Outcome) -> None:
    promise(db, "d", now=NOW)
    send(db, Scripted("a", lambda _: outcome), NOW + YEAR)
    late(db, Scripted("a"), NOW)
    assert state(db, "d").next_attempt_at is None


def test_after_a_jump_a_channel_gets_one_a_second(db: Database) -> None:
    ids = [f"d-{number}" for number in range(5)]
    promise(db, *ids, now=NOW - HOUR)
    fail(db, NOW + YEAR)
    channel = Scripted("a")
    assert late(db, channel, NOW) == 4 * SECOND
    for second in range(5):
        send(db, channel, NOW + second * SECOND)
        assert [each.id for each in channel.took] == ids[: second + 1]
    with db.reading() as tx:
        assert [each.verdict for each in read_decisions(tx, ["d-4"])] == ["retrying", "retrying", "sent"]


def test_what_fails_after_it_was_due_again_goes_on_in_the_table(db: Database) -> None:
    first_failure(db, NOW + YEAR)
    late(db, Scripted("a"), NOW)
    for at in (NOW, NOW + 10 * MINUTE):  # so that the next wait is longer than the tolerance
        fail(db, at)
    due = state(db, "d").next_attempt_at
    assert due == NOW + 10 * MINUTE + STANDARD[2] * 1.2
    late(db, Scripted("a"), NOW + 11 * MINUTE)
    assert state(db, "d").next_attempt_at == due


def test_quiet_hours_hold_what_is_due_again_and_it_goes_out_as_one(db: Database) -> None:
    held_through_the_night(db, NOW + YEAR)
    promise(db, "e", now=NOW + YEAR)
    night = NOW + 5 * HOUR
    channel = Scripted("a", manners=MANNERS)
    late(db, channel, night)
    waiting = [state(db, id) for id in "de"]
    morning = NIGHT.ends_at(night)
    assert {each.next_attempt_at for each in waiting} == {morning}
    assert len({each.held for each in waiting}) == 1
    late(db, channel, night + MINUTE)
    assert [state(db, id) for id in "de"] == waiting


def test_a_digest_that_waits_for_the_morning_is_left_alone(db: Database) -> None:
    night = NOW + 5 * HOUR
    channel = Scripted("a", manners=MANNERS)
    due = due_time(channel, night)[0]
    digest = new_delivery("g", "a", "someone", "text/plain", b"t", now=night, due=due, digest_id="dg-1")
    with db.writing() as tx:
        keep_deliveries(tx, [digest])
    late(db, channel, night + MINUTE)
    assert state(db, "g") == digest


@JUMPS
def test_what_was_sent_in_the_future_fills_no_rate_and_ends_no_streak(db: Database, jump: timedelta) -> None:
    promise(db, "c", "d", now=NOW - 3 * HOUR)
    send(db, Scripted("a", lambda each: Sent() if each.id == "c" else Postponed(why="later")), NOW + jump)
    with db.reading() as tx:
        assert read_sent_times(tx, "a", "someone", since=NOW - HOUR, now=NOW) == []
        assert read_streak(tx, "a", "someone", NOW) == (1, NOW - 3 * HOUR)
        assert read_sent_times(tx, "a", "someone", since=NOW + jump - HOUR, now=NOW + jump)


@JUMPS
def test_a_notice_does_not_wait_for_one_of_the_future(db: Database, jump: timedelta) -> None:
    def tell(key: str, now: datetime) -> Delivery:
        notice = Notice(type=TYPE, key=key, title="a source is not well", lines=("why",))
        with db.writing() as tx:
            (made,) = keep_deliveries(tx, promise_gathering(tx, notice, Scripted("a"), now))
        return made

    first, second = tell("1", NOW + jump), tell("2", NOW + jump)
    assert (first.next_attempt_at, second.next_attempt_at) == (NOW + jump, NOW + jump)
    channel = Scripted("a")
    send(db, channel, NOW + jump)
    assert tell("3", NOW + jump + MINUTE).next_attempt_at == NOW + jump + GATHER
    assert tell("4", NOW).next_attempt_at == NOW
    assert late(db, channel, NOW) == timedelta()
    send(db, channel, NOW)
    with db.reading() as tx:
        assert all(each.sent_at or each.bundle for each in list_deliveries(tx))


@pytest.mark.parametrize("table", [(), (SECOND,), STANDARD, (7 * DAY,)], ids=str)
def test_no_retry_is_put_off_longer_than_the_rule_says(table: tuple[timedelta, ...]) -> None:
    for failures in range(1, len(table) + 1):
        for asked in (None, YEAR):
            planned = next_try(failures, NOW, asked=asked, chance=1.0, table=table)
            assert planned is not None
            assert planned - NOW <= longest_wait(table)
