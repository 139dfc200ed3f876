"""A source's answer to entries, by its kind."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.sources.formats.announced import Feed
from flows.sources.formats.feed import read_feed
from flows.sources.formats.keys import key_distinct
from flows.sources.formats.page import read_listing
from flows.sources.formats.sitemap import read_sitemap, unpack
from storage.records import Page, Source, SourceKind

SITEMAP = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s>/]", re.IGNORECASE)
HTML = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
FEED = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)


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
