"""Listing pages to entries, for outlets that offer neither feed nor sitemap."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from itertools import islice
from typing import Any

import ada_url
from lxml import etree
from lxml import html as lxml_html

from flows.extract.facts.dates import parse_date
from flows.extract.text.charset import decode_document
from flows.sources.formats.announced import Feed
from flows.sources.formats.bounds import check_markup
from flows.sources.formats.impostor import tell_impostor
from flows.sources.formats.words import clean_lang, clean_link, is_root, plain_text
from storage.address import address_key, same_site
from storage.errors import ChallengePage, NotAFeed
from storage.records import Entry, Published
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

MOST_LINKS = 3_000
MOST = 200
"""Entries of one page: a list that is longer is an archive."""

LEAST = 3
"""Fewer links of one shape are no list."""

AROUND = 5
"""Elements around a link by which rows of one list are known."""

Place = tuple[tuple[str, str], ...]

NEAR = 0.4
"""A second shape of link belongs to the list if it weighs this share of the first."""

PLAIN_TITLE = 28.0
"""Mean weight of titles (their length, Hangul doubled) that tells headlines from names of sections."""

HEADLINE = 14
"""The least weight of a title that is one; in a menu, a footer or a form the same has a fifth of it."""

TEXT_DATE = 0.7
"""Confidence in a date that stands beside a link: mostly the article's, sometimes an event's."""

HTML = re.compile(r"<(?:html|body|div|table|ul|a)[\s>]", re.IGNORECASE)
TAG_CHARS = re.compile(r"[\s\x00-\x1f]+")
HANGUL = re.compile(r"[가-힣一-鿿]")
CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = re.compile(
    r"20\d\d\s?[.\-/년]\s?\d{1,2}\s?[.\-/월]\s?\d{1,2}(?:\s?일)?\.?"
    rf"(?:\s?\([월화수목금토일]\))?(?:[\sT]+(?:(?:오전|오후)\s?)?(?:{CLOCK}|\d{{1,2}}시(?:\s?\d{{1,2}}분)?))?"
    rf"|(?:\d{{1,2}}\s{MONTH},?\s20\d\d|{MONTH}\s\d{{1,2}},?\s20\d\d)"
    rf"(?:,?\s(?:at\s)?{CLOCK}(?:\s?[ap]\.?m\.?)?(?:\s(?:KST|GMT|UTC|E[SD]?T))?)?",
    re.IGNORECASE,
)
# What tells an article's address from a section's: a long number, a date, a slug of words, a
# number where systems put the article's.
ARTICLE = re.compile(
    r"\d{4,}|/20\d\d[/-]\d|(?<![a-z0-9])(?:[a-z0-9]++-){3}|[=/][A-Z]{2,}\d{6,}"
    r"|[?&;](?:\w{0,12}(?:no|seq|id|idx)|wr_id|p)=\d+"
    r"|/(?:news|articles?|posts?|stor(?:y|ies)|view|read|press|releases?)/[^?#]{0,200}\d",
    re.IGNORECASE,
)
NOWHERE = re.compile(r"\s*(?:(?:javascript|vbscript|mailto):|#\s*$)", re.IGNORECASE)
"""What a link has that a script follows: boards without addresses of their own."""

NUMBER = re.compile(r"\d+")
SLUG = re.compile(r"%[0-9A-F]{2}|-", re.IGNORECASE)
STEM = re.compile(r"^[^.]+")
ASIDE = frozenset(("nav", "footer", "aside", "header", "form"))


def read_listing(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    timezone: str = "Asia/Seoul",
    selector: str | None = None,
    pattern: str | None = None,
) -> Feed:
    """Read the articles that a page lists, in its order.

    `selector` (CSS) picks the links or what holds them, `pattern` is a regular expression that an
    address must meet; with neither, the list is guessed: the most and longest links of one shape.
    Raises: NotAFeed where there is no list, ChallengePage.
    """
    text = decode_document(body, content_type)
    impostor = tell_impostor(body, text, url, due=FetchCode.DUE_LISTING)
    if not HTML.search(text):
        raise impostor
    check_markup(text, url)
    tree = _parse(text, impostor)
    base = _base(tree, url)
    found = _selected(tree, selector, url) if selector else list(tree.iter("a"))
    links, dropped = _links(found, base), _count_nowhere(found)
    if pattern:
        links = _matching(links, pattern, url)
    elif not selector:
        links = _guess(links, url)
    if not links:
        raise _no_list(impostor, url, selector, pattern, dropped)
    lang = clean_lang(tree.get("lang", ""))
    return Feed(title=_title(tree), entries=tuple(_entries(links, timezone)), lang=lang, dropped=dropped)


class _Link:
    """One address with the elements that lead to it."""

    __slots__ = ("elements", "title", "url")

    def __init__(self, url: str) -> None:
        self.url = url
        self.title = ""
        self.elements: list[Any] = []


def _parse(text: str, impostor: NotAFeed) -> Any:
    # lxml refuses text that declares a charset, so it is given bytes and told which.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise impostor from None
    return tree


def _base(tree: Any, url: str) -> str:
    for element in tree.iter("base"):
        if base := clean_link(element.get("href") or "", url):
            return base
    return url


def _title(tree: Any) -> str:
    return plain_text(tree.findtext(".//title") or "")


def _selected(tree: Any, selector: str, url: str) -> list[Any]:
    """The links that a selector picks, or the first within each element that it picks."""
    from cssselect import SelectorError

    try:
        picked = tree.cssselect(selector)
    except SelectorError as error:
        why = Reason(FetchCode.SELECTOR_WRONG, selector=repr(selector), error=error)
        raise NotAFeed(url, why) from error
    links = (element if element.tag == "a" else next(element.iter("a"), None) for element in picked)
    return [link for link in links if link is not None]


def _links(elements: Iterable[Any], base: str) -> list[_Link]:
    """The distinct addresses in the page's order, each with the longest of its titles."""
    links: dict[str, _Link] = {}
    for element in elements:
        address = clean_link(element.get("href") or "", base)
        if address is None or is_root(address) or len(links) >= MOST_LINKS:
            continue
        link = links.setdefault(address_key(address), _Link(address))
        link.elements.append(element)
        link.title = max(link.title, _words(element), key=len)
    return list(links.values())


