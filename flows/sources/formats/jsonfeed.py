"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to entries."""

from __future__ import annotations

import html
import json
from typing import Any

from flows.sources.formats.announced import MOST, Feed
from flows.sources.formats.words import clean_lang, clean_link, clean_name, first_date, plain_text
from storage.errors import NotAFeed
from storage.records import Entry
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason, say_beside


def read_json_feed(text: str, *, url: str, timezone: str) -> Feed:
    """Read a JSON Feed. Raises: NotAFeed for other JSON and for what only looks like JSON."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(url, Reason(FetchCode.NO_JSON)) from error
    items = _list_items(raw)
    if items is None:
        raise NotAFeed(url, _say(raw))
    lang = clean_lang(_string(raw, "language"))
    entries = [entry for item in items[:MOST] if (entry := _entry(item, url, lang, timezone))]
    return Feed(
        title=plain_text(_string(raw, "title")),
        entries=tuple(entries),
        link=clean_link(_string(raw, "home_page_url"), url),
        lang=lang,
        dropped=len(items[:MOST]) - len(entries),
    )


def _list_items(raw: Any) -> list[Any] | None:
    """The items of a feed; None where it is none."""
    items = raw.get("items") if isinstance(raw, dict) else None
    return items if isinstance(items, list) and _is_feed(raw, items) else None


def _is_feed(raw: dict[str, Any], items: list[Any]) -> bool:
    version = _string(raw, "version")
    known = "jsonfeed.org/version/" in version
    return known or any(isinstance(item, dict) and ("url" in item or "id" in item) for item in items)


def _say(raw: Any) -> str:
    """What other JSON says, where it is an error message."""
    if isinstance(raw, dict):
        for name in ("error", "message", "detail", "title"):
            value = raw.get(name)
            if isinstance(value, dict):
                value = value.get("message")
            if isinstance(value, str) and value.strip():
                return say_beside(Reason(FetchCode.OTHER_JSON), plain_text(value)[:200])
    return Reason(FetchCode.OTHER_JSON)


def _string(raw: Any, name: str) -> str:
    value = raw.get(name) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else str(value) if type(value) is int else ""


def _entry(item: Any, url: str, lang: str | None, timezone: str) -> Entry | None:
    address = _address(item, url)
    if address is None:
        return None
    dates = [_string(item, name) for name in ("date_published", "date_modified")]
    updated = first_date(dates[1:], timezone)
    return Entry(
        url=address,
        title=plain_text(_string(item, "title")),
        html=_html(item),
        published=first_date(dates, timezone),
        authors=_authors(item),
        guid=_string(item, "id") or None,
        lang=clean_lang(_string(item, "language")) or lang,
        updated=updated.at if updated else None,
    )


def _address(item: Any, url: str) -> str | None:
    """Where the item leads: its link, or an id that is an address where it has none."""
    link = _string(item, "url") or _string(item, "external_url")
    return clean_link(link, url) if link else clean_link(_string(item, "id"), "")


def _html(item: Any) -> str:
    texts = (html.escape(_string(item, name), quote=False) for name in ("content_text", "summary"))
    return max((_string(item, "content_html"), *texts), key=len)


def _authors(item: Any) -> tuple[str, ...]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    names = (clean_name(_string(person, "name")) for person in people)
    return tuple(dict.fromkeys(filter(None, names)))
