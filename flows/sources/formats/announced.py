"""What one reading of a source gives, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from storage.records import Entry, SourceKind

MOST = 5_000
"""Entries read of one feed, sitemap or page; the largest archives seen have some hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a source announces, in its own order.

    `ttl` is how long it asks not to be read again (`ttl`, `sy:updatePeriod`), None where it does not;
    `dropped` counts items that name no address; `more` are the sitemaps to read on, for an index; `kind`
    is what was read, and `keyed` has its entries by key, each once, where a worker has made them.
    """

    title: str
    entries: tuple[Entry, ...]
    link: str | None = None
    lang: str | None = None
    ttl: timedelta | None = None
    dropped: int = 0
    more: tuple[str, ...] = ()
    kind: SourceKind | None = None
    keyed: tuple[tuple[str, Entry], ...] = ()
