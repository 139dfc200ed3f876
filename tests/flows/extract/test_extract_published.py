"""When a page says that it was published, and where it says so of something else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.extract.page import extract_page
from flows.sources.formats.feed import read_feed

KOREAN = "<p>양국 대표단은 화요일에 만나 내년 회담 일정에 합의했다고 외교부 당국자가 전했다.</p>" * 2
ENGLISH = "<p>Ministers of both countries agreed on Tuesday on a calendar for the talks of the year.</p>" * 2


def published(beside: str, *, after: str = "", head: str = "", url: str = "", **zones: str) -> str | None:
    """The time that a page states, in UTC, for a headline with `beside` under it and `after` the text."""
    korean = any("가" <= letter <= "힣" for letter in beside)
    text = KOREAN if korean else ENGLISH
    page = (
        f"<html><head><title>A calendar of talks</title>{head}</head><body><main><article>"
        f"<h1>A calendar of talks</h1>{beside}{text}</article></main>{after}</body></html>"
    )
    found = extract_page(page.encode(), url=url, **zones).published
    return found.at.strftime("%Y-%m-%dT%H:%M") if found else None


@pytest.mark.parametrize(
    "beside",
    [
        "<span class='reg'>등록 : 26.10.28 15:05</span>",
        "<p>입력 26/10/28 15:05</p>",
        "<div>입력 ’26.10.28 15:05</div>",
        "<em>기사입력 2026.10.28. 오후 3:05</em>",
        "<p>Published : Oct. 28, 2026 - 15:05:00</p>",
        "<p>28 October 2026 at 15:05</p>",
        "<p>28.10.2026, 15:05</p>",
        "<abbr class='published' title='2026-10-28T15:05:00+09:00'>three hours ago</abbr>",
        "<span class='date' data-published='2026-10-28T15:05:00+09:00'>yesterday</span>",
        "<time data-timestamp='1793167500'>a month ago</time>",
        "<span class='time' data-epoch='1793167500000'>a month ago</span>",
        "<span itemprop='datePublished' content='2026-10-28T15:05:00+09:00'>28 Oct</span>",
    ],
)
def test_the_time_beside_the_headline_is_read_as_outlets_write_it(beside: str) -> None:
    assert published(beside) == "2026-10-28T06:05"


@pytest.mark.parametrize(
    "beside",
    [
        "<p>주체115(2026)년 10월 28일</p>",
        "<p>주체115년 10월 28일 (수)</p>",
        "<p>October 28, Juche 115 (2026) Wednesday</p>",
        "<p class='publish-time'>October 28, Juche 115</p>",
    ],
)
def test_years_of_the_juche_calendar_are_understood(beside: str) -> None:
    assert published(beside) == "2026-10-28T14:59"


OTHERS = (
    "<footer><p>The Paper | registered 2012-03-05</p></footer>",
    "<footer><p class='info'>등록일자 2012-03-05 | 발행인 홍길순</p></footer>",
    "<ul class='latest'><li><a href='/x'>Goats uphill</a> <span class='date'>2026-11-20</span></li></ul>",
    "<aside><time datetime='2026-11-20T10:00:00Z'>20 November</time></aside>",
    "<script>var promo = {'expires': '2026-11-20T23:59:59Z'};</script>",
    "<!-- built 2026-11-20 --><link rel='stylesheet' href='/a.css?v=20261120'>",
    "<p>© 2026-11-20 The Paper</p>",
)
LISTED = (
    '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Goats", '
    '"datePublished": "2026-11-20T00:00:00Z"}]}',
    '{"@graph": [{"@type": "NewsArticle", "headline": "Goats", "datePublished": "2026-11-20T00:00:00Z"}, '
    '{"@type": "NewsArticle", "headline": "A calendar of talks"}]}',
    '{"@type": "NewsArticle", "headline": "A calendar of talks", "citation": {"@type": "NewsArticle", '
    '"headline": "Goats", "datePublished": "2026-11-20T00:00:00Z"}}',
    '[{"@type": "VideoObject", "datePublished": "2026-11-20T00:00:00Z"}, '
    '{"@type": "NewsArticle", "headline": "A calendar of talks"}]',
)


@pytest.mark.parametrize("after", OTHERS)
def test_dates_of_something_else_are_not_the_articles(after: str) -> None:
    assert published("", after=after) is None
    assert published("<p>28 October 2026 at 15:05</p>", after=after) == "2026-10-28T06:05"


@pytest.mark.parametrize("listed", LISTED)
def test_json_ld_of_other_articles_gives_no_date(listed: str) -> None:
    assert published("", head=f'<script type="application/ld+json">{listed}</script>') is None


def test_an_events_date_in_the_text_is_not_the_time_of_publishing() -> None:
    assert (
        published("<p>The festival opens on 4 October 2026 in the hall by the river, the mayor said.</p>")
        is None
    )


NAIVE = "<p>Published 28 October 2026 at 15:05</p>"
MODIFIED = "<meta property='article:modified_time' content='2026-10-28T16:00:00-04:00'>"


@pytest.mark.parametrize(
    ("url", "head", "zones", "utc"),
    [
        ("https://paper.example/a", "", {}, "06:05"),
        ("https://paper.example/a", "", {"timezone": "Europe/Oslo"}, "14:05"),
        ("https://paper.co.uk/a", "", {}, "15:05"),
        ("https://www.state.gov/a", "", {}, "19:05"),
        ("https://paper.co.kr/a", "", {"timezone": "UTC"}, "06:05"),
        ("https://paper.co.uk/a", "", {"zone": "America/New_York"}, "19:05"),
        ("https://paper.example/a", MODIFIED, {"zone": "Asia/Seoul"}, "19:05"),
    ],
)
def test_naive_times_are_in_the_outlets_zone(url: str, head: str, zones: dict[str, str], utc: str) -> None:
    assert published(NAIVE, url=url, head=head, **zones) == f"2026-10-28T{utc}"


@pytest.mark.parametrize(
    "stamp",
    [
        '<time datetime="2026-09-01T12:00:00Z">Tue, 09/01/2026 - 12:00</time>',
        "&lt;time datetime=&quot;2026-09-01T12:00:00Z&quot;&gt;Tue, 09/01/2026&lt;/time&gt;",
        "<![CDATA[<time datetime='2026-09-01T12:00:00Z'>1 September</time>]]>",
        "<![CDATA[<span>2026-09-01 21:00</span>]]>",
    ],
)
def test_a_feeds_date_in_an_element_of_html_is_read(stamp: str) -> None:
    feed = (
        "<rss version='2.0'><channel><title>The Paper</title><item><title>A calendar</title>"
        f"<link>http://paper.example/a</link><pubDate>{stamp}</pubDate></item></channel></rss>"
    )
    (entry,) = read_feed(feed.encode(), url="http://paper.example/feed").entries
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 9, 1, 12, tzinfo=UTC)
