"""Stories, search results and watches as Atom (RFC 4287): title, sentences and link of each, no texts."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from alerts.compose.clean import clean_line, clean_url
from alerts.compose.feeds.alert_feed import add_element, begin_feed, name_tag, write_feed
from alerts.compose.public_json import shape_time


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry: `id` is unique among all feeds, `sentences` are evidence in its public shape."""

    id: str
    title: str
    updated: datetime
    link: str | None
    lang: str | None = None
    author: str | None = None
    note: str = ""
    sentences: Sequence[Mapping[str, Any]] = ()


def compose_entries(
    title: str, address: str, home: str, entries: Sequence[FeedEntry], now: datetime
) -> bytes:
    """The feed as Atom; `now` dates it where it has no entries."""
    root = begin_feed(title, address, home, max((entry.updated for entry in entries), default=now))
    root.extend(map(_make_entry, entries))
    return write_feed(root)


def _make_entry(of: FeedEntry) -> ET.Element:
    entry = ET.Element(name_tag("entry"))
    if of.lang:
        entry.set("xml:lang", clean_line(of.lang, 20))
    add_element(entry, "id", f"urn:hanmi-watch:{of.id}")
    add_element(entry, "title", clean_line(of.title) or "—")
    add_element(entry, "updated", shape_time(of.updated))
    if url := clean_url(of.link):
        add_element(entry, "link", rel="alternate", href=url)
    add_element(add_element(entry, "author"), "name", clean_line(of.author or "Hanmi Watch", 120))
    quotes = "".join(
        f"<blockquote>{escape(clean_line(one['text'], 1000))}</blockquote>" for one in of.sentences
    )
    add_element(entry, "content", f"{quotes}<p>{escape(clean_line(of.note, 1000))}</p>", type="html")
    return entry
