"""The inbox: entries that sources announced and that are not articles yet.

It is filled in the transaction that keeps a source's validators, so that an entry whose page was
not fetched before a crash is not lost behind a 304.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from storage.address import item_key, link_key
from storage.bugs import attempt_alone
from storage.clock import ahead, due
from storage.corpus.names import IS_NAME
from storage.database import Transaction
from storage.driver import Prepared, as_words, read_rows
from storage.records import Entry, Waiting
from storage.rows import entry_json, read_entry
from storage.tables import entries

Place = tuple[datetime, str]
"""A place in the order of judging: when it was published, and the key."""

ANY_TIME = datetime.min.replace(tzinfo=UTC)

LONGEST_WAITS = tuple(timedelta(hours=hours) for hours in (0, 6, 6, 6, 8, 16, 24))
"""By how often it was tried, the longest that an entry may be put off; the last holds for all tries after."""

REREAD = "it went under another article's name, and is read again"
"""What stands as the last error of entries that an upgrade put back into the inbox."""


_ANNOUNCE = Prepared(
    entries.insert(),
    "key", "source", "url", "entry", "published_at", "announced_at", "announced_after", "item", "state",
    "attempts", "next_attempt_at",
)  # fmt: skip

_KNOWN = f"""
    SELECT e.key FROM {{words}} AS wanted JOIN entries e ON e.key = wanted.w
    UNION SELECT k.key FROM {{words}} AS wanted JOIN addresses k ON k.key = wanted.w AND k.{IS_NAME}
"""  # noqa: S608  # no word of a stranger's
"""Which of these keys an entry has, or leads to an article."""


def announce_entries(
    tx: Transaction,
    source: str,
    announced: Sequence[tuple[str, Entry]],
    *,
    now: datetime,
    after: datetime | None,
) -> frozenset[str]:
    """Put entries, with their keys, into the inbox; returns the keys that were new.

    An address that an entry or an article has already is not taken again. `after` is the last
    good poll of the source before this one, None where this is the first.
    """
    if not announced:
        return frozenset()
    fresh = dict(reversed(announced))
    known = _known_keys(tx, fresh)
    if known:
        _complete(tx, {key: fresh[key] for key in known})
    new = {key: entry for key, entry in fresh.items() if key not in known}
    if new:
        _ANNOUNCE.run(tx, *(_compose_row(source, key, entry, now, after) for key, entry in new.items()))
    return frozenset(new)


def _compose_row(
    source: str, key: str, entry: Entry, now: datetime, after: datetime | None
) -> dict[str, Any]:
    return {
        "key": key,
        "source": source,
        "url": entry.url,
        "entry": entry_json(entry),
        "published_at": entry.published.at if entry.published else None,
        "announced_at": now,
        "announced_after": after,
        "item": _item_of(key, entry),
        "state": "waiting",
        "attempts": 0,
        "next_attempt_at": now,
    }


def _complete(tx: Transaction, announced: Mapping[str, Entry]) -> None:
    """Give entries that are read again what their source says of them; only address and time were left."""
    bare = (entries.c.state == "waiting") & (entries.c.last_error == REREAD)
    keys = sa.select(entries.c.key).where(entries.c.key.in_(list(announced)), bare)
    for key in tx.execute(keys).scalars().all():
        _change(
            tx, key, entry=entry_json(announced[key]), item=_item_of(key, announced[key]), last_error=None
        )


def _item_of(key: str, entry: Entry) -> str:
    return item_key(link_key(key, entry.url), entry.guid, entry.title)


def is_any_known(tx: Transaction, keys: Collection[str]) -> bool:
    """Whether an entry or an article has one of these addresses."""
    return bool(_known_keys(tx, keys))


def read_inbox(tx: Transaction, sources: Collection[str], now: datetime) -> list[Waiting]:
    """The entries of these sources that are due, oldest first; one that a bug keeps from being read waits."""
    rows = tx.execute(
        sa.select(entries)
        .where(entries.c.source.in_(list(sources)), is_entry_due(now))
        .order_by(entries.c.published_at.nulls_first(), entries.c.key)
    )
    return [item for row in rows if (item := read_waiting(row)) is not None]


def earliest_place(key: str, at: datetime | None, now: datetime, *, day_only: bool = False) -> Place:
    """The first place that the article of an entry can take in the order of (published, key).

    One without a date may be of any time, one with only a day be dated by its page up to a day before, and
    a date in the future is cut to now.
    """
    if at is None:
        return (ANY_TIME, key)
    return (min(at - timedelta(days=1) if day_only else at, now), key)


def read_waiting(row: sa.Row[Any]) -> Waiting | None:
    """An entry as its row has it; None where a bug keeps it from being read."""
    return attempt_alone(row.key, "entry", partial(_read_waiting, row), None)


def _read_waiting(row: sa.Row[Any]) -> Waiting:
    return Waiting(
        key=row.key,
        source=row.source,
        entry=read_entry(row.entry),
        announced_at=row.announced_at,
        after=row.announced_after,
        attempts=row.attempts,
    )


def is_entry_due(now: datetime) -> sa.ColumnElement[bool]:
    """The one place that says which entries are due: their time has come, or a wrong clock set it."""
    last = len(LONGEST_WAITS) - 1
    by_attempts = (
        ((entries.c.attempts == many) if many < last else (entries.c.attempts >= last))
        & due(entries.c.next_attempt_at, now, reach)
        for many, reach in enumerate(LONGEST_WAITS)
    )
    is_due = ahead(entries.c.announced_at, now) | sa.or_(*by_attempts)
    return (entries.c.state == "waiting") & is_due


def settle_entry(tx: Transaction, key: str, doubt: str | None = None) -> None:
    """The entry is an article now, or the corpus had it; `doubt` says why not from its page."""
    _change(tx, key, state="kept", next_attempt_at=None, last_error=doubt, entry={}, read=None)


def postpone_entry(tx: Transaction, key: str, why: str, again_at: datetime | None) -> None:
    """The entry could not be read; it is tried again at `again_at`, never where that is None."""
    _change(
        tx,
        key,
        state="waiting" if again_at else "given-up",
        attempts=entries.c.attempts + 1,
        next_attempt_at=again_at,
        last_error=why,
        read=None,
    )


def read_announcement(tx: Transaction, key: str) -> dict[str, Any] | None:
    """What the inbox knows of an address: source, state, announced_at, attempts, last_error."""
    row = tx.execute(sa.select(entries).where(entries.c.key == key)).mappings().first()
    if row is None:
        return None
    return {name: row[name] for name in ("source", "url", "state", "announced_at", "attempts", "last_error")}


def _known_keys(tx: Transaction, keys: Iterable[str]) -> set[str]:
    return {key for (key,) in read_rows(tx, _KNOWN, words=as_words(keys))}


def _change(tx: Transaction, key: str, **values: Any) -> None:
    tx.execute(entries.update().where(entries.c.key == key).values(values))
