"""What a gap swallowed, looked for in the site's sitemaps."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from flows.sources.formats.announced import Feed
from flows.sources.health.coverage import Gap
from flows.sources.health.repair import repair_gap
from flows.sources.read import read_source
from storage.records import Page, Source, SourceKind

SOURCE = Source(id="s", name="S", url="https://feeds.a.kr/rss", kind=SourceKind.FEED)
GAP = Gap(
    source="s",
    start=datetime(2026, 1, 1, 3, tzinfo=UTC),
    end=datetime(2026, 1, 1, 5, tzinfo=UTC),
    window=20,
)


def urlset(*items: tuple[str, str]) -> str:
    return (
        "<urlset>"
        + "".join(f"<url><loc>{loc}</loc><lastmod>{at}</lastmod></url>" for loc, at in items)
        + "</urlset>"
    )


NEWS = urlset(
    ("https://www.a.kr/1", "2026-01-01T02:00:00Z"),
    ("https://www.a.kr/2", "2026-01-01T03:30:00Z"),
    ("https://www.a.kr/3", "2026-01-01T13:10:00+09:00"),
    ("https://www.a.kr/4", "2026-01-01T06:00:00Z"),
    ("https://b.kr/5", "2026-01-01T04:00:00Z"),
    ("https://www.a.kr/6", ""),
)


async def read(page: Page, source: Source) -> Feed:
    return read_source(page, source)


def repair(site: dict[str, tuple[int, str]], link: str | None = None) -> list[str]:
    def answer(request: httpx.Request) -> httpx.Response:
        status, text = site.get(str(request.url), (404, ""))
        return httpx.Response(status, text=text)

    async def run() -> list[str]:
        async with Fetcher(FetchOptions(pause=timedelta()), transport=httpx.MockTransport(answer)) as fetcher:
            return [entry.url for entry in await repair_gap(fetcher, read, SOURCE, GAP, link)]

    return asyncio.run(run())


ROBOTS = "Sitemap: https://www.a.kr/old.xml\nSitemap: https://www.a.kr/news.xml"
INDEX = "<sitemapindex><sitemap><loc>https://www.a.kr/news.xml</loc></sitemap></sitemapindex>"
FOUND = ["https://www.a.kr/3", "https://www.a.kr/2"]


@pytest.mark.parametrize(
    ("site", "found"),
    [
        ({"https://feeds.a.kr/robots.txt": (200, ROBOTS), "https://www.a.kr/news.xml": (200, NEWS)}, FOUND),
        (
            {
                "https://feeds.a.kr/robots.txt": (200, "Sitemap: https://www.a.kr/index.xml"),
                "https://www.a.kr/index.xml": (200, INDEX),
                "https://www.a.kr/news.xml": (200, NEWS),
            },
            FOUND,
        ),
        ({"https://feeds.a.kr/robots.txt": (200, ROBOTS)}, []),
        (
            {
                "https://feeds.a.kr/robots.txt": (200, ROBOTS),
                "https://www.a.kr/news.xml": (200, "<html>no</html>"),
            },
            [],
        ),
        ({"https://feeds.a.kr/robots.txt": (200, "")}, []),
        ({"https://feeds.a.kr/robots.txt": (503, "")}, []),
        ({}, []),
    ],
    ids=["sitemap", "index", "missing", "unreadable", "none-named", "robots-down", "nothing"],
)
def test_a_gap_is_repaired_from_the_sitemaps_as_far_as_they_tell(
    site: dict[str, tuple[int, str]], found: list[str]
) -> None:
    assert repair(site) == found


LIST = "<html><body><ul>{}</ul></body></html>".format(
    "".join(
        f"<li><a href='https://www.a.kr/news/{number}00{number}'>A headline about harbour works, {number}</a>"
        f" <span>2026.01.01 {hour:02}:30</span></li>"
        for number, hour in ((1, 10), (2, 12), (3, 13), (4, 16))
    )
)


def test_without_sitemaps_the_page_that_the_feed_stands_for_is_asked() -> None:
    link = "https://www.a.kr/politics"
    assert repair({link: (200, LIST)}, link) == [
        "https://www.a.kr/news/2002",
        "https://www.a.kr/news/3003",
    ]
    assert repair({link: (200, LIST)}) == []
    assert repair({"https://b.kr/": (200, LIST)}, "https://b.kr/") == []
    assert repair({link: (500, "")}, link) == []
