"""Addresses that are used again: today's briefing, under the address of yesterday's.

An entry that dates such an address anew is one to read, under a key of its own; whether its page says
anything else than before is seen when it is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.address import AGAIN, again_key, is_item_key, item_key, link_key
from storage.corpus.names import IS_NAME
from storage.database import Transaction
from storage.driver import as_words, read_rows
from storage.records import Entry
from storage.tables import addresses, entries, read_moment

Keyed = tuple[str, Entry]

ANOTHER_SAID = timedelta(hours=6)
"""How much later than the last article at an address another title or guid there may be another article."""

SAME_SAID = timedelta(hours=20)
"""The same where its title and guid stay: a daily bulletin has one title, a report that is edited one too."""

UNDATED = timedelta(hours=12)
"""How long after the last article was announced another title there, without a date, may be another."""

AHEAD = timedelta(days=1)
"""A date so far ahead is an error, and would hide all that come after it."""

FEW = 5
"""So many entries a poll may be dated anew whatever the others are: more than these, and most of them, and
the source dates all that it lists anew."""

BEHIND = f"{AGAIN[:-1]};"
"""What sorts right behind the keys of an address that was used again."""

_KNOWN = f"""
    SELECT e.key, e.state, e.item, e.published_at, e.announced_at
    FROM {{words}} AS wanted JOIN entries e ON e.key = wanted.w
    UNION ALL SELECT k.key, 'kept', NULL, a.published_at, a.fetched_at
    FROM {{words}} AS wanted JOIN addresses k ON k.key = wanted.w AND k.{IS_NAME}
    JOIN articles a ON a.number = k.article
    WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.key = k.key)
"""  # noqa: S608  # no word of a stranger's

_LAST = """
    SELECT w, e.key, e.state, e.item, e.published_at, e.announced_at
    FROM {words} AS wanted JOIN entries e ON e.key = (
        SELECT max(n.key) FROM entries n WHERE n.key >= w || :first AND n.key < w || :behind
    )
"""
"""The last article at each of these addresses that was not its first."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """What the inbox or the corpus knows of the last article at an address."""

    key: str
    state: str
    item: str | None
    published_at: datetime | None
    announced_at: datetime

    @property
    def since(self) -> datetime:
        """Since when it stands there: an announcement was never before what it announced."""
        return min(self.published_at or self.announced_at, self.announced_at)


def part_reused(tx: Transaction, announced: Sequence[Keyed], now: datetime) -> tuple[Keyed, ...]:
    """Give entries that come under the address of an older article, and are dated anew, keys of their own.

    One whose address was used again before and that says nothing newer has the key of the last article there.
    """
    first = _read_known(tx, [key for key, _ in announced if not is_item_key(key)])
    anew = {key for key, entry in announced if key in first and _is_anew(key, entry, first[key], now)}
    if not anew or (len(anew) > FEW and 2 * len(anew) > len(first)):
        return tuple(announced)
    last = _read_last(tx, anew)
    return tuple(
        (_choose_key(key, entry, last.get(key), now) if key in anew else key, entry)
        for key, entry in announced
    )


def stands_again(link: str) -> sa.ColumnElement[bool]:
    """Which rows of the inbox are of an address that was used again."""
    return sa.and_(entries.c.key >= link + AGAIN, entries.c.key < link + BEHIND)


def find_before(tx: Transaction, key: str, url: str) -> tuple[str, ...]:
    """The keys of the first article at an address, and of the last before this one if that is another."""
    link = link_key(key, url)
    last = tx.execute(
        sa.select(sa.func.max(entries.c.key)).where(stands_again(link), entries.c.key < key)
    ).scalar()
    return (link, last) if last else (link,)


def find_under(tx: Transaction, link: str) -> list[str]:
    """The keys of the articles that stood at an address one after another, the last first."""
    known = sa.select(entries.c.key).join(addresses, addresses.c.key == entries.c.key)
    keys = tx.execute(known.where(stands_again(link)).order_by(entries.c.key.desc())).scalars()
    return [*keys, link]


def _choose_key(link: str, entry: Entry, last: _Holder | None, now: datetime) -> str:
    """The key of an entry that is newer than the first article at its address; `last` is its last."""
    if last is not None and not _is_anew(link, entry, last, now):
        return last.key
    return again_key(link, entry.published.at if entry.published else now)


def _is_anew(link: str, entry: Entry, known: _Holder, now: datetime) -> bool:
    """Whether an entry may be of another article than the one that is known at its address."""
    if known.state not in ("kept", "given-up"):
        return False
    if entry.published is None:
        return now - known.announced_at >= UNDATED and _is_other(link, entry, known)
    later = entry.published.at - known.since
    if later < ANOTHER_SAID or entry.published.at > now + AHEAD:
        return False  # asked first: most entries are as they were
    return later >= SAME_SAID or _is_other(link, entry, known)


def _is_other(link: str, entry: Entry, known: _Holder) -> bool:
    """Whether guid or title are others than those of the article that is known."""
    return known.item not in (None, item_key(link, entry.guid, entry.title))


def _read_known(tx: Transaction, links: Sequence[str]) -> dict[str, _Holder]:
    rows = read_rows(tx, _KNOWN, words=as_words(links)) if links else ()
    return {row[0]: _read_holder(row) for row in rows}


def _read_last(tx: Transaction, links: Collection[str]) -> dict[str, _Holder]:
    rows = read_rows(tx, _LAST, words=as_words(links), first=AGAIN, behind=BEHIND)
    return {row[0]: _read_holder(row[1:]) for row in rows}


def _read_holder(row: Sequence[str]) -> _Holder:
    key, state, item, published_at, announced_at = row
    at = read_moment(announced_at)
    assert at is not None, "every entry has its time"
    return _Holder(key, state, item, read_moment(published_at), at)
