"""Putting the rooms together: from settings to an open house that the pipeline works in."""

from __future__ import annotations

import logging
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from typing import TextIO

from alerts.channels import Channel
from alerts.channels.console import ConsoleChannel
from alerts.channels.email import Email
from alerts.promise import Routes
from alerts.sending import send_due
from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.database import open_database
from flows.report import BackfillReport, CycleReport
from flows.settings import Settings
from storage.database import Database
from storage.owner import this_owner
from storage.records import Watch
from storage.sources import register_sources

log = logging.getLogger("hanmi.wiring")


@dataclass(frozen=True, slots=True)
class House:
    """What a run works with: the configuration, the database, the compiled watchlist, the channels."""

    settings: Settings
    db: Database
    watchlist: Watchlist
    channels: tuple[Channel, ...]
    console: ConsoleChannel
    routes: Routes
    owner: str

    def watch(self, id_: str) -> Watch:
        """The watch of this id, which is among those compiled."""
        return next(watch for watch in self.settings.watches if watch.id == id_)

    def is_digested(self, watch: Watch) -> bool:
        """Whether every channel that this watch tells through has a digest."""
        routed = self.routes.channels[watch.id]
        return bool(routed) and all(channel.id in self.routes.digested for channel in routed)

    def sender(self, channel: str) -> Address | None:
        """Who mail on this channel comes from; None where it is no mail."""
        return next((c.sender for c in self.channels if c.id == channel and isinstance(c, Email)), None)


@contextmanager
def open_house(settings: Settings, *, console: TextIO | None = None) -> Iterator[House]:
    """Open everything that a run needs; alerts are shown on `console`, None: on stdout.

    Raises:
        ConfigurationError: a watch or an entity cannot be compiled.
        StorageError: the database cannot be opened.
    """
    watchlist = compile_watchlist(settings.entities, settings.watches)
    db = open_database(settings)
    try:
        with db.writing() as tx:
            register_sources(tx, settings.sources, datetime.now(UTC))
        yield House(
            settings=settings,
            db=db,
            watchlist=watchlist,
            channels=settings.channels,
            console=ConsoleChannel(console or sys.stdout),
            routes=_route(settings),
            owner=this_owner(),
        )
    finally:
        db.close()


def _route(settings: Settings) -> Routes:
    """Each watch to the channels it names, else to the default ones, else to all."""
    by_id = {channel.id: channel for channel in settings.channels}
    everywhere = tuple(by_id)
    named = {
        watch.id: next(to for to in (watch.to, settings.default_to, everywhere) if to is not None)
        for watch in settings.watches
    }
    return Routes(
        channels={watch: tuple(by_id[id_] for id_ in to) for watch, to in named.items()},
        digested=frozenset(id_ for plan in settings.digests for id_ in plan.to),
    )


def send_promised(house: House, report: CycleReport | BackfillReport) -> None:
    """Send what is due in the outbox and count it."""
    tally = send_due(
        house.db,
        house.channels,
        owner=house.owner,
        table=house.settings.retry,
        clock=lambda: datetime.now(UTC),
        chance=random.random,
    )
    report.sent += tally.sent
    report.retrying += tally.retrying
    report.dead += tally.dead
