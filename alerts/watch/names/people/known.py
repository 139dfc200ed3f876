"""Persons whom an article names in full are known again by their surname, where nobody else in it has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from alerts.watch.names.people.offices import Offices, list_titles
from alerts.watch.names.people.surnames import (
    begins_line,
    cut_surname,
    find_surname,
    find_with_office,
    list_surnames,
)
from alerts.watch.names.spellings import COMMON, Person
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.records import Entity


class Surnames:
    """The surnames of the persons among the entities, which are given by their numbers."""

    def __init__(
        self, entities: Sequence[Entity], persons: Sequence[Person | None], offices: Offices
    ) -> None:
        self.entities = entities
        self.persons = persons
        self._offices = offices
        self._people = frozenset(number for number, person in enumerate(persons) if person)

    def add(self, layout: Layout, named: dict[int, list[Occurrence]]) -> None:
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


def _may_follow(layout: Layout, one: Occurrence, surname: str, first: int) -> bool:
    """Whether a surname alone may be somebody's who is named from an offset on: later, or in the title."""
    if surname in COMMON and begins_line(layout, one):
        return False
    return one.start > first or one.end <= layout.title_end
