"""What a site offers, found and tried."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from flows.sources.discover import Trial, discover_sources, find_candidates, guess_candidates, try_source
from flows.sources.follow import follow_index
from flows.sources.formats.announced import Feed
from flows.sources.read import read_source
from storage.errors import FetchError, HttpStatus
from storage.records import Page, Source, SourceKind


def rss(*links: str) -> str:
    items = "".join(
        f"<item><link>{link}</link><title>News {link}</title>"
        "<pubDate>Thu, 01 Jan 2026 09:00:00 +0900</pubDate></item>"
        for link in links
    )
    return f"<rss version='2.0'><channel><title>A일보</title>{items}</channel></rss>"


HOME = """<!doctype html><html lang=ko><head>
<link rel="alternate" type="application/rss+xml" title="전체 &amp; 속보" href="/rss/all.xml">
<link rel='alternate' type='application/rss+xml' href='/rss/dead.xml'>
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="stylesheet" href="/feed.css"></head><body>
<a href="https://a.kr/rss/politics.xml">RSS 정치</a> <a href="/feedback">Feedback</a>
<a href="https://feedly.com/i/subscription/feed/https://a.kr/rss.xml">Feedly</a></body></html>"""

SITE = {
    "/": (200, HOME),
    "/rss/all.xml": (200, rss("/1", "/2")),
    "/rss/politics.xml": (200, rss("/2")),
    "/rss/dead.xml": (404, "gone"),
    "/feed": (200, rss("/1", "/2")),
    "/rss.xml": (200, HOME),
    "/robots.txt": (200, "User-agent: *\nDisallow:\nSitemap: /maps/index.xml"),
    "/maps/index.xml": (
        200,
        "<sitemapindex><sitemap><loc>/maps/1.xml</loc></sitemap><sitemap><loc>/maps/2.xml</loc></sitemap></sitemapindex>",
    ),
    "/maps/1.xml": (
        200,
        "<urlset><url><loc>/1</loc><lastmod>2026-01-01</lastmod></url><url><loc>/3</loc></url></urlset>",
    ),
}


def answer(request: httpx.Request) -> httpx.Response:
    status, text = SITE.get(request.url.path, (404, "not here"))
    return httpx.Response(status, text=text)


async def read(page: Page, source: Source) -> Feed:
    return read_source(page, source)


def discover(url: str) -> tuple[Trial, ...]:
    async def run() -> tuple[Trial, ...]:
        async with Fetcher(FetchOptions(pause=timedelta()), transport=httpx.MockTransport(answer)) as fetcher:
            return await discover_sources(fetcher, read, url, timezone="Asia/Seoul")

    return asyncio.run(run())


def test_a_site_shows_its_feeds_and_sitemaps_and_what_failed() -> None:
    trials = discover("https://a.kr/")
    assert [(trial.candidate.url, trial.kind, trial.entries) for trial in trials] == [
        ("https://a.kr/rss/all.xml", SourceKind.FEED, 2),
        ("https://a.kr/rss/politics.xml", SourceKind.FEED, 1),
        ("https://a.kr/maps/index.xml", SourceKind.SITEMAP, 2),
        ("https://a.kr/rss/dead.xml", None, 0),
    ]
    first = trials[0]
    assert (first.title, first.dated, first.newest) == ("A일보", 2, datetime(2026, 1, 1, tzinfo=UTC))
    assert first.titles == ("News /1", "News /2")
    assert trials[-1].why == "HTTP 404"


def test_a_feed_given_itself_is_the_one_found() -> None:
    assert [trial.candidate.url for trial in discover("https://a.kr/rss/politics.xml")] == [
        "https://a.kr/rss/politics.xml"
    ]


@pytest.mark.parametrize(
    ("path", "kind", "entries", "why"),
    [
        ("/rss/all.xml", SourceKind.FEED, 2, None),
        ("/rss/all.xml", None, 2, None),
        ("/maps/index.xml", SourceKind.SITEMAP, 2, None),
        ("/rss.xml", SourceKind.FEED, 0, "an HTML page came instead of a feed"),
        ("/rss/dead.xml", SourceKind.FEED, 0, "HTTP 404"),
    ],
)
def test_a_configured_source_is_tried_as_it_stands(
    path: str, kind: SourceKind | None, entries: int, why: str | None
) -> None:
    source = Source(id="s", name="S", url=f"https://a.kr{path}", kind=kind)

    async def run() -> Trial:
        async with Fetcher(FetchOptions(pause=timedelta()), transport=httpx.MockTransport(answer)) as fetcher:
            return await try_source(fetcher, read, source)

    trial = asyncio.run(run())
    assert (trial.entries, trial.why) == (entries, why)


def test_a_site_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(FetchError):
        discover("https://a.kr/nowhere")


def page(text: str) -> Page:
    return Page(
        asked="https://a.kr/",
        url="https://a.kr/",
        status=200,
        content_type="",
        body=text.encode(),
        fetched_at=datetime.now(UTC),
    )


def test_a_page_names_its_feeds() -> None:
    found = find_candidates(page(HOME))
    assert [(each.url, each.title) for each in found] == [
        ("https://a.kr/rss/all.xml", "전체 & 속보"),
        ("https://a.kr/rss/dead.xml", ""),
        ("https://a.kr/rss/politics.xml", ""),
    ]


def test_links_are_relative_to_the_base_that_the_page_names() -> None:
    named = '<base href="/kr/"><link rel=alternate type=application/rss+xml href="rss/news.xml">'
    assert [each.url for each in find_candidates(page(named))] == ["https://a.kr/kr/rss/news.xml"]


def test_a_page_that_lists_feeds_where_one_was_named_is_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = "<html><link rel=alternate type=application/rss+xml href=/our-feeds></html>"
    monkeypatch.setitem(SITE, "/", (200, home))
    monkeypatch.setitem(SITE, "/our-feeds", (200, "<html><a href=/feeds/politics.rss>정치</a></html>"))
    monkeypatch.setitem(SITE, "/feeds/politics.rss", (200, rss("/7", "/8", "/9")))
    assert "https://a.kr/feeds/politics.rss" in [each.candidate.url for each in discover("https://a.kr/")]


def test_a_hostile_page_is_looked_through_quickly() -> None:
    assert find_candidates(page("<link " * 200_000 + "<a " * 200_000 + "<a href='" * 100_000)) == ()


def test_the_robots_sitemaps_come_before_the_usual_ones() -> None:
    urls = [each.url for each in guess_candidates("https://a.kr/en", ("https://a.kr/x.xml",))]
    assert urls[:3] == ["https://a.kr/en/feed", "https://a.kr/en/rss", "https://a.kr/x.xml"]


def test_an_index_whose_sitemaps_all_fail_is_a_failure() -> None:
    async def fetch(url: str) -> Page:
        raise HttpStatus(url, 500)

    async def never(_: Page) -> Feed:
        raise AssertionError

    with pytest.raises(HttpStatus):
        asyncio.run(follow_index(Feed(title="", entries=(), more=("https://a.kr/1",)), fetch, never))
