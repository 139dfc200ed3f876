"""Keep one poll: its entries, the source's new state and any notice about it, in one commit.

poll_source ─▶ _suspect_gap ─▶ repair_gap ─▶ announce_entries ─▶ follow_poll ─▶ keep_poll ─▶ _promise_turn
               a short read    only where    └────────────────── one transaction ───────────────────────┘
                               nothing is known

Polls that announced nothing and turned nothing have only their rows, and share a transaction.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from alerts.promise.gathered_notices import promise_gathering
from alerts.promise.notices import Notice
from flows.cycle.poll import PollResult, count_new
from flows.fetch.client import Fetcher
from flows.report import CycleReport
from flows.sources.formats.announced import Feed
from flows.sources.health.coverage import (
    UNREACHED,
    Gap,
    count_hours,
    find_gap,
    find_turn,
    follow_poll,
    is_ours,
    is_stuck,
)
from flows.sources.health.flaws import tell_remarks
from flows.sources.health.habit import learn_habit, read_habit
from flows.sources.health.notices import compose_outage, compose_turn
from flows.sources.health.repair import repair_gap
from flows.sources.read import read_source
from flows.sources.results import Result
from flows.wiring import House
from flows.workers.pool import WorkerPool
from storage.address import address_key
from storage.bugs import Faults, attempt, attempt_alone, naming_faults, note_fault
from storage.clock import is_ahead
from storage.corpus.inbox import announce_entries, is_any_known
from storage.corpus.ledger import keep_decision
from storage.corpus.links import part_links
from storage.corpus.looks import hasten_looks
from storage.corpus.reused import part_reused
from storage.corpus.sources import keep_poll, keep_polls, keep_rhythm, last_read_of_others, read_hourly
from storage.database import Transaction, is_storage_trouble
from storage.promises.outbox import keep_deliveries
from storage.records import Coverage, Decision, Entry, Page, Poll, Rhythm, Source, SourceStatus
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.sources")

LEARN_EVERY = timedelta(hours=12)
LEARN_FROM = timedelta(days=28)
LEARN_AT_ONCE = 5
"""Sources whose habit is learned in one cycle, after its news; a month of polls takes some 30 ms to read."""

TOGETHER = 64
"""Quiet polls in one transaction: it holds the write lock for some milliseconds."""

COMPARABLE = 3
"""With fewer sources, one that fails is no sign of how the others do."""

Keyed = tuple[tuple[str, Entry], ...]


class PollKeeper:
    """Keep the polls of one cycle; use it from one event loop.

    Its writing is done beside the loop, one transaction at a time. A quiet poll waits for others until
    `flush`: if a crash loses one, the source is simply polled again.
    """

    def __init__(self, house: House, fetcher: Fetcher, pool: WorkerPool, report: CycleReport) -> None:
        self._house = house
        self._fetcher = fetcher
        self._pool = pool
        self._report = report
        self._quiet: list[tuple[Poll, Coverage]] = []
        self._turn = asyncio.Lock()

    async def keep(self, source: Source, status: SourceStatus, found: PollResult) -> None:
        """Keep what a poll brought, and what it missed in a gap if the site's sitemaps still list it.

        If a bug stops part of it, the rest is kept, the bug is reported, and other sources go on.
        """
        with naming_faults(source.id) as faults:
            try:
                await self._keep_named(source, status, found, faults)
            except Exception as error:  # whatever a bug raises: the source is polled again in the next cycle
                if is_storage_trouble(error):
                    raise
                note_fault("poll", error)
        self._report.count_faults(faults.whys, source.id, source.url)

    async def _keep_named(
        self, source: Source, status: SourceStatus, found: PollResult, faults: Faults
    ) -> None:
        if after := attempt("coverage", lambda: _follow_quietly(status, source, found), None):
            self._quiet.append((found.poll, after))
            if len(self._quiet) >= TOGETHER:
                await self.flush()
            return
        if not found.entries:
            # It turned something, which is judged by how the others do.
            await self.flush()
        regained = await self._repair(source, status, found)
        async with self._turn:
            poll = await asyncio.to_thread(_keep, self._house, source, status, found, regained, faults)
        self._report.count_poll(poll)

    async def flush(self) -> None:
        """Write the quiet polls collected so far."""
        async with self._turn:
            together, self._quiet = self._quiet, []
            if together:
                await asyncio.to_thread(_keep_quiet, self._house, together)
        for poll, _ in together:
            self._report.count_poll(poll)

    async def _repair(self, source: Source, status: SourceStatus, found: PollResult) -> Keyed:
        gap = attempt("gap", lambda: _suspect_gap(self._house, status, found), None)
        if gap is None:
            return ()

        async def read(page: Page, sitemap: Source) -> Feed:
            return await self._pool.run(read_source, page, sitemap, about=page.url)

        try:
            entries = await repair_gap(self._fetcher, read, source, gap, found.link)
            return await asyncio.to_thread(_key_entries, entries)
        except Exception as error:  # what a gap swallowed is worth a try, and not the poll
            if is_storage_trouble(error):
                raise
            note_fault("repair of a gap", error)
            return ()


def _key_entries(entries: Iterable[Entry]) -> Keyed:
    return tuple((address_key(entry.url), entry) for entry in entries)


def learn_rhythms(house: House, claims: Iterable[SourceStatus], now: datetime) -> None:
    """Relearn when some of these sources publish, starting with the oldest habits."""
    old = [each for each in claims if each.rhythm is None or _is_old(each.rhythm, now)]
    old.sort(key=lambda each: (each.rhythm is not None, each.rhythm and each.rhythm.learned_at))
    for status in old[:LEARN_AT_ONCE]:
        source = house.settings.source(status.id)
        assert source is not None, "claims are among the configured sources"
        rhythm = attempt_alone(source.id, "habit", partial(_learn_rhythm, house, source, now), None)
        with house.db.writing() as tx:
            keep_rhythm(tx, source.id, rhythm or Rhythm(learned_at=now))


def _learn_rhythm(house: House, source: Source, now: datetime) -> Rhythm:
    with house.db.reading() as tx:
        hours = count_hours(read_hourly(tx, source.id, since=now - LEARN_FROM, until=now))
    habit = learn_habit(hours, source.timezone)
    if habit is None:
        return Rhythm(learned_at=now)
    return Rhythm(learned_at=now, share=habit.share, longest=habit.longest)


def _is_old(rhythm: Rhythm, now: datetime) -> bool:
    """Whether to relearn the habit. A date in the future comes from a wrong clock and counts as old."""
    return now - rhythm.learned_at >= LEARN_EVERY or is_ahead(rhythm.learned_at, now)


def _suspect_gap(house: House, status: SourceStatus, found: PollResult) -> Gap | None:
    """The gap before this poll, if there is one. Found ahead of the transaction: filling it takes time."""
    keys = [key for key, _ in found.entries]
    gap = find_gap(status.coverage, replace(found.poll, new=len(keys), result=Result.NEW)) if keys else None
    if gap is None:
        return None
    with house.db.reading() as tx:
        return None if is_any_known(tx, keys) else gap


def _follow_quietly(status: SourceStatus, source: Source, found: PollResult) -> Coverage | None:
    """The source's state after a poll with nothing to report; None after any other."""
    if found.entries:
        return None
    before = status.coverage
    after = follow_poll(before, found.poll, read_habit(status.rhythm, source.timezone))
    turned = after.health.trouble != before.health.trouble or after.remarks != before.remarks
    return None if turned else after


