"""Digests, late news and quiet hours from outside: what people get, when, and what a command prints."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.send.sender import send_due
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.inspect.health.doctor import examine
from tests.newsroom import Newsroom

DAILY = '[[digest]]\ncron = "30 7 * * * Asia/Seoul"\nto = ["press-office"]\n'
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(tmp_path, stand, receiver, postbox)


def on_the_ncg(number: int, age: timedelta = timedelta(minutes=10)) -> Piece:
    return made_up_piece(number, published=datetime.now(UTC) - age, extra=(ncg_sentence(number),))


def announce_late(room: Newsroom, config: str) -> str:
    """An article of three days ago that its source announces only now; its address."""
    outlet = room.open_outlet("dispatch")
    outlet.publish(made_up_piece(1, published=datetime.now(UTC) - HOUR))
    room.write_config(config)
    room.run()
    (address,) = outlet.publish(on_the_ncg(7, 3 * DAY))
    room.run()
    return address


@pytest.mark.slow
def test_a_late_match_stands_in_the_next_digest_of_its_channel_and_is_told_at_once_elsewhere(
    room: Newsroom,
) -> None:
    address = announce_late(room, DAILY)
    assert room.told() == (1, 0)
    (webhook,) = room.receiver.received()
    assert json.loads(webhook.body)["data"]["alert"]["late"] is True
    (shown,) = room.document("digest")["digests"]
    assert shown["channel"] == "press-office"
    assert [(a["url"], a["late"]) for s in shown["stories"] for a in s["articles"]] == [(address, True)]
    (sent,) = room.document("digest", "--send")["deliveries"]
    assert (sent["channel"], sent["state"], bool(sent["digest_id"])) == ("press-office", "sent", True)
    (mail,) = room.postbox.mails()
    assert address in mail.text()
    for subtype in ("plain", "html"):
        assert "late: published earlier, announced only now" in mail.text(subtype)
    (after,) = room.document("digest")["digests"]
    assert after["stories"] == []


@pytest.mark.slow
def test_a_late_match_is_told_at_once_and_marked_where_no_digest_holds_its_watch(room: Newsroom) -> None:
    address = announce_late(room, DAILY + 'watches = ["trump-transition"]\n')
    assert room.told() == (1, 1)
    (mail,) = room.postbox.mails()
    assert address in mail.text()
    assert "late: published earlier, announced only now" in mail.text()


@pytest.mark.slow
def test_quiet_hours_hold_mail_and_release_one_bundle(room: Newsroom) -> None:
    now = datetime.now(UTC)
    quiet = f"{now - HOUR:%H:%M}-{now + HOUR:%H:%M} UTC"
    room.open_outlet("dispatch").publish(*map(on_the_ncg, (3, 4, 5)))
    room.write_config()
    plain = room.config.read_text(encoding="utf-8")
    room.config.write_text(
        plain.replace('to = ["desk@example.org"]', f'to = ["desk@example.org"]\nquiet = "{quiet}"')
    )
    room.run()
    assert room.told() == (3, 0)
    held = [each for each in room.lines("deliveries") if each["channel"] == "press-office"]
    assert [each["state"] for each in held] == ["pending"] * 3
    morning = max(datetime.fromisoformat(each["next_attempt_at"]) for each in held)
    assert now < morning <= now + HOUR
    settings = load_settings(room.config)
    with closing(open_database(settings)) as db:
        send_due(db, settings.channels, owner="me", clock=lambda: morning, chance=lambda: 0.5)
    (mail,) = room.postbox.mails()
    assert mail.message["Subject"].endswith(" and 2 more")
    assert "held through quiet hours: 3 articles" in mail.text()


@pytest.mark.slow
def test_a_digest_of_a_period_moves_no_cursor_and_needs_no_configuration(room: Newsroom) -> None:
    room.open_outlet("dispatch").publish(on_the_ncg(3))
    room.write_config()
    room.run()
    (shown,) = room.document("digest", "--period", "day")["digests"]
    assert (shown["channel"], len(shown["stories"])) == (None, 1)
    assert "1 story" in shown["title"]
    assert shown["title"] in room.hanmi("digest").stdout or "1 story" in room.hanmi("digest").stdout


@pytest.mark.slow
def test_a_digest_without_any_in_the_configuration_goes_to_all_channels_from_where_the_last_ended(
    room: Newsroom,
) -> None:
    room.open_outlet("dispatch").publish(on_the_ncg(3))
    room.write_config()
    room.config.write_text(room.config.read_text(encoding="utf-8").replace("to = []\n", ""), encoding="utf-8")
    room.run()
    sent = [room.document("digest", "--send")["deliveries"] for _ in range(2)]
    assert [[each["channel"] for each in deliveries] for deliveries in sent] == [
        ["press-office", "risk-hook"]
    ] * 2
    bodies = [json.loads(each.body) for each in room.receiver.received()]
    digests = [body["data"] for body in bodies if body["type"] == "digest.created"]
    assert [len(digest["stories"]) for digest in digests] == [1, 0]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("digest", "--period", "fortnight"), 2, "no period"),
        (("digest", "--period", "day", "--send"), 2, "no channel to send to"),
        (("channel", "test", "nobody"), 2, "no channel 'nobody'"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    room: Newsroom, words: tuple[str, ...], status: int, said: str
) -> None:
    room.write_config()
    result = room.hanmi(*words)
    assert result.exit_code == status
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_channel_is_tested_by_a_message_of_its_kind(room: Newsroom) -> None:
    room.write_config()
    assert room.document("channel", "test", "press-office")["results"] == [
        {"recipient": "desk@example.org", "outcome": "sent", "why": None}
    ]
    assert room.document("channel", "test", "risk-hook")["results"][0]["outcome"] == "sent"
    assert json.loads(room.receiver.received()[0].body)["type"] == "channel.test"
    assert "test of channel press-office" in room.postbox.mails()[0].message["Subject"]
    room.receiver.plan(Reply(status=500))
    result = room.hanmi("channel", "test", "risk-hook", "--json")
    assert result.exit_code == 1
    assert "500" in json.loads(result.stdout)["results"][0]["why"]


@pytest.mark.parametrize(("digest", "is_warned"), [("", True), (DAILY, False)])
def test_doctor_warns_of_watches_that_no_digest_tells(room: Newsroom, digest: str, is_warned: bool) -> None:
    watch = '[[watch]]\nid = "extended-deterrence"\nto = ["press-office"]\n'
    room.write_config(watch + digest)
    found = [each for each in examine(load_settings(room.config)) if each.name == "digests"]
    assert [each.state for each in found] == ["look" if is_warned else "ok"]
    assert any("extended-deterrence" in each.says for each in found) is is_warned


@pytest.mark.slow
def test_doctor_names_what_waits_for_a_channel_that_is_gone(room: Newsroom) -> None:
    outlet = room.open_outlet("dispatch")
    room.receiver.plan(Reply(status=500))
    outlet.publish(on_the_ncg(1))
    room.run()
    whole = room.config.read_text(encoding="utf-8")
    room.config.write_text(whole.replace("risk-hook", "another"), encoding="utf-8")
    (gone,) = (each for each in examine(load_settings(room.config)) if each.name == "channel risk-hook")
    assert (gone.state, gone.says) == ("look", "is not in the configuration; waiting for it: 1 delivery")


@pytest.mark.slow
def test_what_a_channel_missed_while_it_was_off_is_named_and_comes_when_it_is_on_again(
    room: Newsroom,
) -> None:
    outlet = room.open_outlet("dispatch")
    outlet.publish(made_up_piece(99, published=datetime.now(UTC) - HOUR))
    room.run()
    room.receiver.plan(Reply(status=410))
    for number in (1, 2):
        outlet.publish(on_the_ncg(number))
        room.run()
    dead = room.lines("deliveries", "--dead")
    assert [each["last_error"] for each in dead] == [
        "the channel is off: HTTP 410: the receiver asks for no more",
        "HTTP 410: the receiver asks for no more",
    ]
    ended = [each for each in examine(load_settings(room.config)) if "is switched off" in each.says]
    assert [(each.name, each.state) for each in ended] == [("channel risk-hook", "mend")]
    assert any("risk-hook was switched off" in str(m.message["Subject"]) for m in room.postbox.mails())
    room.receiver.forget()
    assert room.document("channel", "test", "risk-hook")["missed"] == 2
    assert {each.id for each in room.receiver.received()} > {each["id"] for each in dead}
    assert room.lines("deliveries", "--dead") == []
