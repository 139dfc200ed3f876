"""A turn that cannot wait reaches those who sleep, once two outlets have it, and nobody twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.sinks import WebhookSink
from tests.newsroom import Newsroom

NOW = datetime.now(UTC)
QUIET = "-".join(f"{NOW + timedelta(hours=hours):%H:%M}" for hours in (-6, 6))
SLEEPER = """
[[channel]]
id = "sleeper"
kind = "email"
smtp = "{smtp}"
from = "Hanmi Watch <watch@example.org>"
to = ["sleeper@example.org"]
quiet = "{quiet} UTC"
[[watch]]
id = "martial-law"
name = "Martial law"
query = '"martial law" OR 계엄'
policy = "story"
to = ["press-office", "sleeper"]
"""
FIRST = Piece(
    slug="first",
    title="Yoon declares martial law",
    paragraphs=(
        "South Korean President Yoon Suk Yeol declared martial law in a televised address late on Tuesday.",
        "He accused the opposition of paralysing the government. Soldiers stood near the National Assembly.",
    ),
    published=NOW - timedelta(minutes=9),
)
SECOND = Piece(
    slug="second",
    title="South Korea's Yoon declares emergency martial law in TV speech",
    paragraphs=(
        "President Yoon Suk Yeol of South Korea has declared emergency martial law, saying that he had to.",
        "Lawmakers of all parties hurried to the National Assembly on Tuesday as police shut the gates.",
    ),
    published=NOW - timedelta(minutes=4),
)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def list_mails(room: Newsroom) -> list[tuple[str, str]]:
    """To whom each mail went, and its subject."""
    return [(str(each.message["To"]), str(each.message["Subject"])) for each in room.postbox.mails()]


def test_a_flash_reaches_a_sleeper_with_the_second_outlet_and_wakes_nobody_twice(room: Newsroom) -> None:
    one, two = room.open_outlet("one"), room.open_outlet("two")
    room.write_config(SLEEPER.format(smtp=room.postbox.url, quiet=QUIET))
    one.publish(FIRST)
    room.run()
    assert list_mails(room) == [("desk@example.org", "[Martial law] Yoon declares martial law")]
    two.publish(SECOND)
    assert room.run()["articles"]["new"] == 1
    assert list_mails(room)[1:] == [("sleeper@example.org", "[FLASH Martial law] Yoon declares martial law")]
    (alert,) = room.lines("alerts")
    assert alert["urgency"] == "flash"
    explained = room.document("explain", alert["article_id"])
    (watch,) = (each for each in explained["watches"] if each["id"] == "martial-law")
    assert watch["verdict"] == "raised"
    room.run()
    assert len(list_mails(room)) == 2
