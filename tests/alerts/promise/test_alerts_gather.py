"""Many sources that fall ill at once are told in one message a reader; a webhook gets each."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.channels import Channel
from alerts.channels.chat import join_chat
from alerts.channels.email import Email, read_address, read_server
from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook
from alerts.compose.text import CHAT
from alerts.promise.bundle import bundle_held
from alerts.promise.gathered_notices import (
    GATHER,
    MOST_LINES,
    gather_notices,
    promise_gathering,
    read_message,
)
from alerts.promise.notices import Notice, promise_notice
from storage.database import Database
from storage.promises.outbox import claim_delivery, keep_deliveries, list_deliveries, settle_delivery
from storage.records import Delivery, Sent
from tests.telling import NOW

KEY = Secret("whsec_" + base64.b64encode(b"k" * 24).decode())
HOOK = Webhook(id="hook", url=Secret("https://r.example/in"), secrets=(KEY,))
MAIL = Email(
    id="mail",
    server=read_server("smtps://mail.example", None),
    sender=read_address("watch@example.org"),
    recipients=("desk@example.org",),
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    yield opened
    opened.close()


def notice(number: int, type: str = "source.unhealthy") -> Notice:
    return Notice(
        type=type,
        key=f"s{number}",
        title=f"연합뉴스 {number} cannot be read",
        lines=(f"Not well since noon: HTTP {500 + number}.", "Address: https://a.kr/"),
        data={"source": {"id": f"s{number}"}},
    )


def promise(
    db: Database, channel: Channel, at: datetime, *numbers: int, type: str = "source.unhealthy"
) -> None:
    with db.writing() as tx:
        for number in numbers:
            keep_deliveries(tx, promise_gathering(tx, notice(number, type), channel, at))


def send(db: Database, channel: Channel, at: datetime) -> list[Delivery]:
    """What goes out through a channel by then, bundles made as a sending pass makes them."""
    sent = []
    with db.writing() as tx:
        bundle_held(tx, [channel], at)
        while claim := claim_delivery(tx, "us", at):
            settle_delivery(tx, claim, Sent(), at)
            sent.append(claim.delivery)
    return sent


def test_sources_that_die_at_once_are_one_mail(db: Database) -> None:
    promise(db, MAIL, NOW, *range(30))
    (mail,) = send(db, MAIL, NOW)
    title, first = read_message(mail)
    assert title == "[Hanmi Watch] 30 sources are not well"
    assert first == "연합뉴스 0 cannot be read. Not well since noon: HTTP 500."
    with db.reading() as tx:
        carried = [each for each in list_deliveries(tx) if each.bundle == mail.id]
    assert (len(carried), {each.state for each in carried}) == (30, {"sent"})


def test_those_that_follow_in_a_short_while_wait_for_one_another(db: Database) -> None:
    promise(db, MAIL, NOW, 0)
    assert len(send(db, MAIL, NOW)) == 1
    for number in range(1, 10):
        promise(db, MAIL, NOW + number * MINUTE, number)
        assert send(db, MAIL, NOW + number * MINUTE) == []
    (mail,) = send(db, MAIL, NOW + GATHER)
    assert read_message(mail)[0] == "[Hanmi Watch] 9 sources are not well"
    promise(db, MAIL, NOW + 3 * GATHER, 20)
    assert read_message(*send(db, MAIL, NOW + 3 * GATHER))[0].endswith("연합뉴스 20 cannot be read")


def test_a_recovery_does_not_wait_for_the_news_of_an_illness(db: Database) -> None:
    promise(db, MAIL, NOW, 0)
    send(db, MAIL, NOW)
    promise(db, MAIL, NOW + MINUTE, 0, type="source.recovered")
    assert len(send(db, MAIL, NOW + MINUTE)) == 1


def test_a_webhook_gets_each_as_an_event_of_its_own(db: Database) -> None:
    promise(db, HOOK, NOW, *range(4))
    assert len(send(db, HOOK, NOW)) == 4


def test_a_very_long_list_is_cut_and_says_so() -> None:
    members = [each for n in range(MOST_LINES + 5) for each in promise_notice(notice(n), MAIL, NOW)]
    told = gather_notices("source.unhealthy", members)
    assert told.title == f"{MOST_LINES + 5} sources are not well"
    assert told.lines[-1] == "… and 5 more."


def test_other_notices_are_not_gathered(db: Database) -> None:
    for number in range(3):
        promise(db, MAIL, NOW, number, type="channel.off")
    assert len(send(db, MAIL, NOW)) == 3


def test_a_chat_message_is_read_back_like_a_mail() -> None:
    (mail,) = promise_notice(notice(1), MAIL, NOW)
    title, first = read_message(mail)
    assert read_message(replace(mail, content_type=CHAT, body=join_chat(title, first))) == (title, first)
