"""The desk's layer laid on bundle and file: one frozen value again, in which every entry is sound.

What lies below may change after something was changed at the desk: a channel goes, a name is taken out. What
the desk says then and cannot be is set aside and named, and never keeps the service from its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from alerts.watch.watchlist import read_entity, read_watch
from flows.config.settings import Settings
from flows.config.toml.source_tables import try_source_table
from flows.config.toml.tables import Key, Laid, Table, Written
from storage.database import Database
from storage.errors import WatchError
from storage.readers.desk_layer import read_layer, read_stamp
from storage.records import Entity, Source, Watch
from storage.records.desk import DeskChange, EntryKind
from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason, join_reasons

Thing = Watch | Entity | Source
T = TypeVar("T", Watch, Entity, Source)

SQLITE = "sqlite:///"


class LaidSettings:
    """The configuration with the desk's layer as the database has it now. Safe to use from many threads."""

    def __init__(self, settings: Settings, db: Database) -> None:
        self.below = settings
        self._db = db
        self._laying = Lock()
        self._stamp = 0
        self._laid = settings

    def now(self) -> Settings:
        """The same value for as long as nobody changes anything. Raises: StorageError."""
        with self._db.reading() as tx:
            stamp = read_stamp(tx)
            changes = read_layer(tx) if stamp != self._stamp else []
        with self._laying:
            if stamp != self._stamp:
                self._laid, self._stamp = lay_desk(self.below, changes), stamp
            return self._laid


def with_desk(settings: Settings, db: Database) -> Settings:
    """The configuration with the desk's layer on it. Raises: StorageError."""
    return LaidSettings(settings, db).now()


def with_desk_if_any(settings: Settings) -> Settings:
    """The configuration with the desk's layer for a command that needs no database: none is made for it."""
    from flows.config.database import open_database  # opening one imports what making none does not need

    if (
        settings.storage_url.startswith(SQLITE)
        and not Path(settings.storage_url.removeprefix(SQLITE)).exists()
    ):
        return settings
    with open_database(settings) as db:
        return with_desk(settings, db)


def lay_desk(settings: Settings, changes: Iterable[DeskChange]) -> Settings:
    """The configuration with these states of the desk's on it; what cannot be is set aside."""
    written = settings.tables.find_written()
    laid = [
        _lay(settings, change, written.get((change.kind, change.id)))
        for change in changes
        if change.kind is not EntryKind.NAME and change.fields is not None
    ]
    while laid:
        merged = _merge(settings, laid)
        faults = _find_faults(merged, laid)
        if not faults:
            return merged
        laid = _set_aside(laid, faults)
    return settings


def _set_aside(laid: Iterable[Laid], faults: Mapping[Key, str]) -> list[Laid]:
    """The same entries, those with a fault out of force."""
    return [
        replace(each, fault=faults[each.key], is_aside=True) if each.key in faults else each for each in laid
    ]


def _lay(settings: Settings, change: DeskChange, below: Written | None) -> Laid:
    """An entry as a whole, with what is wrong in it alone."""
    table = _compose_table(change, below)
    fault = ""
    if change.kind is EntryKind.WATCH:
        fault = _drop_gone(table, {channel.id for channel in settings.channels})
    thing, faults = read_thing(change.kind, table, settings.timezone, settings.phrases)
    if thing is None or faults:
        return Laid(change=change, below=below, table=table, fault=join_reasons(faults), is_aside=True)
    return Laid(change=change, below=below, table=table, fault=fault)


def _compose_table(change: DeskChange, below: Written | None) -> dict[str, Any]:
    said = {**(below.table if below else {}), **(change.fields or {}), "id": change.id}
    return {name: value for name, value in said.items() if value is not None}


def _drop_gone(table: dict[str, Any], channels: set[str]) -> str:
    """Take out where a watch goes if one of its channels is gone, and say so."""
    gone = next((id_ for id_ in table.get("to") or () if id_ not in channels), None)
    if gone is None:
        return ""
    table.pop("to")
    return Reason(EntryCode.AT_KEY, key="to", why=Reason(EntryCode.CHANNEL_GONE, given=repr(gone)))


def read_thing(
    kind: EntryKind, table: Table, timezone: str, phrases: Mapping[str, str]
) -> tuple[Thing | None, list[str]]:
    """The thing of a table, None where it is too little, and every fault as `key: reason`.

    `phrases` are the named parts that its queries may have.
    """
    if kind is EntryKind.SOURCE:
        return try_source_table(table, timezone)
    thing: Thing | None
    thing, faults = read_watch(table) if kind is EntryKind.WATCH else read_entity(table)
    return _give_phrases(thing, phrases) if thing else None, list(faults)


def _give_phrases(thing: Thing, phrases: Mapping[str, str]) -> Thing:
    if not phrases or isinstance(thing, Source):
        return thing
    from alerts.watch.query.phrases import give_entity_phrases, give_phrases

    return give_phrases(thing, phrases) if isinstance(thing, Watch) else give_entity_phrases(thing, phrases)


def _merge(settings: Settings, laid: Sequence[Laid]) -> Settings:
    in_force = (each for each in laid if not each.is_aside)
    read = (
        read_thing(each.change.kind, each.table, settings.timezone, settings.phrases)[0] for each in in_force
    )
    things = [thing for thing in read if thing is not None]
    return replace(
        settings,
        watches=_put_over(settings.watches, things, Watch),
        entities=_put_over(settings.entities, things, Entity),
        sources=_put_over(settings.sources, things, Source),
        laid=tuple(laid),
    )


def _put_over(below: Sequence[T], things: Iterable[Thing], kind: type[T]) -> tuple[T, ...]:
    """Those below, with things of their kind in the place of those of the same id, or after them."""
    over = {thing.id: thing for thing in things if isinstance(thing, kind)}
    return tuple(({thing.id: thing for thing in below} | over).values())


def _find_faults(merged: Settings, laid: Sequence[Laid]) -> Mapping[Key, str]:
    """What cannot be compiled of the desk's entries that are in force, each with its fault."""
    in_force = _list_in_force(laid)
    if not in_force:
        return {}
    from alerts.watch.query.check import check_all, describe_error

    watches = [watch for watch in merged.watches if (EntryKind.WATCH, watch.id) in in_force]
    faults: dict[Key, str] = {}
    for error in check_all(merged.entities, watches).errors:
        for key in _blame(error, in_force):
            faults.setdefault(key, describe_error(error, _name_part(error, key)))
    return faults


def _name_part(error: WatchError, key: Key) -> str:
    """What of an entry a fault is in, `requires` say; another entry by its name."""
    name = f"{key[0].value} {key[1]}"
    return error.about.removeprefix(name).removeprefix(", ") if error.about.startswith(name) else error.about


def _list_in_force(laid: Sequence[Laid]) -> set[Key]:
    """The watches and entities that are not set aside."""
    return {each.key for each in laid if not each.is_aside and each.change.kind is not EntryKind.SOURCE}


def _blame(error: WatchError, in_force: set[Key]) -> list[Key]:
    """Which of the desk's entries a fault is of."""
    kind, _, rest = error.about.partition(" ")
    key = (EntryKind(kind), rest.partition(",")[0])
    # a circle of gates is named by any of its entities; one of ours closed it
    return [key] if key in in_force else [each for each in in_force if each[0] is EntryKind.ENTITY]
