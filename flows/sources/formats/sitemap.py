"""Sitemaps to entries: news sitemaps, plain ones, indexes and lists of addresses, gzipped or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.extract.facts.dates import parse_date
from flows.fetch.decompress import gunzip
from flows.sources.formats.announced import Feed
from flows.sources.formats.impostor import tell_impostor
from flows.sources.formats.words import clean_lang, clean_link, first_date, plain_text
from flows.sources.formats.xml import decode_xml, drop_forbidden, iter_elements
from storage.errors import FetchError, NotAFeed, TooLarge
from storage.records import Entry, Published
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

LARGEST = 50_000_000
"""Bytes after decompression, as sitemaps.org allows."""

LATEST = 1_000
"""Entries of one sitemap, as many as a news sitemap may have; the rest of a plain one is the archive."""

CHILDREN = 5
"""Sitemaps of an index that are read at one poll: the newest, and those for news."""

LASTMOD = 0.5
"""Confidence in a `lastmod` as the date of publication: it is that of the last change."""

ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s>/]", re.IGNORECASE)
NEWSY = re.compile(r"news|latest|recent|article|post|story", re.IGNORECASE)
MEDIA = re.compile(r"\{[^}]*(?:image|video)[^}]*\}|(?:image|video):", re.IGNORECASE)
OLD = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Child:
    """One sitemap of an index."""

    url: str
    at: datetime

    @property
    def rank(self) -> tuple[datetime, bool, str]:
        """Newest first, then those named for news, then the highest number or date in the name."""
        return (self.at, bool(NEWSY.search(self.url)), self.url)


def read_sitemap(body: bytes, *, url: str, content_type: str = "", timezone: str = "Asia/Seoul") -> Feed:
    """Read a sitemap; entries come newest first.

    For an index there are no entries but `more`, the addresses of the sitemaps to read on.
    Raises: NotAFeed, ChallengePage.
    """
    plain = unpack(body, url)
    text = drop_forbidden(decode_xml(plain, content_type))
    if not ROOT.search(text):
        return _read_list(text, url) or _raise(plain, text, url)
    return _read_xml(text, url, timezone)


def unpack(body: bytes, url: str) -> bytes:
    """A gzip file's content, anything else as it is. Raises: NotAFeed where it is damaged or too large."""
    try:
        return gunzip(body, LARGEST, about=url)
    except TooLarge as error:
        raise NotAFeed(url, error.why) from error
    except FetchError as error:
        raise NotAFeed(url, Reason(FetchCode.GZIP_DAMAGED, why=error.why)) from error


def _raise(body: bytes, text: str, url: str) -> Feed:
    raise tell_impostor(body, text, url, due=FetchCode.DUE_SITEMAP)


def _read_list(text: str, url: str) -> Feed | None:
    """A list with one address a line, which sitemaps.org allows too."""
    lines = text.split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:50]):
        return None
    links = dict.fromkeys(filter(None, (clean_link(line, url) for line in lines)))
    return Feed(title="", entries=_newest([Entry(url=link) for link in links]))


def _read_xml(text: str, url: str, timezone: str) -> Feed:
    entries: list[Entry] = []
    children: list[_Child] = []
    dropped = 0
    for name, fields in _items(text):
        link = clean_link(fields.get("loc", ""), url)
        if link is None:
            dropped += 1
        elif name == "sitemap":
            children.append(_Child(link, _moment(fields.get("lastmod", ""), timezone)))
        else:
            entries.append(_entry(link, fields, timezone))
    children.sort(key=lambda child: child.rank, reverse=True)
    return Feed(
        title="",
        entries=_newest(entries),
        more=tuple(child.url for child in children[:CHILDREN]),
        dropped=dropped,
    )


def _newest(entries: list[Entry]) -> tuple[Entry, ...]:
    """The latest by date; of those without a date the ends of the list, where new ones are put."""
    dated = sorted((entry for entry in entries if entry.published), key=_date_of, reverse=True)
    undated = [entry for entry in entries if not entry.published]
    ends = undated if len(undated) <= LATEST else undated[: LATEST // 2] + undated[-LATEST // 2 :]
    return (*dated[:LATEST], *ends)


def _date_of(entry: Entry) -> datetime:
    return entry.published.at if entry.published else OLD


def _items(text: str) -> list[tuple[str, dict[str, str]]]:
    """The `url` and `sitemap` elements, fields by local name; of a broken file, those before the break."""
    found: list[tuple[str, dict[str, str]]] = []
    for element in iter_elements(text, tag=("{*}url", "{*}sitemap")):
        found.append((_local(str(element.tag)), _fields(element)))
        _forget(element)
    return found


def _fields(element: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for child in element.iterdescendants("*"):
        name = _local(child.tag)
        # `image:loc` and `video:title` stand beside the page's own.
        if name not in fields and not MEDIA.match(child.tag):
            fields[name] = (child.text or "").strip()
    return fields


def _local(tag: str) -> str:
    """A tag's name without its namespace, or the prefix of one that was never declared."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _forget(element: Any) -> None:
    """Free what was read: a sitemap may have 50,000 items."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _entry(link: str, fields: dict[str, str], timezone: str) -> Entry:
    updated = first_date([fields.get("lastmod", "")], timezone)
    return Entry(
        url=link,
        title=plain_text(fields.get("title", "")),
        published=_published(fields, timezone),
        lang=clean_lang(fields.get("language", "")),
        updated=updated.at if updated else None,
    )


def _published(fields: dict[str, str], timezone: str) -> Published | None:
    stated = first_date([fields.get("publication_date", "")], timezone)
    return stated or parse_date(fields.get("lastmod", ""), timezone=timezone, by="feed", confidence=LASTMOD)


def _moment(text: str, timezone: str) -> datetime:
    found = first_date([text], timezone)
    return found.at if found else OLD
