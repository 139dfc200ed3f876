"""Entities, watches and named phrases: the bundled ones and the file's, checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from alerts.watch.watchlist import read_entities, read_watches
from flows.config.bundle import read_seed
from flows.config.schema import File
from flows.config.settings import Settings
from flows.config.toml.tables import inherit
from storage.errors import WatchError
from storage.records import Entity, Watch
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason


def read_watchlist(file: File, problems: list[str]) -> tuple[tuple[Entity, ...], tuple[Watch, ...]]:
    bundled = _read_bundled() if file.defaults.watchlist else _Read()
    inherited = read_seed("watchlist.toml").get("watch", []) if file.defaults.watchlist else []
    own = _read_tables(file.entity, [inherit(table, inherited) for table in file.watch])
    problems += [*bundled.faults, *own.faults]
    entities = {entity.id: entity for entity in (*bundled.entities, *own.entities)}
    watches = {watch.id: watch for watch in (*bundled.watches, *own.watches)}
    return tuple(entities.values()), tuple(watches.values())


@dataclass(frozen=True, slots=True)
class _Read:
    """What tables say, with all that is wrong in them."""

    entities: tuple[Entity, ...] = ()
    watches: tuple[Watch, ...] = ()
    faults: tuple[str, ...] = ()


@cache  # nobody changes what comes with the program, and a service reads its settings again and again
def _read_bundled() -> _Read:
    seeds = read_seed("watchlist.toml")
    tables = seeds.get("watch", [])
    return _read_tables(seeds.get("entity", []), [inherit(table, tables) for table in tables])


def _read_tables(entities: Sequence[Mapping[str, Any]], watches: Sequence[Mapping[str, Any]]) -> _Read:
    found, faults = read_entities(entities)
    met, more_faults = read_watches(watches)
    return _Read(tuple(found), tuple(met), (*faults, *more_faults))


def read_phrases(file: File, entities: Sequence[Entity], problems: list[str]) -> Mapping[str, str]:
    """The named parts of queries that are sound, by id."""
    if not file.phrase:
        return {}
    from alerts.watch.query.check import check_phrases

    phrases = {table.id: table.query for table in file.phrase}
    problems += _name_twice(file)
    faults = check_phrases(phrases, entities)
    problems += map(_name_fault, faults)
    faulty = {fault.about.removeprefix("phrase ") for fault in faults}
    return {id_: query for id_, query in phrases.items() if id_ not in faulty}


def _name_twice(file: File) -> list[str]:
    given = Counter(table.id for table in file.phrase)
    return [f"phrase[{id_}].id: it is given twice" for id_, times in given.items() if times > 1]


def give_phrases_to(
    entities: tuple[Entity, ...], watches: tuple[Watch, ...], phrases: Mapping[str, str]
) -> tuple[tuple[Entity, ...], tuple[Watch, ...]]:
    """The same, each with the named parts of queries that it names."""
    if not phrases:
        return entities, watches
    from alerts.watch.query.phrases import give_entity_phrases, give_phrases

    given = tuple(give_entity_phrases(entity, phrases) for entity in entities)
    return given, tuple(give_phrases(watch, phrases) for watch in watches)


def check_watchlist(file: File, settings: Settings) -> list[str]:
    """What cannot be compiled of the file's entities and watches."""
    if not file.entity and not file.watch:
        return []
    # the bundled watchlist alone is checked by the tests: compiling it takes a tenth of a second, and its
    # compiler some 40 ms to import
    from alerts.watch.query.check import check_all

    faults = check_all(settings.entities, settings.watches).errors
    written = {table.get("id") for table in file.entity}
    return [_name_fault(fault) for fault in faults if not _misses_one_of(fault, written)]


def _misses_one_of(fault: WatchError, written: Collection[Any]) -> bool:
    """Whether an entity is missed that is there, and left out for a fault of its own, which is named."""
    why = fault.why
    return isinstance(why, Reason) and why.code is QueryCode.NO_ENTITY and why.values["name"] in written


def _name_fault(fault: WatchError) -> str:
    """What is wrong in a watch or an entity (`watch ID`, `entity ID, requires`) as `key: reason`."""
    kind, _, rest = fault.about.partition(" ")
    id_, _, part = rest.partition(", ")
    key = f"{kind}[{id_}].{part or ('aliases' if kind == 'entity' else 'query')}"
    place = "" if fault.at is None else f"character {fault.at + 1}: "
    hint = f" ({fault.hint})" if fault.hint else ""
    return f"{key}: {place}{fault.why}{hint}"