def _count_nowhere(elements: Iterable[Any]) -> int:
    """How many headlines lead to scripts and the like; a menu's links have fewer words or stand aside."""
    headlines = set()
    for element in filter(_leads_nowhere, elements):
        link = _Link("")
        link.elements, link.title = [element], _words(element)
        if _weight(link) >= HEADLINE:
            headlines.add(link.title)
    return len(headlines)


def _leads_nowhere(element: Any) -> bool:
    """Whether a script follows a link: by its address, or where it has none."""
    href = element.get("href", "")
    return bool(NOWHERE.match(href)) if href else bool(element.get("onclick"))


def _words(element: Any) -> str:
    """What a link says: its text, else its title, else its picture's description."""
    said = plain_text(" ".join(element.itertext()))
    if said:
        return said
    pictures = [image.get("alt") or "" for image in element.iter("img")]
    return plain_text(element.get("title") or max(pictures, key=len, default=""))


def _matching(links: list[_Link], pattern: str, url: str) -> list[_Link]:
    try:
        shape = re.compile(pattern)
    except re.error as error:
        why = Reason(FetchCode.PATTERN_WRONG, pattern=repr(pattern), error=error)
        raise NotAFeed(url, why) from error
    return [link for link in links if shape.search(link.url)]


def _guess(links: list[_Link], url: str) -> list[_Link]:
    """The links of the shapes that weigh most, and what else stands in their rows.

    A list leads to several sections, and to few articles of some of them.
    """
    shapes = _group_by_shape(links, url)
    chosen = _choose_shapes(shapes)
    rows = _find_rows(link for shape in chosen for link in shapes[shape] if _weight(link))
    return [
        link
        for link in links
        if _weight(link) and (_shape(link.url) in chosen or (_is_article(link, url) and _is_in(link, rows)))
    ]


def _is_article(link: _Link, url: str) -> bool:
    return same_site(link.url, url) and ARTICLE.search(link.url) is not None


def _find_rows(links: Iterable[_Link]) -> set[Place]:
    """The places in which several links of a list stand."""
    counts = Counter(_read_place(element) for link in links for element in link.elements)
    return {place for place, count in counts.items() if count >= LEAST}


def _is_in(link: _Link, rows: Set[Place]) -> bool:
    return any(_read_place(element) in rows for element in link.elements)


