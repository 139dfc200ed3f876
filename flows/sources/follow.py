"""Follow a sitemap index to its newest sitemaps."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from flows.sources.formats.announced import Feed
from storage.errors import FetchError, ReadError, TooSlow
from storage.records import Entry, Page

LONGEST_S = 60.0
"""After so long no further sitemap of an index is begun: each may take as long as any address."""

DEEPEST = 2
"""Indexes within indexes that are followed; sitemaps.org allows one."""


async def follow_index(
    feed: Feed,
    fetch: Callable[[str], Awaitable[Page]],
    read: Callable[[Page], Awaitable[Feed]],
    *,
    deepest: int = DEEPEST,
    until: float | None = None,
) -> Feed:
    """The feed with the entries of the sitemaps that it names; one without any comes back as it is.

    `fetch` reads an address and `read` a page. A sitemap that fails is passed over while another
    can be read, and so are those that `until`, a time of `time.monotonic`, leaves no time for.
    Raises: the FetchError or ReadError of the first, where all fail.
    """
    if not feed.more:
        return feed
    until = time.monotonic() + LONGEST_S if until is None else until
    entries: dict[str, Entry] = {entry.url: entry for entry in feed.entries}
    keyed, dropped = dict(feed.keyed), feed.dropped
    failure: FetchError | ReadError | None = None
    is_read = False
    for url in feed.more:
        if time.monotonic() > until:
            failure = failure or TooSlow(url, f"the sitemaps before it took {LONGEST_S:g} s")
            break
        try:
            child = await read(await fetch(url))
            if deepest > 1:
                child = await follow_index(child, fetch, read, deepest=deepest - 1, until=until)
        except (FetchError, ReadError) as error:
            failure = failure or error
            continue
        is_read = True
        dropped += child.dropped
        entries.update((entry.url, entry) for entry in child.entries if entry.url not in entries)
        keyed.update((key, entry) for key, entry in child.keyed if key not in keyed)
    if failure is not None and not is_read:
        raise failure
    whole = tuple(entries.values())
    return replace(feed, entries=whole, more=(), keyed=tuple(keyed.items()), dropped=dropped)
