"""The steps that leave out places of an entity at which it is not meant, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from alerts.watch.names.compounds import (
    drop_bearing,
    drop_eaten,
    drop_named_after,
    drop_particles,
    drop_people,
    drop_surnames,
    drop_town,
    drop_works,
)
from alerts.watch.names.credits import drop_credited
from alerts.watch.names.governments import drop_dishes
from alerts.watch.names.people.namesakes import drop_longer, drop_namesakes, drop_relatives, list_beginnings
from alerts.watch.names.spellings import Person
from alerts.watch.names.whose import drop_domestic, drop_foreign
from alerts.watch.scan.hits import Hits
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.places import Occurrence, Places
from storage.records import Entity

Drop = Callable[[Layout, Sequence[Occurrence]], Sequence[Occurrence]]
"""A step that leaves out places of an entity at which it is not meant."""

# One object a kind, so that entities of the same steps share them.
_DROP_THINGS: Drop = partial(drop_named_after, kind="place")
DROP_THINGS_OF_BODY: Drop = partial(drop_named_after, kind="body")


def list_drops_by_kind(entity: Entity, person: Person | None) -> Iterator[Drop]:
    match entity.kind:
        case "place":
            yield from (drop_dishes, _drop_relatives_of(entity), _drop_of_countries, _DROP_THINGS)
        case "person" if person is not None:
            yield from _list_drops_of_person(entity, person)
        case "body":
            yield DROP_THINGS_OF_BODY
            if "White House" in entity.aliases:
                yield drop_town
        case "agreement":
            yield drop_works


def _list_drops_of_person(entity: Entity, person: Person) -> Iterator[Drop]:
    yield _drop_relatives_of(entity)
    if person.korean:
        yield drop_longer
    yield drop_bearing
    if entity.roles or person.korean:
        yield drop_namesakes


def _drop_relatives_of(entity: Entity) -> Drop:
    return partial(drop_relatives, own=list_beginnings(entity), kind=entity.kind)


def _drop_of_countries(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return drop_particles(layout, drop_surnames(layout, drop_people(layout, drop_eaten(layout, found))))


def drop_common(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return drop_domestic(layout, drop_foreign(layout, sorted(found)))


def keep_own(layout: Layout, hits: Hits, number: int, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The places of an entity that are no part of a look-alike and stand in no line of credit."""
    refused = hits[Use.NEVER].get(number)
    if refused is not None:
        never = Places(refused)
        found = [one for one in found if not never.overlap(*one)]
    return drop_credited(layout, found)
