"""Lists of sources as OPML, both ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from flows.sources.formats.words import LONGEST_LINK, clean_lang, clean_link, plain_text
from flows.sources.formats.xml import decode_xml, drop_forbidden, iter_elements
from storage.address import address_key
from storage.errors import ReadError
from storage.records import Source, SourceKind

MOST = 10_000

AMPERSAND = re.compile(r"&(?!#?\w{1,12};)")
"""One that begins no reference: many lists are written by hand, and parsers drop what follows."""

WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class OpmlList:
    """What an OPML file lists: the feeds, and the addresses, as they are written, that cannot be read."""

    sources: tuple[Source, ...]
    unreadable: tuple[str, ...]


def read_opml(body: bytes, *, path: str, taken: Iterable[str] = ()) -> OpmlList:
    """An OPML file, folders flattened, each address once, however it ends.

    Ids are made from the names, apart from those `taken` and from one another.
    Raises: ReadError where it is no OPML, or lists nothing.
    """
    outlines = _read_outlines(body, path)
    ids = SourceIds(taken)
    sources = tuple(_read_outline(*each, ids) for each in islice(_by_address(outlines), MOST))
    written = filter(None, map(_address, outlines))
    odd = (each[:LONGEST_LINK] for each in written if clean_link(each, "") is None)
    unreadable = tuple(islice(dict.fromkeys(odd), MOST))
    if not sources and not unreadable:
        raise ReadError(path, "it lists no feed")
    return OpmlList(sources, unreadable)


def _by_address(outlines: Iterable[Mapping[str, str]]) -> list[tuple[str, Mapping[str, str]]]:
    """The outlines whose address can be read, each with it, the first of those that lead to one place."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for fields in outlines:
        if (url := clean_link(_address(fields), "")) is not None:
            found.setdefault(address_key(url), (url, fields))
    return list(found.values())


def _address(fields: Mapping[str, str]) -> str:
    """The specification says xmlUrl; xmlurl and url are seen too."""
    return (fields.get("xmlurl", "") or fields.get("url", "")).strip()


def _read_outline(url: str, fields: Mapping[str, str], ids: SourceIds) -> Source:
    name = plain_text(fields.get("title", "") or fields.get("text", "")) or url
    kind = fields.get("hanmikind", "feed")
    return Source(
        id=ids.make(name, url),
        name=name,
        url=url,
        kind=SourceKind(kind) if kind in set(SourceKind) else SourceKind.FEED,
        lang=clean_lang(fields.get("language", "")),
    )


def write_opml(sources: Iterable[Source], *, title: str = "Hanmi Watch") -> str:
    """The sources as an OPML 2.0 document; `hanmiKind` keeps what OPML has no word for."""
    heading = escape(drop_forbidden(title))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{heading}</title></head>",
        "  <body>",
        *(f"    <outline {_attributes(source)}/>" for source in sources),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


class SourceIds:
    """Ids for sources, each another than those taken; of a thousand alike each costs the same."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def make(self, name: str, url: str) -> str:
        """An id in lower-case words: from the name, or the host where the name has no Latin letters."""
        stem = id_ = _make_stem(name, url)
        while id_ in self._taken:
            number = self._next[stem] = self._next.get(stem, 1) + 1
            id_ = f"{stem}-{number}"
        self._taken.add(id_)
        return id_


def _make_stem(name: str, url: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = WORD.findall(ascii_name)
    if not any(len(word) > 1 and word.isalpha() for word in words):
        host = re.sub(r"^https?://(?:www\.)?", "", url.lower()).partition("/")[0]
        words = WORD.findall(host) + words
    return "-".join(words)[:60].strip("-") or "source"


def _read_outlines(body: bytes, path: str) -> list[dict[str, str]]:
    """The attributes of all outlines, names in lower case; of a broken file, those before the break.

    Raises: ReadError where it is no OPML.
    """
    text = AMPERSAND.sub("&amp;", drop_forbidden(decode_xml(body)))
    if not re.search(r"<opml[\s>]", text[:5_000], re.IGNORECASE):
        raise ReadError(path, "it is no OPML file")
    return [
        {str(name).lower(): str(value) for name, value in element.attrib.items()}
        for element in iter_elements(text, events=("start",))
        if str(element.tag).lower() == "outline"
    ]


def _attributes(source: Source) -> str:
    kind = source.kind or SourceKind.FEED
    pairs = {
        "type": "rss",
        "text": source.name,
        "title": source.name,
        "xmlUrl": source.url,
        "language": source.lang or "",
        "hanmiKind": "" if kind is SourceKind.FEED else kind.value,
    }
    return " ".join(f"{name}={quoteattr(drop_forbidden(value))}" for name, value in pairs.items() if value)
