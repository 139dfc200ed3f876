"""What a page says of itself: JSON-LD, OpenGraph, meta fields, links and `<time>`, each source kept apart."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from flows.extract.facts.head import Head, clip
from flows.extract.facts.listed import as_list
from flows.extract.facts.page_shown import read_shown
from flows.extract.facts.paywall import read_access_terms
from flows.extract.text.lines import fold

Node = dict[str, Any]
"""An object of JSON-LD."""

MAX_SCRIPT = 2_000_000
MAX_NODES = 5_000
MAX_UPDATES = 500
MAX_VALUE = 2_000
MAX_SECTIONS = 3

# Types of schema.org that are an article, the surer ones first.
ARTICLE_TYPES = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle",
    "LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report",
    "Article", "CreativeWork", "WebPage", "VideoObject",
)  # fmt: skip
# Under these a node names other articles.
OTHERS = frozenset(
    ("itemListElement", "citation", "relatedLink", "isBasedOn", "mentions", "isRelatedTo", "significantLink")
)
BODY_TYPES = frozenset(ARTICLE_TYPES[:14])
VIDEO_TYPES = frozenset(("VideoObject",))
OUTLET_TYPES = frozenset(("NewsMediaOrganization", "Organization", "WebSite"))
# Where an article says when it was published; a node that is less surely one is believed the first only.
LD_DATES = ("datePublished", "dateCreated", "uploadDate")
NO_NAMES = ("http://", "https://", "#", "/")

# Meta fields by what they tell, the surer first; names and properties alike, lower case.
META_DATES = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "og:pubdate", "datepublished", "date_published",
    "publication_date", "publish-date", "publish_date", "publishdate", "published_date", "published_time",
    "published-date", "pubdate", "pub_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "dcterms.created", "dcterms.issued", "dcterms.date",
    "dc.date.issued", "dc.date.created", "dc.date", "dc.created", "article.published",
    "article_date_original", "originalpublicationdate", "displaydate",
    "artitime", "regdate", "news_date", "createddate", "created_time", "date", "article:created",
    "og:regdate", "article.created", "nextpublish", "release_date",
)  # fmt: skip
# Times that are not of publishing still say in which zone the outlet writes.
META_STAMPS = (
    *META_DATES,
    "article:modified_time",
    "og:updated_time",
    "lastmod",
    "last-modified",
    "dcterms.modified",
)
OFFSET = re.compile(r"\d\d:\d\d(?::\d\d)?(?:\.\d+)?([+-](?:0[1-9]|1[0-4]):?00)$")
META_AUTHORS = (
    "author", "article:author", "dable:author", "byl", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "article:author:name",
    "og:article:author", "citation_author", "authors", "cxenseparse:author", "reporter", "news_author",
    "article.author",
)  # fmt: skip
META_OUTLETS = (
    "og:site_name",
    "publisher",
    "application-name",
    "article:publisher",
    "dc.publisher",
    "copyright",
    "apple-mobile-web-app-title",
)
META_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
META_SUBTITLES = ("og:description", "description", "twitter:description")
META_SECTIONS = ("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:section")
# Types of schema.org that say what kind of text it is.
TELLING_TYPES = frozenset(
    ("OpinionNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle")
) | {"LiveBlogPosting"}
META_NAMES = ("property", "name", "itemprop")
META_LANGS = ("og:locale", "content-language", "inlanguage")
LANG = re.compile(r"\s*[A-Za-z]{2}(?:\W|_|$)")


def read_head(tree: HtmlElement, *, url: str) -> Head:
    """Collect what the page states; nothing is judged here, and nothing raised for broken markup."""
    head = Head()
    read_shown(tree, head)
    _read_meta(tree, head)
    _read_structured(tree, head)
    _read_links(tree, head, url)
    return head


def _read_meta(tree: HtmlElement, head: Head) -> None:
    found = _collect_meta(tree)
    head.titles += _first_of_each(found, META_TITLES)
    head.meta_dates += _first_of_each(found, META_DATES)
    head.meta_authors += next(filter(None, (_authors_in(found.get(name, [])) for name in META_AUTHORS)), [])
    head.offset = _find_offset(_first_of_each(found, META_STAMPS))
    head.outlets += _first_of_each(found, META_OUTLETS)
    head.description = next(_first_of_each(found, META_SUBTITLES), "")
    head.addresses += found.get("og:url", [])[:1]
    head.tier = next(iter(found.get("article:content_tier", [])), "")
    head.sections += _first_of_each(found, META_SECTIONS)
    head.lang = _find_lang(tree, found)


def _collect_meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of `meta` elements by name, in the order of the page; empty ones left out."""
    found: dict[str, list[str]] = {}
    for meta in islice(tree.iter("meta"), MAX_NODES):
        value = html.unescape(clip(meta.get("content")))
        names = (meta.get(attribute, "").strip().lower() for attribute in META_NAMES)
        for name in filter(None, names if value else ()):
            found.setdefault(name, []).append(value)
    return found


