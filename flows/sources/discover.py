"""What a site offers: its feeds, sitemaps and lists, found where sites put them, and tried."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlsplit

from flows.extract.text.charset import decode_document
from flows.fetch.client import Fetcher
from flows.sources.follow import follow_index
from flows.sources.formats.announced import Feed
from flows.sources.formats.words import clean_link, plain_text
from flows.sources.read import look_for_kind
from flows.sources.results import Result, name_failure
from storage.address import address_key, same_site
from storage.errors import FetchError, ReadError
from storage.records import Page, Source, SourceKind

MOST = 24
"""Candidates tried; the likeliest come first."""

READS = "ok"
"""The result of a trial that read something: what of it is new is not known here."""

STALE = timedelta(days=365)
"""A feed whose newest entry is older was left behind by its site, and is offered last."""

ASIDE = re.compile(r"comments?(?:[/._?=-]|$)", re.IGNORECASE)
"""In the path of a feed that brings no articles."""

HEAD = 400_000
"""Characters of a page that are looked through."""

# In the order in which sites are likely to have them.
WELL_KNOWN = (
    "/rss", "/rss.xml", "/feed", "/feed/", "/feed.xml", "/atom.xml", "/rss/allArticle.xml", "/rss/all.xml",
    "/rss/news.xml", "/feed.json", "/index.xml", "/rss/index.xml", "/rss/S1N1.xml",
)  # fmt: skip
WELL_KNOWN_SITEMAPS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemap.xml",
    "/sitemap_index.xml",
)

LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
BASE = re.compile(r"<base\b[^<>]{0,2000}>", re.IGNORECASE)
ANCHOR = re.compile(r"<a\b[^<>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE
)
FEED_TYPE = re.compile(
    r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.IGNORECASE
)
FEED_PATH = re.compile(
    r"(?:^|[/._=-])(?:rss|feeds?|atom|rdf)(?:[/._=?-]|\d*$)|\.(?:rss|rdf|atom)$", re.IGNORECASE
)
FEED_SERVICE = re.compile(r"add\.my\.yahoo|feedly\.com|netvibes|inoreader|newsblur", re.IGNORECASE)

Read = Callable[[Page, Source], Awaitable[Feed]]
"""`read_source`, in a worker process or here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a source, and where it was found; `kind` None is to be looked at."""

    url: str
    found_in: str
    title: str = ""
    kind: SourceKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The result of trying a candidate: `why` it failed, or what it would bring.

    `result` is `READS`, or one of the words of `Result` for what was not.
    `dropped` counts what it lists under no address that can be read.
    `newest` is the latest date among its entries, None where they have none; `titles` are of its first.
    """

    candidate: Candidate
    result: str = READS
    kind: SourceKind | None = None
    title: str = ""
    entries: int = 0
    dated: int = 0
    dropped: int = 0
    newest: datetime | None = None
    lang: str | None = None
    titles: tuple[str, ...] = ()
    why: str | None = None

    @property
    def works(self) -> bool:
        """Whether it can be read, and brings entries."""
        return self.why is None and self.entries > 0


def find_candidates(page: Page) -> tuple[Candidate, ...]:
    """The feeds that a page names in its head and its links, most explicit first."""
    text = decode_document(page.body, page.content_type)[:HEAD]
    base = _read_base(text, page.url)
    return _distinct([*_named(text, base), *_linked(text, base)])


def guess_candidates(url: str, sitemaps: tuple[str, ...] = ()) -> tuple[Candidate, ...]:
    """Where a site's feeds and sitemaps usually are; `sitemaps` are those of its robots.txt."""
    parts = urlsplit(url)
    root, here = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
    below = (f"{here}/feed", f"{here}/rss") if here else ()
    feeds = _list_usual(root, (*below, *WELL_KNOWN))
    links = (clean_link(link, url) for link in sitemaps[:6])
    stated = [
        Candidate(url=link, found_in="robots.txt", kind=SourceKind.SITEMAP) for link in filter(None, links)
    ]
    others = _list_usual(root, WELL_KNOWN_SITEMAPS, SourceKind.SITEMAP)
    return _distinct([*feeds[:2], *stated, *feeds[2:], *others])


