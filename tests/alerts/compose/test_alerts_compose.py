"""What is sent says all that a reader needs, and nothing of a page reaches a header or HTML as itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alerts.channels.chat import split_chat
from alerts.channels.email import read_address
from alerts.channels.links import DeskLinks, read_link
from alerts.channels.voice import Voice
from alerts.compose.clean import (
    SENTENCE_LIMIT,
    clean_line,
    clean_url,
    cut_pieces,
    cut_sentence,
    join_evidence,
)
from alerts.compose.mail import compose_mail, read_thread, subject_line
from alerts.compose.several.roundup import roundup_html, roundup_text
from alerts.compose.telling import Telling
from alerts.compose.text import compose_chat
from alerts.compose.webhook import compose_webhook
from alerts.compose.words import ENGLISH, both_clocks
from alerts.promise.bundle import compose_bundle
from storage.records import AlertKind, Evidence, Published, TermMatch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.telling import HOSTILE, NOW, a_kept, a_report, a_telling, an_alert, an_evidence

SENDER = read_address("Hanmi Watch <watch@example.org>")


def mailed(telling: Telling, **options: Any) -> EmailMessage:
    body = compose_mail(telling, id="d-1", sender=SENDER, recipient="desk@example.org", **options)
    message = BytesParser(policy=policy.default).parsebytes(body)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found
    return str(found.get_content())


class Tags(HTMLParser):
    """The elements, attributes and text that a reader of HTML sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.marks: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["mark"]:
            self.marks.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append("/" + tag)


# ── webhook ───────────────────────────────────────────────────────────────────────────────


def test_a_webhook_body_has_the_promised_shape() -> None:
    telling = a_telling(an_alert())
    event = json.loads(compose_webhook(telling, telling.alerts[0]))
    assert event["type"] == "alert.created"
    assert event["timestamp"] == "2024-12-03T09:30:00+00:00"
    data = event["data"]
    assert set(data) == {"alert", "watch", "article", "story", "also_reported_by", "unseen"}
    assert data["watch"] == {"id": "ncg", "name": "NCG"}
    assert data["alert"]["kind"] == "first"
    assert data["alert"]["evidence"][0]["matches"] == [
        {"start": 4, "end": 7, "text": "NCG", "term": "NCG", "entity": "ncg"}
    ]
    assert data["article"]["published_at"] == "2024-12-03T09:15:00+00:00"
    assert data["article"]["duplicate_of"] is None
    assert "text" not in data["article"]
    assert data["story"]["earlier"] == [
        {
            "title": "An earlier piece",
            "url": "https://y.example/0",
            "outlet": "Yonhap",
            "published_at": "2024-12-03T09:15:00+00:00",
        }
    ]
    assert data["also_reported_by"] == [{"outlet": "Yonhap", "url": "https://z.example/9"}]


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        (AlertKind.FIRST, "alert.created"),
        (AlertKind.FOLLOW_UP, "alert.follow-up"),
        (AlertKind.CORRECTION, "alert.correction"),
    ],
)
def test_the_type_says_the_kind(kind: AlertKind, type: str) -> None:
    telling = a_telling(an_alert(kind=kind, revision="a-1"))
    assert json.loads(compose_webhook(telling, telling.alerts[0]))["type"] == type


def test_a_megabyte_of_title_and_evidence_stays_a_small_payload() -> None:
    long = an_evidence("x" * 500_000 + " NCG " + "y" * 500_000)
    big = "ㄱ\ud800" * 500_000
    alert = replace(an_alert(evidence=(long,) * 50), reasons=(f"the title was: {big}",))
    telling = a_telling(alert, kept=a_kept(title=big, outlet=big))
    telling = replace(telling, also=(replace(a_report(big), outlet=big),), earlier=(a_report(big),))
    body = compose_webhook(telling, telling.alerts[0])
    assert len(body) < 50_000
    for sentence in json.loads(body)["data"]["alert"]["evidence"]:
        (match,) = sentence["matches"]
        assert sentence["text"][match["start"] : match["end"]] == "NCG"


# ── mail ──────────────────────────────────────────────────────────────────────────────────


