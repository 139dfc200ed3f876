"""Which leaves of a query must be there at all, and which of them are rare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from alerts.watch.names.entities import Gazetteer
from alerts.watch.query.tree import And, AtLeast, EntityRef, Leaf, Near, Node, Or, Term, Within, parts_of
from storage.language.text import HAN, HANGUL

T = TypeVar("T")

Required = frozenset[Leaf]


def find_required(tree: Node, gazetteer: Gazetteer) -> Required | None:
    """The cheapest set of leaves of which an article that meets the tree has one, None where none is."""
    match tree:
        case Term() | EntityRef():
            return frozenset({tree})
        case Or():
            return unite_known([find_required(part, gazetteer) for part in tree.parts])
        case And() | Near():
            return _find_cheapest(parts_of(tree), gazetteer)
        case AtLeast() | Within():
            return find_required(tree.part, gazetteer)
        case _:
            return None


def unite_known(sides: Sequence[AbstractSet[T] | None]) -> frozenset[T] | None:
    """All that the alternatives have; None, which is any, where one of them is."""
    known = [side for side in sides if side is not None]
    return frozenset[T]().union(*known) if len(known) == len(sides) else None


def _find_cheapest(parts: Sequence[Node], gazetteer: Gazetteer) -> Required | None:
    """What the rarest of the parts has, all of which are needed."""
    choices = [side for part in parts if (side := find_required(part, gazetteer)) is not None]
    return min(choices, key=lambda side: sum(_weigh(leaf, gazetteer) for leaf in side), default=None)


def _weigh(leaf: Leaf, gazetteer: Gazetteer) -> float:
    """A guess at how common a leaf is: short words are, and entities of many names."""
    if isinstance(leaf, Term):
        return _weigh_text(leaf.text, leaf.wild)
    entity = gazetteer.entities[gazetteer.number[leaf.entity]]
    return sum(_weigh_text(alias, False) for alias in entity.aliases or (entity.name,))


def _weigh_text(text: str, wild: bool) -> float:
    # A syllable says about as much as two and a half letters.
    size = sum(2.5 if HANGUL[0] <= char <= "힣" or char in HAN else 1 for char in text if char.isalnum())
    return float(2.0 ** -(size / (2 if wild else 1.5)))


class Needed:
    """What needs one of some leaves to stand in an article, by those leaves."""

    def __init__(self, terms: Mapping[Term, int], entities: Mapping[str, int]) -> None:
        self._terms = terms
        self._entities = entities
        self._by_term: dict[int, list[int]] = defaultdict(list)
        self._by_entity: dict[int, list[int]] = defaultdict(list)
        self._always: set[int] = set()

    def add(self, number: int, leaves: Iterable[Leaf] | None) -> None:
        """Note what needs one of these leaves; None: it may be met without any."""
        if leaves is None:
            self._always.add(number)
        for leaf in leaves or ():
            if isinstance(leaf, EntityRef):
                self._by_entity[self._entities[leaf.entity]].append(number)
            else:
                self._by_term[self._terms[leaf]].append(number)

    def choose(self, terms: Collection[int], entities: Collection[int]) -> set[int]:
        """What may be met where these terms and entities stand."""
        chosen = set(self._always)
        for term in self._by_term.keys() & terms:
            chosen.update(self._by_term[term])
        for entity in self._by_entity.keys() & entities:
            chosen.update(self._by_entity[entity])
        return chosen
