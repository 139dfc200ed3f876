"""Look for entries lost in a gap, in the site's sitemaps and on the page that the feed belongs to."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from flows.fetch.client import Fetcher
from flows.sources.follow import follow_index
from flows.sources.formats.announced import Feed
from flows.sources.formats.sitemap import NEWSY
from flows.sources.formats.words import clean_link
from flows.sources.health.coverage import SLACK, Gap
from storage.address import same_site
from storage.errors import FetchError, ReadError
from storage.records import Entry, Page, Source, SourceKind

SITEMAPS = 3
"""Sitemaps of one site that are read for a gap, those named for news first."""


async def repair_gap(
    fetcher: Fetcher,
    read: Callable[[Page, Source], Awaitable[Feed]],
    source: Source,
    gap: Gap,
    link: str | None = None,
) -> tuple[Entry, ...]:
    """The entries that the site's sitemaps date into the gap, the newest first; without any, its list's.

    `read` is `read_source`, in a worker process or here; `link` is the page that the feed stands for. Empty
    where neither can be read: the gap then stays one.
    """
    found: dict[str, Entry] = {}
    for url in await _sitemaps(fetcher, source):
        with contextlib.suppress(FetchError, ReadError):
            feed = await _read_sitemap(fetcher, read, replace(source, url=url, kind=SourceKind.SITEMAP))
            found |= _find_lost(feed, gap, source)
    if not found and link and _is_other_page(link, source):
        with contextlib.suppress(FetchError, ReadError):
            listing = replace(source, url=link, kind=SourceKind.PAGE)
            found |= _find_lost(await read(await fetcher.fetch(link), listing), gap, source)
    return tuple(found.values())


def _is_other_page(link: str, source: Source) -> bool:
    """Whether the feed stands for another page of its site."""
    return link != source.url and same_site(link, source.url)


def _find_lost(feed: Feed, gap: Gap, source: Source) -> dict[str, Entry]:
    """The entries of the gap by their addresses."""
    return {entry.url: entry for entry in feed.entries if _is_in(entry, gap, source)}


async def _read_sitemap(
    fetcher: Fetcher, read: Callable[[Page, Source], Awaitable[Feed]], sitemap: Source
) -> Feed:
    feed = await read(await fetcher.fetch(sitemap.url), sitemap)
    return await follow_index(feed, fetcher.fetch, lambda child: read(child, sitemap))


async def _sitemaps(fetcher: Fetcher, source: Source) -> list[str]:
    try:
        named = (await fetcher.robots(source.url)).sitemaps
    except FetchError:
        return []
    links = list(dict.fromkeys(link for each in named if (link := clean_link(each, source.url))))
    links = [link for link in links if link != source.url]
    return sorted(links, key=lambda link: not NEWSY.search(link))[:SITEMAPS]


def _is_in(entry: Entry, gap: Gap, source: Source) -> bool:
    """Whether it was published in the gap; its clock and ours may differ a little."""
    if entry.published is None or not same_site(entry.url, source.url):
        return False
    return gap.start - SLACK <= entry.published.at <= gap.end + SLACK
