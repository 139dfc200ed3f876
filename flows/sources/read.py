"""A source's answer to entries, by its kind, and the words for what a poll came to."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from flows.sources.formats.announced import Feed
from flows.sources.formats.feed import read_feed
from flows.sources.formats.keys import key_distinct
from flows.sources.formats.page import read_listing
from flows.sources.formats.sitemap import read_sitemap, unpack
from storage.errors import (
    AddressRefused,
    ChallengePage,
    FetchError,
    HttpStatus,
    ReadError,
    RobotsRefused,
    TooLarge,
    TooSlow,
)
from storage.records import Page, Source, SourceKind


class Result(StrEnum):
    """What a poll came to; the coverage ledger knows no other words."""

    NEW = "new"
    """Read, with entries not seen before."""
    NOTHING_NEW = "nothing-new"
    """Read, and every entry was known."""
    UNCHANGED = "unchanged"
    """The server said 304."""
    EMPTY = "empty"
    """Read, and it announces nothing at all."""
    UNREADABLE = "unreadable"
    """Something came, and it is not what the source claims to be."""
    CHALLENGE = "challenge"
    """A bot check or consent page came."""
    PAYWALL = "paywall"
    """The server wants a login or payment (401, 402)."""
    FORBIDDEN = "forbidden"
    """The server forbids it (403, 451)."""
    MISSING = "missing"
    """The address is gone (404, 410)."""
    THROTTLED = "throttled"
    """We ask too often (429)."""
    FAULT = "fault"
    """The server failed (5xx), or answered with a status that makes no sense."""
    DOWN = "down"
    """No answer: no name, no connection, no certificate, or it broke off."""
    SLOW = "slow"
    """No whole answer within the time allowed."""
    TOO_LARGE = "too-large"
    """More than may be read."""
    REFUSED = "refused"
    """The guard forbids the address, or one that it redirects to."""
    ROBOTS = "robots"
    """The site's robots.txt forbids it."""


OK = frozenset((Result.NEW, Result.NOTHING_NEW, Result.UNCHANGED, Result.EMPTY))
"""The source was read; everything else is a failure of the source."""

SITEMAP = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s>/]", re.IGNORECASE)
HTML = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
FEED = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)

BY_STATUS = {
    401: Result.PAYWALL,
    402: Result.PAYWALL,
    403: Result.FORBIDDEN,
    404: Result.MISSING,
    410: Result.MISSING,
    429: Result.THROTTLED,
    451: Result.FORBIDDEN,
}

BY_ERROR: tuple[tuple[type[Exception], Result], ...] = (
    (ChallengePage, Result.CHALLENGE),
    (ReadError, Result.UNREADABLE),
    (AddressRefused, Result.REFUSED),
    (RobotsRefused, Result.ROBOTS),
    (TooLarge, Result.TOO_LARGE),
    (TooSlow, Result.SLOW),
)


def name_failure(error: FetchError | ReadError) -> Result:
    """The word for a poll that failed with this error."""
    if isinstance(error, HttpStatus):
        if error.challenge:
            return Result.CHALLENGE
        return BY_STATUS.get(error.status, Result.FAULT)
    return next((result for kind, result in BY_ERROR if isinstance(error, kind)), Result.DOWN)


def name_reading(entries: int, new: int) -> Result:
    """The word for a poll that read so many entries, of which so many were new."""
    if not entries:
        return Result.EMPTY
    return Result.NEW if new else Result.NOTHING_NEW


def read_source(page: Page, source: Source, kind: SourceKind | None = None) -> Feed:
    """What the page that a source's address answered with announces.

    `kind` is what earlier polls found where the configuration names none; with neither, the
    answer is looked at, and the `kind` of what is returned says what it is. Pure, for a worker process.
    Raises: NotAFeed, ChallengePage.
    """
    page = replace(page, body=unpack(page.body, page.url))
    kind = source.kind or choose_kind(page, kind)
    if kind is SourceKind.PAGE:
        feed = read_listing(
            page.body,
            url=page.url,
            content_type=page.content_type,
            timezone=source.timezone,
            selector=source.selector,
            pattern=source.pattern,
        )
    else:
        read = read_sitemap if kind is SourceKind.SITEMAP else read_feed
        feed = read(page.body, url=page.url, content_type=page.content_type, timezone=source.timezone)
    return replace(feed, kind=kind, keyed=key_distinct(feed.entries, kind))


def choose_kind(page: Page, known: SourceKind | None) -> SourceKind:
    """What to read an answer as where the configuration does not say.

    What earlier answers were found to be (`known`), unless this one is surely something else: the first may
    have been a page that stood in for a feed. A page in place of a feed is none, and an error.
    """
    found = look_for_kind(page)
    head = page.body[:20_000]
    is_sure = SITEMAP.search(head) or FEED.search(head)
    return found if known is None or is_sure else known


def look_for_kind(page: Page) -> SourceKind:
    """What an answer seems to be; a feed where it is none of the others, whose error then says so."""
    head = page.body[:20_000]
    if SITEMAP.search(head):
        return SourceKind.SITEMAP
    if HTML.search(head) and not FEED.search(head):
        return SourceKind.PAGE
    return SourceKind.FEED
