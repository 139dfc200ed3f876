"""One poll of one source: asked with the validators it gave, read in a worker, named by its result."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flows.extract.pool import WorkerPool
from flows.fetch.client import Fetcher
from flows.sources.announced import Feed
from flows.sources.read import OK, Result, name_failure, name_reading, read_source
from storage.errors import FetchError, HttpStatus, ReadError
from storage.records import Entry, Page, Poll, Source, SourceStatus

LONGEST_BACK_OFF = timedelta(hours=6)
"""A source that fails is asked less and less often, and never given up."""

LONGEST_WISH = timedelta(hours=24)
"""The most that a Retry-After may ask for."""

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
        feed = None if page.not_modified else await pool.run(read_source, page, source, about=source.url)
        found = _read(source, status, page, feed)
    except (FetchError, ReadError) as error:
        found = _failed(source, status, error)
    poll = replace(found.poll, ms=round((time.monotonic() - began) * 1000))
    log.info("source polled: source=%s result=%s entries=%d ms=%d why=%s",
             source.id, poll.result, poll.entries, poll.ms, poll.why)  # fmt: skip
    return replace(found, poll=poll)


def count_new(poll: Poll, new: int) -> Poll:
    """The poll with the number of its entries that were not seen before, known once they are in the inbox."""
    if poll.result not in (Result.NEW, Result.NOTHING_NEW):
        return poll
    return replace(poll, new=new, result=name_reading(poll.entries, new).value)


def _read(source: Source, status: SourceStatus, page: Page, feed: Feed | None) -> Found:
    """A poll that was answered; `feed` None is a 304."""
    entries = feed.entries if feed else ()
    result = name_reading(len(entries), new=0) if feed else Result.UNCHANGED
    asked = feed.ttl if feed else None
    poll = Poll(
        source=source.id,
        at=page.fetched_at,
        result=result.value,
        is_ok=result in OK,
        next_poll_at=page.fetched_at + max(source.every, min(asked or source.every, source.slowest)),
        status=page.status,
        entries=len(entries),
        etag=page.header("etag") if feed else status.etag,
        last_modified=page.header("last-modified") if feed else status.last_modified,
    )
    return Found(poll=poll, entries=entries)


def _failed(source: Source, status: SourceStatus, error: FetchError | ReadError) -> Found:
    at = datetime.now(UTC)
    asked = error.retry_after if isinstance(error, HttpStatus) else None
    wait = min(source.every * 2 ** min(status.failures, 10), max(LONGEST_BACK_OFF, source.every))
    poll = Poll(
        source=source.id,
        at=at,
        result=name_failure(error).value,
        is_ok=False,
        next_poll_at=at + max(wait, min(asked or timedelta(), LONGEST_WISH)),
        status=error.status if isinstance(error, HttpStatus) else None,
        why=error.why,
    )
    return Found(poll=poll)
