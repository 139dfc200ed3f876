"""An article of which only a part could be read says so wherever it is shown."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.faults import Answers
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.keeping.build_article import LONGEST_TEXT, choose_text, cut_text, may_say_more
from storage.records import Article, Sighting, Teaser, TextFrom
from tests.newsroom import Newsroom

NOW = datetime.now(UTC)
WORDS = "The envoys met and spoke for three hours. " * 10
ARTICLE = Article(
    key="https://a.example/1",
    title="Talks end",
    text=WORDS,
    lang="en",
    fetched_at=NOW,
    sighting=Sighting.LIVE,
    text_from=TextFrom.PAGE,
)


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def answer(text: str, status: int = 200) -> Answers:
    page = f"<html><body><article><h1>Talks</h1><p>{text}</p></article></body></html>"
    return Answers(status=status, body=page.encode(), content_type="text/html")


@pytest.mark.parametrize(
    ("teaser", "words", "text_from", "marked"),
    [
        (None, "", TextFrom.PAGE, None),
        (None, WORDS + "And more.", TextFrom.PAGE, None),
        (None, WORDS * 3, TextFrom.FEED, Teaser.SHORT),
        (Teaser.PAYWALL, WORDS[:90], TextFrom.PAGE, Teaser.PAYWALL),
        (Teaser.PAYWALL, WORDS + "And more.", TextFrom.FEED, Teaser.PAYWALL),
    ],
)
def test_the_feed_s_words_are_taken_where_the_page_is_less(
    teaser: Teaser | None, words: str, text_from: TextFrom, marked: Teaser | None
) -> None:
    chosen = choose_text(replace(ARTICLE, teaser=teaser), words)
    assert (chosen.text_from, chosen.teaser) == (text_from, marked)
    assert chosen.text == (words if text_from is TextFrom.FEED else WORDS)


def test_what_only_the_teaser_says_is_not_lost() -> None:
    page = replace(ARTICLE, text="Short, and known.\nOnly here.", teaser=Teaser.PAYWALL)
    assert choose_text(page, f"Short, and known.\n{WORDS}").text == f"Only here.\nShort, and known.\n{WORDS}"


def test_a_feed_is_read_only_where_it_may_say_more() -> None:
    assert not may_say_more(ARTICLE, f"<p>{WORDS}</p>")
    assert may_say_more(replace(ARTICLE, teaser=Teaser.PAYWALL), f"<p>{WORDS}</p>")


def test_a_teaser_is_kept_and_marked_in_alerts_and_commands(room: Newsroom) -> None:
    piece = made_up_piece(1, published=NOW - timedelta(minutes=5))
    (address,) = room.open_outlet("daily").publish(replace(piece, teaser="Talks."))
    room.stand.misbehave(address, answer(f"{ncg_sentence(1)}</p><p>Subscribe to continue reading."))
    assert room.run()["articles"]["new"] == 1
    shown = room.document("show", address)
    assert (shown["teaser"], shown["text_from"]) == ("paywall", "page")
    (mail,) = room.postbox.mails()
    assert "behind a paywall: only its open part was read" in mail.text()
    explained = room.document("explain", address)
    assert explained["announced"]["last_error"].endswith("its teaser was kept")
    assert explained["decisions"][0]["detail"]["teaser"] == "paywall"
    assert "a part only (paywall), from the page" in room.hanmi("explain", address).output


def test_a_page_that_fails_in_passing_holds_up_nothing_that_its_feed_tells(room: Newsroom) -> None:
    outlet = room.open_outlet("daily")
    told, other = (made_up_piece(number, published=NOW - timedelta(minutes=5)) for number in (1, 2))
    addresses = outlet.publish(replace(told, teaser=ncg_sentence(1)), replace(other, teaser="Bridges."))
    for address in addresses:
        room.stand.misbehave(address, answer("Later.", status=503))
    report = room.run()
    assert (report["articles"]["new"], report["articles"]["failed"]) == (1, 1)
    (mail,) = room.postbox.mails()
    assert "its text could not be read: this is what its feed or its page's summary says" in mail.text()
    waiting = room.document("explain", addresses[1])
    assert (waiting["announced"]["state"], waiting["article"]) == ("waiting", None)


@pytest.mark.parametrize("stated", ["og:description", "description", "json-ld"])
def test_a_page_that_scripts_fill_is_told_by_what_it_states_of_its_article(
    room: Newsroom, stated: str
) -> None:
    piece = made_up_piece(1, published=NOW - timedelta(minutes=5))
    (address,) = room.open_outlet("daily").publish(replace(piece, teaser=""))
    says = f"{ncg_sentence(1)} It is the first on {piece.title}."
    state = f'<meta property="{stated}" content="{says}">'
    if stated == "json-ld":
        node = {"@type": "NewsArticle", "headline": piece.title, "description": says}
        state = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    empty = f"<html><head><title>{piece.title}</title>{state}</head><body><div id=app></div></body></html>"
    room.stand.misbehave(address, Answers(body=empty.encode(), content_type="text/html"))
    assert room.run()["articles"]["new"] == 1
    shown = room.document("show", address)
    assert (shown["text"], shown["teaser"]) == (says, "unread")
    (mail,) = room.postbox.mails()
    assert "this is what its feed or its page's summary says" in mail.text()


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Page of the day", "Envoys of the NCG meet in Seoul, as the made up daily reports this morning."),
        ("", "All the news of Korea and the Nuclear Consultative Group, every day, for everybody."),
    ],
    ids=["another title", "said of any page"],
)
def test_what_a_page_says_of_itself_is_no_article(room: Newsroom, title: str, says: str) -> None:
    piece = made_up_piece(1, published=NOW - timedelta(minutes=5))
    (address,) = room.open_outlet("daily").publish(replace(piece, teaser=""))
    head = f'<title>{title or piece.title}</title><meta name="description" content="{says}">'
    empty = f"<html><head>{head}</head><body><div id=app></div></body></html>"
    room.stand.misbehave(address, Answers(body=empty.encode(), content_type="text/html"))
    assert room.run()["articles"]["new"] == 1
    assert room.document("show", address)["text"] == ""
    assert room.postbox.mails() == []


def test_a_full_feed_gives_what_its_pages_withhold(room: Newsroom) -> None:
    outlet = room.open_outlet("daily", full_text=True)
    piece = made_up_piece(1, published=NOW - timedelta(minutes=5), extra=(ncg_sentence(1),))
    paid, gone = outlet.publish(piece, made_up_piece(2, published=NOW - timedelta(minutes=5)))
    room.stand.misbehave(paid, answer(f"{piece.paragraphs[0]}</p><p>이 기사는 유료회원 전용입니다."))
    room.stand.misbehave(gone, answer("Pay first.", status=402))
    assert room.run()["articles"]["new"] == 2
    for address, text in ((paid, piece.paragraphs[-1]), (gone, "")):
        shown = room.document("show", address)
        assert (shown["teaser"], shown["text_from"]) == ("paywall", "feed")
        assert text in shown["text"]
    assert len(room.postbox.mails()) == 1


def test_a_text_longer_than_any_news_is_cut_at_the_end_of_a_line() -> None:
    text = "The envoys met and spoke for three hours.\n" * 20_000
    cut = cut_text(text)
    assert LONGEST_TEXT - 100 < len(cut) <= LONGEST_TEXT
    assert cut.endswith("hours.")
    assert len(cut_text("가" * 1_000_000)) == LONGEST_TEXT
    assert cut_text(WORDS) == WORDS


def test_a_teaser_of_many_lines_is_compared_at_once() -> None:
    lines = "\n".join(f"line {n} of what stands in front" for n in range(20_000))
    began = time.thread_time()
    choose_text(replace(ARTICLE, text=lines, teaser=Teaser.PAYWALL), "Other words. " * 1_000_000)
    assert time.thread_time() - began < 0.5
