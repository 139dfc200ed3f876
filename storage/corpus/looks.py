"""Looks: alerted articles that are read again, each by one process at a time, until their schedule ends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.clock import ahead, cut_ahead, due, is_ahead
from storage.corpus.names import is_name
from storage.database import Database, Transaction
from storage.promises.alerts import insert_new
from storage.promises.claims import hold, is_free, let_go
from storage.records import Entry
from storage.rows import read_entry
from storage.tables import addresses, articles, entries, looks

MOST_PULLED = 24
"""Looks at one article because its source announced a change; a feed may turn its headline at every poll."""

LONGEST_WAIT = timedelta(days=9)
"""The longest from one look to the next: eight days by the table, and a day that a server may ask for."""

MOST_UNPLANNED = 2
UNPLANNED = timedelta(days=1)
"""Looks, for the same reason, at one that met no watch, and for how long: a flash is often filled in under
its own address."""

_MARKUP = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An article that is due for a look, and what the looks before it brought.

    `article` is its public id; the schedule counts from `since`; `missed_at` is the first look that did not
    find it, since the last that did; `removed_at` says since when it counts as removed.
    """

    article: str
    number: int
    since: datetime
    etag: str | None = None
    last_modified: str | None = None
    last_look_at: datetime | None = None
    missed_at: datetime | None = None
    removed_at: datetime | None = None


def begin_looks(
    tx: Transaction, article: str, since: datetime, first_at: datetime | None, entry: str | None
) -> None:
    """Look at an article again from `first_at` on; nothing where that is so already.

    None: only when its source announces a change of it, within a day, and twice at most.
    `entry` is the key of the inbox entry that it came from, which must not be settled yet.
    """
    number = tx.execute(sa.select(articles.c.number).where(articles.c.id == article)).scalar_one()
    row = tx.execute(sa.select(entries.c.entry).where(entries.c.key == entry)).scalar() if entry else None
    values = {"article": number, "since": since, "pulled": 0, "next_look_at": first_at}
    insert_new(tx, looks, values | {"announced": digest_entry(read_entry(row)) if row else None})


def digest_entry(entry: Entry) -> str:
    """A digest of what a source says of an article: it changes when the source announces a change."""
    times = (entry.published and entry.published.at.isoformat(), entry.updated and entry.updated.isoformat())
    said = (entry.title, " ".join(_MARKUP.sub(" ", entry.html).split()), *map(str, times))
    return hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def hasten_looks(tx: Transaction, source: str, announced: Mapping[str, Entry], now: datetime) -> list[str]:
    """Make articles due that a source announces otherwise than before; returns their ids.

    `announced` has entries by address key. Only the source that an article came from counts.
    """
    rows = tx.execute(
        sa.select(looks, articles.c.id, addresses.c.key)
        .join(addresses, addresses.c.article == looks.c.article)
        .join(articles, articles.c.number == looks.c.article)
        .where(addresses.c.key.in_(list(announced)), is_name(), articles.c.source == source)
        .where(looks.c.next_look_at.is_not(None) | (looks.c.since > now - UNPLANNED))
    ).all()
    pulled = []
    for row in rows:
        said = digest_entry(announced[row.key])
        if said == row.announced:
            continue
        changes: dict[str, object] = {"announced": said}
        most = MOST_UNPLANNED if row.next_look_at is None else MOST_PULLED
        if row.announced is not None and row.pulled < most:
            changes |= {"next_look_at": now, "pulled": row.pulled + 1}
            pulled.append(row.id)
        tx.execute(looks.update().where(looks.c.article == row.article).values(**changes))
    return pulled


def claim_looks(
    db: Database, among: Collection[str], owner: str, now: datetime, *, limit: int
) -> tuple[Look, ...]:
    """Take articles of these sources that are due, the longest first, for a lease."""
    with db.writing() as tx:
        may_take = is_free(tx, looks, now, owner)
        rows = tx.execute(
            sa.select(looks, articles.c.id)
            .join(articles, articles.c.number == looks.c.article)
            .where(_is_due(now), may_take, articles.c.source.in_(list(among)))
            .order_by(looks.c.next_look_at, looks.c.article)
            .limit(limit)
            .with_for_update(skip_locked=True, of=looks)
        ).all()
        hold(tx, looks, looks.c.article.in_([row.article for row in rows]), owner, now)
    return tuple(_as_of(_read_look(row), now) for row in rows)


def renew_looks(db: Database, owner: str, now: datetime) -> None:
    """Hold what this owner has claimed for another lease."""
    with db.writing() as tx:
        hold(tx, looks, looks.c.claimed_by == owner, owner, now)


def release_looks(db: Database, owner: str) -> None:
    """Let go of every look that this owner holds."""
    with db.writing() as tx:
        let_go(tx, looks, looks.c.claimed_by == owner)


def settle_look(tx: Transaction, look: Look, owner: str, *, next_at: datetime | None) -> bool:
    """Write down what is known of an article after a look; False where the claim was no longer ours.

    Nothing is changed then, and the transaction should change nothing either.
    """
    values = {
        "etag": look.etag,
        "last_modified": look.last_modified,
        "last_look_at": look.last_look_at,
        "missed_at": look.missed_at,
        "removed_at": look.removed_at,
        "next_look_at": next_at,
        "claimed_by": None,
        "claimed_until": None,
    }
    at = (looks.c.article == look.number) & (looks.c.claimed_by == owner)
    return tx.execute(looks.update().where(at).values(**values)).rowcount == 1


def plan_looks(tx: Transaction, look: Look, since: datetime, first_at: datetime) -> None:
    """Look at an article by the schedule from now on: what it says since this look was told of."""
    tx.execute(
        looks.update().where(looks.c.article == look.number).values(since=since, next_look_at=first_at)
    )


def end_looks(tx: Transaction, key: str) -> None:
    """Look no more at the article of this key: its page turned out not to be its own."""
    number = sa.select(articles.c.number).where(articles.c.key == key).scalar_subquery()
    tx.execute(looks.update().where(looks.c.article == number).values(next_look_at=None))


def read_look(tx: Transaction, article: str) -> tuple[Look, datetime | None] | None:
    """What is known of an article's looks and when the next is due; None where it is not looked at again."""
    row = tx.execute(
        sa.select(looks, articles.c.id)
        .join(articles, articles.c.number == looks.c.article)
        .where(articles.c.id == article)
    ).first()
    return (_read_look(row), row.next_look_at) if row else None


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    """The one place that says which looks are due: their time has come, or a wrong clock set it.

    What was looked at in the future is due though no look is planned: that clock may have ended the schedule.
    """
    is_unseen = looks.c.last_look_at.is_(None) & looks.c.next_look_at.is_not(None)
    is_misplanned = ahead(looks.c.last_look_at, now) | (is_unseen & ahead(looks.c.since, now))
    return due(looks.c.next_look_at, now, LONGEST_WAIT) | is_misplanned


def _as_of(look: Look, now: datetime) -> Look:
    """Without what a wrong clock left: a page that will not have been there then is missed from now on."""
    return replace(
        look,
        last_look_at=cut_ahead(look.last_look_at, now),
        missed_at=None if is_ahead(look.missed_at, now) else look.missed_at,
    )


def _read_look(row: sa.Row[tuple[object, ...]]) -> Look:
    return Look(
        article=row.id,
        number=row.article,
        since=row.since,
        etag=row.etag,
        last_modified=row.last_modified,
        last_look_at=row.last_look_at,
        missed_at=row.missed_at,
        removed_at=row.removed_at,
    )