def _keep_quiet(house: House, together: list[tuple[Poll, Coverage]]) -> None:
    def keep_together() -> bool:
        keep_polls(tx, together)
        return True

    with house.db.writing() as tx:
        if not attempt_alone(f"{len(together)} sources", "polls", keep_together, False, within=tx):
            for poll, after in together:
                keep = partial(keep_polls, tx, [(poll, after)])
                attempt_alone(poll.source, "poll", keep, None, within=tx)


def _keep(
    house: House, source: Source, status: SourceStatus, found: PollResult, regained: Keyed, faults: Faults
) -> Poll:
    with house.db.writing() as tx:
        keep = partial(_keep_news, tx, house, source, status, found, regained)
        poll = attempt("coverage", keep, None, within=tx) or _keep_plainly(tx, source, status, found)
        faults.keep(tx, found.poll.at)
        return poll


def _keep_plainly(tx: Transaction, source: Source, status: SourceStatus, found: PollResult) -> Poll:
    """After a bug: keep the poll and all entries that can be kept, without updating the source's state."""
    new = 0
    for key, entry in found.entries:
        announce = partial(
            announce_entries, tx, source.id, [(key, entry)], now=found.poll.at, after=status.last_ok_at
        )
        new += len(attempt(f"entry {entry.url}", announce, frozenset(), within=tx))
    poll = count_new(found, new)
    keep_poll(tx, poll, status.coverage)
    return poll


