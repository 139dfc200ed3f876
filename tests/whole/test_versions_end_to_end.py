"""An alerted article that changes, on loopback: told to those who were told, once, and else in silence."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.demo.faults import Answers, unavailable
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.piece import Piece
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece
from tests.newsroom import Newsroom

pytestmark = pytest.mark.slow

NEWS = (
    "The Nuclear Consultative Group of South Korea and the United States will meet in Seoul on Tuesday.",
    "About 40 officials of both defense ministries are expected, a spokesman said in a briefing on Friday.",
    "They are to review how plans for extended deterrence were carried out over the past year.",
    "A joint exercise that follows the talks runs for three days, according to the ministry in Seoul.",
    "The allies set up the group after a summit in Washington, and it has met several times since then.",
)
TITLE = "Allies' nuclear group to meet in Seoul"


def a_piece(
    *changes: tuple[str, str], title: str = TITLE, more: tuple[str, ...] = (), **fields: Any
) -> Piece:
    """The piece with some words exchanged."""
    text = "\n".join(NEWS)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    published = datetime.now(UTC) - timedelta(minutes=10)
    paragraphs = (*text.split("\n"), *more)
    return Piece(slug="group", title=title, paragraphs=paragraphs, published=published, **fields)


class Desk(Newsroom):
    """A newsroom whose clock can be moved on, as far as looks are concerned."""

    outlet: Outlet
    address: str

    def tell(self) -> None:
        """Publish the piece and have it told."""
        self.outlet = self.open_outlet("dispatch")
        (self.address,) = self.outlet.publish(a_piece())
        assert self.run()["alerts"]["created"] == 1
        assert self.told() == (1, 1)

    def wait(self, minutes: int) -> None:
        """Let so much time pass since all that was noted of looks."""
        with sqlite3.connect(self.folder / "data" / "hanmi.db") as db:
            for name in ("since", "next_look_at", "last_look_at", "missed_at"):
                db.execute(
                    f"UPDATE looks SET {name} = strftime('%Y-%m-%d %H:%M:%f000', {name}, ?)",
                    (f"-{minutes} minutes",),
                )

    def look(self, minutes: int = 31) -> Any:
        self.wait(minutes)
        return self.run()["articles"]["updated"]

    def types(self) -> list[str]:
        return [json.loads(each.body)["type"] for each in self.receiver.received(accepted=True)]

    def shown(self) -> Any:
        return self.document("show", self.address)


@pytest.fixture
def desk(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Desk:
    opened = Desk(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    opened.tell()
    return opened


def test_a_correction_is_told_to_those_who_were_told_in_the_same_conversation(desk: Desk) -> None:
    desk.outlet.publish(a_piece(("About 40 officials", "About 14 officials")))
    assert desk.look() == 1
    assert desk.types() == ["alert.created", "alert.correction"]
    data = json.loads(desk.receiver.received()[-1].body)["data"]
    assert data["alert"]["kind"] == "correction"
    (difference,) = data["correction"]["differences"]
    assert difference["what"] == "number"
    assert "40 officials" in difference["before"]
    assert "14 officials" in difference["after"]
    first, correction = desk.postbox.mails()
    assert correction.message["In-Reply-To"] == first.message["Message-ID"]
    assert first.message["Message-ID"] in correction.message["References"]
    assert "About *40* officials" in correction.text()
    assert "About *14* officials" in correction.text()
    for command in ("explain", "show"):
        printed = desk.hanmi(command, desk.address).stdout
        assert "version 2: correction" in printed
        assert "- number: About 40 officials" in printed
        assert "+ number: About 14 officials" in printed
    assert desk.look(70) == 0, "the same version again"
    assert desk.told() == (2, 2)
    desk.outlet.publish(a_piece(("About 40 officials", "About 14 officials"), ("will meet", "will not meet")))
    assert desk.look(240) == 1
    assert desk.told() == (3, 3)
    kinds = [version["kind"] for version in desk.shown()["versions"]]
    assert kinds == ["first", "correction", "correction"]


def test_an_unchanged_text_answers_304_or_not_and_tells_nothing(desk: Desk) -> None:
    assert desk.look() == 0
    assert desk.look(70) == 0
    first, second, third = desk.stand.asked(desk.address)
    assert first.header("if-none-match") is None
    assert second.header("if-none-match") is None
    assert third.header("if-none-match") is not None
    moment = datetime.now(UTC) - timedelta(minutes=5)
    desk.outlet.publish(*(made_up_piece(number, published=moment) for number in range(4)))
    assert desk.look(240) == 0, "other headlines stand around it"
    assert desk.stand.count(desk.address) == 4
    assert desk.told() == (1, 1)
    assert desk.shown()["versions"] == []


def test_what_takes_nothing_back_is_kept_in_silence(desk: Desk) -> None:
    more = ("A dinner for the delegations is planned for the evening, the ministry added.",)
    desk.outlet.publish(a_piece(("according to", "accordng to")))
    assert desk.look() == 1
    desk.outlet.publish(a_piece(("according to", "accordng to"), more=more))
    assert desk.look(70) == 1
    shown = desk.shown()
    assert [version["kind"] for version in shown["versions"]] == ["first", "typo", "expansion"]
    assert shown["text"] == shown["versions"][-1]["text"]
    assert desk.told() == (1, 1)


def test_an_article_that_only_now_meets_a_watch_is_told_for_it(desk: Desk) -> None:
    more = ("Officials of the Trump transition team asked for a briefing on the talks, the spokesman added.",)
    desk.outlet.publish(a_piece(more=more))
    assert desk.look() == 1
    assert desk.types() == ["alert.created", "alert.created"]
    alerts = {alert["watch"]: alert["kind"] for alert in desk.lines("alerts")}
    assert alerts == {"ncg": "first", "trump-transition": "first"}
    assert len(desk.lines("search", "transition")) == 1


def test_a_source_that_announces_a_change_makes_it_due_at_once(desk: Desk) -> None:
    desk.outlet.publish(a_piece(title="Allies' nuclear group not to meet in Seoul"))
    assert desk.run()["articles"]["updated"] == 1
    assert desk.types() == ["alert.created", "alert.correction"]
    assert desk.run()["articles"]["updated"] == 0


def test_a_removal_is_told_after_two_looks_and_the_text_stays(desk: Desk) -> None:
    text = desk.shown()["text"]
    desk.outlet.retract("group")
    assert desk.look() == 0
    assert desk.look(5) == 0
    assert desk.told() == (1, 1)
    assert desk.look(31) == 1
    assert desk.types() == ["alert.created", "alert.correction"]
    assert desk.look(600) == 0
    assert desk.shown()["text"] == text
    assert [version["kind"] for version in desk.shown()["versions"]] == ["first", "removal"]
    assert "removed since" in desk.hanmi("explain", desk.address).stdout
    desk.outlet.publish(a_piece())
    assert desk.look(3000) == 1
    assert desk.shown()["versions"][-1]["kind"] == "return"


def test_a_notice_of_removal_is_told_at_once(desk: Desk) -> None:
    page = "<html><head><script>alert('삭제된 기사입니다.');history.back();</script></head></html>"
    desk.stand.misbehave(desk.address, Answers(body=page.encode()))
    assert desk.look() == 1
    assert desk.types() == ["alert.created", "alert.correction"]


def test_what_cannot_be_read_is_no_removal_and_leaves_its_row(desk: Desk) -> None:
    part = f"<article><h1>{TITLE}</h1><p>{NEWS[0]}</p><p>{NEWS[1][:60]}</p></article>"
    faults = (
        unavailable(),
        Answers(status=403, body=b"<html><title>Just a moment...</title></html>"),
        Answers(body=f"<html><body>{part}</body></html>".encode()),
    )
    for fault, minutes in zip(faults, (31, 70, 240), strict=True):
        desk.stand.misbehave(desk.address, fault)
        assert desk.look(minutes) == 0
    assert desk.told() == (1, 1)
    explained = desk.document("explain", desk.address)
    assert [row["verdict"] for row in explained["decisions"] if row["step"] == "look"] == ["unread"] * 3


def test_a_flash_that_is_filled_in_under_its_own_address_is_told_then(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink
) -> None:
    desk = Desk(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    desk.outlet = desk.open_outlet("dispatch")
    flash = a_piece(
        ("The Nuclear Consultative Group of South Korea", "Officials of South Korea"), title="Flash"
    )
    (desk.address,) = desk.outlet.publish(flash)
    assert desk.run()["articles"]["new"] == 1
    assert desk.look(700) == 0
    assert (desk.told(), stand.count(desk.address)) == ((0, 0), 1), "nobody asks again without a reason"
    desk.outlet.publish(a_piece(title="Allies' nuclear group to meet in Seoul on Tuesday"))
    assert desk.look(1) == 1
    assert (desk.types(), stand.count(desk.address)) == (["alert.created"], 2)
    desk.outlet.publish(a_piece(("About 40 officials", "About 14 officials")))
    assert desk.look(11) == 1
    assert desk.types() == ["alert.created", "alert.correction"]
