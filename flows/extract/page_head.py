"""What a page says of itself: JSON-LD, OpenGraph, meta fields, links and `<time>`, each source kept apart."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from flows.extract.paywall import FREE, Terms, read_terms

MAX_SCRIPT = 2_000_000
MAX_NODES = 5_000
MAX_VALUE = 2_000

# Types of schema.org that are an article, the surer ones first.
ARTICLE_TYPES = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle",
    "LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report",
    "Article", "CreativeWork", "WebPage", "VideoObject",
)  # fmt: skip
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


@dataclass(slots=True)
class Head:
    """The statements of one page, by source; each list has the surest first, and may be empty."""

    headline: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    page_title: str = ""
    h1: list[str] = field(default_factory=list)
    subtitle: str | None = None
    description: str = ""
    authors: list[str] = field(default_factory=list)
    meta_authors: list[str] = field(default_factory=list)
    shown_authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    ld_dates: list[str] = field(default_factory=list)
    meta_dates: list[str] = field(default_factory=list)
    time_dates: list[str] = field(default_factory=list)
    shown_dates: list[str] = field(default_factory=list)
    lang: str | None = None
    addresses: list[str] = field(default_factory=list)
    amp: list[str] = field(default_factory=list)
    body: str = ""
    tier: str = ""
    terms: Terms = FREE


def read_head(tree: HtmlElement, *, url: str) -> Head:
    """Collect what the page states; nothing is judged here, and nothing raised for broken markup."""
    head = Head()
    _read_meta(tree, head)
    _read_structured(tree, head)
    _read_shown(tree, head)
    _read_links(tree, head, url)
    return head


def _clip(text: str | None) -> str:
    return " ".join((text or "")[:MAX_VALUE].split())


def _read_meta(tree: HtmlElement, head: Head) -> None:
    found: dict[str, list[str]] = {}
    for number, meta in enumerate(tree.iter("meta")):
        if number >= MAX_NODES:
            break
        value = _clip(meta.get("content"))
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
    ranked = sorted(
        ((_rank(node), number) for number, node in enumerate(nodes) if _rank(node) is not None),
        key=lambda pair: (pair[0] or 0, pair[1]),
    )
    for _, number in ranked:
        _read_article(nodes[number], by_id, head)
    head.terms = read_terms(nodes[ranked[0][1]] if ranked else {}, nodes, head.tier)
    for node in nodes:
        if _types(node) & {"NewsMediaOrganization", "Organization", "WebSite"}:
            head.outlets += _names(node.get("name"))[:1]


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
            stack += [child for child in item.values() if isinstance(child, (dict, list))]
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
        head.headline += _names(node.get("headline") or node.get("name"))[:1]
        if not head.authors:
            head.authors += _people(node.get("author") or node.get("creator"), by_id)
        head.outlets[:0] = [] if head.outlets else _people(node.get("publisher"), by_id)[:1]
        head.outlets += _people(node.get("publisher"), by_id)[:1]
        body = node.get("articleBody")
        if isinstance(body, str) and len(body) > len(head.body):
            head.body = body
        head.subtitle = head.subtitle or next(iter(_names(node.get("alternativeHeadline"))), None)
    for name in ("datePublished", "dateCreated", "uploadDate"):
        value = node.get(name)
        if isinstance(value, (str, int)) and (surest or name == "datePublished"):
            head.ld_dates.append(str(value)[:100])
            break
    addresses = [node.get("url"), node.get("mainEntityOfPage")] if surest else []
    for value in addresses:
        address = value.get("@id") if isinstance(value, dict) else value
        if isinstance(address, str) and address.startswith("http"):
            head.addresses.append(address)


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_clip(html.unescape(item)) for item in values if isinstance(item, str) and item.strip()]


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
        names = [_clip(f"{known.get('givenName') or ''} {known.get('familyName') or ''}")]
    return [name for name in names if not name.startswith("http")]


BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|by-?lines|author|authors|author-?name|reporter|reporters|journalist|writer"
    r"|contributor|article-?author|gija|press-?man)"
    r"(?:[\s_-]?(?:name|names|info|link|list|text))?(?=$|\s|_|-)", re.I
)  # fmt: skip
NO_BYLINE_CLASS = re.compile(
    r"bio|related|comment|avatar|image|photo|follow|subscribe|recommend|list-?wrap|more|other|card|social"
    r"|desc",
    re.IGNORECASE,
)
DATE_CLASS = re.compile(
    r"date|time|regist|publish|입력|article-?info|news-?info|byline|timestamp|meta(?:-|_|$)|info",
    re.IGNORECASE,
)
SHOWN_DATE = re.compile(
    r"(?P<label>(?:기사\s*)?(?:최초\s*)?(?:입력|등록|승인|게재|송고|발행)(?:\s*(?:일시|시간|일))?"
    r"|published|posted|publication "
    r"date|date)?\s*(?:on\b|at\b)?\s*[:：|]?\s*\[?"
    r"(?P<date>(?:19|20)\d\d\s*(?:[.\-/]|년)\s*\d{1,2}\s*(?:[.\-/]|월)\s*\d{1,2}(?:\s*일|\.)?"
    r"(?:\s*\([월화수목금토일A-Za-z]{1,3}\)|\s*[월화수목금토일]요일)?(?:[\s,|]*(?:오전|오후|AM"
    r"|PM)?\s*\d{1,2}\s*(?::"
    r"|시)\s*\d{1,2}\s*분?(?::\d\d)?(?:\s*[AP]M)?)?"
    r"|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2},?\s+(?:19|20)\d\d"
    r"(?:,?\s*(?:at\s*)?\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?(?:\s*(?:KST|EST|EDT|ET|GMT|UTC|PST|PDT))?)?)",
    re.IGNORECASE,
)
MAX_SHOWN = 160


def _read_shown(tree: HtmlElement, head: Head) -> None:
    """What readers see: headings, bylines and times, by element and class."""
    # Pictures in SVG have titles too.
    head.page_title = next((_clip(element.text_content()) for element in tree.iterfind(".//head/title")), "")
    head.h1 = [text for element in list(tree.iter("h1"))[:10] if (text := _clip(element.text_content()))]
    labelled: list[str] = []
    plain: list[str] = []
    for number, element in enumerate(
        tree.iter(
            "time", "span", "div", "p", "a", "li", "em", "dd", "td", "strong", "address", "b", "i", "ul"
        )
    ):
        if number >= 20 * MAX_NODES:
            break
        if element.tag == "time":
            _read_time(element, head)
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        itemprop = element.get("itemprop") or ""
        if itemprop == "datePublished":
            head.meta_dates += [
                element.get("datetime") or element.get("content") or _clip(element.text_content())
            ]
        if (
            element.get("rel") == "author"
            or itemprop == "author"
            or (marks.strip() and BYLINE_CLASS.search(marks) and not NO_BYLINE_CLASS.search(marks))
        ):
            _read_author(element, head)
        if marks.strip() and DATE_CLASS.search(marks) and (len(labelled) < 5 or len(plain) < 5):
            _read_date(_short_text(element), labelled, plain)
    head.shown_dates = labelled + plain


def _short_text(element: HtmlElement) -> str:
    """The words of an element that has few of them; empty for larger ones."""
    parts: list[str] = []
    length = 0
    for number, text in enumerate(element.itertext()):
        length += len(text.strip())
        if length > MAX_SHOWN or number > 40:
            return ""
        parts.append(text)
    return " ".join(" ".join(parts).split())


def _read_time(element: HtmlElement, head: Head) -> None:
    value = element.get("datetime") or _short_text(element)
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    if not value or "modif" in marks or "updat" in marks or len(head.time_dates) > 20:
        return
    if element.get("pubdate") is not None or "publish" in marks or "created" in marks:
        head.time_dates.insert(0, value)
    else:
        head.time_dates.append(value)


def _read_author(element: HtmlElement, head: Head) -> None:
    text = _short_text(element)
    if text and len(text) <= 120 and len(head.shown_authors) < 10:
        head.shown_authors.append(text)


def _read_date(text: str, labelled: list[str], plain: list[str]) -> None:
    for match in SHOWN_DATE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start("date")]
        if re.search(r"수정|업데이트|updated|modified|edited", before, re.IGNORECASE):
            continue
        (labelled if match["label"] else plain).append(match["date"])


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
