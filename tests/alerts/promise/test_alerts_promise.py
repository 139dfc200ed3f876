"""One webhook a watch, one message an article and reader, and the same promise under the same id."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.channels import Channel
from alerts.channels.chat import split_chat
from alerts.channels.email import Email, read_address, read_server
from alerts.channels.manners import FREELY, Manners
from alerts.channels.quiet import read_quiet
from alerts.channels.secret import Secret
from alerts.channels.voice import PLAIN, Voice
from alerts.channels.webhook import Webhook
from alerts.compose.mail import Thread, read_message_id
from alerts.promise.deliveries import promise_deliveries
from alerts.promise.notices import Notice, promise_notice
from alerts.promise.terms import Routes
from storage.records import Delivery, Outcome, Sent
from tests.telling import NOW, a_telling, an_alert

KEY = Secret("whsec_" + base64.b64encode(b"k" * 24).decode())
HOOK = Webhook(id="hook", url=Secret("https://r.example/in"), secrets=(KEY,))
MAIL = Email(
    id="mail",
    server=read_server("smtps://mail.example", None),
    sender=read_address("watch@example.org"),
    recipients=("a@example.org", "b@example.org"),
)


@dataclass(frozen=True)
class Chat:
    """A channel of no kind that promising knows: it gets chat."""

    id: str = "chat"
    recipients: tuple[str, ...] = ("slack://",)
    manners: Manners = FREELY
    voice: Voice = PLAIN
    took: list[Delivery] = field(default_factory=list)

    def send(self, delivery: Delivery) -> Outcome:
        self.took.append(delivery)
        return Sent()


ALERTS = (an_alert(), an_alert("trump", "Trump transition"))


def routes(*channels: Channel, digested: frozenset[tuple[str, str]] = frozenset()) -> Routes:
    return Routes(channels={"ncg": channels, "trump": channels}, digested=digested)


def no_thread(channel: str, recipient: str) -> str | None:
    return None


def test_a_webhook_gets_one_for_each_watch_and_mail_one_for_each_reader() -> None:
    promised = promise_deliveries(a_telling(*ALERTS), routes(HOOK, MAIL, Chat()), no_thread)
    assert [(d.channel, d.recipient, len(d.alerts)) for d in promised] == [
        ("hook", "https://r.example", 1),
        ("hook", "https://r.example", 1),
        ("mail", "a@example.org", 2),
        ("mail", "b@example.org", 2),
        ("chat", "slack://", 2),
    ]
    assert len({d.id for d in promised}) == 5
    assert [json.loads(d.body)["data"]["watch"]["id"] for d in promised[:2]] == ["ncg", "trump"]
    assert read_message_id(promised[2].body) == f"<{promised[2].id}@example.org>"
    assert split_chat(promised[4].body)[0].startswith("[NCG, Trump transition] ")


def test_promises_are_the_same_whenever_they_are_made() -> None:
    one = promise_deliveries(a_telling(*ALERTS), routes(HOOK, MAIL), no_thread)
    later = a_telling(*reversed(ALERTS), now=NOW + timedelta(hours=1))
    other = promise_deliveries(later, routes(MAIL, HOOK), no_thread)
    assert {d.id for d in one} == {d.id for d in other}


def test_each_watch_tells_through_its_own_channels() -> None:
    only = Routes(channels={"ncg": [HOOK], "trump": []})
    promised = promise_deliveries(a_telling(*ALERTS), only, no_thread)
    assert [d.alerts for d in promised] == [(ALERTS[0].id,)]


def test_late_news_is_left_to_the_digest_where_the_channel_has_one() -> None:
    late = a_telling(an_alert(late=True))
    promised = promise_deliveries(late, routes(HOOK, MAIL, digested=frozenset({("ncg", "mail")})), no_thread)
    assert [d.channel for d in promised] == ["hook"]


def test_late_news_is_told_at_once_where_the_digest_of_its_channel_leaves_its_watch_out() -> None:
    late = a_telling(an_alert(late=True))
    only_trump = routes(MAIL, digested=frozenset({("trump", "mail")}))
    assert len(promise_deliveries(late, only_trump, no_thread)) == 2
    assert (only_trump.is_digested("trump"), only_trump.is_digested("ncg")) == (True, False)


def test_a_follow_up_joins_the_thread_of_its_reader() -> None:
    threads = {("mail", "a@example.org"): Thread("<d-0@example.org>", "RE: re: [NCG] It met")}
    first, second = promise_deliveries(
        a_telling(), routes(MAIL), lambda channel, recipient: threads.get((channel, recipient))
    )
    assert b"In-Reply-To: <d-0@example.org>" in first.body
    assert b"Subject: Re: [NCG] It met" in first.body
    assert b"In-Reply-To" not in second.body


def test_quiet_hours_hold_under_one_name() -> None:
    night = replace(MAIL, manners=Manners(quiet=read_quiet("18:00-06:30 Asia/Seoul", "UTC")))
    promised = promise_deliveries(a_telling(), routes(night, HOOK), no_thread)
    morning = datetime(2024, 12, 3, 21, 30, tzinfo=UTC)
    assert [d.next_attempt_at for d in promised] == [morning, morning, NOW]
    assert promised[0].held == promised[1].held == "quiet until 2024-12-03T21:30:00+00:00"
    assert promised[2].held is None


def test_waiting_for_reprints_makes_the_first_alert_due_later() -> None:
    (promised,) = promise_deliveries(a_telling(), routes(HOOK), no_thread, wait=timedelta(minutes=3))
    assert promised.next_attempt_at == NOW + timedelta(minutes=3)


def test_a_notice_is_told_in_each_channels_way() -> None:
    notice = Notice(
        type="source.unhealthy", key="yonhap", title="yonhap\r\nBcc: x", lines=("<b>",), data={"a": 1}
    )
    (hook,), mails, (chat,) = (promise_notice(notice, c, NOW) for c in (HOOK, MAIL, Chat()))
    assert json.loads(hook.body) == {
        "type": "source.unhealthy",
        "timestamp": "2024-12-03T09:30:00+00:00",
        "data": {"a": 1},
    }
    assert [mail.recipient for mail in mails] == ["a@example.org", "b@example.org"]
    assert b"\nBcc:" not in mails[0].body
    assert b"<b>" not in mails[0].body.partition(b"text/html")[2]
    assert split_chat(chat.body) == ("[Hanmi Watch] yonhap Bcc: x", "<b>")
    assert promise_notice(notice, HOOK, NOW + timedelta(1))[0].id == hook.id


@pytest.mark.parametrize(
    ("text", "at", "ends"),
    [
        ("22:00-06:30 Asia/Seoul", "2024-12-03T13:00+00:00", "2024-12-03T21:30+00:00"),
        ("22:00-06:30 Asia/Seoul", "2024-12-03T12:59+00:00", None),
        ("22:00-06:30 Asia/Seoul", "2024-12-03T21:29+00:00", "2024-12-03T21:30+00:00"),
        ("22:00-06:30 Asia/Seoul", "2024-12-03T21:30+00:00", None),
        ("12:00-13:00", "2024-12-03T12:30+00:00", "2024-12-03T13:00+00:00"),
        # the night when New York's clocks leap from 2 to 3: the quiet still ends at 6:30 by them
        ("22:00-06:30 America/New_York", "2025-03-09T06:59+00:00", "2025-03-09T10:30+00:00"),
        # an end that they leap over: it is when they leap, for what came before and what comes then
        ("22:00-02:30 America/New_York", "2025-03-09T06:59+00:00", "2025-03-09T07:00+00:00"),
        ("22:00-02:30 America/New_York", "2025-03-09T07:00+00:00", None),
        ("02:10-02:50 America/New_York", "2025-03-09T07:00+00:00", None),
        ("02:10-04:00 America/New_York", "2025-03-09T07:00+00:00", "2025-03-09T08:00+00:00"),
        ("22:00-06:30 America/New_York", "2024-11-03T05:30+00:00", "2024-11-03T11:30+00:00"),
        # 1:00 to 2:00 is shown twice: what began at the first half past one goes on, and what ended is over
        ("01:30-06:00 America/New_York", "2024-11-03T05:29+00:00", None),
        ("01:30-06:00 America/New_York", "2024-11-03T06:10+00:00", "2024-11-03T11:00+00:00"),
        ("22:00-01:30 America/New_York", "2024-11-03T05:29+00:00", "2024-11-03T05:30+00:00"),
        ("22:00-01:30 America/New_York", "2024-11-03T06:10+00:00", None),
    ],
)
def test_quiet_ends_by_the_clocks_of_its_zone(text: str, at: str, ends: str | None) -> None:
    quiet = read_quiet(text, "UTC")
    found = quiet.ends_at(datetime.fromisoformat(at))
    assert found == (datetime.fromisoformat(ends) if ends else None)
    assert quiet.zone in (ZoneInfo("Asia/Seoul"), ZoneInfo("UTC"), ZoneInfo("America/New_York"))
