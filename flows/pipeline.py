"""The path of an article, on one page; Prefect does not know it, and it does not know Prefect.

claim_sources ─▶ poll_source ─▶ keep_found ─▶ read_inbox ─▶ read_page ─▶ keep_article ─▶ send_promised
  due, and        Source ▶       poll, inbox   Waiting       fetch and    judge, match,    Delivery ▶
  nobody else's   Entry          and turns in                extract      decide, promise  Outcome
                                 one commit                  ▶ Article    in one commit
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.extract.pool import WorkerPool
from flows.fetch.client import Fetcher
from flows.keep import Origin, keep_article
from flows.keep_poll import keep_found, learn_rhythms
from flows.keep_texts import look_at_texts
from flows.poll import poll_source
from flows.read_page import Read, Unread, read_page
from flows.report import CycleReport
from flows.versions.round import look_again
from flows.wiring import House, send_promised
from storage.errors import StorageError
from storage.inbox import postpone_entry, read_inbox
from storage.records import SourceStatus, Waiting
from storage.sources import CLAIM_LEASE, claim_sources, release_claims, renew_claims

log = logging.getLogger("hanmi.pipeline")

ROUND_S = 45.0
LULL_S = 3.0
"""What has come is judged after a lull or a round: a slow host must not hold up the news of others."""

IN_FLIGHT = 64
"""Sources and pages being read at once; each host has its own, lower limit."""


Reading = asyncio.Task[Read | Unread]


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading needs, open for one cycle."""

    fetcher: Fetcher
    pool: WorkerPool


async def run_cycle(
    house: House,
    *,
    now: datetime,
    only: Collection[str] = (),
    every: bool = False,
    budget: timedelta = timedelta(minutes=30),
    slack: timedelta = timedelta(),
) -> CycleReport:
    """One monitoring cycle over the sources that are due, deliveries included.

    `only` names the sources to look at, empty: all; `every` takes those that are not due too.
    What cannot be read within `budget` stays in the inbox for the next cycle. What is due within `slack`
    counts as due.
    """
    report, began = CycleReport(), time.monotonic()
    wanted = set(only) or {source.id for source in house.settings.sources}
    due_by = now + slack
    claims = claim_sources(house.db, wanted, house.owner, now, due_by=None if every else due_by)
    try:
        async with _keeping_claims(house, claims), _open_tools(house) as tools:
            due = [claim for claim in claims if every or claim.is_due(due_by)]
            await _poll_all(house, tools, due, report)
            await _empty_inbox(house, tools, claims, report, until=began + budget.total_seconds())
            await look_again(
                house, tools.fetcher, tools.pool, report,
                among=wanted, due_by=due_by, until=began + budget.total_seconds(),
            )  # fmt: skip
            await asyncio.to_thread(learn_rhythms, house, claims, now)
            await asyncio.to_thread(look_at_texts, house, {claim.id for claim in claims}, now)
    finally:
        release_claims(house.db, house.owner)
    report.seconds = time.monotonic() - began
    return report


async def _poll_all(
    house: House,
    tools: Tools,
    due: Collection[SourceStatus],
    report: CycleReport,
) -> None:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def poll(status: SourceStatus) -> None:
        source = house.settings.source(status.id)
        assert source is not None, "claims are among the configured sources"
        async with gate:
            found = await poll_source(tools.fetcher, tools.pool, source, status)
            poll = await keep_found(house, tools.fetcher, tools.pool, source, status, found)
        report.count_poll(poll)

    await asyncio.gather(*(poll(status) for status in due))


async def _empty_inbox(
    house: House, tools: Tools, claims: tuple[SourceStatus, ...], report: CycleReport, *, until: float
) -> None:
    """Read what waits, round by round; each round is judged in the order of (published, key)."""
    gate = asyncio.Semaphore(IN_FLIGHT)
    ids = [claim.id for claim in claims]
    with house.db.reading() as tx:
        waiting = read_inbox(tx, ids, datetime.now(UTC))

    async def read(item: Waiting) -> Read | Unread:
        source = house.settings.source(item.source)
        assert source is not None, "the inbox is read for configured sources"
        async with gate:
            try:
                return await read_page(tools.fetcher, tools.pool, item, source, fresh=house.settings.fresh)
            except Exception as error:  # a fault of ours in one page must not stop the news of all others
                return _fault(item, error)

    pending = {asyncio.create_task(read(item)): item for item in waiting}
    try:
        while pending and time.monotonic() < until:
            came = [(pending.pop(task), task.result()) for task in await _gather_round(pending, until)]
            await asyncio.to_thread(_keep_all, house, came, report)
            await asyncio.to_thread(send_promised, house, report)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
    if not waiting:
        await asyncio.to_thread(send_promised, house, report)


async def _gather_round(pending: Collection[Reading], until: float) -> set[Reading]:
    """The pages that came before a lull, the end of a round or the end of the cycle."""
    came: set[Reading] = set()
    until = min(until, time.monotonic() + ROUND_S)
    while waiting := set(pending) - came:
        patience = min(LULL_S if came else ROUND_S, until - time.monotonic())
        if patience <= 0:
            break
        done, _ = await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            break
        came |= done
    return came


def _keep_all(house: House, came: list[tuple[Waiting, Read | Unread]], report: CycleReport) -> None:
    """Keep the articles in the order of (published, key), whatever order their pages arrived in."""
    for item, failure in ((item, result) for item, result in came if isinstance(result, Unread)):
        _postpone(house, item, failure, report)
    reads = [(result, item) for item, result in came if isinstance(result, Read)]
    for read, item in sorted(reads, key=lambda pair: pair[0].article.order):
        origin = Origin(entry=item.key, doubt=read.doubt)
        try:
            report.count_kept(keep_article(house, read.article, now=datetime.now(UTC), origin=origin))
        except StorageError:
            raise
        except Exception as error:
            _postpone(house, item, _fault(item, error), report)


def _postpone(house: House, item: Waiting, failure: Unread, report: CycleReport) -> None:
    with house.db.writing() as tx:
        postpone_entry(tx, item.key, failure.why, failure.again_at)
    report.count_unread(item.source, item.entry.url, failure.why)


def _fault(item: Waiting, error: Exception) -> Unread:
    """A bug met at one entry: logged with its trace, and tried again ever later, until it is mended."""
    log.error("entry fault: source=%s url=%s", item.source, item.entry.url, exc_info=error)
    again_at = datetime.now(UTC) + min(timedelta(hours=1) * 2 ** min(item.attempts, 5), timedelta(days=1))
    return Unread(why=f"a fault of this program: {error!r}", again_at=again_at)


@asynccontextmanager
async def _open_tools(house: House) -> AsyncIterator[Tools]:
    pool = WorkerPool()
    try:
        robots = house.settings.data_dir / "robots.json"
        async with Fetcher(house.settings.fetch, robots_file=robots) as fetcher:
            yield Tools(fetcher=fetcher, pool=pool)
    finally:
        await pool.close()


@asynccontextmanager
async def _keeping_claims(house: House, claims: tuple[SourceStatus, ...]) -> AsyncIterator[None]:
    """Renew the claims while the cycle runs, so that no other machine takes these sources."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(CLAIM_LEASE.total_seconds() / 3)
            ids = [claim.id for claim in claims]
            await asyncio.to_thread(renew_claims, house.db, ids, house.owner, datetime.now(UTC))

    task = asyncio.create_task(renew())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
