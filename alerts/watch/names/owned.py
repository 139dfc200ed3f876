"""By which patterns entities are found: names, offices, and what they are called by without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from alerts.watch.names.governments import list_government_patterns
from alerts.watch.names.people.alone import list_alone_patterns
from alerts.watch.names.people.bare import list_bare_patterns
from alerts.watch.names.people.held import HeldOffices
from alerts.watch.names.people.holders import list_office_patterns
from alerts.watch.names.people.leaders import Leaders
from alerts.watch.names.people.offices import Offices
from alerts.watch.names.people.unnamed import Unnamed
from alerts.watch.names.spellings import MayStand, Person, list_patterns, may_always
from alerts.watch.scan.patterns import Slot, Use
from alerts.watch.scan.terms import Pattern
from storage.records import Entity


class OwnPatterns:
    """The patterns of entities, by their numbers; which of them says whom is asked of the article."""

    def __init__(
        self,
        entities: Sequence[Entity],
        persons: Sequence[Person | None],
        unnamed: Unnamed,
        leaders: Leaders,
        held: HeldOffices,
        offices: Offices,
    ) -> None:
        self._entities = entities
        self._persons = persons
        self._telling = unnamed.telling
        self._leaders = leaders
        self._held = held
        self._offices = offices
        self._described: dict[int, Callable[[], Iterator[Pattern]]] = {}

    def list_owned(self, may_stand: MayStand = may_always) -> Iterator[tuple[Slot, Pattern]]:
        """All patterns with the slots that own them; but for those of names that cannot stand there."""
        for number, entity in enumerate(self._entities):
            for use, pattern in list_patterns(entity, self._persons[number], may_stand):
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

    def _list_offices(self, number: int) -> Iterator[Pattern]:
        person = self._persons[number]
        return list_office_patterns(self._entities[number], person) if person is not None else iter(())

    def _list_bare(self, number: int) -> Iterator[Pattern]:
        person, entity = self._persons[number], self._entities[number]
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
            for use, pattern in list_patterns(self._entities[one], self._persons[one]):
                if use in (Use.ALIAS, Use.GIVEN):
                    yield pattern
