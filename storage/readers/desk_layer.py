"""The desk's layer of the configuration: every change that was made at the desk, kept one after another."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.promises.alerts import insert_new
from storage.records.desk import DeskChange, EntryKind
from storage.tables import desk_changes


def keep_change(tx: Transaction, change: DeskChange) -> bool:
    """Note a change; False where somebody else made one of this revision first."""
    values = {name: getattr(change, name) for name in ("revision", "at", "by", "verb", "below")}
    values |= {"kind": change.kind.value, "entry": change.id}
    fields = sa.null() if change.fields is None else dict(change.fields)
    return insert_new(tx, desk_changes, values | {"fields": fields})


def read_layer(tx: Transaction) -> list[DeskChange]:
    """The latest state of every entry that was ever changed, in the order of their first changes."""
    rows = tx.execute(sa.select(desk_changes).order_by(desk_changes.c.number))
    latest = {(row.kind, row.entry): row for row in rows}
    return [_read_change(row) for row in latest.values()]


def read_changes(tx: Transaction, kind: EntryKind, id_: str) -> list[DeskChange]:
    """Every state of one entry, the oldest first."""
    ours = sa.and_(desk_changes.c.kind == kind.value, desk_changes.c.entry == id_)
    rows = tx.execute(sa.select(desk_changes).where(ours).order_by(desk_changes.c.revision))
    return [_read_change(row) for row in rows]


def read_refused_names(tx: Transaction) -> frozenset[str]:
    """The discovered names that somebody refused."""
    refused = (change.fields for change in read_layer(tx) if change.kind is EntryKind.NAME)
    return frozenset(name for fields in refused if fields for name in fields.get("names", ()))


def read_stamp(tx: Transaction) -> int:
    """A number that is another once something was changed; 0 where nothing ever was."""
    return int(tx.execute(sa.select(sa.func.max(desk_changes.c.number))).scalar() or 0)


def _read_change(row: sa.Row[Any]) -> DeskChange:
    return DeskChange(
        kind=EntryKind(row.kind),
        id=row.entry,
        revision=row.revision,
        at=row.at,
        by=row.by,
        verb=row.verb,
        fields=row.fields,
        below=row.below,
    )
