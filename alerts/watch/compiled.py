"""Entities and watches as they are looked for: their words by number, and what each of them needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Self

from alerts.watch.ideas.model import Model
from alerts.watch.names.entities import Gazetteer
from alerts.watch.query.check import Checked, Description, look_up
from alerts.watch.query.described import list_telling
from alerts.watch.query.parse import parse_query
from alerts.watch.query.rarity import Needed, find_required, unite_known
from alerts.watch.query.tree import EntityRef, Node, Or, Origins, Term, list_terms, walk
from alerts.watch.scan.folded import Letters
from alerts.watch.scan.hits import Hits, Scanner
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Slot, Use
from alerts.watch.scan.terms import Pattern, find_core, make_patterns
from storage.records import Entity, Watch


@dataclass(frozen=True, slots=True)
class _Gated:
    """An entity with context gates; those of a higher rank may ask for those of a lower one."""

    rank: int
    gates: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """What an OR is of: terms and entities by their numbers, and other trees."""

    node: Or
    terms: frozenset[int]
    entities: frozenset[int]
    others: tuple[Node, ...]


class Compiled:
    """Entities and watches, compiled once; read-only.

    The constructor takes for granted what `check_all` checks.
    """

    def __init__(
        self,
        entities: Sequence[Entity],
        watches: Sequence[Watch],
        checked: Checked,
        learned: Mapping[str, Model],
    ) -> None:
        self.watches = tuple(watches)
        self.queries = checked.queries
        self.ideas = checked.ideas
        self.learned = learned
        self.gates = checked.gates
        self.expected = checked.expected
        self.gazetteer = Gazetteer(entities)
        self.described = {self.gazetteer.number[key]: found for key, found in checked.described.items()}
        for number, found in self.described.items():
            self.gazetteer.patterns.describe(number, partial(_list_telling, found))
        self.gated = {
            self.gazetteer.number[key]: _Gated(rank, checked.gates[key])
            for rank, key in enumerate(checked.gate_order)
        }
        self.term_numbers = self._number_terms()
        self._is_for_few = False
        self._sides: dict[int, _Sides] = {}
        self._needed = self._register_watches()
        self.described_by = self._register_described()
        # whether any watch depends on how many independent origins a story has
        self.asks_origins = any(map(_asks_origins, self.queries.values()))

    @cached_property
    def scanner(self) -> Scanner:
        """What finds their terms and names: most of the work of compiling, at the first article."""
        return Scanner([*_list_term_patterns(self.term_numbers), *self.gazetteer.patterns.list_owned()])

    def scan(self, layout: Layout) -> Hits:
        """Where the terms and names of this watchlist stand in an article."""
        if not self._is_for_few or "scanner" in self.__dict__:
            return self.scanner.scan(layout)
        letters = Letters(layout.plain)

        def may_stand(name: str) -> bool:
            return letters.has(find_core(name))

        terms = {term: number for term, number in self.term_numbers.items() if may_stand(term.text)}
        return Scanner([*_list_term_patterns(terms), *self.gazetteer.patterns.list_owned(may_stand)]).scan(
            layout
        )

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities in the order given."""
        return self.gazetteer.entities

    def choose_watches(self, terms: Collection[int], entities: Collection[int]) -> list[Watch]:
        """The watches that an article with these could meet, in the order given."""
        return [self.watches[number] for number in sorted(self._needed.choose(terms, entities))]

    def part_sides(self, node: Or) -> _Sides:
        """The sides of an OR of this watchlist, parted once: most trees are long lists of words."""
        if (found := self._sides.get(id(node))) is None:
            terms = [part for part in node.parts if isinstance(part, Term)]
            named = [part.entity for part in node.parts if isinstance(part, EntityRef)]
            found = self._sides[id(node)] = _Sides(
                node,  # so that no other comes to have its number
                frozenset(map(self.term_numbers.__getitem__, terms)),
                frozenset(map(self.gazetteer.number.__getitem__, named)),
                tuple(part for part in node.parts if not isinstance(part, Term | EntityRef)),
            )
        return found

    def for_few(self) -> Self:
        """The same to read an article or two with: only what may stand in them is compiled, not all."""
        few = copy(self)
        few._is_for_few = True
        return few

    def ask(self, watch: Watch) -> Self:
        """A watchlist of one other watch over the same names: only its own words are compiled.

        It finds what `compile_watchlist` of these entities and this watch would find. The watch has no idea.

        Raises: WatchError, at the first place of its query that is wrong.
        """
        tree = parse_query(watch.query, f"watch {watch.id}", dict(watch.phrases))
        for error in look_up(tree, tuple(self.gazetteer.number), f"watch {watch.id}"):
            raise error
        asked = copy(self.compiled())
        asked.__dict__.pop("rules", None)
        asked.watches, asked.queries, asked.ideas, asked.learned = (watch,), {watch.id: tree}, {}, {}
        fresh = [term for term in list_terms([tree]) if term not in self.term_numbers]
        asked.terms = (*self.terms, *fresh)
        numbers = {term: number for number, term in enumerate(fresh, len(self.terms))}
        asked.term_numbers = {**self.term_numbers, **numbers}
        asked.scanner = self.scanner.join(_list_term_patterns(numbers)) if fresh else self.scanner
        asked._sides = {}
        asked._needed = asked._register_watches()
        asked.asks_origins = _asks_origins(tree)
        return asked

    def compiled(self) -> Self:
        """The same, with what is compiled at the first article: copies that are made of it share that."""
        self.scanner.compiled()
        return self

    def whole_query(self, watch: str) -> Node:
        """What an article must meet at least: the query, or what an idea weighs."""
        query, idea = self.queries[watch], self.ideas.get(watch)
        if idea is None:
            return query
        parts = [*(query.parts if isinstance(query, Or) else (query,))]
        return Or((*parts, *(idea.parts if isinstance(idea, Or) else (idea,))), query.at)

    def _number_terms(self) -> dict[Term, int]:
        trees = chain(self.queries.values(), self.ideas.values(), *self.gates.values())
        self.terms = list_terms([*trees, *self.expected.values(), *self._list_described()])
        return {term: number for number, term in enumerate(self.terms)}

    def _list_described(self) -> Iterator[Node]:
        return (each.tree for found in self.described.values() for each in found)

    def _register_watches(self) -> Needed:
        """The watches, each by the rarest leaves of which it needs one."""
        needed = Needed(self.term_numbers, self.gazetteer.number)
        for number, watch in enumerate(self.watches):
            needed.add(number, find_required(self.whole_query(watch.id), self.gazetteer))
        return needed

    def _register_described(self) -> Needed:
        """The entities that are described, each by leaves of which every description of it needs one."""
        needed = Needed(self.term_numbers, self.gazetteer.number)
        for number, found in self.described.items():
            needed.add(number, unite_known([find_required(each.tree, self.gazetteer) for each in found]))
        return needed


def _list_telling(described: Iterable[Description]) -> Iterator[Pattern]:
    return chain.from_iterable(list_telling(each.tree) for each in described)


def _asks_origins(tree: Node) -> bool:
    return any(isinstance(node, Origins) for node in walk(tree))


def _list_term_patterns(numbers: Mapping[Term, int]) -> Iterator[tuple[Slot, Pattern]]:
    for term, number in numbers.items():
        for pattern in make_patterns(term.text, wild=term.wild):
            yield (Use.TERM, number), pattern
