"""The path of an article, on one page; Prefect does not know it, and it does not know Prefect.

take_polls ─▶ poll_source ─▶ PollKeeper.keep ─▶ read_inbox ─▶ read_page ─▶ keep_article ─▶ send_promised
  due, and       Source ▶       in one commit:     Waiting       fetch and    judge, match,   Delivery ▶
  nobody else's  Entry          the poll, its new                extract      decide, promise Outcome
                                entries, a notice                ▶ Article    in one commit
                                of a trouble
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flows.cycle.call_help import CallHelp, Help
from flows.cycle.collector import sparing_what_is_there
from flows.cycle.hold_claims import hold_claims
from flows.cycle.keep_poll import PollKeeper, learn_rhythms
from flows.cycle.look_again import look_again
from flows.cycle.poll import poll_source
from flows.cycle.read_page import Read, Unread, fault_of, read_page
from flows.cycle.remark_texts import look_at_texts
from flows.cycle.rounds import LULL_S, Came, Rounds
from flows.cycle.share import Share, Terms, View, open_share, write_read
from flows.cycle.under_way import UnderWay
from flows.fetch.client import Fetcher
from flows.keeping.new_article import FoundIn, keep_article
from flows.origins import would_meet
from flows.report import CycleReport
from flows.wiring import House, send_promised
from flows.workers.places import OUTLET
from flows.workers.pool import WorkerPool
from storage.address import site_of
from storage.corpus.inbox import postpone_entry
from storage.errors import StorageError
from storage.records import Source, SourceStatus, Waiting


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
    call_help: CallHelp | None = None,
) -> CycleReport:
    """One monitoring cycle over the sources that are due, deliveries included.

    `only` names the sources to look at, empty: all; `every` takes those that are not due too.
    What cannot be read within `budget` stays in the inbox for the next cycle. What is due within `slack`
    counts as due. Runs that overlap share what is due, where their machines share a database; `call_help` is
    asked once for more of them, where there is much.
    """
    report, began = CycleReport(), time.monotonic()
    wanted = {
        each.id: each for each in house.settings.sources if (each.id in only if only else not each.paused)
    }
    due_by = now + slack
    share = open_share(Terms(house=house, sources=wanted, began=now, due_by=due_by, every=every))
    try:
        async with hold_claims(share.renew), _open_tools(house) as tools, Help(call_help) as help_:
            reading = _Reading(house, tools, wanted, share, report, began, budget, help_)
            is_open = True
            while is_open:
                await _poll_all(reading)
                await _empty_inbox(reading)
                await look_again(
                    house, tools.fetcher, tools.pool, report, among=wanted, due_by=due_by, until=reading.until
                )
                is_open = not reading.is_cut and await share.await_others(reading.until)
            await asyncio.to_thread(learn_rhythms, house, share.held, now)
            await asyncio.to_thread(look_at_texts, house, {each.id for each in share.held}, now)
    finally:
        share.release()
    report.seconds = time.monotonic() - began
    return report


class _Reading:
    """One cycle's sources, and how long their news may be read: clocks are of `time.monotonic`."""

    def __init__(
        self,
        house: House,
        tools: Tools,
        sources: Mapping[str, Source],
        share: Share,
        report: CycleReport,
        began: float,
        budget: timedelta,
        help_: Help,
    ) -> None:
        self.house, self.tools, self.report = house, tools, report
        self.sources, self.share, self.help = sources, share, help_
        self.sites = {source.id: site_of(source.url) for source in self.sources.values()}
        self.until = began + budget.total_seconds()
        self._began = began
        self.is_cut = False
        """Whether the time was over before all was read."""

    def end_for(self, left: Collection[str]) -> float:
        """When to end, where only these sources have pages left.

        Those of one site alone wait for the next cycle once others are due again: a site of a thousand slow
        pages would keep all from being polled for as long.
        """
        sites = {self.sites[id] for id in left}
        held = {each.id for each in self.share.held}
        others = [self.sources[id].every for id in held if self.sites[id] not in sites]
        if len(sites) != 1 or not others:
            return self.until
        return min(self.until, self._began + min(others).total_seconds())


