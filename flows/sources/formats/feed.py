"""Feeds to entries: RSS in all its versions, RDF, Atom and JSON Feed, broken ones included."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import Any

from flows.sources.formats.announced import MOST, Feed
from flows.sources.formats.bounds import check_markup
from flows.sources.formats.impostor import tell_impostor
from flows.sources.formats.jsonfeed import read_json_feed
from flows.sources.formats.plain import parse_plain
from flows.sources.formats.words import clean_lang, clean_link, clean_name, first_date, is_root, plain_text
from flows.sources.formats.xml import decode_xml, drop_forbidden
from storage.address import same_site
from storage.errors import NotAFeed
from storage.records import Entry
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

# Characters that XML forbids and outlets send; a strict parser gives up at the first.
REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{4,})|([0-9]{5,}));?")
OPENING = re.compile(r"<(?:\?xml|rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
CLOSING = re.compile(r"</(?:rss|feed|rdf:RDF)\s*>", re.IGNORECASE)
# What every feed has somewhere; pages and sitemaps without it need no slow parser to be told.
ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|item|entry)[\s>/]", re.IGNORECASE)
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
# One that is doubled, or stands after a comment, makes parsers give up.
DECLARED = re.compile(r"<\?xml(?![\w.:-])[^<>]{0,300}>")
HREF = re.compile(r"""<a\s[^>]{0,200}?href\s*=\s*["']([^"']{1,2000})""", re.IGNORECASE)
# An element of HTML where a date should be: its attribute is lost in parsing, or the whole is text.
TIME_ELEMENT = re.compile(
    r"<time\s[^<>]{0,200}?datetime\s*=\s*[\"']([^\"'<>]{4,40})[\"'][^<>]{0,200}>[^<>]{0,100}(?:</time\s*>)?",
    re.I,
)
MARKED_DATE = re.compile(
    rf"(<(?:pubDate|published|updated|dc:date)\s*>\s{{0,20}}){TIME_ELEMENT.pattern}", re.IGNORECASE
)
PLAIN = ("text/plain", "")

PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def read_feed(body: bytes, *, url: str, content_type: str = "", timezone: str = "Asia/Seoul") -> Feed:
    """Read a feed from the bytes that `url` answered with; times without a zone are in `timezone`.

    Pure, and its result and errors can be pickled.
    Raises: NotAFeed, which says what came instead; ChallengePage.
    """
    text = decode_xml(body, content_type)
    if text[:1] in ("{", "["):
        return read_json_feed(text, url=url, timezone=timezone)
    if not ROOT.search(text):
        raise tell_impostor(body, text, url)
    tidy = MARKED_DATE.sub(r"\1\2", _tidy(text))
    check_markup(tidy, url)
    parsed = parse_plain(tidy) or _parse(tidy, url)
    if not parsed.entries and not parsed.version:
        raise tell_impostor(body, text, url)
    return _from_parsed(parsed, url, timezone)


def _tidy(text: str) -> str:
    """The document without what stands before and after it, and what XML forbids."""
    opening = OPENING.search(text, 0, 20_000)
    # Warnings of a script, say; but comments and a DOCTYPE belong to the document.
    if opening and not text.startswith(("<!", "<?")) and "<html" not in text[: opening.start()].lower():
        text = text[opening.start() :]
    closings = list(CLOSING.finditer(text, max(0, len(text) - 20_000)))
    if closings:
        text = text[: closings[-1].end()]
    text = REFERENCE.sub(_mend_reference, drop_forbidden(text))
    root = ROOT.search(text)
    head = root.start() if root else 0
    return DECLARATION + DECLARED.sub("", text[:head]) + text[head:]


def _parse(text: str, url: str) -> Any:
    """Raises: NotAFeed where feedparser itself fails: on broken input it may raise anything."""
    import feedparser  # most sources need none, and readers start sooner without

    try:
        # A stream, since feedparser opens strings as files and addresses. Its own sanitiser and joining
        # of links take two thirds of the time: text is escaped where it is composed, and links are
        # joined to the feed's address once (it is not told that address).
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        raise NotAFeed(
            url, Reason(FetchCode.FEED_BROKEN, error=f"{type(error).__name__}: {error}")
        ) from error


def _mend_reference(match: re.Match[str]) -> str:
    """A character reference, or U+FFFD for a code point that does not exist: feedparser dies of those."""
    if len(match[0]) > 16:
        return "\ufffd"
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def _from_parsed(parsed: Any, url: str, timezone: str) -> Feed:
    items = parsed.entries[:MOST]
    lang = clean_lang(_string(parsed.feed, "language"))
    entries = [entry for item in items if (entry := _entry(item, url, lang, timezone))]
    return Feed(
        title=plain_text(_string(parsed.feed, "title")),
        entries=tuple(entries),
        link=clean_link(_string(parsed.feed, "link"), url),
        lang=lang,
        ttl=_ttl(parsed.feed),
        dropped=len(items) - len(entries),
    )


def _entry(item: Any, url: str, lang: str | None, timezone: str) -> Entry | None:
    address = _address(item, url)
    if address is None:
        return None
    # From the raw strings: feedparser's own parsing reads KST as UTC.
    dates = [_stamp(_string(item, name)) for name in ("published", "updated", "created")]
    updated = first_date(dates[1:2], timezone)
    return Entry(
        url=address,
        title=plain_text(_string(item, "title")),
        html=_html(item),
        published=first_date(dates, timezone),
        authors=_authors(item),
        outlet=_outlet(item, url),
        guid=_string(item, "id").strip() or None,
        lang=lang,
        updated=updated.at if updated else None,
    )


def _string(item: Any, name: str) -> str:
    # dict.get, since feedparser's own answers `updated` with `published` and a warning.
    value = dict.get(item, name)
    return value if isinstance(value, str) else ""


def _address(item: Any, url: str) -> str | None:
    """Where the item leads: FeedBurner's original, the link, or a guid that is an address."""
    named = _string(item, "id")
    guid = clean_link(named, "")
    for name in ("feedburner_origlink", "link"):
        said = _string(item, name)
        # Most say one address twice, and it is read once.
        link = guid if guid and said == named else clean_link(said, url)
        if link and not _is_vaguer(link, guid):
            return link
    return guid or _other_link(item, url) or _only_link(item, url)


def _is_vaguer(link: str, guid: str | None) -> bool:
    """Whether a link is the front page, where the guid is an article's address."""
    return guid not in (None, link) and is_root(link) and not is_root(guid)


def _other_link(item: Any, url: str) -> str | None:
    """The first of the item's further links that is no attachment."""
    links = dict.get(item, "links") or []
    found = (clean_link(_string(link, "href"), url) for link in links if link.get("rel") != "enclosure")
    return next(filter(None, found), None)


def _only_link(item: Any, url: str) -> str | None:
    """The one address that the item's text leads to."""
    hrefs = HREF.findall(_string(item, "summary")[:20_000])
    found = {link for href in hrefs if (link := clean_link(href, url))}
    return found.pop() if len(found) == 1 else None


def _html(item: Any) -> str:
    """The longest of content and summary; plain text is escaped, so that it is markup too."""
    pieces = [*(dict.get(item, "content") or [])]
    if summary := dict.get(item, "summary_detail"):
        pieces.append(summary)
    values = [
        html.escape(_string(piece, "value"), quote=False)
        if _string(piece, "type") in PLAIN
        else _string(piece, "value")
        for piece in pieces
    ]
    return max(values, key=len, default="")


def _stamp(text: str) -> str:
    """What a date says; of a `<time>` put there as markup what it states for machines."""
    if "<" not in text[:200]:
        return text
    if match := TIME_ELEMENT.search(text[:400]):
        return match[1]
    return plain_text(text)


def _authors(item: Any) -> tuple[str, ...]:
    named = [_string(author, "name") for author in dict.get(item, "authors") or []]
    names = [name for text in named or [_string(item, "author")] if (name := clean_name(text))]
    return tuple(dict.fromkeys(names))


def _outlet(item: Any, url: str) -> str | None:
    """The `<source>` where it is another site's: an aggregator's entry, or a reprint."""
    source = dict.get(item, "source")
    if not source:
        return None
    link = clean_link(_string(source, "href") or _string(source, "link"), "")
    if link and same_site(link, url):
        return None
    return plain_text(_string(source, "title")) or None


def _ttl(feed: Any) -> timedelta | None:
    asked = [_ttl_minutes(_string(feed, "ttl")), _update_period(feed)]
    return max((wait for wait in asked if wait), default=None)


def _ttl_minutes(text: str) -> timedelta | None:
    minutes = text.strip()
    return timedelta(minutes=int(minutes)) if minutes.isdecimal() and len(minutes) < 7 else None


def _update_period(feed: Any) -> timedelta | None:
    """RSS 1.0's syndication module: so many times a period."""
    period = PERIODS.get(_string(feed, "sy_updateperiod").strip().lower())
    times = _string(feed, "sy_updatefrequency").strip() or "1"
    if period is None or not times.isdecimal() or int(times[:6]) == 0:
        return None
    return period / int(times[:6])
