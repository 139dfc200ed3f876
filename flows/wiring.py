"""Open everything a run needs, from the settings: database, watchlist, channels."""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TextIO

from alerts.channels import Channel
from alerts.channels.console import ConsoleChannel
from alerts.gist.read import GistReader
from alerts.promise.bundle import Ways
from alerts.promise.terms import ReadGist, TellingTerms
from alerts.send.catch_up import catch_up
from alerts.send.sender import send_due
from alerts.watch.matcher import Watchlist
from flows.config.database import open_database
from flows.config.desk_layer import with_desk
from flows.config.digest_plans import open_digests
from flows.config.logs import choose_format, clean_log_records
from flows.config.settings import Settings
from flows.config.telling import make_terms
from flows.learning.models import open_watchlist
from flows.report import BackfillReport, CycleReport
from storage.clock import Clock
from storage.corpus.sources import register_sources
from storage.database import Database
from storage.promises.alerts import settle_mutes
from storage.promises.digests import recall_digests
from storage.promises.owner import this_owner
from storage.whole.moved import refuse_moved_database

log = logging.getLogger("hanmi.wiring")

LONGEST_CATCHING_UP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class House:
    """What a run works with: the configuration, the database, the compiled watchlist, the channels."""

    settings: Settings
    db: Database
    watchlist: Watchlist
    channels: tuple[Channel, ...]
    console: ConsoleChannel
    terms: TellingTerms
    owner: str


@contextmanager
def open_house(
    settings: Settings, *, console: TextIO | None = None, clock: Clock | None = None
) -> Iterator[House]:
    """Open everything that a run needs; alerts are shown on `console`, None: on stdout.

    The configuration is that of the house: with what was changed at the desk up to now.
    `clock` None: the database's own (`Database.now`).

    Raises:
        ConfigurationError: a watch or an entity cannot be compiled.
        MovedAway: the database was carried elsewhere, or is not whole yet.
        StorageError: the database cannot be opened.
    """
    clean_log_records()  # every process that works opens a house
    choose_format(settings.log_format)
    db = open_database(settings, clock)
    try:
        refuse_moved_database(db)
        settings = with_desk(settings, db)
        watchlist = open_watchlist(settings, db)
        with db.writing() as tx:
            register_sources(tx, settings.sources, db.now())
            recall_digests(tx, db.now())
            open_digests(tx, settings, db.now())
            settle_mutes(tx, db.now())
        yield House(
            settings=settings,
            db=db,
            watchlist=watchlist,
            channels=settings.channels,
            console=ConsoleChannel(console or sys.stdout),
            terms=replace(make_terms(settings), read_gist=GistReader(watchlist).read_to_tell),
            owner=this_owner(),
        )
    finally:
        db.close()


def read_gists(settings: Settings, db: Database) -> ReadGist:
    """Reads fact lines for whom no watchlist is compiled: it is when the first article is to be read."""

    @cache
    def reader() -> GistReader:
        return GistReader(open_watchlist(settings, db))

    return lambda article: reader().read_to_tell(article)


def send_promised(house: House, report: CycleReport | BackfillReport) -> None:
    """Send what is due in the outbox and count it.

    What a wrong clock has put off is waited for a minute at most, since it is due one a second.
    """
    settings = house.settings
    late = catch_up(house.db, house.channels, house.db.now(), table=settings.retry, wait=settings.wait)
    until = time.monotonic() + min(late, LONGEST_CATCHING_UP).total_seconds()
    while time.monotonic() < until:
        _send_due(house, report)
        time.sleep(min(1.0, max(0.0, until - time.monotonic())))
    _send_due(house, report)


def _send_due(house: House, report: CycleReport | BackfillReport) -> None:
    tally = send_due(
        house.db,
        house.channels,
        owner=house.owner,
        table=house.settings.retry,
        clock=house.db.now,
        chance=random.random,
        ways=Ways(house.settings.quote, house.terms.read_gist),
    )
    report.sent += tally.sent
    report.retrying += tally.retrying
    report.dead += tally.dead
