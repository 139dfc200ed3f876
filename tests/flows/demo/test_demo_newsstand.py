"""The newsstand serves what an outlet serves, and misbehaves on request."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import httpx
import pytest

from flows.demo.faults import Answers, Bomb, Drips, Endless, Hangs, Refuses, moved, page_for_feed, unavailable
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.piece import Piece

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


HARBOUR = Piece(
    slug="harbour",
    title="Harbour <opens> & stays",
    paragraphs=("The harbour opened on Monday.", "Ships came.", "Gulls too."),
    published=NOW,
    authors=("Ada Quay",),
)


def piece(slug: str = "harbour", **fields: Any) -> Piece:
    return replace(HARBOUR, slug=slug, **fields)


@pytest.fixture
def daily(stand: Newsstand) -> Outlet:
    return stand.outlet("daily", title="The Daily", lang="en")


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_published_piece_stands_in_the_feed(daily: Outlet, kind: str) -> None:
    (address,) = daily.publish(piece())
    entry = feedparser.parse(httpx.get(getattr(daily, kind)).content).entries[0]
    assert (entry.title, entry.link, entry.author) == ("Harbour <opens> & stays", address, "Ada Quay")
    assert entry.published_parsed[:5] == (2026, 3, 5, 9, 30)


def test_a_feed_is_newest_first_and_holds_its_window(stand: Newsstand) -> None:
    outlet = stand.outlet("daily", title="The Daily", window=2)
    for hour in (1, 3, 2):
        outlet.publish(piece(f"at-{hour}", title=f"{hour}", published=NOW + timedelta(hours=hour)))
    feed = feedparser.parse(httpx.get(outlet.rss).content)
    assert [entry.title for entry in feed.entries] == ["3", "2"]


def test_full_text_feeds_hold_the_body(stand: Newsstand) -> None:
    outlet = stand.outlet("daily", title="The Daily", full_text=True)
    outlet.publish(piece())
    assert "Gulls too." in feedparser.parse(httpx.get(outlet.rss).content).entries[0].content[0].value


def test_sitemap_and_front_page_lead_to_the_piece(daily: Outlet) -> None:
    (address,) = daily.publish(piece())
    assert address in httpx.get(daily.sitemap).text
    assert address in httpx.get(daily.front).text


def test_a_page_holds_its_text_among_clutter(daily: Outlet) -> None:
    daily.publish(piece("other", title="Another headline"))
    (address,) = daily.publish(piece(caption="A quay in March."))
    page = httpx.get(address).text
    for part in ("Ships came.", "Another headline", "BY Ada Quay", "application/ld+json", "Social comment?"):
        assert part in page
    assert "<opens>" not in page.partition("</script>")[2]


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_a_korean_page_travels_in_its_charset(stand: Newsstand, charset: str) -> None:
    outlet = stand.outlet("ilbo", title="데모일보", lang="ko", charset=charset)
    (address,) = outlet.publish(piece(title="부두가 열렸다", paragraphs=("배가 들어왔다.",)))
    answer = httpx.get(address)
    assert "배가 들어왔다." in answer.content.decode(charset)
    assert answer.headers["content-type"].endswith(charset)


def test_an_unchanged_feed_answers_304(daily: Outlet) -> None:
    daily.publish(piece())
    first = httpx.get(daily.rss)
    by_tag = httpx.get(daily.rss, headers={"If-None-Match": first.headers["etag"]})
    by_date = httpx.get(daily.rss, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status_code, by_date.status_code, by_tag.content) == (304, 304, b"")
    daily.publish(piece("second"))
    assert httpx.get(daily.rss, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_gzip_is_used_where_asked_for(stand: Newsstand) -> None:
    outlet = stand.outlet("daily", title="The Daily", gzip=True)
    answer = httpx.get(outlet.rss, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text.startswith("<?xml")


def test_a_retracted_piece_is_gone(daily: Outlet) -> None:
    (address,) = daily.publish(piece())
    daily.retract("harbour")
    assert httpx.get(address).status_code == 404
    assert address not in httpx.get(daily.rss).text


def test_requests_are_counted_by_path(stand: Newsstand, daily: Outlet) -> None:
    httpx.get(daily.rss, headers={"User-Agent": "probe"})
    httpx.get(daily.rss)
    httpx.get(f"http://127.0.0.1:{stand.port}/robots.txt")
    assert stand.count(daily.rss) == 2
    assert stand.count("/robots.txt") == 1
    assert stand.asked(daily.rss)[0].header("user-agent") == "probe"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has 127.0.0.1 alone")
def test_outlets_take_the_hosts_in_turn() -> None:
    with Newsstand(hosts=("127.0.0.1", "127.0.0.2")) as stand:
        outlets = [stand.outlet(name, title=name) for name in ("a", "b", "c")]
        assert [httpx.URL(outlet.rss).host for outlet in outlets] == ["127.0.0.1", "127.0.0.2", "127.0.0.1"]
        assert all(httpx.get(outlet.rss).status_code == 200 for outlet in outlets)


def test_a_closed_stand_refuses_and_opens_on_the_same_port(stand: Newsstand, daily: Outlet) -> None:
    with httpx.Client() as client:
        assert client.get(daily.rss).status_code == 200
        stand.stop()
        with pytest.raises(httpx.TransportError):
            client.get(daily.rss)
        stand.start()
        assert client.get(daily.rss).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (unavailable("120"), 503),
        (unavailable(status=429), 429),
        (page_for_feed(), 200),
        (moved("http://127.0.0.1:9/"), 302),
        (Answers(status=418), 418),
    ],
)
def test_faults_that_answer(stand: Newsstand, daily: Outlet, fault: Answers, status: int) -> None:
    stand.misbehave(daily.rss, fault)
    answer = httpx.get(daily.rss, follow_redirects=False)
    assert answer.status_code == status
    assert answer.content == fault.body
    stand.behave(daily.rss)
    assert httpx.get(daily.rss).text.startswith("<?xml")


@pytest.mark.parametrize("fault", [Refuses(), Hangs()])
def test_faults_that_say_nothing(stand: Newsstand, daily: Outlet, fault: Refuses | Hangs) -> None:
    stand.misbehave(daily.front, fault)  # a root with its slash stands for all below it
    with pytest.raises(httpx.TransportError):
        httpx.get(daily.rss, timeout=0.3)


def test_a_dripping_answer_is_true_and_slow(stand: Newsstand, daily: Outlet) -> None:
    stand.misbehave(daily.rss, Drips(pause_s=0.1))
    with httpx.stream("GET", daily.rss) as answer:
        raw = answer.iter_raw()
        assert [next(raw), next(raw)] == [b"<", b"?"]


def test_an_endless_answer_goes_on(stand: Newsstand, daily: Outlet) -> None:
    stand.misbehave(daily.rss, Endless())
    with httpx.stream("GET", daily.rss) as answer:
        size = 0
        for chunk in answer.iter_raw():
            size += len(chunk)
            if size > 1_000_000:
                break
    assert size > 1_000_000


def test_a_bomb_is_small_on_the_wire(stand: Newsstand, daily: Outlet) -> None:
    stand.misbehave(daily.rss, Bomb(size=20_000_000))
    with httpx.stream("GET", daily.rss) as answer:
        assert sum(len(chunk) for chunk in answer.iter_raw()) < 50_000


def test_an_outlet_needs_a_started_stand() -> None:
    with pytest.raises(RuntimeError, match="start the stand"):
        Newsstand().outlet("daily", title="The Daily")
