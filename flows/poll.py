"""One poll of one source: asked with the validators it gave, read in a worker, named by its result."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import random

from flows.extract.pool import WorkerPool
from flows.fetch.client import Fetcher
from flows.sources.announced import Feed
from flows.sources.follow import follow_index
from flows.sources.pace import plan_poll, read_asked
from flows.sources.read import OK, Result, name_failure, name_reading, read_source
from storage.errors import FetchError, HttpStatus, ReadError
from storage.records import Entry, Page, Poll, Source, SourceStatus

log = logging.getLogger("hanmi.sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a poll brought: its row for the ledger, and the entries it read."""

    poll: Poll
    entries: tuple[Entry, ...] = ()


async def poll_source(fetcher: Fetcher, pool: WorkerPool, source: Source, status: SourceStatus) -> Found:
    """Poll a source once; a source that fails is a result, never an error."""
    began = time.monotonic()
    try:
        page = await fetcher.fetch(source.url, etag=status.etag, last_modified=status.last_modified)
        feed = None if page.not_modified else await _read_whole(fetcher, pool, source, status, page)
        found = _read(source, status, page, feed)
    except (FetchError, ReadError) as error:
        found = _failed(source, status, error)
    poll = replace(found.poll, ms=round((time.monotonic() - began) * 1000))
    log.info("source polled: source=%s result=%s entries=%d ms=%d why=%s",
             source.id, poll.result, poll.entries, poll.ms, poll.why)  # fmt: skip
    return replace(found, poll=poll)


async def _read_whole(
    fetcher: Fetcher, pool: WorkerPool, source: Source, status: SourceStatus, page: Page
) -> Feed:
    """What the answer announces, an index of sitemaps read on to its newest."""

    async def read(each: Page) -> Feed:
        return await pool.run(read_source, each, source, status.kind, about=each.url)

    return await follow_index(await read(page), fetcher.fetch, read)


def count_new(poll: Poll, new: int) -> Poll:
    """The poll with the number of its entries that were not seen before, known once they are in the inbox."""
    if poll.result not in (Result.NEW, Result.NOTHING_NEW):
        return poll
    return replace(poll, new=new, result=name_reading(poll.entries, new).value)


def _read(source: Source, status: SourceStatus, page: Page, feed: Feed | None) -> Found:
    """A poll that was answered; `feed` None is a 304."""
    entries = feed.entries if feed else ()
    result = name_reading(len(entries), new=0) if feed else Result.UNCHANGED
    asked = read_asked(page, feed.ttl if feed else None)
    poll = Poll(
        source=source.id,
        at=page.fetched_at,
        result=result.value,
        is_ok=result in OK,
        next_poll_at=plan_poll(source, at=page.fetched_at, result=result, asked=asked),
        status=page.status,
        entries=len(entries),
        etag=page.header("etag") if feed else status.etag,
        last_modified=page.header("last-modified") if feed else status.last_modified,
        kind=feed.kind if feed else None,
    )
    return Found(poll=poll, entries=entries)


def _failed(source: Source, status: SourceStatus, error: FetchError | ReadError) -> Found:
    at = datetime.now(UTC)
    result = name_failure(error)
    asked = error.retry_after if isinstance(error, HttpStatus) else None
    # Chance spreads sources that failed together; it guards nothing.
    next_at = plan_poll(
        source,
        at=at,
        result=result,
        failures=status.failures + 1,
        retry_after=asked,
        chance=random(),  # noqa: S311
    )
    poll = Poll(
        source=source.id,
        at=at,
        result=result.value,
        is_ok=False,
        next_poll_at=next_at,
        status=error.status if isinstance(error, HttpStatus) else None,
        why=error.why,
    )
    return Found(poll=poll)
