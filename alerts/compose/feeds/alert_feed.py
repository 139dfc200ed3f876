"""Alerts as feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import escape
from typing import Any, TypeVar

from alerts.compose.clean import clean_line, clean_surrogates, clean_url, join_evidence
from alerts.compose.html import mark_html
from alerts.compose.public_json import shape_alert, shape_time
from alerts.compose.quoting import quote_alert
from alerts.compose.text import mark_text
from alerts.compose.words import both_clocks, say_reason, words_for
from storage.bugs import attempt_alone
from storage.corpus.articles import read_articles
from storage.database import Transaction
from storage.promises.alerts import list_alerts
from storage.records import Alert, Kept
from storage.records.telling import QUOTE

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NAME = "Hanmi Watch"

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An alert and the article that it tells of."""

    alert: Alert
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFeed:
    """What a feed is called, where it is read, where people look instead, and its items, newest first.

    `quote` is the most sentences of one article that it shows.
    """

    title: str
    address: str
    home: str
    items: Sequence[Item]
    quote: int = QUOTE


def read_items(tx: Transaction, *, watch: str | None = None, limit: int = 50) -> list[Item]:
    """The newest alerts, of one watch or of all, with their articles."""
    alerts = list_alerts(tx, watch=watch, limit=limit)
    kept = {found.article.id: found for found in read_articles(tx, {alert.article for alert in alerts})}
    return [Item(alert=alert, kept=kept[alert.article]) for alert in alerts if alert.article in kept]


def compose_atom(feed: AlertFeed, now: datetime) -> bytes:
    """The feed as Atom; `now` dates it where it has no items."""
    updated = max((item.alert.created_at for item in feed.items), default=now)
    root = begin_feed(feed.title, feed.address, feed.home, updated)
    root.extend(_make_all(feed, _make_entry))
    return write_feed(root)


def begin_feed(title: str, address: str, home: str, updated: datetime) -> ET.Element:
    """An Atom feed without entries."""
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(name_tag("feed"))
    add_element(root, "id", clean_line(address, 4000))
    add_element(root, "title", clean_line(title))
    add_element(root, "updated", shape_time(updated))
    add_element(root, "link", rel="self", type="application/atom+xml", href=clean_line(address, 4000))
    add_element(root, "link", rel="alternate", href=home)
    add_element(root, "generator", _NAME)
    add_element(add_element(root, "author"), "name", _NAME)
    return root


def write_feed(root: ET.Element) -> bytes:
    """The bytes of a feed."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode").encode()


def compose_json_feed(feed: AlertFeed) -> bytes:
    """The feed as JSON; each item carries the alert itself under `_hanmi`."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean_line(feed.title),
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "authors": [{"name": _NAME}],
        "items": _make_all(feed, _json_item),
    }
    return clean_surrogates(json.dumps(document, ensure_ascii=False)).encode()


def _make_all(feed: AlertFeed, make: Callable[[Item], Made]) -> list[Made]:
    """Every item, one that a bug keeps from being composed without its sentences, or not at all."""

    def make_whole(item: Item) -> Made:
        return make(replace(item, alert=quote_alert(item.alert, feed.quote)))

    def make_safely(item: Item) -> Made | None:
        bare = Item(alert=replace(item.alert, evidence=()), kept=item.kept)
        ways = (partial(make_whole, item), partial(make, bare))
        found = (attempt_alone(item.alert.id, "feed", way, None) for way in ways)
        return next((each for each in found if each is not None), None)

    return [made for item in feed.items if (made := make_safely(item)) is not None]


def _make_entry(item: Item) -> ET.Element:
    alert, article = item.alert, item.kept.article
    entry = ET.Element(name_tag("entry"))
    entry.set("xml:lang", clean_line(article.lang, 20))
    add_element(entry, "id", _urn(alert))
    add_element(entry, "title", _title(item))
    add_element(entry, "updated", shape_time(alert.created_at))
    if article.published:
        add_element(entry, "published", shape_time(article.published.at))
    if url := clean_url(article.url):
        add_element(entry, "link", rel="alternate", href=url)
    add_element(add_element(entry, "author"), "name", clean_line(article.outlet or _NAME, 120))
    add_element(entry, "category", term=alert.watch, label=clean_line(alert.watch_name, 80))
    add_element(entry, "summary", _summary(item))
    add_element(entry, "content", _html(item), type="html")
    return entry


def _json_item(item: Item) -> dict[str, Any]:
    alert, article = item.alert, item.kept.article
    shape = {
        "id": _urn(alert),
        "url": clean_url(article.url),
        "title": _title(item),
        "summary": _summary(item),
        "content_html": _html(item),
        "content_text": "\n".join(mark_text(sentence) for sentence in join_evidence(alert.evidence)),
        "date_published": shape_time(article.published.at if article.published else alert.created_at),
        "date_modified": shape_time(alert.created_at),
        "language": article.lang,
        "authors": [{"name": clean_line(article.outlet, 120)}] if article.outlet else None,
        "tags": [alert.watch],
        "_hanmi": shape_alert(alert),
    }
    return {key: value for key, value in shape.items() if value is not None}


def _title(item: Item) -> str:
    return clean_line(item.kept.article.title) or "—"


def _summary(item: Item) -> str:
    """Watch, reasons and times: what a list of items shows."""
    alert, words = item.alert, words_for(item.kept.article.lang)
    said = (say_reason(reason, words) for reason in alert.reasons)
    parts = (alert.watch_name, *said, both_clocks(item.kept.article.published, words))
    return clean_line(" · ".join(parts), 1000)


def _html(item: Item) -> str:
    quotes = "".join(mark_html(sentence) for sentence in join_evidence(item.alert.evidence))
    quotes = quotes.replace("<mark>", "<b>").replace("</mark>", "</b>")  # which feed readers let pass
    return f"{quotes}<p>{escape(_summary(item))}</p>"


def _urn(alert: Alert) -> str:
    return f"urn:hanmi-watch:{alert.id}"


def name_tag(name: str) -> str:
    """An element's name in the namespace of Atom."""
    return f"{{{_NAMESPACE}}}{name}"


def add_element(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """An element of Atom at the end of another one."""
    child = ET.SubElement(parent, name_tag(name), attributes)
    child.text = text
    return child