def test_a_mail_names_every_watch_and_says_all_that_a_reader_needs() -> None:
    trump = an_alert(
        "trump", "Trump transition", evidence=(an_evidence("The NCG met in Washington.", "met"),)
    )
    message = mailed(a_telling(an_alert(), trump))
    assert message["Subject"] == "[NCG, Trump transition] NCG meets in Washington"
    assert (message["To"], message["From"]) == ("desk@example.org", "Hanmi Watch <watch@example.org>")
    assert message["Message-ID"] == "<d-1@example.org>"
    assert message["In-Reply-To"] is None
    text = part(message, "plain")
    for said in (
        "Alert: NCG meets in Washington",
        "Example News · https://news.example/1?a=1&b=2",
        "Published: Seoul 2024-12-03 18:15 KST · Washington 2024-12-03 04:15 EST (per its feed)",
        "Seen: Seoul 2024-12-03 18:30 KST · Washington 2024-12-03 04:30 EST",
        "Sent: Seoul 2024-12-03 18:30 KST",
        "The *NCG* *met* in Washington.",
        "NCG, Trump transition: first article on this story that met the watch",
        "Yonhap · The same",
        "at least 2 independent origins of this story",
        "An earlier piece",
    ):
        assert said in text
    html = Tags(part(message, "html"))
    assert html.marks == ["NCG", "met"]
    own = "https://news.example/1?a=1&b=2"
    assert html.links == [own, own, "https://z.example/9", "https://y.example/0"]
    assert "img" not in html.tags


def test_a_follow_up_replies_to_the_storys_first_mail() -> None:
    first = compose_mail(a_telling(), id="d-0", sender=SENDER, recipient="desk@example.org")
    message = mailed(a_telling(an_alert(kind=AlertKind.FOLLOW_UP)), reply_to=read_thread(first))
    assert message["In-Reply-To"] == "<d-0@example.org>"
    assert message["References"] == "<d-0@example.org>"
    assert message["Subject"] == "Re: [NCG] NCG meets in Washington"
    assert part(message, "plain").startswith("Follow-up: ")


def test_a_mail_leads_to_the_desk_where_readers_reach_it() -> None:
    links = DeskLinks("https://hanmi.example.org", "t0ken")
    message = mailed(a_telling(an_alert(), an_alert("trump", "Trump <b>")), links=links)
    text, html = part(message, "plain"), part(message, "html")
    addresses = re.findall(r"https://hanmi\.example\.org/\S+", text)
    assert addresses[0] == "https://hanmi.example.org/stories/s-1"
    asked = [read_link("t0ken", address.rpartition("/")[2], NOW) for address in addresses[1:]]
    assert [(one.action, one.recipient, one.delivery) for one in asked if one] == [
        (action, "desk@example.org", "d-1")
        for action in ("mute", "on-topic", "off-topic", "on-topic", "off-topic")
    ]
    assert set(addresses) <= set(Tags(html).links)
    assert "t0ken" not in text + html
    assert "hanmi.example.org" not in part(mailed(a_telling()), "plain")


@pytest.mark.parametrize("spoil", ["secret", "late", "cut", "other", "long", "none"])
def test_a_link_that_is_not_ours_or_is_over_asks_for_nothing(spoil: str) -> None:
    links = DeskLinks("https://hanmi.example.org", "t0ken")
    token = links.act("d-1", "desk@example.org", "mute", "s-1", NOW).rpartition("/")[2]
    assert read_link("t0ken", token, NOW + timedelta(days=89)) is not None
    secret, now = "t0ken", NOW
    match spoil:
        case "secret":
            secret = "another"
        case "late":
            now = NOW + timedelta(days=91)
        case "cut":
            token = token[:-1]
        case "other":
            token = f"x{token}"
        case "long":
            token = "x" * 5_000
        case "none":
            token = "\ud800."
    assert read_link(secret, token, now) is None


def test_the_same_telling_is_the_same_bytes() -> None:
    once, again = (
        compose_mail(a_telling(), id="d-1", sender=SENDER, recipient="desk@example.org") for _ in range(2)
    )
    assert once == again


