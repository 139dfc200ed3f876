"""Follow a sitemap index to its newest sitemaps."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from flows.sources.formats.announced import Feed
from storage.errors import FetchError, ReadError, TooSlow
from storage.records import Entry, Page
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

LONGEST_S = 60.0
"""After so long no further sitemap of an index is begun: each may take as long as any address."""

DEEPEST = 2
"""Indexes within indexes that are followed; sitemaps.org allows one."""


async def follow_index(
    feed: Feed, fetch: Callable[[str], Awaitable[Page]], read: Callable[[Page], Awaitable[Feed]]
) -> Feed:
    """The feed with the entries of the sitemaps that it names; one without any comes back as it is.

    `fetch` reads an address and `read` a page. A sitemap that fails is passed over while another
    can be read, and so are those that `LONGEST_S` leaves no time for.
    Raises: the FetchError or ReadError of the first, where all fail.
    """

    async def read_at(url: str) -> Feed:
        return await read(await fetch(url))

    return await _follow(feed, read_at, time.monotonic() + LONGEST_S, DEEPEST)


async def _follow(feed: Feed, read: Callable[[str], Awaitable[Feed]], until: float, deepest: int) -> Feed:
    """Read at most `deepest` more levels of sitemaps, `until` a time of `time.monotonic`."""
    if not feed.more or deepest == 0:
        return feed
    children: list[Feed] = []
    failures: list[FetchError | ReadError] = []
    for url in feed.more:
        try:
            _refuse_late(url, until)
            children.append(await _follow(await read(url), read, until, deepest - 1))
        except (FetchError, ReadError) as error:
            failures.append(error)
    if failures and not children:
        raise failures[0]
    return _merge(feed, children)


def _refuse_late(url: str, until: float) -> None:
    if time.monotonic() > until:
        raise TooSlow(url, Reason(FetchCode.SITEMAPS_SLOW, seconds=f"{LONGEST_S:g}"))


def _merge(feed: Feed, children: list[Feed]) -> Feed:
    """One feed of several: of entries with the same address or key the first stays."""
    entries: dict[str, Entry] = {}
    keyed: dict[str, Entry] = {}
    for part in (feed, *children):
        for entry in part.entries:
            entries.setdefault(entry.url, entry)
        for key, entry in part.keyed:
            keyed.setdefault(key, entry)
    dropped = feed.dropped + sum(child.dropped for child in children)
    return replace(
        feed, entries=tuple(entries.values()), more=(), keyed=tuple(keyed.items()), dropped=dropped
    )
