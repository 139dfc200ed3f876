"""A source's answer, read by its kind, and the words for what a poll came to."""

import gzip
from datetime import UTC, datetime

import pytest

from flows.sources.read import read_source
from flows.sources.results import OK, Result, name_failure, name_reading
from storage.errors import (
    AddressRefused,
    ChallengePage,
    FetchError,
    HttpStatus,
    NotAFeed,
    RobotsRefused,
    TooLarge,
    TooSlow,
)
from storage.records import Page, Source, SourceKind

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RSS = b"<rss version='2.0'><channel><item><link>https://a.kr/1</link></item></channel></rss>"
ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.kr/1'/></entry></feed>"
MAP = b"<urlset><url><loc>https://a.kr/1</loc></url></urlset>"
JSON = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "https://a.kr/1"}]}'
LIST = b"<!doctype html><html><body>" + b"".join(
    b"<a href='/news/%d'>A headline about the talks %d</a>" % (n, n) for n in range(1000, 1004)
)


def page(body: bytes) -> Page:
    return Page(
        asked="https://a.kr/x", url="https://a.kr/x", status=200, content_type="", body=body, fetched_at=NOW
    )


def source(kind: SourceKind | None = None) -> Source:
    return Source(id="s", name="S", url="https://a.kr/x", kind=kind)


@pytest.mark.parametrize(
    ("body", "kind", "count"),
    [
        (RSS, SourceKind.FEED, 1),
        (ATOM, SourceKind.FEED, 1),
        (JSON, SourceKind.FEED, 1),
        (MAP, SourceKind.SITEMAP, 1),
        (b"<?xml version='1.0'?><!-- x -->" + MAP, SourceKind.SITEMAP, 1),
        (LIST, SourceKind.PAGE, 4),
        (gzip.compress(RSS, mtime=0), SourceKind.FEED, 1),
        (gzip.compress(MAP, mtime=0), SourceKind.SITEMAP, 1),
    ],
)
def test_the_kind_is_found_by_looking(body: bytes, kind: SourceKind, count: int) -> None:
    feed = read_source(page(body), source())
    assert (feed.kind, len(feed.entries)) == (kind, count)
    assert read_source(page(body), source(kind)) == feed
    assert read_source(page(body), source(), kind) == feed


def test_a_page_that_stood_in_for_a_feed_at_first_does_not_decide_for_ever() -> None:
    assert read_source(page(RSS), source(), SourceKind.PAGE).kind is SourceKind.FEED
    with pytest.raises(NotAFeed, match="an HTML page came instead of a feed"):
        read_source(page(LIST), source(), SourceKind.FEED)


@pytest.mark.parametrize(
    ("kind", "body"), [(SourceKind.FEED, LIST), (SourceKind.SITEMAP, RSS), (SourceKind.PAGE, RSS)]
)
def test_what_is_not_what_the_source_claims_is_unreadable(kind: SourceKind, body: bytes) -> None:
    with pytest.raises(NotAFeed) as caught:
        read_source(page(body), source(kind))
    assert name_failure(caught.value) is Result.UNREADABLE


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (HttpStatus("u", 404), Result.MISSING),
        (HttpStatus("u", 403), Result.FORBIDDEN),
        (HttpStatus("u", 403, challenge=True), Result.CHALLENGE),
        (HttpStatus("u", 429), Result.THROTTLED),
        (HttpStatus("u", 402), Result.PAYWALL),
        (HttpStatus("u", 503), Result.FAULT),
        (HttpStatus("u", 304), Result.FAULT),
        (FetchError("u", "no connection"), Result.DOWN),
        (TooSlow("u", "x"), Result.SLOW),
        (TooLarge("u", "x"), Result.TOO_LARGE),
        (AddressRefused("u", "x"), Result.REFUSED),
        (RobotsRefused("u", "x"), Result.ROBOTS),
        (ChallengePage("u", "x"), Result.CHALLENGE),
        (NotAFeed("u", "x"), Result.UNREADABLE),
    ],
)
def test_each_failure_has_its_word(error: FetchError | NotAFeed, result: Result) -> None:
    assert name_failure(error) is result
    assert result not in OK


def test_nothing_new_and_nothing_at_all_are_different_results() -> None:
    assert name_reading(0, 0) is Result.EMPTY
    assert name_reading(20, 0) is Result.NOTHING_NEW
    assert name_reading(20, 3) is Result.NEW
