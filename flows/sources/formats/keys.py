"""The keys of a feed's entries: their addresses, and where several share one what each says besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from storage.address import address_key, item_key
from storage.records import Entry, SourceKind


def key_entries(entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Each entry with its key, in their order.

    Entries that share a link and differ in guid or title are articles of their own: notice boards link all
    their notices to one page.
    """
    links = [address_key(entry.url) for entry in entries]
    often = Counter(links)
    named = [
        (link, item_key(link, entry.guid, entry.title) if often[link] > 1 else "")
        for link, entry in zip(links, entries, strict=True)
    ]
    sharing = Counter(link for link, _ in set(named))
    keys = (item if sharing[link] > 1 else link for link, item in named)
    return list(zip(keys, entries, strict=True))


def key_distinct(entries: Sequence[Entry], kind: SourceKind) -> tuple[tuple[str, Entry], ...]:
    """The entries by key, the first of each. In a list or sitemap one address is one page."""
    is_feed = kind is SourceKind.FEED
    keyed = key_entries(entries) if is_feed else [(address_key(entry.url), entry) for entry in entries]
    kept: dict[str, Entry] = {}
    for key, entry in keyed:
        kept.setdefault(key, entry)
    return tuple(kept.items())
