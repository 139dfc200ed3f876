"""Rates bundle what goes beyond them and drop nothing; what breaks through is never held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.channels.email import Email, read_address, read_server
from alerts.channels.manners import Manners, Shares, read_breaks, read_rate, share_slots
from alerts.channels.quiet import read_quiet
from alerts.promise.deliveries import due_time
from alerts.promise.terms import Routes, TellingTerms
from alerts.send.sender import send_due
from storage.database import Database
from storage.promises.outbox import list_deliveries
from storage.records import AlertKind, Delivery, DeliveryState, Outcome, Sent
from tests.alerts.promise.test_alerts_tell import WATCHES, an_article, tell
from tests.judging import START, open_corpus
from tests.telling import an_alert, an_evidence

MINUTE = timedelta(minutes=1)
AT = datetime(2024, 12, 3, 14, tzinfo=UTC)  # 23:00 in Seoul
MAIL = Email(
    id="mail",
    server=read_server("smtps://mail.example", None),
    sender=read_address("watch@example.org"),
    recipients=("desk@example.org",),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


@pytest.fixture
def took(monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    taken: list[Delivery] = []

    def send(_channel: Email, delivery: Delivery) -> Outcome:
        taken.append(delivery)
        return Sent()

    monkeypatch.setattr(Email, "send", send)
    return taken


def a_channel(most: str = "2/h", *breaks: str) -> Email:
    return replace(MAIL, manners=Manners(most=read_rate(most), breaks=read_breaks(breaks)))


def tell_many(db: Database, channel: Email, *numbers: int) -> None:
    terms = TellingTerms(watches=WATCHES, routes=Routes(channels={"ncg": [channel]}))
    for number in numbers:
        text = f"The NCG took up matter {number}, which is quite unlike matter {number * 7 + 11} of old. " * 3
        words = " ".join(f"word{number}x{n}" for n in range(60))
        article = an_article(f"https://a.example/{number}", f"{text}\n{words}", outlet=f"Outlet {number}")
        tell(db, replace(article, title=f"Matter {number}"), terms)


def send(db: Database, channel: Email, at: datetime) -> None:
    send_due(db, [channel], owner="me", clock=lambda: at, chance=lambda: 0.0)


@pytest.mark.parametrize(
    ("due", "sent", "expected"),
    [
        pytest.param(2, [], Shares(alone=2), id="there is room"),
        pytest.param(5, [], Shares(alone=2), id="the last place is for the rest"),
        pytest.param(1, [10, 20], Shares(alone=1), id="one place for one"),
        pytest.param(4, [10, 20], Shares(alone=0), id="one place for four: a bundle now"),
        pytest.param(1, [50, 10, 20], Shares(alone=0, until=AT + 10 * MINUTE), id="until the oldest is past"),
        pytest.param(1, [50, 40, 20, 10], Shares(alone=0, until=AT + 20 * MINUTE), id="more than allowed"),
    ],
)
def test_a_rate_leaves_places(due: int, sent: list[int], expected: Shares) -> None:
    assert share_slots(due, [AT - ago * MINUTE for ago in sent], read_rate("3/h")) == expected


@pytest.mark.parametrize(
    ("text", "per"), [("20/h", 60 * MINUTE), ("5/10m", 10 * MINUTE), ("1 / d", 1440 * MINUTE)]
)
def test_a_rate_is_read(text: str, per: timedelta) -> None:
    assert read_rate(text).per == per


@pytest.mark.parametrize("text", ["", "h", "0/h", "20", "20/0m", "-1/h", "20/w"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="20/h"):
        read_rate(text)


@pytest.mark.parametrize("text", ["", "Correction", "ncg", "@", "watch:", "@NCG"])
def test_what_names_nothing_breaks_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="@entity"):
        read_breaks([text])


@pytest.mark.parametrize(
    ("breaks", "kind", "why"),
    [
        (["correction"], AlertKind.CORRECTION, "correction"),
        (["correction"], AlertKind.FIRST, None),
        (["@ncg"], AlertKind.FIRST, "@ncg"),
        (["@trump"], AlertKind.FIRST, None),
        (["watch:other", "watch:ncg"], AlertKind.FOLLOW_UP, "watch:ncg"),
        ([], AlertKind.CORRECTION, None),
    ],
)
def test_named_reasons_break_through_the_quiet(breaks: list[str], kind: AlertKind, why: str | None) -> None:
    manners = Manners(quiet=read_quiet("22:00-06:30 Asia/Seoul", "UTC"), breaks=read_breaks(breaks))
    alert = an_alert(kind=kind, evidence=(an_evidence(),))
    assert manners.reason_to_break([alert]) == why
    due, held = due_time(replace(MAIL, manners=manners), AT, [alert])
    assert (due == AT, held is None) == (why is not None, why is not None)


def test_what_goes_beyond_a_rate_is_bundled_at_once_into_its_last_place(
    db: Database, took: list[Delivery]
) -> None:
    channel = a_channel("3/h")
    tell_many(db, channel, 1, 2, 3, 4, 5)
    send(db, channel, START)
    assert [len(each.alerts) for each in took] == [1, 1, 3]
    assert b"Matter 5" in took[-1].body
    with db.reading() as tx:
        assert {each.state for each in list_deliveries(tx)} == {DeliveryState.SENT}


def test_what_comes_when_the_rate_is_used_up_waits_and_then_is_one(
    db: Database, took: list[Delivery]
) -> None:
    channel = a_channel("2/h")
    tell_many(db, channel, 1, 2)
    send(db, channel, START)
    tell_many(db, channel, 3, 4, 5)
    send(db, channel, START + MINUTE)
    assert len(took) == 2
    with db.reading() as tx:
        waiting = [each for each in list_deliveries(tx) if each.state is DeliveryState.PENDING]
    assert [each.held for each in waiting] == ["no more than 2/h"] * 3
    assert {each.next_attempt_at for each in waiting} == {START + 60 * MINUTE}
    send(db, channel, START + 60 * MINUTE)
    assert [len(each.alerts) for each in took] == [1, 1, 3]
    tell_many(db, channel, 6)
    send(db, channel, START + 61 * MINUTE)
    assert len(took) == 4


def test_what_breaks_through_is_beyond_the_rate(db: Database, took: list[Delivery]) -> None:
    channel = a_channel("1/h", "watch:ncg")
    tell_many(db, channel, 1, 2, 3)
    send(db, channel, START)
    assert [len(each.alerts) for each in took] == [1, 1, 1]
