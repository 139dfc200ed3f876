"""Notices in the language of their channel."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

import pytest

from alerts.channels.links import DeskLinks
from alerts.compose.words import KOREAN, say_reason
from alerts.promise.gathered_notices import gather_notices, read_message
from alerts.promise.notices import Notice, lost_notice, off_notice, promise_to, try_notice
from flows.sources.health.coverage import Turn
from flows.sources.health.notices import compose_turn
from storage.records import Health, Source, SourceKind, SourceStatus, Trouble
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.mails import an_email, parse_mail, read_part
from tests.telling import NOW

PLAIN = an_email()


@pytest.mark.parametrize(
    "notice", [try_notice(PLAIN, NOW), off_notice(PLAIN, "410", NOW), lost_notice(PLAIN, NOW)]
)
def test_a_channel_that_speaks_korean_has_its_notices_in_korean(notice: Notice) -> None:
    title, line = read_message(promise_to(notice, an_email(lang="ko"), "desk@example.org", NOW))
    for said in (title.removeprefix("[Hanmi Watch] "), line):
        assert re.search("[가-힣]{2}", said)
    english, _ = read_message(promise_to(notice, PLAIN, "desk@example.org", NOW))
    assert english == f"[Hanmi Watch] {notice.title}"


def test_the_address_in_a_notice_is_a_link_and_what_the_outside_said_is_none() -> None:
    channel = replace(PLAIN, links=DeskLinks("https://hanmi.example", "s"))
    notice = off_notice(PLAIN, "<b> {} https://evil.example", NOW)
    mail = parse_mail(promise_to(notice, channel, "desk@example.org", NOW).body)
    address = "https://hanmi.example/deliveries?state=dead"
    html = read_part(mail, "html")
    assert f'To see it: <a href="{address}">{address}</a>' in html
    assert html.count("<a ") == 1
    assert "&lt;b&gt; {} https://evil.example" in html
    assert f"To see it: {address}" in read_part(mail)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    "url", ["https://a.kr/rss?a={}&b=1", "https://a.kr/ x"], ids=["braces", "no address"]
)
def test_a_sources_address_is_a_link_where_it_is_one(url: str, lang: str) -> None:
    channel = an_email(lang=lang)
    health = Health(trouble=Trouble.SILENT, since=NOW, why=Reason(Code.NOWHERE, dropped=3, of=9))
    turn = Turn(source="wire", is_recovery=True, health=health, at=NOW)
    notice = compose_turn(turn, replace(SOURCE, url=url), SourceStatus(id="wire", url=url))
    mail = parse_mail(promise_to(notice, channel, "desk@example.org", NOW).body)
    assert read_part(mail).rstrip().endswith(f": {url}")
    assert "18:30 KST" in read_part(mail)
    is_address = " " not in url
    assert (f'<a href="{escape(url)}">{escape(url)}</a>' in read_part(mail, "html")) == is_address
    assert escape(url) in read_part(mail, "html")


def test_gathered_notices_too() -> None:
    channel = an_email(lang="ko")
    members = [
        promise_to(replace(try_notice(channel, NOW), key=str(n)), channel, "desk@example.org", NOW)
        for n in range(3)
    ]
    title, line = read_message(
        promise_to(gather_notices("source.unhealthy", members), channel, "desk@example.org", NOW)
    )
    assert title == "[Hanmi Watch] 소스 3곳에 문제가 있습니다"
    assert line.startswith("press 채널 시험. 이 채널은")


SOURCE = Source(id="wire", name="Wire", url="https://a.kr/rss", kind=SourceKind.FEED)


@pytest.mark.parametrize(
    ("trouble", "title"),
    [(Trouble.GAP, "Wire has a gap: articles may be missing"), (Trouble.SILENT, "Wire has gone silent")],
)
def test_a_source_in_trouble_says_why_in_the_channels_language(trouble: Trouble, title: str) -> None:
    health = Health(trouble=trouble, since=NOW, why=Reason(Code.NOWHERE, dropped=3, of=9))
    turn = Turn(source="wire", is_recovery=False, health=health, at=NOW)
    notice = compose_turn(turn, SOURCE, SourceStatus(id="wire", url=SOURCE.url))
    english, korean = (notice.said_in(lang) for lang in ("en", "ko"))
    assert english.title == title
    assert str(health.why) in english.lines[0]
    assert say_reason(health.why, KOREAN) in korean.lines[0]
    assert str(health.why) not in korean.lines[0]