def _list_usual(root: str, paths: Iterable[str], kind: SourceKind | None = None) -> list[Candidate]:
    return [Candidate(url=f"{root}{path}", found_in="a usual path", kind=kind) for path in paths]


async def discover_sources(fetcher: Fetcher, read: Read, url: str, *, timezone: str) -> tuple[Trial, ...]:
    """Try what a site offers; those that work come first, then those that failed.

    A feed's own address is simply tried. Raises: FetchError where the address itself cannot be read.
    """
    page = await fetcher.fetch(url)
    given = Candidate(url=page.url, found_in="the address itself")
    itself = await _try_page(fetcher, read, given, page, _as_source(given, timezone))
    if itself.why is None and itself.kind is not SourceKind.PAGE:
        return (itself,)
    sitemaps = await _sitemaps(fetcher, page.url)
    named = find_candidates(page)
    candidates = _distinct([*named, *guess_candidates(page.url, sitemaps)])[:MOST]
    trials = await _try_all(fetcher, read, candidates, timezone)
    worked = [trial for trial in trials if trial.works]
    # The page's own list is the last resort, and shown as one.
    if itself.why is None:
        worked.append(itself)
    return (*_once(worked), *_list_failed(trials, named))


async def _try_all(
    fetcher: Fetcher, read: Read, candidates: tuple[Candidate, ...], timezone: str
) -> list[Trial]:
    """Try these, and what they lead to: what a site calls its RSS is often a page that lists its feeds."""
    pages: list[Page] = []
    trials = await asyncio.gather(*(_try(fetcher, read, each, timezone, pages) for each in candidates))
    onward = _find_onward(pages, candidates)
    trials += await asyncio.gather(*(_try(fetcher, read, each, timezone, []) for each in onward))
    return trials


