"""Sitemaps to entries."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.formats.sitemap import LATEST, read_sitemap
from storage.errors import ChallengePage, NotAFeed

URL = "https://www.a.co.kr/sitemap.xml"

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://www.a.co.kr/1</loc><lastmod>2026-01-09</lastmod>
<image:image><image:loc>https://img.a.co.kr/1.jpg</image:loc><image:title>사진</image:title></image:image>
<news:news><news:publication><news:name>A일보</news:name><news:language>ko</news:language></news:publication>
<news:publication_date>2026-01-01T09:00:00+09:00</news:publication_date>
<news:title>NCG &amp;amp; 회의</news:title>
</news:news></url>
<url><loc> /2 </loc><lastmod>2026-01-02T00:00:00Z</lastmod></url>
<url><loc>javascript:x</loc></url>
</urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.a.co.kr/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
<sitemap><loc>https://www.a.co.kr/new.xml.gz</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://www.a.co.kr/pages.xml</loc></sitemap>
<sitemap><loc>https://www.a.co.kr/news.xml</loc></sitemap>
</sitemapindex>"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_news_sitemap_gives_titles_and_dates(pack: type[bytes]) -> None:
    feed = read_sitemap(pack(NEWS.encode()), url=URL)
    later, earlier = feed.entries
    assert (later.url, later.title) == ("https://www.a.co.kr/2", "")
    assert (earlier.url, earlier.title, earlier.lang) == ("https://www.a.co.kr/1", "NCG & 회의", "ko")
    assert earlier.published is not None
    assert (earlier.published.at, earlier.published.confidence) == (datetime(2026, 1, 1, tzinfo=UTC), 1.0)
    assert later.published is not None
    assert later.published.confidence < 1
    assert feed.dropped == 1


def test_an_index_names_the_newest_and_the_news_first() -> None:
    feed = read_sitemap(INDEX.encode(), url=URL)
    assert feed.entries == ()
    assert [link.rpartition("/")[2] for link in feed.more] == [
        "new.xml.gz",
        "old.xml",
        "news.xml",
        "pages.xml",
    ]


def test_a_list_of_addresses_is_a_sitemap() -> None:
    feed = read_sitemap(b"https://www.a.co.kr/1\nhttps://www.a.co.kr/2\nhttps://www.a.co.kr/1\n", url=URL)
    assert [entry.url for entry in feed.entries] == ["https://www.a.co.kr/1", "https://www.a.co.kr/2"]


def test_of_a_large_sitemap_the_latest_are_kept() -> None:
    dated = "".join(
        f"<url><loc>/d{n}</loc><lastmod>2026-01-01T00:{n // 60:02}:{n % 60:02}Z</lastmod></url>"
        for n in range(3_000)
    )
    feed = read_sitemap(f"<urlset>{dated}</urlset>".encode(), url=URL)
    assert len(feed.entries) == LATEST
    assert feed.entries[0].url.endswith("/d2999")
    undated = "".join(f"<url><loc>/u{n}</loc></url>" for n in range(3_000))
    links = [
        entry.url.rpartition("/u")[2]
        for entry in read_sitemap(f"<urlset>{undated}</urlset>".encode(), url=URL).entries
    ]
    assert len(links) == LATEST
    assert {"0", "2999"} <= set(links)


@pytest.mark.parametrize(
    "broken",
    [
        NEWS.replace("</urlset>", ""),
        NEWS.replace("<url><loc>javascript:x</loc></url>", "<url><loc>/3 & 4</loc>"),
        NEWS.replace("UTF-8", "EUC-KR"),
        "\n\n\ufeff" + NEWS,
        NEWS.replace('xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', ""),
        NEWS.replace("A일보", "A\x0b일보"),
    ],
)
def test_a_broken_sitemap_gives_what_can_be_read(broken: str) -> None:
    assert "https://www.a.co.kr/1" in [entry.url for entry in read_sitemap(broken.encode(), url=URL).entries]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><title>Home</title></html>", "HTML page came instead of a sitemap"),
        (b"<rss version='2.0'><channel/></rss>", "XML that is not a sitemap"),
        (gzip.compress(NEWS.encode(), mtime=0)[:100], "damaged gzip"),
        (gzip.compress(bytes(60_000_000), mtime=0), "more than"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        read_sitemap(body, url=URL)


def test_a_bot_check_is_named() -> None:
    with pytest.raises(ChallengePage):
        read_sitemap(b"<html><head><title>Just a moment...</title></head></html>", url=URL)


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.kr/&x;</loc></url></urlset>',
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><urlset><url><loc>https://a.kr/&y;</loc></url></urlset>',
        b"<urlset>" + b"<a>" * 100_000,
        b"<urlset>" + b"<url>" * 100_000,
        b"<urlset><url " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/></urlset>",
        b"<urlset>" + b"".join(b'<x xmlns:n%d="u%d"/>' % (n, n) for n in range(20_000)) + b"</urlset>",
    ],
)
def test_a_hostile_sitemap_ends_quickly(hostile: bytes) -> None:
    feed = read_sitemap(hostile, url=URL)
    assert not any("root:" in entry.url or "haha" in entry.url for entry in feed.entries)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([NEWS, INDEX]),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 30), st.binary(max_size=12)), max_size=6),
)
def test_a_damaged_sitemap_gives_entries_or_a_named_error(
    text: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    body = text.encode()
    for at, length, instead in cuts:
        body = body[:at] + instead + body[at + length :]
    try:
        feed = read_sitemap(body, url=URL)
    except NotAFeed:
        return
    assert all(link.startswith("http") for link in (*feed.more, *(entry.url for entry in feed.entries)))
