"""What runs that overlap share of one cycle: sources and entries in batches, and what is read but not judged.

A source is held by one run at a time, while it is polled and while pages of it are read; so one site is
asked by one machine. What a run has read and does not judge itself lies with its entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.corpus.inbox import Place, earliest_place, is_entry_due, read_waiting
from storage.corpus.sources import read_row, release_sources, take_sources
from storage.database import Database, Transaction
from storage.promises.claims import is_free
from storage.promises.owner import is_gone
from storage.records import SourceStatus, Waiting
from storage.tables import entries, sources

LOOKED_AT = 1_000
"""Entries that are looked at together: the earliest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An entry that was read and waits to be judged, with what was read of it in its reader's words."""

    item: Waiting
    read: str


def claim_polls(
    db: Database,
    among: Mapping[str, timedelta],
    owner: str,
    now: datetime,
    *,
    began: datetime,
    is_wanted: Callable[[SourceStatus], bool],
    most: int,
) -> tuple[list[SourceStatus], int]:
    """Take at most so many of the sources that nobody else holds and that are wanted; and how many are left.

    `among` gives each the longest time that may lie between two polls of it, as for `claim_sources`; one that
    lies further ahead is due when the cycle `began`.
    """
    with db.writing() as tx:
        may_take = is_free(tx, sources, now, owner)
        rows = tx.execute(
            sa.select(sources).where(sources.c.id.in_(list(among)), may_take).order_by(sources.c.id)
        ).all()
        found = [each for row in rows if is_wanted(each := read_row(row).as_of(began, among[row.id]))]
        taken = found[:most]
        take_sources(tx, [each.id for each in taken], owner, now)
    return taken, len(found) - len(taken)


def claim_entries(
    db: Database,
    among: Collection[str],
    owner: str,
    now: datetime,
    *,
    in_hand: Collection[Waiting],
    unread: Collection[Waiting],
    also: Collection[str],
    most_sources: int,
    per_source: int,
) -> tuple[list[Waiting], int]:
    """Take the earliest due entries that nobody has read, with their sources; and how many are left.

    Not those of sources that others hold. Sources of which this owner has no entry `in_hand` any more are
    let go, but for those of `also`. What is `unread` in the end is of at most `most_sources`, and of each
    source at most `per_source`: so others find sources too, and all go through the day side by side.
    """
    with db.writing() as tx:
        may_take = is_free(tx, sources, now, owner) | (sources.c.claimed_by == owner)
        keys = [item.key for item in in_hand]
        found = tx.execute(
            sa.select(entries.c.key, entries.c.source)
            .join(sources, sources.c.id == entries.c.source)
            .where(_is_unread(among, now), entries.c.key.not_in(keys), may_take)
            .order_by(*_IN_ORDER)
            .limit(LOOKED_AT)
        ).all()
        chosen, taken = set[str](), Counter(item.source for item in unread)
        for key, source in found:
            if taken[source] < per_source and (source in +taken or len(+taken) < most_sources):
                chosen.add(key)
                taken[source] += 1
        release_sources(tx, owner, but={*taken, *also, *(item.source for item in in_hand)})
        take_sources(tx, {source for key, source in found if key in chosen}, owner, now)
        rows = tx.execute(sa.select(entries).where(entries.c.key.in_(chosen)).order_by(*_IN_ORDER))
        waiting = [item for row in rows if (item := read_waiting(row)) is not None]
    return waiting, len(found) - len(chosen)


_IN_ORDER = (entries.c.published_at.nulls_first(), entries.c.key)
_IS_DAY = entries.c.entry[("published", "day_only")].as_boolean()


def _is_unread(among: Collection[str], now: datetime) -> sa.ColumnElement[bool]:
    return entries.c.source.in_(list(among)) & is_entry_due(now) & entries.c.read.is_(None)


def is_any_unread(tx: Transaction, among: Collection[str], owner: str, now: datetime) -> bool:
    """Whether there is an entry that this owner could take."""
    may_take = is_free(tx, sources, now, owner) | (sources.c.claimed_by == owner)
    query = sa.select(entries.c.key).join(sources, sources.c.id == entries.c.source)
    return tx.execute(query.where(_is_unread(among, now), may_take).limit(1)).first() is not None


def park_reads(tx: Transaction, reads: Iterable[tuple[str, str]]) -> None:
    """Lay what was read of entries, by key, beside them, for whoever judges."""
    for key, read in reads:
        is_open = (entries.c.key == key) & (entries.c.state == "waiting")
        tx.execute(entries.update().where(is_open).values(read=read))


def read_parked(tx: Transaction, among: Collection[str], but: Collection[str]) -> list[Parked]:
    """What was read of entries of these sources and is not judged yet; `but` are keys to leave out."""
    query = sa.select(entries).where(_is_parked(among), entries.c.key.not_in(list(but)))
    rows = tx.execute(query.order_by(*_IN_ORDER).limit(LOOKED_AT))
    return [Parked(item=item, read=row.read) for row in rows if (item := read_waiting(row)) is not None]


def is_any_parked(tx: Transaction, among: Collection[str]) -> bool:
    """Whether something that was read of these sources is not judged yet."""
    return tx.execute(sa.select(entries.c.key).where(_is_parked(among)).limit(1)).first() is not None


def _is_parked(among: Collection[str]) -> sa.ColumnElement[bool]:
    is_waiting = entries.c.state == "waiting"
    return is_waiting & entries.c.read.is_not(None) & entries.c.source.in_(list(among))


def first_unread(
    tx: Transaction, among: Collection[str], now: datetime, but: Collection[str]
) -> Place | None:
    """The first place that an unread entry of these sources can take; `but` are keys to leave out."""
    query = sa.select(entries.c.published_at, entries.c.key).where(
        _is_unread(among, now), entries.c.key.not_in(list(but))
    )
    first = tx.execute(query.order_by(*_IN_ORDER).limit(1)).first()
    of_a_day = tx.execute(query.where(_IS_DAY).order_by(*_IN_ORDER).limit(1)).first()
    places = [
        earliest_place(row.key, row.published_at, now, day_only=day_only)
        for row, day_only in ((first, False), (of_a_day, True))
        if row is not None
    ]
    return min(places, default=None)


def read_polling(tx: Transaction, among: Collection[str], owner: str, now: datetime) -> list[SourceStatus]:
    """The sources that others hold just now."""
    query = sa.select(sources).where(sources.c.id.in_(list(among)), _is_others(owner, now))
    return [read_row(row) for row in tx.execute(query)]


def read_signs_of_others(
    tx: Transaction, among: Collection[str], owner: str, now: datetime
) -> dict[str, datetime]:
    """Until when each of the others that hold sources holds them, as far as it is known to live."""
    until = sa.func.max(sources.c.claimed_until)
    query = sa.select(sources.c.claimed_by, until).where(
        sources.c.id.in_(list(among)), _is_others(owner, now)
    )
    found = tx.execute(query.group_by(sources.c.claimed_by)).all()
    return {row[0]: row[1] for row in found if not is_gone(row[0])}


def _is_others(owner: str, now: datetime) -> sa.ColumnElement[bool]:
    return (sources.c.claimed_by != owner) & (sources.c.claimed_until > now)
