"""Plain RSS 2.0 read by libxml2, in a tenth of the time that feedparser takes.

A document is plain where nothing in it asks for feedparser's judgement: well-formed, no elements but those
of the tables below, what is read of an item said once, no elements within text, no mail addresses for
authors. Of such a document this gives what feedparser gives, as far as entries are made of it, and a test
holds the two to each other. All others are feedparser's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from flows.sources.formats.announced import MOST

Item = dict[str, Any]
"""An item or a channel under feedparser's names."""

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
COMMENTS = "http://wellformedweb.org/CommentAPI/"
MEDIA = "http://search.yahoo.com/mrss/"
WORDPRESS = "com-wordpress:feed-additions:1"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
HTML = "text/html"

PREFIXES = {
    "content": CONTENT,
    "dc": DC,
    "sy": SYNDICATION,
    "slash": SLASH,
    "wfw": COMMENTS,
    "media": MEDIA,
}
"""feedparser goes by these prefixes, whatever they were bound to last."""

ABOUT = {
    "title": "title",
    "link": "link",
    "language": "language",
    "ttl": "ttl",
    f"{{{SYNDICATION}}}updatePeriod": "sy_updateperiod",
    f"{{{SYNDICATION}}}updateFrequency": "sy_updatefrequency",
}
"""What is read of a channel, and of an item (`SAID`), by the names that feedparser gives it."""

SAID = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "pubDate": "published",
    f"{{{DC}}}date": "updated",
    "author": "author",
    f"{{{DC}}}creator": "author",
    "description": "summary",
    f"{{{CONTENT}}}encoded": "content",
    "source": "source",
}

MUTE_IN_CHANNEL = frozenset(
    (
        *("description", "lastBuildDate", "pubDate", "generator", "category", "copyright"),
        *("docs", "managingEditor", "webMaster", "cloud"),
    )
)
"""Elements of which nothing is read, and beside which none is read otherwise."""

MUTE_IN_IMAGE = frozenset(("title", "link", "url", "width", "height", "description"))
MUTE_IN_MEDIA = frozenset(
    f"{{{MEDIA}}}{name}" for name in ("content", "thumbnail", "group", "credit", "keywords")
)
MUTE_IN_ITEM = MUTE_IN_MEDIA | {
    *("category", "comments", "enclosure"),
    f"{{{SLASH}}}comments",
    f"{{{COMMENTS}}}commentRss",
    f"{{{WORDPRESS}}}post-id",
    f"{{{WORDPRESS}}}site",
}

BINDING = re.compile(r"""xmlns:([\w.-]{1,80})\s*=\s*["']([^"']*)""")
# What feedparser takes for something else: characters of Windows, slashes too many, an escaped `&`.
WINDOWS = re.compile(r"[\x80-\x9f]")
ODD_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+-.]*:///|[^&]*&[^;]*;")


class _NotPlain(Exception):
    """A document that feedparser is to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document read, under feedparser's names."""

    feed: Item
    entries: list[Item]
    version: str


def parse_plain(text: str) -> Parsed | None:
    """The document, None where it is not plain; it has passed `check_markup`."""
    if "<!DOCTYPE" in text or not _is_bound_as_usual(text):
        return None
    try:
        return _read_root(etree.fromstring(text.encode("utf-8"), _open_parser()))
    except (etree.XMLSyntaxError, _NotPlain):
        return None


def _open_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _is_bound_as_usual(text: str) -> bool:
    return all(PREFIXES.get(prefix, uri) == uri for prefix, uri in set(BINDING.findall(text)))


def _read_root(root: Any) -> Parsed:
    _expect(root.tag == "rss" and dict(root.attrib) == {"version": "2.0"} and len(root) == 1)
    channel = root[0]
    _expect(channel.tag == "channel" and not channel.attrib)
    items = islice(channel.iterchildren("item"), MOST)
    return Parsed(feed=_read_channel(channel), entries=[_read_item(item) for item in items], version="rss20")


def _read_channel(channel: Any) -> Item:
    about: Item = {}
    for child in channel:
        tag = child.tag
        if name := ABOUT.get(tag):
            _put(about, name, _read_link(child) if name == "link" else _read_text(child))
        elif tag == "image":
            _pass_over(child, MUTE_IN_IMAGE)
        elif tag == ATOM_LINK:
            _expect(child.get("rel", "alternate").lower() != "alternate" and "href" in child.attrib)
            _pass_over(child)
        elif tag != "item":
            _expect(tag in MUTE_IN_CHANNEL)
            _pass_over(child)
    return about


def _read_item(element: Any) -> Item:
    _expect(not element.attrib)
    item: Item = {}
    for child in element:
        name = SAID.get(child.tag)
        if name is None:
            _expect(child.tag in MUTE_IN_ITEM)
            _pass_over(child, MUTE_IN_MEDIA)
        elif name == "author":
            item.setdefault("authors", []).append(_read_author(child))
        else:
            _put(item, name, READ.get(name, _read_text)(child))
    return _complete(item)


def _complete(item: Item) -> Item:
    """What feedparser says of one by another: the link by a guid, the summary by the text."""
    if guid := item.get("id"):
        item["id"], is_link = guid
        if is_link:
            item.setdefault("link", item["id"])
    if "summary" in item:
        item["summary_detail"] = {"type": HTML, "value": item["summary"]}
    elif "content" in item:
        item["summary"] = item["content"][0]["value"]
    return item


def _put(item: Item, name: str, value: object) -> None:
    _expect(name not in item)
    item[name] = value


def _read_text(element: Any, *attributes: str) -> str:
    """The text of an element that has nothing else."""
    _expect(not len(element) and all(name in attributes for name in element.attrib))
    text = (element.text or "").strip()
    _expect(text.isascii() or not _is_mended(text))
    return text


def _is_mended(text: str) -> bool:
    """Whether feedparser would take it for UTF-8 that was read as Latin-1, or for Windows' characters."""
    if WINDOWS.search(text):
        return True
    try:
        text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _read_link(element: Any, *attributes: str) -> str:
    text = _read_text(element, *attributes)
    _expect(not ODD_LINK.match(text))
    return text


def _read_guid(element: Any) -> tuple[str, bool]:
    """The guid, and whether it is an address."""
    return _read_link(element, "isPermaLink"), element.get("isPermaLink", "true") == "true"


def _read_content(element: Any) -> list[Item]:
    return [{"type": HTML, "value": _read_text(element)}]


def _read_author(element: Any) -> Item:
    text = _read_text(element)
    # feedparser looks for a mail address there.
    _expect("@" not in text)
    return {"name": text} if text else {}


def _read_source(element: Any) -> Item:
    title, url = _read_text(element, "url"), element.get("url")
    return {name: value for name, value in (("title", title or None), ("href", url)) if value is not None}


READ: dict[str, Callable[[Any], object]] = {
    "link": _read_link,
    "id": _read_guid,
    "content": _read_content,
    "source": _read_source,
}
"""How what is not only text is read."""


def _pass_over(element: Any, within: frozenset[str] = frozenset()) -> None:
    """Raises: _NotPlain where there is more in a mute element than these, or what feedparser goes by."""
    for each in element.iter():
        _expect(each is element or each.tag in within)
        _expect(not any(name.lower().rpartition("}")[2] == "base" for name in each.attrib))


def _expect(holds: bool) -> None:
    if not holds:
        raise _NotPlain