def test_nothing_hostile_reaches_a_header_or_the_html() -> None:
    hostile = f"{HOSTILE} NCG {HOSTILE}"
    kept = a_kept(title=HOSTILE * 3, outlet=HOSTILE, url='javascript:alert("1")', lang='"><script>')
    message = mailed(a_telling(an_alert(name=HOSTILE, evidence=(an_evidence(hostile),)), kept=kept))
    assert not message.defects
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    html = part(message, "html")
    tags = Tags(html)
    assert "script" not in tags.tags
    assert not any(link.startswith("javascript") for link in tags.links)
    assert "\u202e" not in html
    assert "\u202e" not in part(message, "plain")
    assert tags.marks == ["NCG"]


def test_a_megabyte_of_title_makes_a_short_subject() -> None:
    message = mailed(a_telling(kept=a_kept(title="가" * 1_000_000)))
    assert len(message["Subject"]) <= 240
    assert len(message.as_bytes()) < 50_000


@given(st.text(alphabet="abc NCG,Uü-–.“” 한미핵협의그룹취임식[]=?\r\n\u202e", min_size=1, max_size=200))
@example("Allies to hold Nuclear Consultative Group meeting in Seoul next month")
@example("talks NCG, Allies meeting bb a 워싱턴에서 café café [속보] “quoted” 워싱턴에서 to Group hold bb N")
@example("x" * 240)
@example("=?utf-8?b?QmNjOiBh?=")
def test_a_subject_reads_as_it_was_written(title: str) -> None:
    line = subject_line(f"[NCG] {title}")
    assert max(len(part) for part in line.split(b"\r\n")) <= 250
    read = BytesParser(policy=policy.default).parsebytes(line + b"To: a@b.c\r\n\r\n")
    assert read.keys() == ["Subject", "To"]
    assert read["Subject"] == clean_line(f"[NCG] {title}", 240)


def test_every_line_of_a_mail_is_ascii_and_short_enough_for_smtp() -> None:
    body = compose_mail(
        a_telling(kept=a_kept(title="한미 핵협의그룹 " * 20, lang="ko")),
        id="d-1",
        sender=SENDER,
        recipient="desk@example.org",
    )
    assert body.isascii()
    assert max(len(line) for line in body.split(b"\r\n")) <= 998


def test_a_korean_article_is_told_in_korean() -> None:
    sentence = an_evidence("한미 핵협의그룹이 워싱턴에서 열렸다.", "핵협의그룹")
    kept = a_kept(title="한미 핵협의그룹 개최", lang="ko", outlet="연합뉴스")
    message = mailed(a_telling(an_alert(evidence=(sentence,)), kept=kept))
    assert message["Subject"] == "[NCG] 한미 핵협의그룹 개최"
    text = part(message, "plain")
    assert "발행: 서울 2024-12-03 18:15 KST · 워싱턴 2024-12-03 04:15 EST (피드 기준)" in text
    assert "한미 *핵협의그룹*이 워싱턴에서 열렸다." in text
    assert "일치한 문장" in text
    assert '<html lang="ko">' in part(message, "html")


@pytest.mark.parametrize("late", [True, False])
def test_late_news_is_marked_late(late: bool) -> None:
    telling = a_telling(an_alert(late=late))
    assert (ENGLISH.late in part(mailed(telling), "plain")) is late
    assert (ENGLISH.late in part(mailed(telling), "html")) is late


# ── chat ──────────────────────────────────────────────────────────────────────────────────


def test_a_chat_message_calls_nobody_by_what_a_page_says() -> None:
    title, text = split_chat(compose_chat(a_telling(kept=a_kept(title="@everyone <!channel> hi\n\nthere"))))
    assert title.startswith("[NCG] ")
    assert "@everyone" not in title
    assert "<!channel" not in title
    assert "The *NCG* met" in text


# ── cleaning ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\n b", "a b"),
        ("a\u202eb\u200f", "ab"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("\ud800x", "?x"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),  # a family
        ("\U0001f3f3\ufe0f\u200d\U0001f308 flag", "\U0001f3f3\ufe0f\u200d\U0001f308 flag"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),  # Persian
        ("가 " * 400, "가 " * 149 + "가…"),
        ("", ""),
    ],
)
def test_a_line_is_cleaned(text: str, shown: str) -> None:
    assert clean_line(text) == shown


