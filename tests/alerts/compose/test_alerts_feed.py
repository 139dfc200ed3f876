"""Alerts can be read as Atom and as a JSON feed, whatever a page put into them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import feedparser
import pytest

from alerts.compose.feeds.alert_feed import AlertFeed, Item, compose_atom, compose_json_feed
from tests.telling import HOSTILE, NOW, a_kept, an_alert, an_evidence


def a_feed(*items: Item) -> AlertFeed:
    return AlertFeed(
        title="Hanmi Watch: NCG",
        address="http://127.0.0.1:8787/feed/ncg.atom",
        home="http://127.0.0.1:8787/",
        items=items,
    )


ITEM = Item(alert=an_alert(), kept=a_kept())


def test_an_atom_feed_reads_well() -> None:
    read = feedparser.parse(compose_atom(a_feed(ITEM), NOW))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Hanmi Watch: NCG"
    (entry,) = read.entries
    assert entry.id == f"urn:hanmi-watch:{ITEM.alert.id}"
    assert entry.link == "https://news.example/1?a=1&b=2"
    assert (entry.title, entry.author) == ("NCG meets in Washington", "Example News")
    assert entry.updated == "2024-12-03T09:30:00+00:00"
    assert entry.published == "2024-12-03T09:15:00+00:00"
    assert [tag.term for tag in entry.tags] == ["ncg"]
    assert "<b>NCG</b>" in entry.content[0].value


def test_a_json_feed_has_the_fields_of_its_version() -> None:
    feed = json.loads(compose_json_feed(a_feed(ITEM)))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["date_published"] == "2024-12-03T09:15:00+00:00"
    assert item["content_text"] == "The *NCG* met in Washington."
    assert item["_hanmi"]["id"] == ITEM.alert.id


def test_an_empty_feed_is_a_feed() -> None:
    read = feedparser.parse(compose_atom(a_feed(), NOW))
    assert not read.bozo
    assert read.entries == []
    assert json.loads(compose_json_feed(a_feed()))["items"] == []


@pytest.mark.parametrize("ending", ["\x0b", "\ufffe", "\ud800", "]]>", "&#0;"])
def test_hostile_text_stays_text(ending: str) -> None:
    text = HOSTILE + ending
    alert = an_alert(name=text, evidence=(an_evidence(f"NCG {text}"),))
    kept = a_kept(title=text, outlet=text, url="javascript:alert(1)", lang='en"><x')
    feed = a_feed(Item(alert=replace(alert, reasons=(text,)), kept=kept))
    atom = compose_atom(feed, NOW)
    root = ET.fromstring(atom)
    content = root.find(".//{http://www.w3.org/2005/Atom}content")
    assert content is not None
    assert "<script" not in (content.text or "")
    assert b"javascript:" not in atom
    (item,) = json.loads(compose_json_feed(feed))["items"]
    assert "<script" not in item["content_html"]
    assert "url" not in item
