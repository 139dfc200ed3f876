"""Who is meant by what heads are called: the Chinese leader, the two presidents, his predecessor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from alerts.watch.names.people.offices import is_in_office
from alerts.watch.names.people.sayings import Saying, Way, list_names, list_sayings
from alerts.watch.names.people.terms import (
    is_new,
    is_outgoing,
    list_lines,
    list_neighbours,
    list_terms,
)
from alerts.watch.names.spellings import MayStand, may_always
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence, Places
from alerts.watch.scan.terms import Pattern
from storage.language.patterns import compile_later
from storage.language.text import HANGUL
from storage.records import Entity

_EAST = compile_later(f"[{HANGUL}]")
# The former leader, the vice president: another, or another office.
_NO_HOLDER = compile_later(
    r"\b(?:vice|deputy|former|ex|acting|late|then|next|first|any|every|no|a|future|previous|last|if)[ -]"
    r"(?:[A-Z][\w.]+ )?$",
    re.IGNORECASE,
)
# The Chinese leader Xi Jinping; the US president, Lee said, and: the North Korean leader, Lee felt sure.
_NAME_FOLLOWS = compile_later(r" [A-Z][a-z]|, [A-Z][a-z]+(?:[ -][A-Za-z]+){0,2}(?:[,.]|$)")
_MANY = ("leaders", "presidents", "premiers", "heads of state")
_ANOTHER = compile_later(r"([A-Z][\w.]*(?: [A-Z][\w.]*)?)(?:[’']s)? and (?:the )?$")
# Before an office in Korean without a name: nothing, a particle, or that it is of now.
_STANDS_ALONE = compile_later(
    r"(?:^|[.!?…] |[\n.,!?\"'“”‘’(\[·…:>]|(?:[은는이가을를의와과도에로며고서한]|현|새|신임|당시|양국) ?)$"
)
# 한미 정상회담, 정상외교, 정상급: what heads do, not they.
_OF_HEADS = compile_later(
    " ?(?:회담|회의|외교|급|간|선언|합의|공동|당선|취임|선거|후보|직|실|제|특사|경호|전용)"
    "|적|화|이 되|에 올|에 오"
)
_YEAR = compile_later(r"(?<![0-9])(20[0-9]{2})(?:년|(?![0-9]))(?: ?(1[0-2]|[1-9])월)?")
# His predecessor, Trump's successor: of somebody named before; but Park Jin, his predecessor, is Park.
_WHOSE = compile_later(r"(?:(?<!, )\b(?:[Hh]is|[Hh]er|whose|their)|[’']s?) (?:[a-z]+ )?$")
_HOME = "대한민국"
"""The state whose president a Korean text means by 대통령."""

# 박근혜 당시 대통령 is named.
_NAME_ENDS = compile_later("(?<![가-힣])[가-힣]{3} $")
_REACH = 200
_MIDSUMMER = 7

Named = Mapping[int, Sequence[Occurrence]]
"""Where entities are named, by their numbers."""

Led = tuple[int, Occurrence]
"""A saying by its number, and where it stands."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A saying at a place of a text, and who is named in it."""

    layout: Layout
    saying: Saying
    one: Occurrence
    named: Named

    def is_before(self, pattern: re.Pattern[str], reach: int) -> bool:
        """Whether a pattern is found that ends where the saying begins."""
        return pattern.search(self.layout.text, max(0, self.one.start - reach), self.one.start) is not None

    def is_behind(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern begins where the saying ends."""
        return pattern.match(self.layout.text, self.one.end) is not None


class Leaders:
    """Who leads which state when, by the offices that say whose they are (`of`)."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._places = _number_places(entities)
        terms = list_terms(entities)
        self._lines = list_lines(terms)
        self._terms = [term for term in terms if term.role.of in self._places]
        self._heads = {term.number: term.role.of for term in self._terms}
        states = {state: entities[self._places[state]] for state in self._heads.values()}
        self._titles = {state: self._list_titles(state) for state in states}
        self._by_name = _list_by_name(states)
        self._sayings = tuple(list_sayings(states, self._titles))
        self._ways: Mapping[Way, Callable[[_Said], Collection[int]]] = {
            Way.OF_STATE: self._list_of_state,
            Way.OF_PAIR: self._list_of_pair,
            Way.BOTH: self._list_both,
            Way.COUNTERPART: self._list_counterparts,
            Way.BEFORE: self._list_neighbours,
            Way.AFTER: self._list_neighbours,
            Way.NEW: self._list_turning,
            Way.OLD: self._list_turning,
            Way.THEN: self._list_then,
            Way.ITS: self._list_its,
        }

    def _list_titles(self, state: str) -> frozenset[str]:
        return frozenset(title for term in self._terms if term.role.of == state for title in term.role.titles)

    def list_owned(self, may_stand: MayStand = may_always) -> Iterator[tuple[int, Pattern]]:
        """The patterns of all sayings, each with the number of its saying; not of words that cannot stand."""
        for number, saying in enumerate(self._sayings):
            for pattern in saying.make_patterns(may_stand):
                yield number, pattern

    def list_telling(self, person: int) -> Iterator[Pattern]:
        """The patterns by which a person may be called."""
        for saying in self._sayings:
            if self._may_mean(saying, person):
                yield from saying.make_patterns()

    def _may_mean(self, saying: Saying, person: int) -> bool:
        if saying.way in (Way.BEFORE, Way.AFTER):
            return person in self._lines
        return person in self._heads and (not saying.states or self._heads[person] in saying.states)

    def find_led(self, layout: Layout, led: Iterable[Led], named: Named) -> dict[int, list[Occurrence]]:
        """Where heads of states, and who was before them, are meant who are not named otherwise.

        Nobody is meant in a text without a day.
        """
        found: dict[int, list[Occurrence]] = defaultdict(list)
        for number, one in led if layout.at is not None else ():
            saying = self._sayings[number]
            for person in self._ways[saying.way](_Said(layout, saying, one, named)):
                found[person].append(one)
        return {person: sorted(places) for person, places in found.items() if person not in named}

    def _list_of_state(self, said: _Said) -> list[int]:
        """The head of a state; of two where several are spoken of: the Korean and Chinese leaders."""
        text, one, states, at = said.layout.text, said.one, said.saying.states, said.layout.at
        if not _is_holder(said):
            return []
        if not text.endswith(_MANY, one.start, one.end):
            return self._list_holders(states, at)
        other = _ANOTHER.search(text, max(0, one.start - 40), one.start)
        state = _find_state(self._by_name, other[1].split()) if other else None
        return self._list_holders((state, *states), at) if state else []

    def _list_of_pair(self, said: _Said) -> list[int]:
        is_now = _find_day(said) is None and not said.is_behind(_OF_HEADS)
        return self._list_holders(said.saying.states, said.layout.at) if is_now else []

    def _list_holders(self, states: Collection[str], at: datetime | None) -> list[int]:
        return [term.number for term in self._terms if term.role.of in states and is_in_office(term.role, at)]

    def _list_both(self, said: _Said) -> list[int]:
        """The heads of the two states that a text is of, where it is of two."""
        pair = set() if said.is_behind(_OF_HEADS) else self._choose_pair(said.named)
        return self._list_holders(pair, _find_day(said) or said.layout.at) if len(pair) == 2 else []

    def _choose_pair(self, named: Named) -> set[str]:
        """The two states: those whose heads are named, and with one of these the only other state."""
        acting = self._list_acting(named)
        if len(acting) > 1:
            return acting
        present = self._list_present(named, acting)
        if len(present) < 3:
            return present
        return acting | self._keep_presidents(present)

    def _list_acting(self, named: Named) -> set[str]:
        """The states whose heads are named, of whatever day."""
        return {self._heads[number] for number in self._heads.keys() & named.keys()}

    def _list_present(self, named: Named, acting: Set[str]) -> set[str]:
        """The states that are named, by their heads too."""
        return {state for state in self._titles if self._places[state] in named} | acting

    def _keep_presidents(self, states: Collection[str]) -> set[str]:
        """The states that two presidents may be of."""
        return {state for state in states if "President" in self._titles.get(state, ())}

    def _list_turning(self, said: _Said) -> list[int]:
        """Who has just come into office, or leaves it soon, in a text of the state."""
        is_such = _TURNING[said.saying.way]
        present = self._list_present(said.named, self._list_acting(said.named))
        return [
            term.number
            for term in self._terms
            if term.role.of in present and is_such(term.role, said.layout.at)
        ]

    def _list_then(self, said: _Said) -> list[int]:
        """The president of a year before, of the states named; in a Korean text of Korea."""
        day = _find_day(said)
        if day is None or said.is_behind(_NAME_FOLLOWS) or said.is_before(_NAME_ENDS, 12):
            return []
        if said.layout.is_east:
            states = {self._by_name.get(_HOME, "")}
        else:
            states = self._list_present(said.named, self._list_acting(said.named))
        return self._list_holders(self._keep_presidents(states), day)

    def _list_its(self, said: _Said) -> list[int]:
        """The head of the state that is named last before: North Korea and its leader."""
        last = _find_last(_skip_president(said), self._places.values())
        state = next((state for state in self._titles if self._places[state] == last), None)
        return self._list_holders((state,), said.layout.at) if state is not None else []

    def _list_counterparts(self, said: _Said) -> list[int]:
        """The head of a state as the counterpart of another who is named last before."""
        last = _find_last(said, self._heads.keys() | self._lines.keys())
        if last not in self._heads or self._heads[last] in said.saying.states:
            return []
        return self._list_holders(said.saying.states, said.layout.at) if _is_holder(said) else []

    def _list_neighbours(self, said: _Said) -> list[int]:
        """Who held an office before or after the person of it who is named last."""
        last = _find_last(said, self._lines)
        last = _find_only(said, self._lines) if last is None else last
        if last is None or said.is_behind(_NAME_FOLLOWS) or not said.is_before(_WHOSE, 32):
            return []
        step = -1 if said.saying.way is Way.BEFORE else 1
        return list_neighbours(self._lines[last], last, step, said.layout.at)


_TURNING = {Way.NEW: is_new, Way.OLD: is_outgoing}


def _number_places(entities: Sequence[Entity]) -> dict[str, int]:
    return {entity.id: number for number, entity in enumerate(entities) if entity.kind == "place"}


def _list_by_name(states: Mapping[str, Entity]) -> dict[str, str]:
    return {name: state for state, entity in states.items() for name in list_names(entity)}


def _find_state(names: Mapping[str, str], words: Sequence[str]) -> str | None:
    """The state that the last of some words name."""
    said = (" ".join(words[begin:]) for begin in range(len(words)))
    return next((names[name] for name in said if name in names), None)


def _is_holder(said: _Said) -> bool:
    """Whether an office with its state's name stands for who holds it, and beside nobody's name."""
    if _EAST.match(said.layout.text, said.one.start):
        return said.is_before(_STANDS_ALONE, 8) and not said.is_behind(_OF_HEADS)
    return not said.is_before(_NO_HOLDER, 24) and not said.is_behind(_NAME_FOLLOWS)


def _find_day(said: _Said) -> datetime | None:
    """A day of the earlier year that the paragraph gives before a place; None where it is of now."""
    at, text, end = said.layout.at, said.layout.text, said.one.start
    years = [*_YEAR.finditer(text, max(text.rfind("\n", max(0, end - _REACH), end), end - _REACH, 0), end)]
    if at is None or not years or int(years[-1][1]) >= at.year:
        return None
    return datetime(int(years[-1][1]), int(years[-1][2] or _MIDSUMMER), 15, tzinfo=UTC)


def _find_last(said: _Said, among: Collection[int]) -> int | None:
    """The person of some who is named last before a place, in its paragraph."""
    end = said.one.start
    begin = max(said.layout.text.rfind("\n", max(0, end - _REACH), end) + 1, end - _REACH)
    before = (
        (place.start, number)
        for number in sorted(set(said.named) & set(among))
        for place in said.named[number]
        if begin <= place.start < end
    )
    return max(before, default=(0, None))[1]


# Between the US president and its leader: of the state before that president's.
_BESIDE_PRESIDENT = compile_later(r"\b(?:the )?(?:[A-Z][\w.]* )?[Pp]resident(?: [A-Z]\w+)? and $")


def _skip_president(said: _Said) -> _Said:
    """The saying where a president begins who stands before it."""
    one = said.one
    beside = _BESIDE_PRESIDENT.search(said.layout.text, max(0, one.start - 48), one.start)
    return replace(said, one=Occurrence(beside.start(), one.end)) if beside else said


def _find_only(said: _Said, among: Collection[int]) -> int | None:
    """The one person of some whom a text names."""
    named = set(said.named) & set(among)
    return named.pop() if len(named) == 1 else None


def list_whole(hits: Named) -> list[Led]:
    """The places of sayings that are no part of a longer one: the North Korean leader is no Korean leader."""
    spread = Places(one for places in hits.values() for one in places)
    return [
        (number, one)
        for number, places in hits.items()
        for one in places
        if not _is_part(one, spread.list_around(one))
    ]


def _is_part(one: Occurrence, others: Iterable[Occurrence]) -> bool:
    return any(other != one and other.start <= one.start and one.end <= other.end for other in others)
