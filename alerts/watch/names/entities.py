"""Which entities an article names, and where: look-alikes refused, dates kept, persons known again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain

from alerts.watch.names.acronyms import drop_redefined, is_in_capitals
from alerts.watch.names.compounds import (
    drop_all_named_after,
)
from alerts.watch.names.countries import list_short
from alerts.watch.names.credits import has_credits
from alerts.watch.names.governments import (
    choose_own,
    find_governments,
    find_rows,
    find_syllables,
    list_government_patterns,
)
from alerts.watch.names.overlaps import drop_nested, merge
from alerts.watch.names.owned import OwnPatterns
from alerts.watch.names.people.held import HeldOffices
from alerts.watch.names.people.holders import find_holders
from alerts.watch.names.people.known import Surnames
from alerts.watch.names.people.leaders import Leaders, Led
from alerts.watch.names.people.namesakes import (
    drop_past,
    drop_small,
    is_capitalised,
)
from alerts.watch.names.people.offices import Offices, is_in_office
from alerts.watch.names.people.surnames import (
    add_family,
)
from alerts.watch.names.people.unnamed import Unnamed
from alerts.watch.names.spellings import (
    Person,
    read_person,
)
from alerts.watch.names.steps import DROP_THINGS_OF_BODY, Drop, drop_common, keep_own, list_drops_by_kind
from alerts.watch.names.whose import drop_versions, may_be_common, may_be_foreign
from alerts.watch.names.worlds import drop_elsewhere, is_public
from alerts.watch.scan.hits import Hits
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.places import Occurrence, Places
from storage.language.text import lower
from storage.records import Entity, Mention, Role
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

# Kinds of which a longer name leaves nothing of a shorter one within: Korea in North Korea.
_EXCLUSIVE = frozenset(["person", "place"])
_MANY = 10
"""Entities of which it costs less to ask of all at once what is asked of bodies."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where each entity is named, by its number, in the order of the text.

    `conflicts` has for a person whom the text calls by another's name that name.
    """

    places: dict[int, list[Occurrence]]
    conflicts: dict[int, str]


class Gazetteer:
    """All entities, ready to be found; read-only, numbered in the order given."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = tuple(entities)
        self.persons: tuple[Person | None, ...] = tuple(read_person(entity) for entity in self.entities)
        self._offices = Offices(self.entities, self.persons)
        self._held = HeldOffices(self.entities, self.persons)
        self._leaders = Leaders(self.entities)
        self._capitalised = self._choose(is_capitalised)
        self._common = self._choose(may_be_foreign)
        self._korean = self._choose(_is_korean)
        self._public = self._choose(is_public)
        self._dated = self._choose(_is_dated)
        self._exclusive = {number: self.entities[number].kind for number in self._choose(_is_exclusive)}
        self._surnames = Surnames(self.entities, self.persons, self._offices)
        self._unnamed = Unnamed(self.entities, self.persons)
        self._states = sorted(self._choose(_is_state))
        self._drops = self._share_drops()
        self._plain = frozenset(number for number in range(len(self.entities)) if self._is_plain(number))
        self.patterns = OwnPatterns(
            self.entities, self.persons, self._unnamed, self._leaders, self._held, self._offices
        )
        self.number = {entity.id: number for number, entity in enumerate(self.entities)}

    def _choose(self, is_such: Callable[[Entity], bool]) -> frozenset[int]:
        """The numbers of the entities that are such."""
        return frozenset(number for number, entity in enumerate(self.entities) if is_such(entity))

    def _share_drops(self) -> list[tuple[Drop, ...]]:
        """The steps of each entity; those of the same steps have one tuple of them, for they may be many."""
        shared: dict[tuple[Drop, ...], tuple[Drop, ...]] = {}
        steps = (tuple(self._list_drops(number)) for number in range(len(self.entities)))
        return [shared.setdefault(drops, drops) for drops in steps]

    def put_in_order(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Mentions of these entities in the order of the entities, as reading gives them."""
        return tuple(sorted(mentions, key=lambda mention: self.number[mention.entity]))

    def is_valid(self, number: int, role: Role | None, at: datetime | None) -> bool:
        """Whether what describes an entity holds on a day: of a person in that office, None: in any."""
        entity = self.entities[number]
        if role is not None:
            return at is not None and is_in_office(role, at)
        if entity.kind == "person":
            return at is not None and any(is_in_office(role, at) for role in entity.roles)
        return _is_valid(entity, at)

    def list_free(
        self, places: Sequence[Occurrence], number: int, named: Mapping[int, Sequence[Occurrence]]
    ) -> list[Occurrence]:
        """The places that are no part of the name of another entity of the kind."""
        kind = self.entities[number].kind
        taken = Places(
            one for other, found in named.items() if self.entities[other].kind == kind for one in found
        )
        return [one for one in places if not taken.overlap(*one)]

    def find_named(self, layout: Layout, hits: Hits) -> Named:
        """Where each entity is named; gates are not asked here."""
        in_full = self._find_in_full(layout, hits)
        if not in_full and not hits[Use.OFFICE] and not hits[Use.BARE]:
            return Named({}, {})
        named = drop_nested(in_full, self._exclusive)
        conflicts = self._give_to_meant(layout, named)
        if offices := hits[Use.OFFICE]:
            named |= find_holders(layout, offices, self._offices, named.keys())
        self._surnames.add(layout, named)
        self._add_governments(layout, hits, named)
        return Named({number: merge(layout, found) for number, found in named.items()}, conflicts)

    def _find_in_full(self, layout: Layout, hits: Hits) -> dict[int, list[Occurrence]]:
        """Where names stand of those that have them on the article's day; in the order of their numbers."""
        plain = self._find_plain(layout, hits) if len(hits[Use.ALIAS]) >= _MANY else {}
        found: dict[int, list[Occurrence]] = {}
        for number in sorted(hits[Use.ALIAS].keys() | hits[Use.GIVEN].keys()):
            if number in plain:
                found[number] = plain[number]
            elif (number not in self._dated or _is_valid(self.entities[number], layout.at)) and (
                places := self._find_names(layout, hits, number)
            ):
                found[number] = [*places]
        return found

    def _find_plain(self, layout: Layout, hits: Hits) -> dict[int, list[Occurrence]]:
        """The same of bodies of which little is asked, all at once: most of what dense news name are such."""
        if has_credits(layout):
            return {}
        aliases, refused, text = hits[Use.ALIAS], hits[Use.NEVER], layout.text
        own = self._plain.intersection(aliases).difference(refused)
        kept = drop_all_named_after(layout, {number: aliases[number] for number in own})
        for number in [number for number, found in kept.items() if found and is_in_capitals(text, found[0])]:
            kept[number] = [*drop_redefined(layout, kept[number], self.entities[number])]
        return {number: found for number, found in kept.items() if found}

    def _add_governments(self, layout: Layout, hits: Hits, named: dict[int, list[Occurrence]]) -> None:
        """States that are named by a capital, by a half of the peninsula or by a syllable."""
        if not self._states:
            return
        states = {lower(self.entities[number].name) for number in self._states if number in named}
        is_korean, rows = any(map(self._is_korean, named)), find_rows(layout)
        for number in self._states:
            name, raw = self.entities[number].name, hits[Use.BARE].get(number, ())
            found = [
                *find_governments(layout, raw, is_korean),
                *find_syllables(layout, name, states),
                *choose_own(layout, rows, list_short(name)),
            ]
            if found:
                named[number] = [*named.get(number, ()), *found]

    def _is_korean(self, number: int) -> bool:
        person = self.persons[number]
        return number in self._korean or (person is not None and person.korean is not None)

    def find_bare(
        self, layout: Layout, hits: Hits, named: dict[int, list[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where surnames alone stand that may be the holders' of the day, of persons not named otherwise."""
        return self._unnamed.find(layout, hits, named)

    def find_led(
        self, layout: Layout, led: Sequence[Led], named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where heads of states are called without a name, of those not named otherwise."""
        return self._leaders.find_led(layout, led, named) if led else {}

    def find_held(
        self, layout: Layout, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where offices are named by who holds them, of those not named otherwise."""
        return {body: merge(layout, places) for body, places in self._held.find_held(layout, named).items()}

    def _give_to_meant(self, layout: Layout, named: dict[int, list[Occurrence]]) -> dict[int, str]:
        """Hand what names somebody else by mistake to the person meant; what the text says, by number."""
        conflicts: dict[int, str] = {}
        for number, meant in self._offices.find_meant(layout, named).items():
            mistaken = named.pop(number)
            conflicts[meant] = layout.slice_original(mistaken[0].start, mistaken[0].end)
            named[meant] = sorted([*named.get(meant, []), *mistaken], key=lambda one: one.start)
        return conflicts

    def _find_names(self, layout: Layout, hits: Hits, number: int) -> Sequence[Occurrence]:
        kept = keep_own(layout, hits, number, self._list_written(layout, hits, number))
        for drop in self._drops[number]:
            if not kept:
                return []
            kept = drop(layout, kept)
        return drop_redefined(layout, kept, self.entities[number])

    def _list_written(self, layout: Layout, hits: Hits, number: int) -> Sequence[Occurrence]:
        """Where a name is written, of whomever; a given name with its surname."""
        found, person = hits[Use.ALIAS].get(number, ()), self.persons[number]
        given = hits[Use.GIVEN].get(number) if person is not None else None
        if not given or person is None:
            return found
        return [*found, *chain.from_iterable(add_family(layout, one, person) for one in given)]

    def _is_plain(self, number: int) -> bool:
        """Whether all that is asked of a name is what it is part of."""
        return self._drops[number] == (DROP_THINGS_OF_BODY,) and number not in self._dated

    def _list_drops(self, number: int) -> Iterator[Drop]:
        """What is dropped of an entity's places, step by step; bodies of one word have few steps."""
        entity, is_of_public = self.entities[number], number in self._public
        yield from list_drops_by_kind(entity, self.persons[number])
        if entity.kind == "body" and is_of_public:
            yield drop_versions
        if number in self._capitalised:
            yield drop_small
        if number in self._common:
            yield drop_common
        if is_of_public:
            yield partial(drop_past, entity=entity)
            yield partial(drop_elsewhere, kind=entity.kind)

    def say_refused(self, layout: Layout, hits: Hits, number: int) -> str | None:
        """Why names of an entity that stand in the article do not count, its gates left aside."""
        raw = hits[Use.ALIAS].get(number, ())
        if raw and not _is_valid(self.entities[number], layout.at):
            return Reason(QueryCode.OUTSIDE_DATES)
        if raw and not self._find_names(layout, hits, number):
            return Reason(QueryCode.LOOK_ALIKES, around=_show_around(layout, raw[0]))
        return None


def _is_dated(entity: Entity) -> bool:
    return entity.valid_from is not None or entity.valid_to is not None


def _is_exclusive(entity: Entity) -> bool:
    return entity.kind in _EXCLUSIVE


def _is_valid(entity: Entity, at: datetime | None) -> bool:
    if at is None:
        return True
    if entity.valid_from is not None and at < entity.valid_from:
        return False
    return entity.valid_to is None or at <= entity.valid_to


def _is_korean(entity: Entity) -> bool:
    """Whether a body is Korea's, or described by Korea as its Nuclear Consultative Group is."""
    is_described = entity.kind == "body" and "korea" in (entity.described or "").lower()
    return is_described or may_be_common(entity)


def _is_state(entity: Entity) -> bool:
    """Whether a place is a state that may be named by less than its name."""
    name = entity.name
    return entity.kind == "place" and bool(list_short(name) or [*list_government_patterns(name)])


def _show_around(layout: Layout, one: Occurrence) -> str:
    start, end = max(0, one.start - 20), min(len(layout.text), one.end + 20)
    return layout.slice_original(start, end).replace("\n", " ").strip()
