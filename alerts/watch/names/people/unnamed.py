"""Persons whom an article names by a surname alone: holders of an office, and officials of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from alerts.watch.names.overlaps import merge
from alerts.watch.names.people.alone import find_alone, is_frequent, may_stand_alone, says_office
from alerts.watch.names.people.bare import find_bare, find_joined, is_at_head
from alerts.watch.names.people.offices import is_around
from alerts.watch.names.spellings import Person
from alerts.watch.names.steps import keep_own
from alerts.watch.scan.hits import Hits
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.places import Occurrence
from storage.records import Entity

# Kinds of which two beside a rare surname say that it is its official's.
_ACTING = frozenset(["person", "body", "agreement"])
_PEERS = 2


class Unnamed:
    """The persons among the entities whom a surname alone may mean, by their numbers.

    `telling` are those whose surname tells by itself who is meant.
    """

    def __init__(self, entities: Sequence[Entity], persons: Sequence[Person | None]) -> None:
        self.entities = entities
        self.persons = persons
        self.telling = frozenset(number for number, one in enumerate(entities) if may_stand_alone(one))
        self._expecting = frozenset(number for number, one in enumerate(entities) if one.expects)

    def find(
        self, layout: Layout, hits: Hits, named: dict[int, list[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where surnames alone stand that may be the holders' of the day, of persons not named otherwise."""
        bare: dict[int, list[Occurrence]] = {}
        if wanted := self._expecting.difference(named):
            others = [one for number, found in named.items() if self.persons[number] for one in found]
            if not others or not layout.is_east:
                wanted &= hits[Use.BARE].keys()  # by a syllable beside another's name nobody is meant there
            found = ((number, self._find_holder(layout, hits, number, others)) for number in sorted(wanted))
            bare = {number: places for number, places in found if places}
        return bare | self._find_alone(layout, hits, named)

    def _find_holder(
        self, layout: Layout, hits: Hits, number: int, others: Sequence[Occurrence]
    ) -> list[Occurrence]:
        entity, person, raw = self.entities[number], self.persons[number], hits[Use.BARE].get(number, ())
        if person is None:
            return []
        places = find_bare(layout, entity, person, keep_own(layout, hits, number, raw), others) if raw else []
        if others and layout.is_east and is_at_head(entity, layout.at):
            places += find_joined(layout, person, others)
        return merge(layout, sorted(places)) if places else []

    def _find_alone(
        self, layout: Layout, hits: Hits, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where surnames alone are officials' of the day, in texts that bear them out."""
        wanted = self.telling.intersection(hits[Use.BARE]).difference(named)
        if not wanted:
            return {}
        has_peers = self._has_peers(named)
        return {
            number: merge(layout, places)
            for number in wanted
            if self._may_be_alone(layout, number, has_peers)
            and (places := find_alone(layout, keep_own(layout, hits, number, hits[Use.BARE][number])))
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
