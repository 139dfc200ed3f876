"""The keys of a feed's entries: their addresses, and where several share one what each says besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from storage.address import address_key, item_key
from storage.records import Entry


def key_entries(entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Each entry with its key, in their order.

    Entries that share a link and differ in guid or title are articles of their own: notice boards link all
    their notices to one page.
    """
    named = [(address_key(entry.url), item_key(entry.url, entry.guid, entry.title)) for entry in entries]
    sharing = Counter(link for link, _ in set(named))
    keys = (item if sharing[link] > 1 else link for link, item in named)
    return list(zip(keys, entries, strict=True))
