"""What is due is sent, settled, logged and decided; a crash repeats at worst one delivery, under its id."""

from __future__ import annotations

import base64
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.channels import Channel
from alerts.channels.chat import split_chat
from alerts.channels.manners import FREELY, Manners
from alerts.channels.quiet import read_quiet
from alerts.channels.secret import Secret
from alerts.channels.voice import PLAIN, Voice
from alerts.channels.webhook import Webhook
from alerts.promise.deliveries import new_delivery
from alerts.send import sender as sending
from alerts.send.sender import SentTally, send_due, try_channel
from flows.demo.sinks import Reply, WebhookSink
from storage.corpus.ledger import read_decisions
from storage.database import Database
from storage.promises.channels import channels_off
from storage.promises.outbox import keep_deliveries, list_deliveries, read_delivery
from storage.promises.owner import this_owner
from storage.records import Delivery, DeliveryState, Gone, Outcome, Postponed, Rejected, Sent
from storage.tables import deliveries

NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)
KEY = "whsec_" + base64.b64encode(b"k" * 24).decode()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    yield database
    database.close()


@dataclass(frozen=True)
class Scripted:
    """A channel that answers as it is told."""

    id: str
    answer: Callable[[Delivery], Outcome] = lambda delivery: Sent()
    recipients: tuple[str, ...] = ("someone",)
    manners: Manners = FREELY
    voice: Voice = PLAIN
    took: list[Delivery] = field(default_factory=list)

    def send(self, delivery: Delivery) -> Outcome:
        self.took.append(delivery)
        return self.answer(delivery)


def promise(db: Database, channel: str, *ids: str, due: datetime = NOW) -> None:
    with db.writing() as tx:
        keep_deliveries(
            tx,
            [new_delivery(id, channel, "someone", "text/plain", b"t\n\nx", now=NOW, due=due) for id in ids],
        )


def send(
    db: Database, *channels: Channel, at: datetime = NOW, stop: threading.Event | None = None
) -> SentTally:
    return send_due(db, channels, owner=this_owner(), clock=lambda: at, chance=lambda: 0.0, stop=stop)


def state(db: Database, id: str) -> Delivery:
    with db.reading() as tx:
        found = read_delivery(tx, id)
    assert found
    return found


def test_all_that_is_due_is_sent_and_decided(db: Database) -> None:
    promise(db, "a", "d-1", "d-2")
    promise(db, "b", "d-3")
    promise(db, "b", "d-4", due=NOW + timedelta(seconds=1))
    one, two = Scripted("a"), Scripted("b")
    assert send(db, one, two) == SentTally(sent=3)
    assert [d.id for d in one.took] == ["d-1", "d-2"]
    assert [d.id for d in two.took] == ["d-3"]
    assert send(db, one, two) == SentTally()
    with db.reading() as tx:
        (decision,) = read_decisions(tx, ["d-1"])
    assert (decision.step, decision.verdict, decision.detail["attempt"]) == ("deliver", "sent", 1)


def test_without_channels_nothing_is_touched(db: Database) -> None:
    promise(db, "a", "d-1")
    assert send(db) == SentTally()
    assert state(db, "d-1").state is DeliveryState.PENDING


def test_a_second_try_keeps_quiet_hours_but_a_notice_does_not(db: Database) -> None:
    night = read_quiet("18:00-06:30 Asia/Seoul", "UTC")  # NOW is six in the evening in Seoul
    carried = {"d-digest": "dg-1", "d-notice": None}
    with db.writing() as tx:
        keep_deliveries(
            tx,
            [
                new_delivery(id, "a", "someone", "text/plain", b"t", now=NOW, due=NOW, digest_id=digest)
                for id, digest in carried.items()
            ],
        )
    assert send(
        db, Scripted("a", lambda _: Postponed(why="later"), manners=Manners(quiet=night))
    ) == SentTally(retrying=2)
    assert state(db, "d-digest").next_attempt_at == NOW + timedelta(hours=12, minutes=30)
    assert state(db, "d-notice").next_attempt_at == NOW + timedelta(seconds=5)


def test_a_failure_waits_as_the_table_says_and_dies_at_its_end(db: Database) -> None:
    promise(db, "a", "d-1")
    failing = Scripted("a", lambda _: Postponed(why="HTTP 500"))
    at, waits = NOW, []
    for _ in range(9):
        assert send(db, failing, at=at) == SentTally(retrying=1)
        due = state(db, "d-1").next_attempt_at
        assert due
        waits.append((due - at).total_seconds())
        at = due
    assert waits == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert send(db, failing, at=at) == SentTally(dead=1)
    assert state(db, "d-1").attempts == 10
    assert state(db, "d-1").last_error == "HTTP 500"


def test_the_receivers_wish_to_wait_is_honoured(db: Database) -> None:
    promise(db, "a", "d-1")
    send(db, Scripted("a", lambda _: Postponed(why="HTTP 429", after=timedelta(minutes=9))))
    assert state(db, "d-1").next_attempt_at == NOW + timedelta(minutes=9)