def _find_onward(pages: list[Page], tried: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The feeds that pages name and that were not tried yet."""
    urls = {each.url for each in tried}
    return _distinct([each for page in pages for each in find_candidates(page) if each.url not in urls])[
        :MOST
    ]


def _list_failed(trials: list[Trial], named: tuple[Candidate, ...]) -> list[Trial]:
    """Those that failed of what the page names; a usual path that is not there is no news."""
    wanted = {candidate.url for candidate in named}
    return [trial for trial in trials if not trial.works and trial.candidate.url in wanted]


def rank_trials(trials: Iterable[Trial], now: datetime) -> tuple[Trial, ...]:
    """Those that work, the best first: fresh before stale, dated before undated, feeds before lists.

    What is equal stays in the order of finding, in which the site's own words come first.
    """

    def rank(trial: Trial) -> tuple[bool, ...]:
        is_stale = trial.newest is not None and now - trial.newest > STALE
        is_aside = ASIDE.search(urlsplit(trial.candidate.url).path) is not None
        return (trial.kind is SourceKind.PAGE, is_aside, is_stale, not trial.dated)

    return tuple(sorted((trial for trial in trials if trial.works), key=rank))


async def try_source(fetcher: Fetcher, read: Read, source: Source) -> Trial:
    """Read a source once, as it is configured, and say what it would bring or why it failed."""
    candidate = Candidate(url=source.url, found_in="the configuration", title=source.name, kind=source.kind)
    try:
        page = await fetcher.fetch(source.url)
    except FetchError as error:
        return _failed(candidate, error)
    return await _try_page(fetcher, read, candidate, page, source)


def _as_source(candidate: Candidate, timezone: str) -> Source:
    return Source(id="trial", name="", url=candidate.url, kind=candidate.kind, timezone=timezone)


def _read_base(text: str, url: str) -> str:
    """What the page's links are relative to."""
    for tag in BASE.finditer(text):
        if base := clean_link(_attributes(tag[0]).get("href", ""), url):
            return base
    return url


def _named(text: str, base: str) -> Iterator[Candidate]:
    for tag in LINK.finditer(text):
        fields = _attributes(tag[0])
        is_feed = _names_feed(tag[0], fields)
        if not is_feed and "sitemap" not in _rels(fields):
            continue
        link = clean_link(fields.get("href", ""), base)
        if link is not None and is_feed:
            yield Candidate(url=link, found_in="the page's head", title=plain_text(fields.get("title", "")))
        elif link is not None:
            yield Candidate(url=link, found_in="the page's head", kind=SourceKind.SITEMAP)


def _names_feed(tag: str, fields: dict[str, str]) -> bool:
    is_feed = "alternate" in _rels(fields) and FEED_TYPE.search(fields.get("type", "")) is not None
    return is_feed and "oembed" not in tag.lower()


def _rels(fields: dict[str, str]) -> list[str]:
    return fields.get("rel", "").lower().split()


def _linked(text: str, base: str) -> Iterator[Candidate]:
    for tag in ANCHOR.finditer(text):
        fields = _attributes(tag[0])
        link = clean_link(fields.get("href", ""), base)
        if link is not None and _may_be_feed(link, base):
            title = plain_text(fields.get("title", ""))
            yield Candidate(url=link, found_in="a link on the page", title=title)


def _may_be_feed(link: str, base: str) -> bool:
    """Whether an address is named like a feed, and leads to no service that reads them for people."""
    if FEED_SERVICE.search(link):
        return False
    parts = urlsplit(link)
    by_query = same_site(link, base) and FEED_PATH.search(parts.query) is not None
    return by_query or FEED_PATH.search(parts.path) is not None


def _attributes(tag: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in ATTRIBUTE.finditer(tag)}


def _distinct(found: list[Candidate]) -> tuple[Candidate, ...]:
    kept: dict[str, Candidate] = {}
    for candidate in found:
        kept.setdefault(candidate.url.removesuffix("/"), candidate)
    return tuple(kept.values())


def _once(trials: list[Trial]) -> list[Trial]:
    """Keep one of several addresses that bring the same entries."""
    kept: dict[tuple[object, ...], Trial] = {}
    for trial in trials:
        kept.setdefault((trial.kind, trial.title, trial.entries, trial.newest, trial.titles), trial)
    return list(kept.values())


async def _sitemaps(fetcher: Fetcher, url: str) -> tuple[str, ...]:
    try:
        return (await fetcher.robots(url)).sitemaps
    except FetchError:
        return ()


async def _try(fetcher: Fetcher, read: Read, candidate: Candidate, timezone: str, pages: list[Page]) -> Trial:
    """Try a candidate; an HTML page that comes is added to `pages`."""
    try:
        page = await fetcher.fetch(candidate.url)
    except FetchError as error:
        return _failed(candidate, error)
    if look_for_kind(page) is SourceKind.PAGE:
        pages.append(page)
    trial = await _try_page(fetcher, read, candidate, page, _as_source(candidate, timezone))
    if trial.kind is SourceKind.PAGE:
        return Trial(candidate=candidate, result=Result.UNREADABLE, why="an HTML page came")
    return trial


def _failed(candidate: Candidate, error: FetchError | ReadError) -> Trial:
    return Trial(candidate=candidate, result=name_failure(error), why=error.why)


async def _try_page(fetcher: Fetcher, read: Read, candidate: Candidate, page: Page, source: Source) -> Trial:
    try:
        feed = await follow_index(await read(page, source), fetcher.fetch, lambda child: read(child, source))
    except (FetchError, ReadError) as error:
        return _failed(candidate, error)
    return _judge_feed(candidate, feed)


def _judge_feed(candidate: Candidate, feed: Feed) -> Trial:
    """What a feed would bring."""
    dates = _list_dates(feed)
    langs = (feed.lang, *(entry.lang for entry in feed.entries))
    return Trial(
        candidate=candidate,
        result=READS if feed.entries else Result.EMPTY,
        kind=feed.kind,
        title=feed.title or candidate.title,
        entries=len(feed.entries),
        dated=len(dates),
        dropped=feed.dropped,
        newest=max(dates, default=None),
        lang=next(filter(None, langs), None),
        titles=tuple(entry.title or address_key(entry.url) for entry in feed.entries[:3]),
    )


def _list_dates(feed: Feed) -> list[datetime]:
    return [entry.published.at for entry in feed.entries if entry.published]
