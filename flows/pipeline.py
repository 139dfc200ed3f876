"""The path of an article, on one page; Prefect does not know it, and it does not know Prefect.

claim_sources ─▶ poll_source ─▶ PollKeeper.keep ─▶ read_inbox ─▶ read_page ─▶ keep_article ─▶ send_promised
  due, and       Source ▶       in one commit:     Waiting       fetch and    judge, match,   Delivery ▶
  nobody else's  Entry          the poll, its new                extract      decide, promise Outcome
                                entries, a notice                ▶ Article    in one commit
                                of a trouble
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flows.cycle.hold_claims import hold_claims
from flows.cycle.keep_poll import PollKeeper, learn_rhythms
from flows.cycle.look_again import look_again
from flows.cycle.poll import poll_source
from flows.cycle.read_page import Read, Unread, read_page
from flows.cycle.remark_texts import look_at_texts
from flows.cycle.rounds import LULL_S, Came, Rounds
from flows.fetch.client import Fetcher
from flows.keeping.new_article import FoundIn, keep_article
from flows.origins import would_meet
from flows.report import CycleReport
from flows.sources.health.waits import longest_wait
from flows.wiring import House, send_promised
from flows.workers.places import OUTLET
from flows.workers.pool import WorkerPool
from storage.address import site_of
from storage.corpus.inbox import postpone_entry, read_inbox
from storage.corpus.sources import claim_sources, release_claims, renew_claims
from storage.errors import StorageError
from storage.records import SourceStatus, Waiting

log = logging.getLogger("hanmi.pipeline")


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
    wanted = set(only) or {source.id for source in house.settings.sources if not source.paused}
    due_by = now + slack
    reaches = {each.id: longest_wait(each) for each in house.settings.sources if each.id in wanted}
    claims = claim_sources(house.db, reaches, house.owner, now, due_by=None if every else due_by)
    ids = [claim.id for claim in claims]

    def renew() -> None:
        renew_claims(house.db, ids, house.owner, house.db.now())

    try:
        async with hold_claims(renew), _open_tools(house) as tools:
            due = [claim for claim in claims if every or claim.is_due(due_by)]
            reading = _Reading(house, tools, claims, report, began, budget)
            await _poll_all(reading, due)
            await _empty_inbox(reading)
            await look_again(
                house, tools.fetcher, tools.pool, report, among=wanted, due_by=due_by, until=reading.until
            )
            await asyncio.to_thread(learn_rhythms, house, claims, now)
            await asyncio.to_thread(look_at_texts, house, set(ids), now)
    finally:
        release_claims(house.db, house.owner)
    report.seconds = time.monotonic() - began
    return report


class _Reading:
    """One cycle's sources, and how long their news may be read: clocks are of `time.monotonic`."""

    def __init__(
        self,
        house: House,
        tools: Tools,
        claims: tuple[SourceStatus, ...],
        report: CycleReport,
        began: float,
        budget: timedelta,
    ) -> None:
        self.house, self.tools, self.report = house, tools, report
        configured = {source.id: source for source in house.settings.sources}
        self.sources = {claim.id: configured[claim.id] for claim in claims}
        self.sites = {source.id: site_of(source.url) for source in self.sources.values()}
        self.until = began + budget.total_seconds()
        self._began = began

    def end_for(self, left: Collection[str]) -> float:
        """When to end, where only these sources have pages left.

        Those of one site alone wait for the next cycle once others are due again: a site of a thousand slow
        pages would keep all from being polled for as long.
        """
        sites = {self.sites[id] for id in left}
        others = [source.every for id, source in self.sources.items() if self.sites[id] not in sites]
        if len(sites) != 1 or not others:
            return self.until
        return min(self.until, self._began + min(others).total_seconds())


async def _poll_all(reading: _Reading, due: Collection[SourceStatus]) -> None:
    """Poll them all at once; the fetcher gives each request its turn and bounds what lies in memory.

    What was announced is read after a lull, while those that take longer are still being polled.
    """
    tools = reading.tools
    keeper = PollKeeper(reading.house, tools.fetcher, tools.pool, reading.report)

    async def poll(status: SourceStatus) -> None:
        OUTLET.set(reading.sites[status.id])
        source = reading.sources[status.id]
        await keeper.keep(source, status, await poll_source(tools.fetcher, tools.pool, source, status))

    pending = {asyncio.create_task(poll(status)) for status in due}
    try:
        while pending:
            done, pending = await asyncio.wait(pending, timeout=LULL_S, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if not done:
                await _empty_inbox(reading)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        await keeper.flush()


async def _empty_inbox(reading: _Reading) -> None:
    """Read what waits and keep it, round by round; each round is judged in the order of (published, key)."""
    house, tools, report = reading.house, reading.tools, reading.report
    waiting: list[Waiting] = []
    if time.monotonic() < reading.until:
        with house.db.reading() as tx:
            waiting = read_inbox(tx, list(reading.sources), house.db.now())

    async def read(item: Waiting) -> Read | Unread:
        OUTLET.set(reading.sites[item.source])
        try:
            return await read_page(
                tools.fetcher,
                tools.pool,
                item,
                reading.sources[item.source],
                fresh=house.settings.fresh,
                is_wanted=partial(would_meet, house),
            )
        except Exception as error:  # a fault of ours in one page must not stop the news of all others
            return _fault(item, error, house.db.now())

    async with Rounds(waiting, read) as rounds:
        while came := await rounds.next_round(reading.end_for(rounds.sources_left())):
            await asyncio.to_thread(_keep_all, house, came, report)
            await asyncio.to_thread(send_promised, house, report)
    if not waiting:
        await asyncio.to_thread(send_promised, house, report)


def _keep_all(house: House, came: list[Came], report: CycleReport) -> None:
    """Keep the articles in the order of (published, key), whatever order their pages arrived in."""
    for item, failure in ((item, result) for item, result in came if isinstance(result, Unread)):
        _postpone(house, item, failure, report)
    reads = [(result, item) for item, result in came if isinstance(result, Read)]
    for read, item in sorted(reads, key=lambda pair: pair[0].article.order):
        origin = FoundIn(entry=item.key, doubt=read.doubt, landed=read.landed)
        try:
            keeping = keep_article(house, read.article, now=house.db.now(), origin=origin)
            report.count_kept(keeping, item.source, item.entry.url)
        except StorageError:
            raise
        except Exception as error:
            _postpone(house, item, _fault(item, error, house.db.now()), report)


def _postpone(house: House, item: Waiting, failure: Unread, report: CycleReport) -> None:
    with house.db.writing() as tx:
        postpone_entry(tx, item.key, failure.why, failure.again_at)
    report.count_unread(item.source, item.entry.url, failure.why)


def _fault(item: Waiting, error: Exception, now: datetime) -> Unread:
    """A bug met at one entry: logged with its trace, and tried again ever later, until it is mended."""
    log.error("entry fault: source=%s url=%s", item.source, item.entry.url, exc_info=error)
    again_at = now + min(timedelta(hours=1) * 2 ** min(item.attempts, 5), timedelta(days=1))
    return Unread(why=f"a fault of this program: {error!r}", again_at=again_at)


@asynccontextmanager
async def _open_tools(house: House) -> AsyncIterator[Tools]:
    pool = WorkerPool()
    try:
        robots = house.settings.data_dir / "robots.json"
        async with Fetcher(house.settings.fetch, robots_file=robots, now=house.db.now) as fetcher:
            yield Tools(fetcher=fetcher, pool=pool)
    finally:
        await pool.close()
