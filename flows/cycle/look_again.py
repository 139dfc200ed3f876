"""Look again at alerted articles that are due: claim them, read them in parallel, keep them one by one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection
from datetime import datetime, timedelta

from flows.cycle.hold_claims import hold_claims
from flows.fetch.client import Fetcher
from flows.keeping.new_version import keep_look
from flows.report import CycleReport
from flows.versions.look import look_at
from flows.versions.seen import Seen, Unseen
from flows.wiring import House, send_promised
from flows.workers.places import OUTLET
from flows.workers.pool import WorkerPool
from storage.address import site_of
from storage.bugs import attempt_alone
from storage.corpus.articles import read_articles
from storage.corpus.looks import Look, claim_looks, release_looks, renew_looks, settle_look
from storage.errors import StorageError
from storage.records import Kept

log = logging.getLogger("hanmi.versions")

AT_ONCE = 64
"""Looks that are claimed together; what a killed cycle had claimed is due again at once."""


async def look_again(
    house: House,
    fetcher: Fetcher,
    pool: WorkerPool,
    report: CycleReport,
    *,
    among: Collection[str],
    due_by: datetime,
    until: float,
) -> None:
    """Look at every alerted article of these sources that is due by then, until the clock says `until`.

    `until` is a time of `time.monotonic`. What a source announced as changed in this cycle is due too.
    """
    ahead = max(due_by - house.db.now(), timedelta())

    def renew() -> None:
        renew_looks(house.db, house.owner, house.db.now())

    try:
        async with hold_claims(renew):
            while time.monotonic() < until:
                now = house.db.now() + ahead
                looks = await asyncio.to_thread(_claim, house, among, now)
                if not looks or not await _look_at_all(house, fetcher, pool, looks, report, now, until):
                    break
                await asyncio.to_thread(send_promised, house, report)
    finally:
        release_looks(house.db, house.owner)


def _claim(house: House, among: Collection[str], now: datetime) -> list[tuple[Look, Kept]]:
    looks = claim_looks(house.db, among, house.owner, now, limit=AT_ONCE)
    with house.db.reading() as tx:
        kept = {each.article.id: each for each in read_articles(tx, [look.article for look in looks])}
    return [(look, kept[look.article]) for look in looks]


async def _look_at_all(
    house: House,
    fetcher: Fetcher,
    pool: WorkerPool,
    due: list[tuple[Look, Kept]],
    report: CycleReport,
    now: datetime,
    until: float,
) -> bool:
    """Whether all were looked at in time; the rest are due again at once."""

    zones = {source.id: source.timezone for source in house.settings.sources}

    async def look(one: Look, kept: Kept) -> tuple[Look, Kept, Seen]:
        OUTLET.set(site_of(kept.article.url or ""))
        try:
            zone = zones.get(kept.article.source or "")
            return one, kept, await look_at(fetcher, pool, kept.article, one, zone=zone)
        except Exception as error:  # a fault of ours at one page must not stop the looks at all others
            return one, kept, _fault(kept, error, now)

    pending = {asyncio.create_task(look(one, kept)) for one, kept in due}
    try:
        while pending and (left_s := until - time.monotonic()) > 0:
            done, pending = await asyncio.wait(pending, timeout=left_s, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await asyncio.to_thread(_keep, house, *task.result(), report, now)
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
    return not pending


def _keep(house: House, look: Look, kept: Kept, seen: Seen, report: CycleReport, now: datetime) -> None:
    try:
        looked = keep_look(house, look, kept, seen, now=now)
    except StorageError:
        raise
    except Exception as error:  # the same for what it holds; the next look tries again
        _put_off(house, look, kept, _fault(kept, error, now), report, now)
        return
    report.count_faults(looked.faults, kept.article.source or "", kept.article.url or "")
    report.updated += looked.is_updated
    report.created += sum(told.count for told in looked.told)
    report.suppressed += sum(told.untold for told in looked.told)


def _put_off(
    house: House, look: Look, kept: Kept, unseen: Unseen, report: CycleReport, now: datetime
) -> None:
    """Record that a look could not be kept. If even that fails, the next try is in a day."""
    about = kept.article.id
    report.count_faults([unseen.why], kept.article.source or "", kept.article.url or "")
    if attempt_alone(about, "look", lambda: keep_look(house, look, kept, unseen, now=now), None) is None:
        with house.db.writing() as tx:
            settle_look(tx, look, house.owner, next_at=now + timedelta(days=1))


def _fault(kept: Kept, error: Exception, now: datetime) -> Unseen:
    log.error("look fault: article=%s url=%s", kept.article.id, kept.article.url, exc_info=error)
    return Unseen(why=f"a fault of this program: {error!r}", at=now)