async def _poll_all(reading: _Reading) -> None:
    """Poll what is due, batch by batch where others share it, and at once.

    The fetcher gives each request its turn and bounds what lies in memory. What was announced is read after a
    lull, while those that take longer are still being polled.
    """
    tools = reading.tools
    keeper = PollKeeper(reading.house, tools.fetcher, tools.pool, reading.report)

    async def poll(status: SourceStatus) -> None:
        OUTLET.set(reading.sites[status.id])
        source = reading.sources[status.id]
        await keeper.keep(source, status, await poll_source(tools.fetcher, tools.pool, source, status))

    share = reading.share
    under_way = UnderWay()
    try:
        while share.has_more or under_way:
            if share.has_more and len(under_way) <= share.few:
                for status in await asyncio.to_thread(share.take_polls):
                    under_way.start(poll(status))
                reading.help.ask(share.left)
                if not under_way:
                    break
            if not await under_way.next_done(LULL_S):
                await _empty_inbox(reading, stay=False)
    finally:
        await under_way.cancel()
        await keeper.flush()
    await asyncio.to_thread(share.end_polls)


async def _empty_inbox(reading: _Reading, *, stay: bool = True) -> None:
    """Read what waits and keep it, round by round; each round is judged in the order of (published, key).

    A run that does not judge parks what it reads, and stays, with `stay`, until that is judged.
    """
    view = View()
    async with Rounds((), partial(_read_one, reading)) as rounds:
        has_looked = is_sent = is_over = False
        while not is_over:
            if not has_looked or reading.share.wake_s is not None:
                view, has_looked = await _look(reading, rounds), True
            until = reading.end_for(rounds.sources_left())
            came = await _next_round(rounds, view, until, reading.share.wake_s)
            if came:
                is_sent |= await _pass_on(reading, view, came)
            else:
                is_left = bool(rounds.in_hand()) or (view.is_open and stay)
                is_over = not is_left or time.monotonic() >= until
                reading.is_cut = is_over and is_left
    await asyncio.to_thread(reading.share.end_reading)
    if not is_sent:
        await asyncio.to_thread(send_promised, reading.house, reading.report)


async def _look(reading: _Reading, rounds: Rounds) -> View:
    """See what there is to do, and take what is to be read; nothing more once the time is over."""
    if time.monotonic() >= reading.until:
        return View()
    view = await asyncio.to_thread(reading.share.look, rounds.in_hand(), rounds.unread())
    rounds.add(view.waiting)
    rounds.join(view.parked, view.elsewhere)
    reading.help.ask(reading.share.left)
    return view


async def _next_round(rounds: Rounds, view: View, until: float, wake_s: float | None) -> list[Came]:
    """What can be judged now, or parked."""
    if view.judges:
        return await rounds.next_round(until, wake_s)
    return await rounds.next_arrivals(min(wake_s or 0.0, max(0.0, until - time.monotonic())))


async def _pass_on(reading: _Reading, view: View, came: list[Came]) -> bool:
    """Keep what was read and send what follows, or park it; whether it was kept."""
    if view.judges:
        await asyncio.to_thread(_keep_all, reading.house, came, reading.report)
        await asyncio.to_thread(send_promised, reading.house, reading.report)
    else:
        await asyncio.to_thread(_park_all, reading, came)
    return view.judges


async def _read_one(reading: _Reading, item: Waiting) -> Read | Unread:
    house, tools = reading.house, reading.tools
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
        return fault_of(item, error, house.db.now())


def _park_all(reading: _Reading, came: list[Came]) -> None:
    """Lay articles beside their entries, for the run that judges."""
    reads = []
    for item, result in came:
        if isinstance(result, Read):
            try:
                reads.append((item, write_read(result)))
                continue
            except Exception as error:
                result = fault_of(item, error, reading.house.db.now())
        _postpone(reading.house, item, result, reading.report)
    if reads:
        reading.share.park(reads)


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
            _postpone(house, item, fault_of(item, error, house.db.now()), report)


def _postpone(house: House, item: Waiting, failure: Unread, report: CycleReport) -> None:
    with house.db.writing() as tx:
        postpone_entry(tx, item.key, failure.why, failure.again_at)
    report.count_unread(item.source, item.entry.url, failure.why)


@asynccontextmanager
async def _open_tools(house: House) -> AsyncIterator[Tools]:
    pool = WorkerPool()
    try:
        robots = house.settings.data_dir / "robots.json"
        with sparing_what_is_there():
            async with Fetcher(house.settings.fetch, robots_file=robots, now=house.db.now) as fetcher:
                yield Tools(fetcher=fetcher, pool=pool)
    finally:
        await pool.close()
