"""What one run takes of a cycle: all of it, or in batches that runs on other machines share with it.

Where several machines use one database, a run takes sources and entries that are due until none is left, so
that any number of runs share a cycle. One of them judges for all, in the order of (published, key): the
others lay what they have read beside its entry. If that one dies, another has its turn when its lease ends.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from pydantic import TypeAdapter

from flows.cycle.read_page import Read, fault_of
from flows.cycle.rounds import FIRST, LAST, Came, Order
from flows.sources.health.waits import longest_wait
from flows.wiring import House
from storage.corpus.inbox import read_inbox
from storage.corpus.shares import (
    Parked,
    claim_entries,
    claim_polls,
    first_unread,
    is_any_parked,
    is_any_unread,
    park_reads,
    read_parked,
    read_polling,
    read_signs_of_others,
)
from storage.corpus.sources import claim_sources, release_claims, release_sources, renew_claims
from storage.database import Transaction
from storage.promises.turns import end_turn, renew_turn, take_turn
from storage.records import Source, SourceStatus, Waiting

POLLS = 48
"""Sources that a run takes together for polling."""

PAGES, PER_SOURCE = 64, 4
"""How many entries a run reads at a time, and of each source: it takes more when half of them are read."""

SLOW_S = 3.0
"""After so long without a page a run takes of as many sources more: those that it has are slow."""

WAKE_S = 0.5
"""So often a run that shares looks what the others have done."""

JUDGING = "judging"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a run sees when it looks: what it is to read, and what it may judge.

    `parked` was read by others; `elsewhere` is the first place that what they have still to read can take.
    Who does not judge (`judges`) is to park what it reads; `is_open` says that something is still parked.
    """

    waiting: Sequence[Waiting] = ()
    parked: Sequence[Came] = ()
    elsewhere: Order = LAST
    judges: bool = True
    is_open: bool = False


class Share(Protocol):
    """A run's part of a cycle; what uses the database is called beside the event loop.

    `held` are the sources that it took for polling. `has_more` says whether more may be due for a poll, which
    are taken once no more than `few` are still asked; `left` counts the batches that are due besides those
    that were taken. `wake_s` says how often to look, None: once.
    """

    held: list[SourceStatus]
    has_more: bool
    few: int
    left: int
    wake_s: float | None

    def take_polls(self) -> Sequence[SourceStatus]:
        """The next sources to poll."""

    def end_polls(self) -> None:
        """All that were taken have been polled, and the polls are kept."""

    def look(self, in_hand: Sequence[Waiting], unread: Sequence[Waiting]) -> View:
        """See what there is to read and to judge, with this in hand, of which this is unread."""

    def park(self, reads: Iterable[tuple[Waiting, str]]) -> None:
        """Lay what was read, as `write_read` has it, where the one that judges finds it."""

    def end_reading(self) -> None:
        """Nothing is in hand any more."""

    async def await_others(self, until: float) -> bool:
        """Wait, until then (`monotonic`), while others poll, and then for a sign of life of each of them.

        Returns whether to look once more for what is due: they leave some, or one gave none and let go of it.
        """

    def renew(self) -> None:
        """Hold for another lease what this run holds."""

    def release(self) -> None:
        """Let go of everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Whose cycle it is: its sources, when it began, and what is due in it (`every`: whatever the time)."""

    house: House
    sources: Mapping[str, Source]
    began: datetime
    due_by: datetime
    every: bool

    def is_wanted(self, status: SourceStatus, now: datetime) -> bool:
        """Whether a source is to be polled in this cycle, and has not been.

        A poll that lies ahead of now was none of this cycle: a wrong clock has left it.
        """
        if self.every:
            return status.last_polled_at is None or not self.began < status.last_polled_at <= now
        return status.is_due(self.due_by)


def open_share(terms: Terms) -> Share:
    """What a run takes of a cycle, by what its database is."""
    return Shared(terms) if terms.house.db.is_shared else Alone(terms)


