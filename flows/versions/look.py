"""Look at an alerted article once: a conditional request, read in a worker."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from flows.extract.generation import GENERATION
from flows.extract.landing import leads_elsewhere
from flows.extract.page import extract_page
from flows.extract.text.charset import decode_document
from flows.fetch.challenge import is_challenge
from flows.fetch.client import Fetcher
from flows.sources.rest import read_rest
from flows.versions.classify import is_cut, is_replaced
from flows.versions.clean import Said
from flows.versions.seen import Missing, Reread, Seen, Unchanged, Unseen
from flows.versions.withdrawal import Absent, Withdrawn, read_bare_page, read_notice
from flows.workers.pool import WorkerPool
from storage.address import split_address
from storage.corpus.looks import Look
from storage.errors import FetchError, HttpStatus, NoText, ReadError
from storage.records import Article, Extract, Page, TextFrom
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.versions")

GONE = frozenset({404, 410})

_FRONTS = frozenset({"", "/", "/index.html", "/index.php", "/index.htm", "/main", "/home", "/main.html"})


_MOST_SAID = 300
"""Characters of a notice of withdrawal that are quoted."""


async def look_at(
    fetcher: Fetcher, pool: WorkerPool, article: Article, look: Look, *, zone: str | None = None
) -> Seen:
    """Look at an article's page once. A page that cannot be read gives a result; nothing is raised.

    `zone` is that of its source, for times that a page states without one.
    """
    assert article.url is not None, "only articles with an address are looked at"
    try:
        page = await fetcher.fetch(article.url, etag=look.etag, last_modified=look.last_modified)
        if page.not_modified:
            return Unchanged(at=page.fetched_at)
        if _leads_to_front(article.url, page.url):
            return Missing(why=Reason(Code.FRONT_PAGE), at=page.fetched_at)
        read = partial(read_again, page.body, page.content_type, page.url, article, zone)
        found = await pool.run(read, about=page.url)
        if isinstance(found, Extract):
            found = await read_rest(fetcher, pool, found)
        return name_page_result(article, page, found)
    except HttpStatus as error:
        if error.status in GONE and not error.challenge:
            return Missing(why=error.why, at=fetcher.now())
        return Unseen(why=error.why, at=fetcher.now(), asked=error.retry_after)
    except (FetchError, ReadError) as error:
        return Unseen(why=error.why, at=fetcher.now())


def read_again(
    body: bytes, content_type: str, url: str, article: Article, zone: str | None = None
) -> Extract | Withdrawn | Absent:
    """What an article's page holds now; runs in a worker. Raises: ReadError."""
    if is_challenge(body):
        raise ReadError(url, Reason(Code.BOT_CHECK))
    try:
        extract = extract_page(body, url=url, content_type=content_type, zone=zone)
    except NoText:
        found = read_notice(*read_bare_page(decode_document(body, content_type)), before=_said(article))
        if found is None:
            raise
        return found
    asked = article.url if article.text_from is TextFrom.FEED else None
    if asked and leads_elsewhere(asked, url, article.title, extract):
        raise ReadError(url, Reason(Code.OTHER_PAGE))
    return read_notice(extract.title, extract.text, before=_said(article)) or extract


def _said(article: Article) -> Said:
    return Said(title=article.title, text=article.text)


def name_page_result(article: Article, page: Page, found: Extract | Withdrawn | Absent) -> Seen:
    """What a page that was read says about its article."""
    match found:
        case Withdrawn(says=says):
            return Missing(why=_quote(says), at=page.fetched_at, is_said=True)
        case Absent(says=says):
            return Missing(why=_quote(says), at=page.fetched_at)
        case Extract():
            return _name_extract(article, page, found)


def _quote(says: str) -> Reason:
    return Reason(Code.PAGE_SAYS, says=says[:_MOST_SAID])


def _name_extract(article: Article, page: Page, extract: Extract) -> Seen:
    # A feed's headline is often another than the page's own: only what the page itself said is compared.
    is_page = article.text_from is TextFrom.PAGE
    title = extract.title or article.title
    before, after = _said(article), Said(title=title, text=extract.text)
    if is_page and is_replaced(before, after):
        return Unseen(why=Reason(Code.OTHER_TEXT, url=page.url), at=page.fetched_at)
    reread = Reread(
        article=replace(
            article,
            title=title,
            text=extract.text,
            subtitle=extract.subtitle,
            authors=extract.authors or article.authors,
            text_from=TextFrom.PAGE,
            teaser=extract.teaser,
            extraction=GENERATION,
        ),
        at=page.fetched_at,
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
        is_baseline=article.extraction != GENERATION,
    )
    if extract.teaser is not None or is_cut(before, after):
        # A paywall came up, or the page was half read; its headline is whole all the same.
        doubt = Reason(Code.PART_SHOWN)
        return replace(
            reread,
            article=replace(article, title=title if is_page else article.title),
            doubt=doubt,
            etag=None,
            last_modified=None,
        )
    return reread


def _leads_to_front(asked: str, came: str) -> bool:
    return _is_front(came) and not _is_front(asked)


def _is_front(url: str) -> bool:
    parts = split_address(url)
    return parts.path.lower() in _FRONTS and not parts.query
