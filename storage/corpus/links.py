"""Links that several entries share: a notice board's page, to which each of its notices leads.

Such an entry is an article of its own under a key made of what it says, and its link's row in the inbox says
`shared` from then on: an entry that comes alone under that link later is one of its own too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.address import address_key, is_item_key, item_key, link_key
from storage.corpus.looks import end_looks
from storage.corpus.reused import stands_again
from storage.database import Transaction
from storage.driver import as_words, read_rows
from storage.records import Entry
from storage.rows import read_entry
from storage.tables import articles, entries

Keyed = tuple[str, Entry]


_KNOWN = "SELECT e.key, e.state FROM {words} AS wanted JOIN entries e ON e.key = wanted.w"


@dataclass(frozen=True, slots=True)
class Apart:
    """The entries of a poll under the keys that they have here.

    `old` are those whose link an older version knew, which kept one of them and passed over the others: they
    are no news because they are seen only now.
    """

    entries: tuple[Keyed, ...]
    old: tuple[Keyed, ...] = ()


def part_links(tx: Transaction, source: str, announced: Sequence[Keyed], now: datetime) -> Apart:
    """Give the entries whose link is shared, or was before, keys of their own, and note which links are.

    `announced` has the keys that the entries have by themselves: their address, or an item's where others of
    the same poll share it.
    """
    known = _read_known(tx, announced)
    before = {link for link, state in known.items() if state == "shared"}
    old = set()
    for link, items in _group_items(announced, before).items():
        row = tx.execute(sa.select(entries).where(entries.c.key == link)).first() if link in known else None
        if _share_link(tx, source, link, row, items, now):
            old.add(link)
    return _part_old([_key_apart(key, entry, before) for key, entry in announced], old)


def _read_known(tx: Transaction, announced: Sequence[Keyed]) -> dict[str, str]:
    """The states of the rows of the inbox that stand under the links of entries."""
    links = {link_key(key, entry.url) for key, entry in announced}
    return dict(read_rows(tx, _KNOWN, words=as_words(links)))


def _group_items(announced: Sequence[Keyed], before: Set[str]) -> dict[str, list[Entry]]:
    """The entries of a poll by the links that they share, and that were not shared before."""
    sharing: dict[str, list[Entry]] = defaultdict(list)
    for key, entry in announced:
        if is_item_key(key) and (link := link_key(key, entry.url)) not in before:
            sharing[link].append(entry)
    return sharing


def _key_apart(key: str, entry: Entry, shared: Set[str]) -> Keyed:
    link = link_key(key, entry.url)
    return (item_key(link, entry.guid, entry.title) if link in shared else key), entry


def _part_old(keyed: Sequence[Keyed], old: Set[str]) -> Apart:
    """The entries, apart from those under links of which an older version had read one article."""
    parted: tuple[list[Keyed], list[Keyed]] = [], []
    for key, entry in keyed:
        parted[link_key(key, entry.url) in old].append((key, entry))
    return Apart(entries=tuple(parted[False]), old=tuple(parted[True]))


def item_of(entry: Entry) -> str:
    """The key that an entry has where others share its link."""
    return item_key(address_key(entry.url), entry.guid, entry.title)


def _share_link(
    tx: Transaction, source: str, link: str, row: Any, items: Sequence[Entry], now: datetime
) -> bool:
    """Note that a link is shared; whether an older version had read it as one article's.

    The entries that were known under the link stay known, under their keys as items.
    """
    if row is None:
        values = {"key": link, "source": source, "url": items[0].url, "announced_at": now}
        tx.execute(entries.insert(), values | {"entry": {}, "state": "shared", "attempts": 0})
        return False
    item = row.item or _find_item(tx, row, items)
    again = tx.execute(sa.select(entries).where(stands_again(link))).all()
    known = {each.item: each for each in again if each.item} | ({item: row} if item else {})
    _end_link(tx, link, [each.key for each in again])
    for key, each in known.items():
        same: Mapping[str, Any] = {name: value for name, value in each._mapping.items() if name != "number"}
        tx.execute(entries.insert(), {**same, "key": key, "item": None})
    return row.item is None


def _end_link(tx: Transaction, link: str, again: Sequence[str]) -> None:
    """Read a link and look at it no more: its page is not one entry's."""
    for key in (link, *again):
        tx.execute(
            entries.update()
            .where(entries.c.key == key)
            .values(state="shared", entry={}, next_attempt_at=None)
        )
        end_looks(tx, key)


def _find_item(tx: Transaction, row: Any, items: Sequence[Entry]) -> str | None:
    """Which of the items an entry was that an older version noted: the one of its time, or of its title."""
    if row.entry:
        return item_of(read_entry(row.entry))
    title = tx.execute(sa.select(articles.c.title).where(articles.c.key == row.key)).scalar()
    for entry in items:
        if entry.published is not None and entry.published.at == row.published_at:
            return item_of(entry)
    return next((item_of(entry) for entry in items if entry.title and entry.title == title), None)
