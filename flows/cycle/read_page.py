"""Turn an announced entry into an article, from its page or, failing that, from the feed's own text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from flows.extract.landing import is_silent_on, is_stated_of, leads_elsewhere
from flows.extract.page import extract_page
from flows.extract.text.fragment import extract_fragment
from flows.fetch.client import Fetcher
from flows.keeping.build_article import article_of_feed, article_of_page, choose_text, may_say_more
from flows.sources.rest import read_rest
from flows.workers.pool import WorkerPool
from storage.address import address_key, is_again_key, is_item_key
from storage.errors import FetchError, HttpStatus, NoText, ReadError, TooSlow
from storage.records import Article, Entry, Extract, Source, Teaser, TextFrom, Waiting
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.pages")

PAGE_RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20))
"""When a page that failed in passing is tried again; then the feed's own words must do."""

MOST_ASKED = timedelta(hours=6)
"""The most that a Retry-After may hold up an article for; a wild one must not bury it."""

PASSING = frozenset({404, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses that say: later (RFC 9110; 52x as Cloudflare documents them), and 404, since many systems announce
an article before its page is there."""

PAID = frozenset({401, 402})

DOUBTS = {
    Teaser.PAYWALL: "its page keeps the rest for those who pay or log in",
    Teaser.SHORT: "its page has far less text than the feed, or only the first part of it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article, and why its text may be only a part or the feed's own; None where its page was read.

    `landed` is the key of the page, None where there is none.
    """

    article: Article
    doubt: str | None = None
    landed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An entry that did not become an article; `again_at` is the next try, None if there is none."""

    why: str
    again_at: datetime | None


def fault_of(item: Waiting, error: Exception, now: datetime) -> Unread:
    """A bug met at one entry: logged with its trace, and tried again ever later, until it is mended."""
    log.error("entry fault: source=%s url=%s", item.source, item.entry.url, exc_info=error)
    again_at = now + min(timedelta(hours=1) * 2 ** min(item.attempts, 5), timedelta(days=1))
    return Unread(why=Reason(FetchCode.OUR_FAULT, error=repr(error)), again_at=again_at)


async def read_page(
    fetcher: Fetcher,
    pool: WorkerPool,
    item: Waiting,
    source: Source,
    *,
    fresh: timedelta,
    is_wanted: Callable[[Article], bool] = lambda _: False,
) -> Read | Unread:
    """Fetch and extract the page of an entry.

    A page that failed in passing is tried again later, but for one whose feed says enough: it is wanted as it
    stands (`is_wanted`), and must not wait. What is told is read again all the same, once the page is there.
    """
    try:
        if is_item_key(item.key):
            raise ReadError(item.entry.url, Reason(FetchCode.LINK_SHARED))
        async with fetcher.reading(item.entry.url) as page:
            read = partial(
                extract_page,
                page.body,
                url=page.url,
                content_type=page.content_type,
                announced=item.entry.title,
                zone=source.timezone,
            )
            extract = await pool.run(read, about=page.url)
        if leads_elsewhere(item.entry.url, page.url, item.entry.title, extract):
            raise ReadError(item.entry.url, Reason(FetchCode.LEADS_TO, url=page.url))
        if is_again_key(item.key) and is_silent_on(item.entry.title, extract):
            raise ReadError(item.entry.url, Reason(FetchCode.LINK_SHARED))
        extract = await read_rest(fetcher, pool, extract)
        found = await _prefer_feed(pool, item, article_of_page(item, source, page, extract, fresh=fresh))
        return replace(found, landed=address_key(page.url))
    except (FetchError, ReadError) as error:
        again_after = retry_after(error, item.attempts)
        words = await _read_feed_words(pool, item, source, error, now=fetcher.now(), fresh=fresh)
        if again_after is None or (
            isinstance(words, Read) and await asyncio.to_thread(is_wanted, words.article)
        ):
            return words
        return Unread(why=error.why, again_at=fetcher.now() + again_after)


def retry_after(error: FetchError | ReadError, attempts: int) -> timedelta | None:
    """How long to wait before the next try; None if another try would not help."""
    if attempts >= len(PAGE_RETRIES) or isinstance(error, ReadError) or not is_passing(error):
        return None
    asked = error.retry_after if isinstance(error, HttpStatus) else None
    return max(PAGE_RETRIES[attempts], min(asked or timedelta(), MOST_ASKED))


def is_passing(error: FetchError) -> bool:
    """Whether a failure may be over soon: the network's and the server's, not a refusal."""
    if isinstance(error, HttpStatus):
        return error.status in PASSING
    return isinstance(error, TooSlow) or type(error) is FetchError


async def _prefer_feed(pool: WorkerPool, item: Waiting, article: Article) -> Read:
    """The article with the feed's text if that is more complete than the page's."""
    words = await _read_words(pool, item.entry) if may_say_more(article, item.entry.html) else ""
    chosen = choose_text(article, words)
    if chosen.teaser is None:
        return Read(article=chosen)
    kept = "the feed's own words were" if chosen.text_from is TextFrom.FEED else "its teaser was"
    return Read(article=chosen, doubt=f"{DOUBTS[chosen.teaser]}; {kept} kept")


async def _read_feed_words(
    pool: WorkerPool,
    item: Waiting,
    source: Source,
    error: FetchError | ReadError,
    *,
    now: datetime,
    fresh: timedelta,
) -> Read | Unread:
    entry = item.entry
    text = await _read_words(pool, entry)
    if not text and (stated := _find_stated(entry.title, error)):
        article = article_of_feed(item, source, stated, fetched_at=now, fresh=fresh)
        return Read(article=article, doubt=f"its page: {error.why}; the page's own description was kept")
    if not text and not entry.title:
        return Unread(why=error.why, again_at=None)
    log.info("page unread: source=%s url=%s why=%s", source.id, entry.url, error.why)
    is_paid = isinstance(error, HttpStatus) and error.status in PAID
    teaser = None if is_item_key(item.key) else Teaser.PAYWALL if is_paid else Teaser.UNREAD
    extract = Extract(title=entry.title, text=text, authors=entry.authors, teaser=teaser)
    article = article_of_feed(item, source, extract, fetched_at=now, fresh=fresh)
    return Read(article=article, doubt=f"its page: {error.why}; the feed's own words were kept")


def _find_stated(title: str, error: FetchError | ReadError) -> Extract | None:
    """What a page without an article states of the one that was announced."""
    stated = error.stated if isinstance(error, NoText) else None
    return replace(stated, teaser=Teaser.UNREAD) if stated and is_stated_of(title, stated) else None


async def _read_words(pool: WorkerPool, entry: Entry) -> str:
    """The entry's text from the feed; empty if there is none or it cannot be read."""
    try:
        return await pool.run(extract_fragment, entry.html, about=entry.url) if entry.html else ""
    except (ReadError, TooSlow):
        return ""