@pytest.mark.parametrize(
    "url",
    [
        None,
        "javascript:x",
        "//a",
        "https://",
        "https://a b",
        "https://a\n",
        "http://[",
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert clean_url(url) is None


def test_overlapping_and_wild_offsets_mark_what_is_there() -> None:
    spans = [(4, 7), (5, 11), (90, 99), (-5, 3), (8, 2)]
    matches = tuple(TermMatch(start=s, end=e, text="", term="") for s, e in spans)
    pieces = cut_pieces(Evidence(text="The NCG met.", matches=matches))
    assert [piece.text for piece in pieces if piece.is_term] == ["The", "NCG met"]


def test_a_long_sentence_is_cut_around_its_first_term() -> None:
    cut = cut_sentence(an_evidence("가" * 5000 + "NCG" + "나" * 5000))
    assert len(cut.text) <= SENTENCE_LIMIT + 2
    assert cut.text[cut.matches[0].start : cut.matches[0].end] == "NCG"


def test_a_sentence_that_two_watches_met_is_shown_once() -> None:
    (joined,) = join_evidence([an_evidence("The NCG met.", "NCG"), an_evidence("The NCG met.", "met")])
    assert [match.text for match in joined.matches] == ["NCG", "met"]


_ON_THE_THIRD = "2024-12-03 (date only)"


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (None, "undated"),
        (Published(at=datetime(2024, 12, 3, 14, 59, 59, tzinfo=UTC), by="url", day_only=True), _ON_THE_THIRD),
        (Published(at=datetime(2024, 12, 4, 4, 59, 59, tzinfo=UTC), by="url", day_only=True), _ON_THE_THIRD),
        (Published(at=datetime(2024, 12, 2, 22, 0, 5, tzinfo=UTC), by="url", day_only=True), _ON_THE_THIRD),
        (
            Published(at=NOW.replace(month=7), by="feed"),
            "Seoul 2024-07-03 18:30 KST · Washington 2024-07-03 05:30 EDT",
        ),
    ],
)
def test_times_are_shown_on_both_clocks(published: Published | None, shown: str) -> None:
    assert both_clocks(published, ENGLISH) == shown


def test_a_chat_message_names_who_else_reports_and_no_shell_command() -> None:
    _, text = split_chat(compose_chat(a_telling()))
    assert "Also reported by: Yonhap" in text
    assert "hanmi mute" not in text


def test_a_bundle_of_korean_articles_is_korean() -> None:
    kept = a_kept(lang="ko", title="한미 핵협의그룹", outlet="연합뉴스", story="s-9")
    alert = replace(an_alert(story="s-9"), reasons=(Reason(Code.FIRST),))
    bundle = compose_bundle([(alert, kept)], 2)
    assert bundle.title == "[Hanmi Watch] 방해 금지 시간에 들어온 소식: 기사 1건"
    text, html = roundup_text(bundle), roundup_html(bundle)
    for said in (
        "NCG",
        "모은 알림: 2건",
        "서울 2024-12-03 18:15",
    ):
        assert said in text
        assert said in html
    english = compose_bundle([(alert, kept)], 2, voice=Voice(lang="en"))
    assert english.title == "[Hanmi Watch] held through quiet hours: 1 article"
    assert "── NCG ──\n\n1. 한미 핵협의그룹" in roundup_text(english)
    mixed = compose_bundle(
        [(alert, kept), (an_alert(), a_kept("https://news.example/2"))], 2, was_quiet=False
    )
    assert (mixed.title, mixed.lang) == ("[Hanmi Watch] at once: 2 articles", "en")


def test_a_mail_names_its_channel_as_the_list_it_is_of() -> None:
    first, second = (mailed(a_telling(), channel=channel) for channel in ("press-office", "desk"))
    assert first["List-Id"] == "<press-office.hanmi.example.org>"
    assert second["List-Id"] == "<desk.hanmi.example.org>"
