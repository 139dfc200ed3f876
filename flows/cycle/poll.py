"""Poll one source: a conditional request, read in a worker; the outcome is a `Result`."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import random

from flows.fetch.client import Fetcher
from flows.sources.follow import follow_index
from flows.sources.formats.announced import Feed
from flows.sources.health.coverage import reach_back
from flows.sources.health.habit import read_habit
from flows.sources.health.pace import asked_wait, is_whole_due, plan_poll
from flows.sources.read import read_source
from flows.sources.results import OK, Result, name_failure, name_reading
from flows.workers.pool import WorkerPool
from storage.errors import FetchError, HttpStatus, ReadError
from storage.records import Entry, Page, Poll, Source, SourceStatus, Trouble
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.sources")

DISTRUST = timedelta(days=7)
"""How long a source whose 304 hid something is asked without validators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What a poll brought: its row for the ledger and its entries, one per address.

    `soonest` is the next poll time if an entry proves new; it ignores the source's quiet hours.
    `link` is the page that a feed stands for, where it names one.
    """

    poll: Poll
    entries: tuple[tuple[str, Entry], ...] = ()
    soonest: datetime
    link: str | None = None


async def poll_source(fetcher: Fetcher, pool: WorkerPool, source: Source, status: SourceStatus) -> PollResult:
    """Poll a source once. A source that fails gives a result; nothing is raised."""
    began = time.monotonic()
    try:
        page, feed = await _read_answer(fetcher, pool, source, status)
        found = _read(source, status, page, feed)
    except (FetchError, ReadError) as error:
        found = _failed(source, status, error, fetcher.now())
    except Exception as error:  # a fault of ours at one source must not stop the news of all others
        log.exception("source fault: source=%s", source.id)
        fault = ReadError(source.url, Reason(FetchCode.OUR_FAULT, error=repr(error)))
        found = _failed(source, status, fault, fetcher.now())
    poll = replace(found.poll, ms=round((time.monotonic() - began) * 1000))
    log.info("source polled: source=%s result=%s entries=%d ms=%d why=%s",
             source.id, poll.result, poll.entries, poll.ms, poll.why)  # fmt: skip
    return replace(found, poll=poll)


async def _read_answer(
    fetcher: Fetcher, pool: WorkerPool, source: Source, status: SourceStatus
) -> tuple[Page, Feed | None]:
    """The answer and its entries (None after a 304). A sitemap index is followed to its newest sitemaps."""

    async def read(each: Page) -> Feed:
        return await pool.run(read_source, each, source, status.kind, about=each.url)

    etag, last_modified = choose_validators(status, fetcher.now())
    async with fetcher.reading(source.url, etag=etag, last_modified=last_modified) as page:
        feed = None if page.not_modified else await read(page)
    return page, feed and await follow_index(feed, fetcher.fetch, read)


def choose_validators(status: SourceStatus, now: datetime) -> tuple[str | None, str | None]:
    """The ETag and Last-Modified to send. Left out now and then, to catch a server that always answers 304.

    None after failures, since a 304 would not show that the source has recovered.
    """
    coverage = status.coverage
    if coverage.failures or coverage.health.trouble in (Trouble.FAILING, Trouble.CHALLENGE):
        return None, None
    is_distrusted = coverage.stuck_at is not None and now - coverage.stuck_at < DISTRUST
    if is_distrusted or is_whole_due(coverage.unchanged, now - (coverage.whole_at or now)):
        return None, None
    return status.etag, status.last_modified


def count_new(found: PollResult, new: int) -> Poll:
    """The poll with its number of new entries, which is known once they are in the inbox."""
    poll = found.poll
    if poll.result not in (Result.NEW, Result.NOTHING_NEW):
        return poll
    next_at = found.soonest if new else poll.next_poll_at
    return replace(poll, new=new, result=name_reading(poll.entries, new).value, next_poll_at=next_at)


def _read(source: Source, status: SourceStatus, page: Page, feed: Feed | None) -> PollResult:
    """A poll that was answered; `feed` None is a 304."""
    entries = feed.keyed if feed else ()
    result = name_reading(len(entries), new=0) if feed else Result.UNCHANGED
    asked = asked_wait(page, feed.ttl if feed else None)
    habit = read_habit(status.rhythm, source.timezone)
    poll = Poll(
        source=source.id,
        at=page.fetched_at,
        result=result.value,
        is_ok=result in OK,
        next_poll_at=plan_poll(source, at=page.fetched_at, result=result, asked=asked, habit=habit),
        status=page.status,
        entries=len(entries),
        dated=sum(entry.published is not None for _, entry in entries),
        dropped=feed.dropped if feed else 0,
        etag=page.header("etag") if feed else status.etag,
        last_modified=page.header("last-modified") if feed else status.last_modified,
        kind=feed.kind if feed else None,
        reaches_to=reach_back(entry for _, entry in entries),
    )
    soonest = plan_poll(source, at=page.fetched_at, result=result, asked=asked)
    return PollResult(poll=poll, entries=entries, soonest=soonest, link=feed.link if feed else None)


def _failed(source: Source, status: SourceStatus, error: FetchError | ReadError, at: datetime) -> PollResult:
    result = name_failure(error)
    asked = error.retry_after if isinstance(error, HttpStatus) else None
    # Chance spreads sources that failed together; it guards nothing.
    next_at = plan_poll(
        source,
        at=at,
        result=result,
        failures=status.failures + 1,
        retry_after=asked,
        chance=random(),  # noqa: S311 - it spreads polls and guards nothing
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
    return PollResult(poll=poll, soonest=next_at)
