"""Try sources out: what a site offers and what a source would deliver. Nothing is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.config.settings import Settings
from flows.fetch.client import Fetcher
from flows.sources.discover import READS, Read, Trial, discover_sources, try_source
from flows.sources.formats.announced import Feed
from flows.sources.formats.opml import SourceIds
from flows.sources.read import read_source
from flows.workers.pool import WorkerPool
from storage.address import split_address
from storage.records import Page, Source

IN_FLIGHT = 64
"""Sources being tried at once; each host has its own, lower limit."""

OLD = timedelta(days=30)
"""A source that reads well and brings nothing younger is worth a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedSource:
    """A configured source and what came of trying it."""

    source: Source
    trial: Trial

    def remark(self, now: datetime) -> str:
        """Why it failed, else what is odd about what it brings; empty where all is well."""
        trial = self.trial
        if trial.why is not None:
            return trial.why
        if trial.result != READS:
            return f"it reads well and announces nothing{' but scripts' if trial.dropped else ''}"
        if trial.dropped:
            return f"{trial.dropped} of {trial.dropped + trial.entries} items lead to no address (scripts)"
        if not trial.dated:
            return "no entry has a date"
        if trial.newest and now - trial.newest > OLD:
            return f"nothing new for {(now - trial.newest).days} days"
        return ""


async def discover_site(settings: Settings, url: str) -> tuple[Trial, ...]:
    """What the site at an address offers, tried. Raises: FetchError where the address cannot be read."""
    async with _open_reading(settings) as (fetcher, read):
        return await discover_sources(fetcher, read, url, timezone=settings.timezone)


async def check_sources(
    settings: Settings, sources: Sequence[Source], step: Callable[[], None]
) -> list[TriedSource]:
    """Try each of these sources once, in their order; `step` is called as each is done."""
    gate = asyncio.Semaphore(IN_FLIGHT)

    async with _open_reading(settings) as (fetcher, read):

        async def check(source: Source) -> TriedSource:
            async with gate:
                trial = await try_source(fetcher, read, source)
            step()
            return TriedSource(source=source, trial=trial)

        return list(await asyncio.gather(*(check(source) for source in sources)))


def make_source(settings: Settings, trial: Trial, id: str | None = None) -> Source:
    """The source that a trial stands for, under a free id unless one is given."""
    url = trial.candidate.url
    name = trial.title or (split_address(url).hostname or url).removeprefix("www.")
    taken = [source.id for source in settings.sources]
    return Source(
        id=id or SourceIds(taken).make(name, url), name=name, url=url, kind=trial.kind, lang=trial.lang
    )


@asynccontextmanager
async def _open_reading(settings: Settings) -> AsyncIterator[tuple[Fetcher, Read]]:
    """What fetches, and what reads in a worker process: strangers wrote what is read."""
    pool = WorkerPool()

    async def read(page: Page, source: Source) -> Feed:
        return await pool.run(read_source, page, source, about=page.url)

    try:
        async with Fetcher(settings.fetch) as fetcher:
            yield fetcher, read
    finally:
        await pool.close()