def _read_place(element: Any) -> Place:
    """Where an element stands: its own tag and class, and those of what is around it."""
    around = (element, *islice(element.iterancestors(), AROUND))
    return tuple((each.tag, each.get("class") or "") for each in around)


def _group_by_shape(links: list[_Link], url: str) -> dict[str, list[_Link]]:
    """The links to other pages of the site."""
    here = address_key(url)
    shapes: dict[str, list[_Link]] = defaultdict(list)
    for link in links:
        if same_site(link.url, url) and address_key(link.url) != here:
            shapes[_shape(link.url)].append(link)
    return shapes


def _choose_shapes(shapes: dict[str, list[_Link]]) -> set[str]:
    weights = {shape: _weigh_group(group) for shape, group in shapes.items()}
    least = NEAR * max(weights.values(), default=0.0)
    return {shape for shape, weight in weights.items() if weight >= least > 0}


def _weigh_group(group: list[_Link]) -> float:
    """How much like a list of articles: without an article's address the titles must be the longer."""
    marked = sum(bool(ARTICLE.search(link.url)) for link in group) * 2 > len(group)
    weight = sum(map(_weight, group))
    if len(group) < LEAST or (not marked and weight < PLAIN_TITLE * len(group)):
        return 0.0
    return weight if marked else weight / 2


def _shape(url: str) -> str:
    """An address with its numbers and words left out: what the articles of one list have in common."""
    parsed = ada_url.URL(url)
    parts = _shape_path(parsed.pathname)
    if not parsed.search and "N" not in parts[-1]:
        # The last word of a path names the article, where no parameter does.
        parts[-1] = STEM.sub("S", parts[-1])
    names = sorted(pair.partition("=")[0] for pair in parsed.search[1:].split("&") if pair)
    return f"{parsed.host}{'/'.join(parts)}?{'&'.join(names)}"


def _shape_path(path: str) -> list[str]:
    numbered = (NUMBER.sub("N", part) for part in path.split("/"))
    return ["S" if SLUG.search(part) else part for part in numbered]


def _weight(link: _Link) -> float:
    """How much like a headline a link is: its length, a Hangul syllable counted double."""
    length = len(link.title) + len(HANGUL.findall(link.title))
    if length < HEADLINE:
        return 0.0
    aside = all(any(above.tag in ASIDE for above in element.iterancestors()) for element in link.elements)
    return min(length, 60) * (0.2 if aside else 1.0)


def _entries(links: list[_Link], timezone: str) -> Iterator[Entry]:
    chosen = {element for link in links for element in link.elements}
    for link in links[:MOST]:
        yield Entry(url=link.url, title=link.title, published=_published(link, chosen, timezone))


def _published(link: _Link, chosen: set[Any], timezone: str) -> Published | None:
    """The date beside a link: within the largest element that holds no other of the list's links."""
    own = set(link.elements)
    for element in link.elements:
        if found := _date_in(_find_holder(element, own, chosen), timezone):
            return found
    return None


def _find_holder(element: Any, own: set[Any], chosen: set[Any]) -> Any:
    holder = element
    for above in islice(element.iterancestors(), 5):
        if any(other in chosen and other not in own for other in above.iter("a")):
            break
        holder = above
    return holder


def _date_in(holder: Any, timezone: str) -> Published | None:
    for element in holder.iter("time"):
        if found := parse_date(element.get("datetime") or "", timezone=timezone, by="time"):
            return found
    text = TAG_CHARS.sub(" ", " ".join(holder.itertext()))[:4_000]
    for match in DATE.finditer(text):
        if found := parse_date(match[0], timezone=timezone, by="text", confidence=TEXT_DATE):
            return found
    return None


def _no_list(
    impostor: NotAFeed, url: str, selector: str | None, pattern: str | None, dropped: int
) -> NotAFeed:
    """Why there is no list, as far as can be told."""
    if isinstance(impostor, ChallengePage):
        return impostor
    why = Reason(FetchCode.NO_LIST)
    if dropped:
        why = Reason(FetchCode.SCRIPTS_ONLY, count=dropped)
    elif selector:
        why = Reason(FetchCode.SELECTOR_EMPTY, selector=repr(selector))
    elif pattern:
        why = Reason(FetchCode.PATTERN_EMPTY, pattern=repr(pattern))
    return NotAFeed(url, why)