def test_a_rejected_delivery_is_dead_and_an_error_in_the_log(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    promise(db, "a", "d-1")
    assert send(db, Scripted("a", lambda _: Rejected(why="no such mailbox"))) == SentTally(dead=1)
    (record,) = (r for r in caplog.records if r.name == "hanmi.sending")
    assert record.levelname == "ERROR"
    assert "delivery dead channel=a delivery=d-1 attempt=1 why='no such mailbox'" in record.getMessage()


def test_a_receiver_that_wants_no_more_switches_its_channel_off_and_another_says_so(db: Database) -> None:
    promise(db, "a", "d-1", "d-2")
    ended, other = Scripted("a", lambda _: Gone(why="HTTP 410")), Scripted("b")
    assert send(db, ended, other) == SentTally(sent=1, dead=2)
    assert len(ended.took) == 1
    (notice,) = other.took
    assert split_chat(notice.body)[0] == "[Hanmi Watch] channel a was switched off"
    with db.reading() as tx:
        assert channels_off(tx) == {"a": "HTTP 410"}
    assert (state(db, "d-2").state, state(db, "d-2").attempts) == (DeliveryState.DEAD, 0)
    assert state(db, "d-2").last_error == "the channel is off: HTTP 410"
    assert send(db, ended, other) == SentTally()


@pytest.mark.parametrize(
    ("waiting", "later", "is_sure"),
    [(0, 0, True), (1, 0, True), (5, 0, True), (2, 3, True), (3, 0, False)],
    ids=["nothing else", "one more", "five more", "not what is due later", "no longer ours, yet ended"],
)
def test_what_goes_down_with_a_channel_is_counted_in_the_same_pass(
    db: Database, waiting: int, later: int, is_sure: bool
) -> None:
    def end(delivery: Delivery) -> Outcome:
        if not is_sure:  # somebody else took it over meanwhile
            with db.writing() as tx:
                tx.execute(deliveries.update().where(deliveries.c.id == delivery.id).values(token="theirs"))
        return Gone(why="HTTP 410")

    promise(db, "a", "d-0", *(f"d-due-{n}" for n in range(waiting)))
    promise(db, "a", *(f"d-later-{n}" for n in range(later)), due=NOW + timedelta(hours=1))
    tally = send(db, Scripted("a", end))
    assert tally == SentTally(dead=waiting + is_sure, retrying=not is_sure)
    with db.reading() as tx:
        assert len(list_deliveries(tx, state=DeliveryState.DEAD)) == tally.dead


def test_what_is_given_up_untried_is_counted_as_dead(db: Database) -> None:
    promise(db, "a", "d-1")
    ended = Scripted("a", lambda _: Gone(why="HTTP 410"))
    send(db, ended)
    promise(db, "a", "d-2", "d-3")
    assert send(db, ended) == SentTally(dead=2)
    assert send(db, ended) == SentTally()


def test_what_comes_due_on_a_channel_that_is_off_is_told_of_once_a_day(db: Database) -> None:
    promise(db, "a", "d-1")
    ended, other = Scripted("a", lambda _: Gone(why="HTTP 410")), Scripted("b")
    send(db, ended, other)
    for number in range(3):
        promise(db, "a", f"d-later-{number}")
        send(db, ended, other)
    titles = [split_chat(notice.body)[0] for notice in other.took]
    assert titles == [
        "[Hanmi Watch] channel a was switched off",
        "[Hanmi Watch] channel a is still switched off",
    ]
    with db.reading() as tx:
        assert [d.verdict for d in read_decisions(tx, ["d-later-0"])] == ["dead"]
    working = Scripted("a")
    try_channel(db, working, NOW)
    assert send(db, working, other) == SentTally(sent=4)


def test_a_channel_that_fails_for_hours_is_told_of_once_through_another(db: Database) -> None:
    promise(db, "a", "d-1", "d-2")
    failing, other = Scripted("a", lambda _: Postponed(why="HTTP 500")), Scripted("b")
    for hours in range(5):
        send(db, failing, other, at=NOW + timedelta(hours=hours))
    (notice,) = other.took
    assert split_chat(notice.body)[0] == "[Hanmi Watch] channel a does not deliver"
    assert "HTTP 500" in split_chat(notice.body)[1]


def test_a_quick_end_is_no_channel_that_fails_for_long(db: Database) -> None:
    promise(db, "a", "d-1")
    failing, other = Scripted("a", lambda _: Postponed(why="HTTP 500")), Scripted("b")
    for minutes in range(0, 90, 10):
        send(db, failing, other, at=NOW + timedelta(minutes=minutes))
    assert other.took == []


def test_a_reader_who_is_refused_for_hours_is_told_of_though_each_delivery_ends_at_once(db: Database) -> None:
    failing, other = Scripted("a", lambda _: Rejected(why="no such mailbox")), Scripted("b")
    for hours in range(4):
        promise(db, "a", f"d-{hours}", due=NOW + timedelta(hours=hours))
        send(db, failing, other, at=NOW + timedelta(hours=hours))
    (notice,) = other.took
    assert "no such mailbox" in split_chat(notice.body)[1]


def test_trying_a_channel_switches_it_on_if_it_works(db: Database) -> None:
    promise(db, "a", "d-1")
    send(db, Scripted("a", lambda _: Gone(why="HTTP 410")))
    ended = Scripted("a", lambda _: Gone(why="HTTP 410"))
    assert try_channel(db, ended, NOW) == ([("someone", Gone(why="HTTP 410"))], 0)
    with db.reading() as tx:
        assert channels_off(tx)
    working = Scripted("a")
    assert try_channel(db, working, NOW) == ([("someone", Sent())], 1)
    assert split_chat(working.took[0].body)[0] == "[Hanmi Watch] test of channel a"
    with db.reading() as tx:
        assert channels_off(tx) == {}


def test_with_no_other_channel_the_end_is_only_logged(db: Database) -> None:
    promise(db, "a", "d-1")
    assert send(db, Scripted("a", lambda _: Gone(why="HTTP 410"))) == SentTally(dead=1)
    with db.reading() as tx:
        assert len(list_deliveries(tx)) == 1


def test_a_channel_that_hangs_holds_up_no_other(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PROMPT_S", 0.1)
    promise(db, "slow", "d-1")
    promise(db, "fast", "d-2")
    released = threading.Event()

    def hang(_: Delivery) -> Outcome:
        assert released.wait(10)
        return Sent()

    def release(_: Delivery) -> Outcome:
        released.set()
        return Sent()

    assert send(db, Scripted("slow", hang), Scripted("fast", release)) == SentTally(sent=2)


def test_receivers_that_answer_get_one_delivery_at_a_time(db: Database) -> None:
    for channel in "abc":
        promise(db, channel, *(f"{channel}-{n}" for n in range(5)))
    under_way, most = [0], [0]

    def answer(_: Delivery) -> Outcome:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        time.sleep(0.005)
        under_way[0] -= 1
        return Sent()

    assert send(db, *(Scripted(channel, answer) for channel in "abc")) == SentTally(sent=15)
    assert most == [1]


def test_stopping_ends_between_two_deliveries(db: Database) -> None:
    promise(db, "a", "d-1", "d-2")
    stop = threading.Event()

    def answer(_: Delivery) -> Outcome:
        stop.set()
        return Sent()

    assert send(db, Scripted("a", answer), stop=stop) == SentTally(sent=1)
    assert state(db, "d-2").state is DeliveryState.PENDING


def test_a_receiver_that_hangs_does_not_hold_up_the_end_of_the_process() -> None:
    code = "import time; from alerts.send.sender import begin_attempt; begin_attempt(lambda: time.sleep(600))"
    root = Path(sending.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, timeout=120)


def test_a_bug_at_one_delivery_is_a_failed_attempt_and_holds_up_no_other(db: Database) -> None:
    promise(db, "a", "d-1", "d-2")
    promise(db, "b", "d-3")

    def crash(delivery: Delivery) -> Outcome:
        if delivery.id == "d-1":
            raise ZeroDivisionError
        return Sent()

    assert send(db, Scripted("a", crash), Scripted("b")) == SentTally(sent=2, retrying=1)
    assert state(db, "d-1").state is DeliveryState.RETRYING
    assert "a fault of this program: sending: ZeroDivisionError()" in (state(db, "d-1").last_error or "")
    assert send(db, Scripted("a"), at=NOW + timedelta(minutes=1)) == SentTally(sent=1)
    assert state(db, "d-1").attempts == 2


CHILD = """
import sys
from datetime import UTC, datetime
from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook
from alerts.send.sender import send_due
from storage.database import Database
from storage.promises.owner import this_owner
url, key, path = sys.argv[1:]
hook = Webhook(id="hook", url=Secret(url), secrets=(Secret(key),))
send_due(Database(path), [hook], owner=this_owner(), chance=lambda: 0.0)
"""


def test_a_sender_killed_while_sending_repeats_one_delivery_under_its_id(
    db: Database, receiver: WebhookSink
) -> None:
    promise(db, "hook", "d-1", "d-2", "d-3")
    receiver.plan(Reply(), Reply(hang_s=10))
    path = db.url.render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, "-c", CHILD, receiver.url, KEY, path]) as child:
        deadline = time.monotonic() + 20
        while len(receiver.received()) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        child.kill()
    hook = Webhook(id="hook", url=Secret(receiver.url), secrets=(Secret(KEY),))
    tally = send_due(db, [hook], owner=this_owner(), clock=lambda: datetime.now(UTC), chance=lambda: 0.0)
    assert tally == SentTally(sent=2)
    ids = [each.id for each in receiver.received()]
    assert ids == ["d-1", "d-2", "d-2", "d-3"]
    assert state(db, "d-2").failures == 0
