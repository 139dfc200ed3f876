"""Which entities an article names, and where: look-alikes refused, dates kept, persons known again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain

from alerts.watch.names.acronyms import drop_redefined, is_in_capitals
from alerts.watch.names.compounds import (
    drop_all_named_after,
    drop_bearing,
    drop_eaten,
    drop_named_after,
    drop_particles,
    drop_people,
    drop_surnames,
    drop_town,
    drop_works,
)
from alerts.watch.names.countries import list_short
from alerts.watch.names.credits import drop_credited, has_credits
from alerts.watch.names.governments import (
    choose_own,
    drop_dishes,
    find_governments,
    find_rows,
    find_syllables,
    list_government_patterns,
)
from alerts.watch.names.people.alone import (
    find_alone,
    is_frequent,
    list_alone_patterns,
    may_stand_alone,
    says_office,
)
from alerts.watch.names.people.bare import find_bare, find_joined, is_at_head, list_bare_patterns
from alerts.watch.names.people.held import HeldOffices
from alerts.watch.names.people.holders import find_holders, list_office_patterns
from alerts.watch.names.people.leaders import Leaders, Led
from alerts.watch.names.people.namesakes import (
    drop_longer,
    drop_namesakes,
    drop_past,
    drop_relatives,
    drop_small,
    is_capitalised,
    list_beginnings,
)
from alerts.watch.names.people.offices import Offices, is_around, is_in_office, list_titles
from alerts.watch.names.people.surnames import (
    add_family,
    begins_line,
    cut_surname,
    find_surname,
    find_with_office,
    list_surnames,
)
from alerts.watch.names.spellings import (
    COMMON,
    MayStand,
    Person,
    list_patterns,
    may_always,
    read_person,
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
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

_BRACKET = re.compile(r"\s?[(\[]\s*[\"']?")
_MORE_IN_BRACKET = re.compile(r"[\"']?\s*+(?:(?:[,;/·]|or|또는)\s*+)?[\"']?")
_CLOSING = re.compile(r"[\"']?\s*[)\]]")
_OPENS = frozenset("([")
# Kinds of which a longer name leaves nothing of a shorter one within: Korea in North Korea.
_EXCLUSIVE = frozenset(["person", "place"])
# Kinds of which two beside a rare surname say that it is its official's.
_ACTING = frozenset(["person", "body", "agreement"])
_PEERS = 2
_MANY = 10
"""Entities of which it costs less to ask of all at once what is asked of bodies."""


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
        self._leaders = Leaders(self.entities)
        self._capitalised = self._choose(is_capitalised)
        self._common = self._choose(may_be_foreign)
        self._korean = self._choose(_is_korean)
        self._public = self._choose(is_public)
        self._dated = self._choose(_is_dated)
        self._exclusive = self._choose(_is_exclusive)
        self._people = frozenset(number for number, person in enumerate(self.persons) if person)
        self._states = sorted(self._choose(_is_state))
        self._expecting = self._choose(_is_expecting)
        self._telling = self._choose(may_stand_alone)
        self._drops = self._share_drops()
        self._plain = frozenset(number for number in range(len(self.entities)) if self._is_plain(number))
        self._described: dict[int, Callable[[], Iterator[Pattern]]] = {}
        self.number = {entity.id: number for number, entity in enumerate(self.entities)}

    def _choose(self, is_such: Callable[[Entity], bool]) -> frozenset[int]:
        """The numbers of the entities that are such."""
        return frozenset(number for number, entity in enumerate(self.entities) if is_such(entity))

    def _share_drops(self) -> list[tuple[Drop, ...]]:
        """The steps of each entity; those of the same steps have one tuple of them, for they may be many."""
        shared: dict[tuple[Drop, ...], tuple[Drop, ...]] = {}
        steps = (tuple(self._list_drops(number)) for number in range(len(self.entities)))
        return [shared.setdefault(drops, drops) for drops in steps]

    def list_owned(self, may_stand: MayStand = may_always) -> Iterator[tuple[Slot, Pattern]]:
        """All patterns with the slots that own them; but for those of names that cannot stand there."""
        for number, entity in enumerate(self.entities):
            for use, pattern in list_patterns(entity, self.persons[number], may_stand):
                yield (use, number), pattern
            for pattern in self._list_offices(number):
                yield (Use.OFFICE, number), pattern
            for pattern in self._list_bare(number):
                yield (Use.BARE, number), pattern
        for saying, pattern in self._leaders.list_owned(may_stand):
            yield (Use.LED, saying), pattern

    def describe(self, number: int, patterns: Callable[[], Iterator[Pattern]]) -> None:
        """Note what lists the patterns by which an entity is described where it is not named."""
        self._described[number] = patterns

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
        if described := self._described.get(number):
            yield from described()
        yield from self._leaders.list_telling(number)
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
        in_full = self._find_in_full(layout, hits)
        if not in_full and not hits[Use.OFFICE] and not hits[Use.BARE]:
            return Named({}, {})
        named = self._drop_nested(in_full)
        conflicts = self._give_to_meant(layout, named)
        if offices := hits[Use.OFFICE]:
            named |= find_holders(layout, offices, self._offices, named.keys())
        self._add_surnames(layout, named)
        self._add_governments(layout, hits, named)
        return Named({number: _merge(layout, found) for number, found in named.items()}, conflicts)

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
        bare: dict[int, list[Occurrence]] = {}
        if wanted := self._expecting.difference(named):
            others = [one for number, found in named.items() if self.persons[number] for one in found]
            if not others or not layout.is_east:
                wanted &= hits[Use.BARE].keys()  # by a syllable beside another's name nobody is meant there
            found = ((number, self._find_bare(layout, hits, number, others)) for number in sorted(wanted))
            bare = {number: places for number, places in found if places}
        return bare | self._find_alone(layout, hits, named)

    def _find_bare(
        self, layout: Layout, hits: Hits, number: int, others: Sequence[Occurrence]
    ) -> list[Occurrence]:
        entity, person, raw = self.entities[number], self.persons[number], hits[Use.BARE].get(number, ())
        if person is None:
            return []
        places = (
            find_bare(layout, entity, person, _keep_own(layout, hits, number, raw), others) if raw else []
        )
        if others and layout.is_east and is_at_head(entity, layout.at):
            places += find_joined(layout, person, others)
        return _merge(layout, sorted(places)) if places else []

    def _find_alone(
        self, layout: Layout, hits: Hits, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where surnames alone are officials' of the day, in texts that bear them out."""
        wanted = self._telling.intersection(hits[Use.BARE]).difference(named)
        if not wanted:
            return {}
        has_peers = self._has_peers(named)
        return {
            number: _merge(layout, places)
            for number in wanted
            if self._may_be_alone(layout, number, has_peers)
            and (places := find_alone(layout, _keep_own(layout, hits, number, hits[Use.BARE][number])))
        }

    def _may_be_alone(self, layout: Layout, number: int, has_peers: bool) -> bool:
        """Whether a text has the office of a surname, or two others or bodies beside one that few bear."""
        entity = self.entities[number]
        if not any(is_around(role, layout.at) for role in entity.roles):
            return False
        return (has_peers and not is_frequent(entity)) or says_office(layout, entity)

    def _has_peers(self, named: Iterable[int]) -> bool:
        """Whether others that act are named beside a rare surname."""
        return sum(self.entities[number].kind in _ACTING for number in named) >= _PEERS

    def find_led(
        self, layout: Layout, led: Sequence[Led], named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where heads of states are called without a name, of those not named otherwise."""
        return self._leaders.find_led(layout, led, named) if led else {}

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

    def _find_names(self, layout: Layout, hits: Hits, number: int) -> Sequence[Occurrence]:
        kept = _keep_own(layout, hits, number, self._list_written(layout, hits, number))
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
        return self._drops[number] == (_DROP_THINGS_OF_BODY,) and number not in self._dated

    def _list_drops(self, number: int) -> Iterator[Drop]:
        """What is dropped of an entity's places, step by step; bodies of one word have few steps."""
        entity, is_of_public = self.entities[number], number in self._public
        yield from _list_drops_by_kind(entity, self.persons[number])
        if entity.kind == "body" and is_of_public:
            yield drop_versions
        if number in self._capitalised:
            yield drop_small
        if number in self._common:
            yield _drop_foreign
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

    def _drop_nested(self, named: Mapping[int, list[Occurrence]]) -> dict[int, list[Occurrence]]:
        """Without the names that stand within a longer name of another entity of the same kind."""
        if self._exclusive.isdisjoint(named):
            return dict(named)
        by_kind: dict[str, list[Occurrence]] = {kind: [] for kind in _EXCLUSIVE}
        for number, found in named.items():
            if (kind := self.entities[number].kind) in _EXCLUSIVE:
                by_kind[kind].extend(found)
        places = {kind: Places(found) for kind, found in by_kind.items() if found}
        kept = (
            (number, _keep_outer(found, places.get(self.entities[number].kind)))
            for number, found in named.items()
        )
        return {number: found for number, found in kept if found}

    def _add_surnames(self, layout: Layout, named: dict[int, list[Occurrence]]) -> None:
        """Persons named in full are known by their surname, where nobody else in the article has it."""
        if self._people.isdisjoint(named):
            return
        bearers = self._list_bearers(layout, named)
        full = self._list_begins(named) if bearers else set()
        for surname, numbers in bearers.items():
            for number in numbers:
                found = self._find_surname(layout, surname, number, named[number], full)
                if len(numbers) > 1:
                    found = self._keep_by_office(layout, found, number, numbers)
                named[number] = [*named[number], *found]

    def _list_begins(self, named: Mapping[int, Sequence[Occurrence]]) -> set[int]:
        """Where names of persons begin."""
        return {one.start for number, found in named.items() if self.persons[number] for one in found}

    def _list_bearers(self, layout: Layout, named: Mapping[int, Sequence[Occurrence]]) -> dict[str, set[int]]:
        """The surnames that the article gives beside given names, each with the persons who have it."""
        bearers: dict[str, set[int]] = defaultdict(set)
        for number, found in named.items():
            person = self.persons[number]
            for surname in list_surnames(layout, person, found) if person is not None else ():
                bearers[surname].add(number)
        return bearers

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
            return find_with_office(layout, surname, named, list_titles(self.entities[number]))
        alone, has_namesake = find_surname(layout, surname, person, full)
        first = min(named).start
        found = [one for one in alone if _may_follow(layout, one, surname, first)]
        return self._keep_by_office(layout, found, number, set()) if has_namesake else found

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


def _list_drops_by_kind(entity: Entity, person: Person | None) -> Iterator[Drop]:
    match entity.kind:
        case "place":
            yield from (drop_dishes, _drop_relatives_of(entity), _drop_of_countries, _DROP_THINGS)
        case "person" if person is not None:
            yield from _list_drops_of_person(entity, person)
        case "body":
            yield _DROP_THINGS_OF_BODY
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


def _drop_foreign(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return drop_domestic(layout, drop_foreign(layout, sorted(found)))


# One object a kind, so that entities of the same steps share them.
_DROP_THINGS: Drop = partial(drop_named_after, kind="place")
_DROP_THINGS_OF_BODY: Drop = partial(drop_named_after, kind="body")


def _keep_own(layout: Layout, hits: Hits, number: int, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The places of an entity that are no part of a look-alike and stand in no line of credit."""
    refused = hits[Use.NEVER].get(number)
    if refused is not None:
        never = Places(refused)
        found = [one for one in found if not never.overlap(*one)]
    return drop_credited(layout, found)


def _may_follow(layout: Layout, one: Occurrence, surname: str, first: int) -> bool:
    """Whether a surname alone may be somebody's who is named from an offset on: later, or in the title."""
    if surname in COMMON and begins_line(layout, one):
        return False
    return one.start > first or one.end <= layout.title_end


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


def _is_expecting(entity: Entity) -> bool:
    return bool(entity.expects)


def _show_around(layout: Layout, one: Occurrence) -> str:
    start, end = max(0, one.start - 20), min(len(layout.text), one.end + 20)
    return layout.slice_original(start, end).replace("\n", " ").strip()


def _keep_outer(found: Sequence[Occurrence], places: Places | None) -> list[Occurrence]:
    """Without those that stand within a longer one; an entity's own longer name takes it in anyway."""
    if places is None:
        return [*found]
    return [one for one in found if not any(_stands_within(one, outer) for outer in places.list_around(one))]


def _stands_within(one: Occurrence, outer: Occurrence) -> bool:
    return outer.start <= one.start and one.end <= outer.end and one != outer


def _merge(layout: Layout, found: list[Occurrence]) -> list[Occurrence]:
    """The longest of what overlaps, and one mention of a name with its abbreviation in brackets."""
    if len(found) < 2:
        return found
    last = 0
    for start, end in found:
        if start < last:
            return _join_brackets(layout, _keep_longest(found))
        last = end
    return _join_brackets(layout, found)


def _keep_longest(found: Sequence[Occurrence]) -> list[Occurrence]:
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _join_brackets(layout: Layout, found: list[Occurrence]) -> list[Occurrence]:
    if not layout.has_brackets:
        return found
    joined: list[Occurrence] = found[:1]
    in_bracket, text = False, layout.text
    for one in found[1:]:
        end = joined[-1].end
        if in_bracket or not _OPENS.isdisjoint(text[end : end + 2]):
            gap = text[end : one.start]
            in_bracket = bool(_BRACKET.fullmatch(gap) or (in_bracket and _MORE_IN_BRACKET.fullmatch(gap)))
        if not in_bracket:
            joined.append(one)
            continue
        closing = _CLOSING.match(layout.text, one.end)
        joined[-1] = Occurrence(joined[-1].start, closing.end() if closing else one.end)
        in_bracket = closing is None
    return joined
