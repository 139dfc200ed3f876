"""Changing an entry at the desk, and taking changes back: what is kept is sound when it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.config.desk_layer import lay_desk
from flows.config.settings import Settings
from flows.config.toml.tables import Key, Laid, Table, Written, digest_below
from storage.database import Transaction
from storage.errors import HanmiError
from storage.readers.desk_layer import keep_change, read_changes, read_layer
from storage.records.desk import DeskChange, EntryKind
from storage.records.desk_texts import DeskCode
from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason, join_reasons

MADE, CHANGED, REVERTED, DROPPED = "made", "changed", "reverted", "dropped"


class Overtaken(HanmiError):
    """Somebody else changed the same entry meanwhile; `last` is what he made of it."""

    def __init__(self, last: DeskChange) -> None:
        super().__init__(f"{last.kind} {last.id}", Reason(DeskCode.CHANGED_MEANWHILE, by=last.by))
        self.last = last


class Unsound(HanmiError):
    """A change that cannot be; each of `faults` is `key: reason`."""

    def __init__(self, key: Key, faults: tuple[str, ...]) -> None:
        super().__init__(f"{key[0]} {key[1]}", join_reasons(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who changes something, and when."""

    by: str
    at: datetime


def save_entry(
    tx: Transaction, settings: Settings, key: Key, table: Table, who: Who, *, seen: int | None = None
) -> DeskChange | None:
    """Have an entry say what `table` says; the desk keeps the fields in which the layers below differ.

    Fields that `table` does not name stay as they are. `seen` is the revision that the change was made on,
    None: whatever there is. None comes back where nothing is different.

    Raises:
        Overtaken: somebody changed it since.
        Unsound: it cannot be so.
    """
    states = _read_states(tx, key, seen)
    written = settings.tables.find_written().get(key)
    last = states[-1].fields if states else None
    wanted = {**(last or {}), **table}
    wanted.pop("id", None)
    kept = _find_own(wanted, written)
    if kept == last:
        return None
    return _keep(tx, settings, key, written, states, kept, CHANGED if states or written else MADE, who)


def _find_own(wanted: Table, written: Written | None) -> Table | None:
    """The fields in which an entry differs from the layers below; None where it is as they have it."""
    below = written.table if written else {}
    own = {name: value for name, value in wanted.items() if value != below.get(name)}
    return own if own or written is None else None


def revert_entry(
    tx: Transaction, settings: Settings, key: Key, who: Who, *, to: int | None = None, drop: bool = False
) -> DeskChange:
    """Take the last change back; or have an entry as it was in the revision `to`; or drop all the desk says.

    Raises:
        Unsound: nothing was changed, there is no such revision, or it cannot be as it was any more.
    """
    states = read_changes(tx, *key)
    if not states:
        raise Unsound(key, (Reason(DeskCode.NEVER_CHANGED),))
    fields = None if drop else _find_state(states, key, to)
    written = settings.tables.find_written().get(key)
    return _keep(tx, settings, key, written, states, fields, DROPPED if drop else REVERTED, who)


def _find_state(states: list[DeskChange], key: Key, to: int | None) -> Mapping[str, Any] | None:
    """The fields in this revision, or before the last; None before the first. Raises: Unsound."""
    if to is None:
        return states[-2].fields if len(states) > 1 else None
    if to == 0:
        return None
    fields = {state.revision: state.fields for state in states}
    if to not in fields:
        raise Unsound(key, (Reason(DeskCode.NO_REVISION, asked=to, last=states[-1].revision),))
    return fields[to]


def _read_states(tx: Transaction, key: Key, seen: int | None) -> list[DeskChange]:
    states = read_changes(tx, *key)
    if (
        seen is not None and states and seen != states[-1].revision
    ):  # no state: a form older than the database
        raise Overtaken(states[-1])
    return states


def _keep(
    tx: Transaction,
    settings: Settings,
    key: Key,
    written: Written | None,
    states: list[DeskChange],
    fields: Mapping[str, Any] | None,
    verb: str,
    who: Who,
) -> DeskChange:
    change = _make(key, written, states, fields, verb, who)
    if fields is not None and (faults := _check(tx, settings, change)):
        raise Unsound(key, faults)
    if not keep_change(tx, change):
        raise Overtaken(read_changes(tx, *key)[-1])
    return change


def _make(
    key: Key,
    written: Written | None,
    states: list[DeskChange],
    fields: Mapping[str, Any] | None,
    verb: str,
    who: Who,
) -> DeskChange:
    return DeskChange(
        kind=key[0],
        id=key[1],
        revision=states[-1].revision + 1 if states else 1,
        at=who.at,
        by=who.by,
        verb=verb,
        fields=fields,
        below=digest_below(written, fields or {}),
    )


def _check(tx: Transaction, settings: Settings, change: DeskChange) -> tuple[str, ...]:
    """What is wrong with it once it is laid on all else; what was wrong before is not blamed on it."""
    if change.kind is EntryKind.NAME:
        return ()
    ours = (change.kind, change.id)
    others = [each for each in read_layer(tx) if (each.kind, each.id) != ours]
    before = _list_faulty(settings, others)
    faulty = _list_faulty(settings, [*others, change])
    return tuple(_say_fault(each, ours) for key, each in faulty.items() if key not in before)


def _list_faulty(settings: Settings, changes: list[DeskChange]) -> dict[Key, Laid]:
    return {each.key: each for each in lay_desk(settings, changes).laid if each.fault}


def _say_fault(laid: Laid, ours: Key) -> str:
    if laid.key == ours:
        return laid.fault
    return Reason(EntryCode.AT_KEY, key=f"{laid.change.kind} {laid.change.id}", why=laid.fault)
