"""What a page says of itself: JSON-LD, OpenGraph, meta fields, links and `<time>`, each source kept apart."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from flows.extract.head import Head, clip
from flows.extract.lines import fold
from flows.extract.page_shown import read_shown
from flows.extract.paywall import read_access_terms

MAX_SCRIPT = 2_000_000
MAX_NODES = 5_000
MAX_UPDATES = 500
MAX_VALUE = 2_000

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


def read_head(tree: HtmlElement, *, url: str) -> Head:
    """Collect what the page states; nothing is judged here, and nothing raised for broken markup."""
    head = Head()
    read_shown(tree, head)
    _read_meta(tree, head)
    _read_structured(tree, head)
    _read_links(tree, head, url)
    return head


def _read_meta(tree: HtmlElement, head: Head) -> None:
    found: dict[str, list[str]] = {}
    for number, meta in enumerate(tree.iter("meta")):
        if number >= MAX_NODES:
            break
        value = clip(meta.get("content"))
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and value:
                found.setdefault(name, []).append(html.unescape(value))
    head.titles += [value for name in META_TITLES for value in found.get(name, [])[:1]]
    head.meta_dates += [value for name in META_DATES for value in found.get(name, [])[:1]]
    for name in META_AUTHORS:
        names = [
            value
            for value in found.get(name, [])
            if not value.startswith(("http", "/", "@")) and len(value) <= 200
        ]
        if names:
            head.meta_authors += names
            break
    stamps = (value for name in META_STAMPS for value in found.get(name, [])[:1])
    head.offset = next((match[1] for stamp in stamps if (match := OFFSET.search(stamp))), None)
    head.outlets += [value for name in META_OUTLETS for value in found.get(name, [])[:1]]
    head.description = next((found[name][0] for name in META_SUBTITLES if found.get(name)), "")
    head.addresses += found.get("og:url", [])[:1]
    head.tier = next(iter(found.get("article:content_tier", [])), "")
    root = tree.getroottree().getroot()
    langs = [
        root.get("lang"),
        root.get("xml:lang"),
        *found.get("og:locale", []),
        *found.get("content-language", []),
        *found.get("inlanguage", []),
    ]
    head.lang = next(
        (lang.strip()[:2].lower() for lang in langs if lang and re.match(r"\s*[A-Za-z]{2}(?:\W|_|$)", lang)),
        None,
    )


def _read_structured(tree: HtmlElement, head: Head) -> None:
    """JSON-LD: the article's node of all scripts, graphs and lists, and the nodes it refers to."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes += _walk(_load_json(script.text or ""))
        if len(nodes) > MAX_NODES:
            break
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    own = _own_articles(nodes, {fold(title) for title in (*head.h1, *head.titles, head.page_title) if title})
    for node in own:
        _read_article(node, by_id, head)
    head.terms = read_access_terms(own[0] if own else {}, nodes, head.tier)
    for node in nodes:
        if _types(node) & {"NewsMediaOrganization", "Organization", "WebSite"}:
            head.outlets += _names(node.get("name"))[:1]


def _own_articles(nodes: list[dict[str, Any]], titles: set[str]) -> list[dict[str, Any]]:
    """The nodes that are this page's article, the surest first: of several, those that its titles name."""
    ranked = sorted(
        ((rank, number) for number, node in enumerate(nodes) if (rank := _rank(node)) is not None)
    )
    found = [nodes[number] for _, number in ranked]
    articles = [node for node in found if _types(node) & BODY_TYPES]
    named = [node for node in articles if any(_is_named(name, titles) for name in _headlines(node))]
    if named:
        return [*named, *(node for node in found if not _types(node) & (BODY_TYPES | {"VideoObject"}))]
    return [node for node in found if not articles or "VideoObject" not in _types(node)]


def _headlines(node: dict[str, Any]) -> list[str]:
    return _names(node.get("headline") or node.get("name"))[:1]