class Alone:
    """All that is due, at once: on a database that one machine uses."""

    wake_s: float | None = None
    left = 0

    def __init__(self, terms: Terms) -> None:
        self._terms, self._house = terms, terms.house
        self.held: list[SourceStatus] = []
        self.has_more = True
        self.few = 0

    def take_polls(self) -> Sequence[SourceStatus]:
        terms, house = self._terms, self._house
        due_by = None if terms.every else terms.due_by
        reaches = {id: longest_wait(source) for id, source in terms.sources.items()}
        self.held += claim_sources(house.db, reaches, house.owner, terms.began, due_by=due_by)
        self.has_more = False
        return [claim for claim in self.held if terms.every or claim.is_due(terms.due_by)]

    def end_polls(self) -> None:
        pass

    def look(self, in_hand: Sequence[Waiting], unread: Sequence[Waiting]) -> View:
        del in_hand, unread
        db = self._house.db
        with db.reading() as tx:
            return View(waiting=read_inbox(tx, [each.id for each in self.held], db.now()))

    def park(self, reads: Iterable[tuple[Waiting, str]]) -> None:
        raise AssertionError(f"who is alone judges: {reads}")

    def end_reading(self) -> None:
        pass

    async def await_others(self, until: float) -> bool:
        del until
        return False

    def renew(self) -> None:
        renew_claims(self._house.db, self._house.owner, self._house.db.now())

    def release(self) -> None:
        release_claims(self._house.db, self._house.owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Others:
    """The other runs of a cycle: until when each holds what it has, and what they are at."""

    signs: dict[str, datetime]
    poll: bool
    leave_work: bool


class Shared:
    """Batches of what is due, as others take them too: on a database that several machines use."""

    wake_s: float | None = WAKE_S

    def __init__(self, terms: Terms) -> None:
        self._terms, self._house = terms, terms.house
        self.held: list[SourceStatus] = []
        self.has_more = True
        self.few = POLLS // 2
        self.left = 0
        self._polling: set[str] = set()
        self._judges = self._met = False
        self._unread: set[str] = set()
        self._moved_at = time.monotonic()

    def take_polls(self) -> Sequence[SourceStatus]:
        terms, house = self._terms, self._house
        had = {each.id for each in self.held}
        reaches = {id: longest_wait(each) for id, each in terms.sources.items() if id not in had}
        now = house.db.now()
        taken, left = claim_polls(
            house.db,
            reaches,
            house.owner,
            now,
            began=terms.began,
            is_wanted=partial(terms.is_wanted, now=now),
            most=POLLS,
        )
        self.held += taken
        self._polling |= {each.id for each in taken}
        self.has_more = left > 0
        self.left = max(self.left, left // POLLS)
        self._met = bool(self._see_others().signs)
        return taken

    def end_polls(self) -> None:
        self._polling.clear()
        release_claims(self._house.db, self._house.owner)

    def look(self, in_hand: Sequence[Waiting], unread: Sequence[Waiting]) -> View:
        house, ids = self._house, list(self._terms.sources)
        times = self._count_times(unread)
        may_take = len(unread) <= PAGES // 2 or times > 1
        waiting = self._take_entries(in_hand, unread, times) if may_take else []
        self._judges = take_turn(house.db, JUDGING, house.owner, house.db.now())
        keys = [item.key for item in (*in_hand, *waiting)]
        with house.db.reading() as tx:
            if not self._judges:
                return View(waiting=waiting, judges=False, is_open=is_any_parked(tx, ids))
            now = house.db.now()
            parked = [_read_parked(each, now) for each in read_parked(tx, ids, keys)]
            is_polling = self._do_others_poll(tx, now)
            elsewhere = FIRST if is_polling else first_unread(tx, ids, now, keys) or LAST
        return View(waiting=waiting, parked=parked, elsewhere=elsewhere)

    def _count_times(self, unread: Sequence[Waiting]) -> int:
        """How many times as much as usual to take: once more for each while in which none of it was read."""
        keys = {item.key for item in unread}
        if keys != self._unread:
            self._unread, self._moved_at = keys, time.monotonic()
        return 1 + int((time.monotonic() - self._moved_at) / SLOW_S)

    def _take_entries(
        self, in_hand: Sequence[Waiting], unread: Sequence[Waiting], times: int
    ) -> Sequence[Waiting]:
        house = self._house
        waiting, left = claim_entries(
            house.db,
            self._terms.sources.keys(),
            house.owner,
            house.db.now(),
            in_hand=in_hand,
            unread=unread,
            also=self._polling,
            most_sources=times * PAGES // PER_SOURCE,
            per_source=PER_SOURCE,
        )
        self.left = max(self.left, left // PAGES)
        return waiting

    def park(self, reads: Iterable[tuple[Waiting, str]]) -> None:
        with self._house.db.writing() as tx:
            park_reads(tx, [(item.key, read) for item, read in reads])

    def end_reading(self) -> None:
        db, owner = self._house.db, self._house.owner
        self._judges = False
        end_turn(db, JUDGING, owner)
        with db.writing() as tx:
            release_sources(tx, owner, but=self._polling)

    async def await_others(self, until: float) -> bool:
        seen: dict[str, datetime] = {}
        while time.monotonic() < until:
            others = await asyncio.to_thread(self._see_others)
            if others.leave_work or not others.signs:
                # what a run that is gone held when the last batch was taken is free now, if it is still due
                self.has_more = others.leave_work or self._met or bool(seen)
                return self.has_more
            if others.poll:  # what that brings will be shared
                seen = {}
            elif all(owner in seen and held > seen[owner] for owner, held in others.signs.items()):
                return False
            else:
                seen = others.signs | seen
            await asyncio.sleep(WAKE_S)
        return False

    def _see_others(self) -> _Others:
        db, owner, ids = self._house.db, self._house.owner, self._terms.sources.keys()
        with db.reading() as tx:
            now = db.now()
            return _Others(
                signs=read_signs_of_others(tx, ids, owner, now),
                poll=self._do_others_poll(tx, now),
                leave_work=is_any_unread(tx, ids, owner, now),
            )

    def _do_others_poll(self, tx: Transaction, now: datetime) -> bool:
        others = read_polling(tx, self._terms.sources.keys(), self._house.owner, now)
        return any(self._terms.is_wanted(each, now) for each in others)

    def renew(self) -> None:
        db, owner = self._house.db, self._house.owner
        renew_claims(db, owner, db.now())
        if self._judges:
            renew_turn(db, JUDGING, owner, db.now())

    def release(self) -> None:
        release_claims(self._house.db, self._house.owner)
        end_turn(self._house.db, JUDGING, self._house.owner)


_READ = TypeAdapter(Read)


def write_read(read: Read) -> str:
    """What was read of an entry, as it is laid beside it."""
    return json.dumps(_READ.dump_python(read, mode="json"))


def _read_parked(parked: Parked, now: datetime) -> Came:
    """What another run has read; where it cannot be understood the page is read again, later."""
    try:
        return parked.item, _READ.validate_python(json.loads(parked.read), strict=False)
    except ValueError as error:
        return parked.item, fault_of(parked.item, error, now)
