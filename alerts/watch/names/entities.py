"""Which entities an article names, and where: look-alikes refused, dates kept, persons known again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from alerts.watch.names.acronyms import drop_redefined
from alerts.watch.names.alone import find_alone, list_alone_patterns, may_stand_alone
from alerts.watch.names.bare import find_bare, find_joined, is_at_head, list_bare_patterns
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
from alerts.watch.names.governments import (
    drop_dishes,
    find_governments,
    find_syllables,
    list_government_patterns,
)
from alerts.watch.names.held import HeldOffices
from alerts.watch.names.holders import find_holders, list_office_patterns
from alerts.watch.names.namesakes import (
    drop_longer,
    drop_namesakes,
    drop_past,
    drop_relatives,
    drop_small,
    is_capitalised,
)
from alerts.watch.names.offices import Offices, is_in_office
from alerts.watch.names.spellings import COMMON, Person, list_patterns, read_person
from alerts.watch.names.surnames import (
    add_family,
    begins_line,
    cut_surname,
    find_surname,
    find_with_office,
    is_given_name,
    is_somebody_else,
    list_surnames,
)
from alerts.watch.names.whose import drop_domestic, drop_foreign, drop_versions, may_be_common, may_be_foreign
from alerts.watch.names.worlds import drop_elsewhere, is_public
from alerts.watch.scan.hits import Hits
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Slot, Use
from alerts.watch.scan.places import Occurrence, Places
from alerts.watch.scan.terms import Pattern
from storage.language.text import lower
from storage.records import Entity, Mention, Role

_BRACKET = re.compile(r"\s?[(\[]\s*[\"']?")
_MORE_IN_BRACKET = re.compile(r"[\"']?\s*+(?:(?:[,;/·]|or|또는)\s*+)?[\"']?")
_CLOSING = re.compile(r"[\"']?\s*[)\]]")
# Kinds of which a longer name leaves nothing of a shorter one within: Korea in North Korea.
_EXCLUSIVE = frozenset(["person", "place"])
# Kinds of which two beside a rare surname say that it is its official's.
_ACTING = frozenset(["person", "body", "agreement"])
_PEERS = 2


Drop = Callable[[Layout, Sequence[Occurrence]], Sequence[Occurrence]]
"""A step that leaves out places of an entity at which it is not meant."""


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
        numbered = list(enumerate(self.entities))
        self._capitalised = frozenset(number for number, entity in numbered if is_capitalised(entity))
        self._common = frozenset(number for number, entity in numbered if may_be_foreign(entity))
        self._korean = frozenset(
            number for number, entity in numbered if may_be_common(entity) or _is_of_korea(entity)
        )
        self._public = frozenset(number for number, entity in numbered if is_public(entity))
        self._states = [
            number
            for number, entity in enumerate(self.entities)
            if entity.kind == "place" and any(list_government_patterns(entity.name))
        ]
        self._expecting = [number for number, entity in enumerate(self.entities) if entity.expects]
        self._telling = frozenset(number for number, entity in numbered if may_stand_alone(entity))
        shared: dict[tuple[Drop, ...], tuple[Drop, ...]] = {}
        steps = (tuple(self._list_drops(number)) for number in range(len(self.entities)))
        self._drops = [shared.setdefault(drops, drops) for drops in steps]
        self._described: dict[int, tuple[Pattern, ...]] = {}
        self.number = {entity.id: number for number, entity in enumerate(self.entities)}

    def list_owned(self) -> Iterator[tuple[Slot, Pattern]]:
        """All patterns with the slots that own them."""
        for number, entity in enumerate(self.entities):
            for use, pattern in list_patterns(entity, self.persons[number]):
                yield (use, number), pattern
            for pattern in self._list_offices(number):
                yield (Use.OFFICE, number), pattern
            for pattern in self._list_bare(number):
                yield (Use.BARE, number), pattern

    def describe(self, number: int, patterns: Sequence[Pattern]) -> None:
        """Note by which patterns an entity is described where it is not named."""
        self._described[number] = tuple(patterns)

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

    def _list_offices(self, number: int) -> Iterator[Pattern]:
        person = self.persons[number]
        return list_office_patterns(self.entities[number], person) if person is not None else iter(())

    def _list_bare(self, number: int) -> Iterator[Pattern]:
        person, entity = self.persons[number], self.entities[number]
        if entity.kind == "place":
            return list_government_patterns(entity.name)
        if number in self._telling:
            return list_alone_patterns(entity)
        return list_bare_patterns(entity, person) if person is not None and entity.expects else iter(())

    def list_betraying(self, number: int) -> Iterator[Pattern]:
        """The patterns of which every text that names an entity has one; for searching the corpus.

        They are its own, and those of persons whose name a text may give it by mistake.
        """
        yield from self._list_offices(number)
        yield from self._list_bare(number)
        yield from self._described.get(number, ())
        holders = tuple(self._held.list_holders(number))
        for holder in holders:
            yield from self._list_offices(holder)
            yield from self._list_bare(holder)
        for one in (number, *self._offices.list_mistaken(number), *holders):
            for use, pattern in list_patterns(self.entities[one], self.persons[one]):
                if use in (Use.ALIAS, Use.GIVEN):
                    yield pattern

    def find_named(self, layout: Layout, hits: Hits) -> Named:
        """Where each entity is named; gates are not asked here."""
        published = layout.article.published
        at = published.at if published else None
        named = {
            number: found
            for number in _list_candidates(hits)
            if _is_valid(self.entities[number], at) and (found := self._find_names(layout, hits, number))
        }
        if not named and not hits[Use.OFFICE] and not hits[Use.BARE]:
            return Named({}, {})
        named = self._drop_nested(named)
        conflicts = self._give_to_meant(layout, named)
        if offices := hits[Use.OFFICE]:
            named |= find_holders(layout, offices, self.persons, self._offices, _list_found(named))
        self._add_surnames(layout, named)
        self._add_governments(layout, hits, named)
        return Named({number: _merge(layout, found) for number, found in named.items() if found}, conflicts)

    def _add_governments(self, layout: Layout, hits: Hits, named: dict[int, list[Occurrence]]) -> None:
        """States that are named by a capital, by a half of the peninsula or by a syllable."""
        states = {lower(self.entities[number].name) for number in self._states if named.get(number)}
        is_korean = any(found and self._is_korean(number) for number, found in named.items())
        for number in self._states:
            name = self.entities[number].name
            found = [
                *find_governments(layout, hits[Use.BARE].get(number, ()), is_korean),
                *find_syllables(layout, name, states),
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
        others = [one for number, found in named.items() if self.persons[number] for one in found]
        published = layout.article.published
        bare: dict[int, list[Occurrence]] = {}
        for number in self._expecting:
            person, raw = self.persons[number], hits[Use.BARE].get(number, ())
            if person is None or number in named or not (raw or others):
                continue
            refused = Places(hits[Use.NEVER].get(number, ()))
            raw = [one for one in raw if not refused.overlap(*one)]
            raw = drop_credited(layout, raw)
            places = find_bare(layout, self.entities[number], person, raw, others)
            if (
                others
                and layout.is_east
                and is_at_head(self.entities[number], published.at if published else None)
            ):
                places += find_joined(layout, person, others)
            if places:
                bare[number] = _merge(layout, sorted(places))
        return bare | self._find_alone(layout, hits, named)

    def _find_alone(
        self, layout: Layout, hits: Hits, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where surnames that few bear are officials' of the day, in texts that name two others or bodies."""
        wanted = self._telling & hits[Use.BARE].keys() - named.keys()
        if not wanted or sum(self.entities[number].kind in _ACTING for number in named) < _PEERS:
            return {}
        published = layout.article.published
        alone: dict[int, list[Occurrence]] = {}
        for number in wanted:
            roles = self.entities[number].roles
            if published is not None and any(is_in_office(role, published.at) for role in roles):
                refused = Places(hits[Use.NEVER].get(number, ()))
                raw = [one for one in hits[Use.BARE][number] if not refused.overlap(*one)]
                if places := find_alone(layout, drop_credited(layout, raw)):
                    alone[number] = _merge(layout, places)
        return alone

    def find_held(
        self, layout: Layout, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where offices are named by who holds them, of those not named otherwise."""
        return {body: _merge(layout, places) for body, places in self._held.find_held(layout, named).items()}

    def _give_to_meant(self, layout: Layout, named: dict[int, list[Occurrence]]) -> dict[int, str]:
        """Hand what names somebody else by mistake to the person meant; what the text says, by number."""
        conflicts: dict[int, str] = {}
        for number, meant in self._offices.find_meant(layout, named).items():
            mistaken = named.pop(number)
            conflicts[meant] = layout.slice_original(mistaken[0].start, mistaken[0].end)
            named[meant] = sorted([*named.get(meant, []), *mistaken], key=lambda one: one.start)
        return conflicts

    def _find_names(self, layout: Layout, hits: Hits, number: int) -> list[Occurrence]:
        found = list(hits[Use.ALIAS].get(number, ()))
        person = self.persons[number]
        if person is not None:
            for given in hits[Use.GIVEN].get(number, ()):
                found.extend(add_family(layout, given, person))
        refused = hits[Use.NEVER].get(number)
        if refused is not None:
            never = Places(refused)
            found = [one for one in found if not never.overlap(*one)]
        kept = drop_credited(layout, found)
        for drop in self._drops[number]:
            if not kept:
                return []
            kept = drop(layout, kept)
        return drop_redefined(layout, kept, self.entities[number]) if kept else []

    def _list_drops(self, number: int) -> Iterator[Drop]:
        """What is dropped of an entity's places, step by step; bodies of one word have few steps."""
        entity, person = self.entities[number], self.persons[number]
        if entity.kind == "place":
            yield _DISHES
        if entity.kind == "place" or person is not None:
            yield partial(drop_relatives, entity=entity)
        if person is not None:
            yield partial(drop_longer, person=person)
            yield drop_bearing
            if entity.roles or person.korean:
                yield drop_namesakes
        if entity.kind == "place":
            yield _drop_of_countries
        if entity.kind in _NAMED_AFTER:
            yield _NAMED_AFTER[entity.kind]
        if entity.kind == "body" and "White House" in entity.aliases:
            yield drop_town
        if entity.kind == "body" and number in self._public:
            yield drop_versions
        if number in self._capitalised:
            yield drop_small
        if number in self._common:
            yield _drop_foreign
        if number in self._public:
            yield partial(drop_past, entity=entity)
            yield partial(drop_elsewhere, kind=entity.kind)

    def say_refused(self, layout: Layout, hits: Hits, number: int) -> str | None:
        """Why names of an entity that stand in the article do not count, its gates left aside."""
        entity, published = self.entities[number], layout.article.published
        raw = hits[Use.ALIAS].get(number, ())
        if raw and not _is_valid(entity, published.at if published else None):
            return "it is named, and the article is outside its dates"
        if raw and not self._find_names(layout, hits, number):
            return f"its names stand only in look-alikes: {_show_around(layout, raw[0])}"
        return None

    def _drop_nested(self, named: dict[int, list[Occurrence]]) -> dict[int, list[Occurrence]]:
        """Without the names that stand within a longer name of another entity of the same kind."""
        by_kind: dict[str, list[Occurrence]] = {kind: [] for kind in _EXCLUSIVE}
        for number, found in named.items():
            if self.entities[number].kind in _EXCLUSIVE:
                by_kind[self.entities[number].kind].extend(found)
        places = {kind: Places(found) for kind, found in by_kind.items() if len(found) > 1}
        if not places:
            return named
        return {
            number: _keep_outer(found, places.get(self.entities[number].kind))
            for number, found in named.items()
        }

    def _add_surnames(self, layout: Layout, named: dict[int, list[Occurrence]]) -> None:
        """Persons named in full are known by their surname, where nobody else in the article has it."""
        bearers: dict[str, set[int]] = {}
        for number, found in named.items():
            person = self.persons[number]
            if person is not None and found:
                for surname in list_surnames(layout, person, found):
                    bearers.setdefault(surname, set()).add(number)
        full = {one.start for number, found in named.items() if self.persons[number] for one in found}
        for surname, numbers in bearers.items():
            for number in numbers:
                found = self._find_surname(layout, surname, number, named[number], full)
                if len(numbers) > 1:
                    found = self._keep_by_office(layout, found, number, numbers)
                named[number] = [*named[number], *found]

    def _find_surname(
        self,
        layout: Layout,
        surname: str,
        number: int,
        named: Sequence[Occurrence],
        full: set[int],
    ) -> list[Occurrence]:
        person = self.persons[number]
        assert person is not None  # only persons bear surnames
        if surname == person.hangul:
            own = {layout.text[one.start : one.end] for one in named}
            return find_with_office(layout, surname, own, self._list_titles(number))
        alone = [one for one in find_surname(layout, surname) if one.start not in full]
        strangers = {one for one in alone if is_somebody_else(layout, one, person)}
        first = min(one.start for one in named)
        found = [
            one
            for one in alone
            if one not in strangers
            and not (surname in COMMON and begins_line(layout, one))
            and (one.start > first or one.end <= layout.title_end)
        ]
        has_namesake = any(is_given_name(layout, one) for one in strangers)
        return self._keep_by_office(layout, found, number, set()) if has_namesake else found

    def _list_titles(self, number: int) -> tuple[str, ...]:
        return tuple(title for role in self.entities[number].roles for title in role.titles)

    def _keep_by_office(
        self, layout: Layout, found: list[Occurrence], number: int, bearers: set[int]
    ) -> list[Occurrence]:
        """Of surnames that several bear, those beside an office that only one of them holds."""
        person = self.persons[number]

        def find(layout: Layout, one: Occurrence, number: int) -> bool:
            return self._offices.find_office(layout, cut_surname(layout, one, person), number)

        return [
            one
            for one in found
            if find(layout, one, number)
            and not any(find(layout, one, other) for other in bearers if other != number)
        ]


def _drop_of_countries(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return drop_particles(layout, drop_surnames(layout, drop_people(layout, drop_eaten(layout, found))))


def _drop_foreign(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return drop_domestic(layout, drop_foreign(layout, sorted(found)))


# One object a kind, so that entities of the same steps share them.
_DISHES = partial(drop_dishes, kind="place")
_NAMED_AFTER: dict[str, Drop] = {kind: partial(drop_named_after, kind=kind) for kind in ("place", "body")}
_NAMED_AFTER["agreement"] = drop_works


def _list_found(named: dict[int, list[Occurrence]]) -> set[int]:
    return {number for number, found in named.items() if found}


def _list_candidates(hits: Hits) -> list[int]:
    return sorted(hits[Use.ALIAS].keys() | hits[Use.GIVEN].keys())


def _is_valid(entity: Entity, at: datetime | None) -> bool:
    if at is None:
        return True
    if entity.valid_from is not None and at < entity.valid_from:
        return False
    return entity.valid_to is None or at <= entity.valid_to


def _is_of_korea(entity: Entity) -> bool:
    """Whether a body is described by Korea, as its Nuclear Consultative Group is."""
    return entity.kind == "body" and "korea" in (entity.described or "").lower()


def _show_around(layout: Layout, one: Occurrence) -> str:
    start, end = max(0, one.start - 20), min(len(layout.text), one.end + 20)
    return layout.slice_original(start, end).replace("\n", " ").strip()


def _keep_outer(found: list[Occurrence], places: Places | None) -> list[Occurrence]:
    """Without those that stand within a longer one; an entity's own longer name takes it in anyway."""
    if places is None:
        return found
    return [
        one
        for one in found
        if not any(
            outer.start <= one.start
            and one.end <= outer.end
            and outer.end - outer.start > one.end - one.start
            for outer in places.list_around(one)
        )
    ]


def _merge(layout: Layout, found: list[Occurrence]) -> list[Occurrence]:
    """The longest of what overlaps, and one mention of a name with its abbreviation in brackets."""
    if len(found) == 1:
        return found
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return _join_brackets(layout, kept)


def _join_brackets(layout: Layout, found: list[Occurrence]) -> list[Occurrence]:
    joined: list[Occurrence] = []
    in_bracket = False
    for one in found:
        gap = layout.text[joined[-1].end : one.start] if joined else "-"
        opens = _BRACKET.fullmatch(gap) is not None
        if joined and (opens or (in_bracket and _MORE_IN_BRACKET.fullmatch(gap))):
            joined[-1] = Occurrence(joined[-1].start, one.end)
            in_bracket = True
        else:
            in_bracket = False
            joined.append(one)
        if in_bracket and (closing := _CLOSING.match(layout.text, joined[-1].end)):
            joined[-1] = Occurrence(joined[-1].start, closing.end())
            in_bracket = False
    return joined