def _keep_news(
    tx: Transaction, house: House, source: Source, status: SourceStatus, found: PollResult, regained: Keyed
) -> Poll:
    at, before = found.poll.at, status.coverage
    apart = part_links(tx, source.id, found.entries, at)
    entries = part_reused(tx, apart.entries, at)
    found = replace(found, entries=(*entries, *apart.old))
    new = announce_entries(tx, source.id, entries, now=at, after=status.last_ok_at)
    new |= announce_entries(tx, source.id, apart.old, now=at, after=None)
    _look_at_changed(tx, found, new)
    also = announce_entries(tx, source.id, regained, now=at, after=status.last_ok_at) if regained else ()
    poll = count_new(found, len(new))
    after = follow_poll(before, poll, read_habit(status.rhythm, source.timezone))
    if _hid(before, found, new):
        after = replace(after, stuck_at=at)
        _decide(tx, poll, "stuck", Reason(Code.STUCK), {"unchanged_at": str(before.unchanged_at)})
    after = _hold_back(tx, house, poll, before, after)
    keep_poll(tx, poll, after)
    for verdict, why in tell_remarks(before.remarks, after.remarks):
        _decide(tx, poll, verdict, why, {})
    if gap := find_gap(before, poll):
        detail = {"start": gap.start.isoformat(), "end": gap.end.isoformat(), "regained": len(also)}
        _decide(tx, poll, "gap", gap.why, detail)
    _promise_turn(tx, house, source, status, poll, after, len(also))
    return poll


def _look_at_changed(tx: Transaction, found: PollResult, new: frozenset[str]) -> None:
    """Look again in this cycle at alerted articles whose entries have changed."""
    again = {key: entry for key, entry in found.entries if key not in new}
    if again and (pulled := hasten_looks(tx, found.poll.source, again, found.poll.at)):
        log.info("changed at its source: source=%s articles=%s", found.poll.source, ",".join(pulled))


def _hold_back(tx: Transaction, house: House, poll: Poll, before: Coverage, after: Coverage) -> Coverage:
    """When every source is unreachable, report our outage once and mark no source as failing."""
    if after.health == before.health or poll.result not in UNREACHED:
        return after
    configured = [source.id for source in house.settings.sources]
    others = configured if len(configured) >= COMPARABLE else []
    read_at = last_read_of_others(tx, poll.source, others, poll.at)
    if read_at is None or not is_ours(before, after, poll.result, read_at):
        return after
    _promise(tx, house, compose_outage(read_at, poll.at, house.settings.timezone), poll.at)
    return replace(after, health=before.health)


def _hid(before: Coverage, found: PollResult, new: frozenset[str]) -> bool:
    """Whether this full answer proves that earlier 304s were wrong."""
    if not new or not before.unchanged or before.unchanged_at is None:
        return False
    return is_stuck((entry for key, entry in found.entries if key in new), before.unchanged_at)


def _decide(tx: Transaction, poll: Poll, verdict: str, why: str, detail: dict[str, Any]) -> None:
    decision = Decision(at=poll.at, step="poll", subject=poll.source, verdict=verdict, why=why, detail=detail)
    keep_decision(tx, decision)
    log.warning("source %s: source=%s why=%s", verdict, poll.source, why)


def _promise_turn(
    tx: Transaction,
    house: House,
    source: Source,
    status: SourceStatus,
    poll: Poll,
    after: Coverage,
    regained: int,
) -> None:
    """Promise a notice through every channel that a source began to fail or recovered."""
    turn = find_turn(source.id, status.coverage.health, after.health, poll.at)
    if turn is None:
        return
    latest = replace(
        status,
        coverage=after,
        last_polled_at=poll.at,
        last_result=poll.result,
        last_error=poll.why,
        next_poll_at=poll.next_poll_at,
        failures=0 if poll.is_ok else status.failures + 1,
        last_ok_at=poll.at if poll.is_ok else status.last_ok_at,
    )
    notice = compose_turn(turn, source, latest, regained=regained)
    _decide(tx, poll, notice.type.partition(".")[2], turn.health.why, {"trouble": str(turn.health.trouble)})
    _promise(tx, house, notice, poll.at)


def _promise(tx: Transaction, house: House, notice: Notice, now: datetime) -> None:
    for channel in house.channels:
        keep_deliveries(tx, promise_gathering(tx, notice, channel, now))