def _first_of_each(found: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    return (value for name in names for value in found.get(name, [])[:1])


def _authors_in(values: list[str]) -> list[str]:
    """What may be names: addresses of profiles and handles stand in the same elements."""
    return [value for value in values if not value.startswith(("http", "/", "@")) and len(value) <= 200]


def _find_offset(stamps: Iterable[str]) -> str | None:
    return next((match[1] for stamp in stamps if (match := OFFSET.search(stamp))), None)


def _find_lang(tree: HtmlElement, found: dict[str, list[str]]) -> str | None:
    root = tree.getroottree().getroot()
    stated = [root.get("lang"), root.get("xml:lang")]
    stated += [value for name in META_LANGS for value in found.get(name, [])]
    return next((lang.strip()[:2].lower() for lang in stated if lang and LANG.match(lang)), None)


def _read_structured(tree: HtmlElement, head: Head) -> None:
    """JSON-LD: the article's node of all scripts, graphs and lists, and the nodes it refers to."""
    nodes = _collect_nodes(tree)
    by_id = _index_nodes(nodes)
    own = _own_articles(nodes, {fold(title) for title in (*head.h1, *head.titles, head.page_title) if title})
    for node in own:
        _read_article(node, by_id, head)
    head.terms = read_access_terms(own[0] if own else {}, nodes, head.tier)
    for node in _of_types(nodes, OUTLET_TYPES):
        head.outlets += _names(node.get("name"))[:1]


def _collect_nodes(tree: HtmlElement) -> list[Node]:
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            nodes += _walk(_load_json(script.text or ""))
        if len(nodes) > MAX_NODES:
            break
    return nodes


def _index_nodes(nodes: list[Node]) -> dict[str, Node]:
    """The nodes that say more than their id, by it."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}


def _own_articles(nodes: list[Node], titles: set[str]) -> list[Node]:
    """The nodes that are this page's article, the surest first: of several, those that its titles name."""
    found = sorted(_of_types(nodes, ARTICLE_TYPES), key=_rank)
    articles = _of_types(found, BODY_TYPES)
    named = [node for node in articles if _is_named(node, titles)]
    if named:
        return [*named, *_without_types(found, BODY_TYPES | VIDEO_TYPES)]
    return _without_types(found, VIDEO_TYPES) if articles else found


def _of_types(nodes: list[Node], types: Iterable[str]) -> list[Node]:
    return [node for node in nodes if not _types(node).isdisjoint(types)]


def _without_types(nodes: list[Node], types: Iterable[str]) -> list[Node]:
    return [node for node in nodes if _types(node).isdisjoint(types)]


def _headlines(node: dict[str, Any]) -> list[str]:
    return _names(node.get("headline") or node.get("name"))[:1]


def _is_named(node: Node, titles: set[str]) -> bool:
    """Whether its headline is a title of the page, begins one (`Headline - Outlet`) or goes on after one."""
    said = fold("".join(_headlines(node)))
    return bool(said) and any(
        title.startswith(said) or (len(title) > 12 and said.startswith(title)) for title in titles
    )


def _load_json(text: str) -> Any:
    """The value of a script; broken JSON is mended where the mending is plain, else None."""
    if len(text) > MAX_SCRIPT:
        return None
    plain = (
        re.sub(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$", "", text.strip())
        .strip()
        .rstrip(";")
    )
    for attempt in (plain, re.sub(r",\s*(?=[}\]])", "", plain)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _scrape_json(plain)


def _scrape_json(text: str) -> Any:
    """The few strings that matter, out of JSON too broken to be read."""
    fields = ("headline", "datePublished", "author", "articleBody")
    found = {
        name: match[1]
        for name in fields
        if (match := re.search(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.){{1,{MAX_VALUE}}})"', text))
    }
    return {"@type": "NewsArticle", **found} if found else None


def _walk(value: Any) -> Iterator[Node]:
    stack, seen = [value], 0
    while stack and seen < MAX_NODES:
        item = stack.pop(0) if len(stack) < 50 else stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            stack += _list_children(item)
        elif isinstance(item, list):
            stack += item[:500]


def _list_children(node: Node) -> list[Any]:
    """The objects and lists that a node holds of its own article."""
    return [child for key, child in node.items() if isinstance(child, (dict, list)) and key not in OTHERS]


def _types(node: Node) -> set[str]:
    return {str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in as_list(node.get("@type"))}


def _rank(article: Node) -> int:
    kinds = _types(article)
    return next(rank for rank, kind in enumerate(ARTICLE_TYPES) if kind in kinds)


def _read_article(node: Node, by_id: dict[str, Node], head: Head) -> None:
    is_sure = bool(_types(node) & BODY_TYPES)
    if is_sure:
        _read_body_type(node, by_id, head)
    head.ld_dates += _stated_dates(node, LD_DATES if is_sure else LD_DATES[:1])[:1]
    head.offset = head.offset or _find_offset(_stated_dates(node, ("dateModified", "datePublished")))


def _stated_dates(node: Node, names: Iterable[str]) -> list[str]:
    values = (node.get(name) for name in names)
    return [str(value)[:100] for value in values if isinstance(value, (str, int))]


def _read_body_type(node: Node, by_id: dict[str, Node], head: Head) -> None:
    """What only a node says that is surely the article: headline, people, text and address."""
    head.headline += _headlines(node)
    head.sections += [
        *sorted(_types(node) & TELLING_TYPES),
        *_names(node.get("articleSection"))[:MAX_SECTIONS],
    ]
    head.authors = head.authors or _people(node.get("author") or node.get("creator"), by_id)
    head.outlets += _people(node.get("publisher"), by_id)[:1]
    head.body = max(head.body, _body_of(node), key=len)
    head.description = max((head.description, *_names(node.get("description"))[:1]), key=len)
    head.subtitle = head.subtitle or next(iter(_names(node.get("alternativeHeadline"))), None)
    head.addresses += _stated_addresses(node)


def _stated_addresses(node: Node) -> list[str]:
    values = (node.get("url"), node.get("mainEntityOfPage"))
    addresses = (value.get("@id") if isinstance(value, dict) else value for value in values)
    return [each for each in addresses if isinstance(each, str) and each.startswith("http")]


def _body_of(node: Node) -> str:
    """An article's own words, and those of the updates of a live blog."""
    parts = [node, *as_list(node.get("liveBlogUpdate"))[:MAX_UPDATES]]
    bodies = (part.get("articleBody") for part in parts if isinstance(part, dict))
    return "\n".join(body for body in bodies if isinstance(body, str))


def _names(value: Any) -> list[str]:
    return [clip(html.unescape(item)) for item in as_list(value) if isinstance(item, str) and item.strip()]


def _people(value: Any, by_id: dict[str, Node], depth: int = 0) -> list[str]:
    """Names of the people or organisations in any of the shapes that pages use."""
    if depth > 4:
        return []
    if isinstance(value, list):
        return [name for item in value[:20] for name in _people(item, by_id, depth + 1)]
    if isinstance(value, dict):
        return _people_of(value, by_id, depth)
    return _plain_name(value)


def _plain_name(value: Any) -> list[str]:
    """A name that stands alone, unless it is an address or a reference."""
    return [] if str(value).startswith(NO_NAMES) else _names(value)


def _people_of(node: Node, by_id: dict[str, Node], depth: int) -> list[str]:
    """Names of a node, of the one that it refers to, or of those in its list."""
    known = node if node.get("name") else by_id.get(str(node.get("@id")), node)
    if "@list" in known:
        return _people(known["@list"], by_id, depth + 1)
    names = _names(known.get("name")) or _join_name(known)
    return [name for name in names if not name.startswith("http")]


def _join_name(person: Node) -> list[str]:
    parts = [person.get(name) for name in ("givenName", "familyName")]
    return [clip(" ".join(str(part) for part in parts if part))] if any(parts) else []


def _read_links(tree: HtmlElement, head: Head, url: str) -> None:
    base = next((element.get("href", "") for element in tree.iter("base")), "") or url
    canonical, amp = _collect_links(tree)
    head.addresses = _resolve_all(base, [*canonical, *head.addresses])
    head.amp = _resolve_all(base, amp)


def _collect_links(tree: HtmlElement) -> tuple[list[str], list[str]]:
    """Where the page says that its article stands, and where that is for telephones."""
    canonical: list[str] = []
    amp: list[str] = []
    for link in islice(tree.iter("link"), MAX_NODES):
        rel = link.get("rel", "").lower().split()
        href = link.get("href", "").strip()[:MAX_VALUE]
        if href and "canonical" in rel:
            canonical.append(href)
        elif href and "amphtml" in rel:
            amp.append(href)
    return canonical, amp


def _resolve_all(base: str, values: list[str]) -> list[str]:
    return [address for value in values if (address := _resolve(base, value))]


def _resolve(base: str, value: str) -> str | None:
    try:
        address = urljoin(base, value.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