def _is_named(headline: str, titles: set[str]) -> bool:
    """Whether a headline is a title of the page, begins one (`Headline - Outlet`) or goes on after one."""
    said = fold(headline)
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


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    stack, seen = [value], 0
    while stack and seen < MAX_NODES:
        item = stack.pop(0) if len(stack) < 50 else stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            stack += [
                child for key, child in item.items() if isinstance(child, (dict, list)) and key not in OTHERS
            ]
        elif isinstance(item, list):
            stack += item[:500]


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {
        str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    }


def _rank(node: dict[str, Any]) -> int | None:
    kinds = _types(node)
    return next((rank for rank, kind in enumerate(ARTICLE_TYPES) if kind in kinds), None)


def _read_article(node: dict[str, Any], by_id: dict[str, dict[str, Any]], head: Head) -> None:
    surest = bool(_types(node) & BODY_TYPES)
    if surest:
        head.headline += _headlines(node)
        if not head.authors:
            head.authors += _people(node.get("author") or node.get("creator"), by_id)
        head.outlets[:0] = [] if head.outlets else _people(node.get("publisher"), by_id)[:1]
        head.outlets += _people(node.get("publisher"), by_id)[:1]
        body = _body_of(node)
        if len(body) > len(head.body):
            head.body = body
        head.subtitle = head.subtitle or next(iter(_names(node.get("alternativeHeadline"))), None)
    for name in ("datePublished", "dateCreated", "uploadDate"):
        value = node.get(name)
        if isinstance(value, (str, int)) and (surest or name == "datePublished"):
            head.ld_dates.append(str(value)[:100])
            break
    for name in ("dateModified", "datePublished"):
        if head.offset is None and (match := OFFSET.search(str(node.get(name) or "")[:100])):
            head.offset = match[1]
    addresses = [node.get("url"), node.get("mainEntityOfPage")] if surest else []
    for value in addresses:
        address = value.get("@id") if isinstance(value, dict) else value
        if isinstance(address, str) and address.startswith("http"):
            head.addresses.append(address)


def _body_of(node: dict[str, Any]) -> str:
    """An article's own words, and those of the updates of a live blog."""
    updates = node.get("liveBlogUpdate")
    parts = [node, *(updates if isinstance(updates, list) else [updates])[:MAX_UPDATES]]
    bodies = (part.get("articleBody") for part in parts if isinstance(part, dict))
    return "\n".join(body for body in bodies if isinstance(body, str))


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [clip(html.unescape(item)) for item in values if isinstance(item, str) and item.strip()]


def _people(value: Any, by_id: dict[str, dict[str, Any]], depth: int = 0) -> list[str]:
    """Names of the people or organisations in any of the shapes that pages use."""
    if depth > 4:
        return []
    if isinstance(value, str):
        return _names(value) if not value.startswith(("http://", "https://", "#", "/")) else []
    if isinstance(value, list):
        return [name for item in value[:20] for name in _people(item, by_id, depth + 1)]
    if not isinstance(value, dict):
        return []
    known = value if value.get("name") else by_id.get(str(value.get("@id")), value)
    if "@list" in known:
        return _people(known["@list"], by_id, depth + 1)
    names = _names(known.get("name"))
    if not names and (known.get("givenName") or known.get("familyName")):
        names = [clip(f"{known.get('givenName') or ''} {known.get('familyName') or ''}")]
    return [name for name in names if not name.startswith("http")]


def _read_links(tree: HtmlElement, head: Head, url: str) -> None:
    base = next((element.get("href") or "" for element in tree.iter("base")), "") or url
    canonical: list[str] = []
    for number, link in enumerate(tree.iter("link")):
        rel = (link.get("rel") or "").lower().split()
        href = (link.get("href") or "").strip()[:MAX_VALUE]
        if href and "canonical" in rel:
            canonical.append(href)
        elif href and "amphtml" in rel:
            head.amp.append(href)
        if number >= MAX_NODES:
            break
    head.addresses = [
        address for value in [*canonical, *head.addresses] if (address := _resolve(base, value))
    ]
    head.amp = [address for value in head.amp if (address := _resolve(base, value))]


def _resolve(base: str, value: str) -> str | None:
    try:
        address = urljoin(base, value.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
