"""All watches against one article, in one pass; with the sentences that show each match."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import chain

from alerts.watch.ideas.model import Model, Weighed, read_keys, weigh_article
from alerts.watch.ideas.showing import SignShown, choose_weighty, say_weighed, show_signs
from alerts.watch.ideas.signs import SignReader
from alerts.watch.names.entities import Gazetteer
from alerts.watch.names.people.leaders import Led, list_whole
from alerts.watch.query.check import Checked, Description, check_all, describe_error, look_up
from alerts.watch.query.described import find_described, list_telling
from alerts.watch.query.evaluate import Reader
from alerts.watch.query.evidence import choose_evidence
from alerts.watch.query.explain import Explanation, explain_tree
from alerts.watch.query.parse import parse_query
from alerts.watch.query.rarity import Needed, find_required, unite_known
from alerts.watch.query.tree import (
    About,
    EntityRef,
    Fact,
    Leaf,
    Node,
    Or,
    Origins,
    Term,
    format_query,
    leaves,
    list_terms,
    parts_of,
    walk,
)
from alerts.watch.rules import digest_rules
from alerts.watch.scan.folded import Letters
from alerts.watch.scan.hits import Hits, Scanner
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Slot, Use
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import Pattern, find_core, make_patterns
from storage.bugs import attempt
from storage.errors import ConfigurationError, WatchError
from storage.records import Article, Entity, Match, MatchRules, Mention, Watch
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason, join_reasons


def check_watchlist(entities: Sequence[Entity], watches: Sequence[Watch]) -> list[WatchError]:
    """Everything that is wrong with a watchlist; empty where it can be compiled."""
    return list(check_all(entities, watches).errors)


def compile_watchlist(
    entities: Sequence[Entity], watches: Sequence[Watch], learned: Mapping[str, Model] | None = None
) -> Watchlist:
    """A watchlist ready to read articles; `learned` is what watches for ideas have learned, by watch.

    One of which nothing was learned tells by its query alone.

    Raises: ConfigurationError that names every fault.
    """
    checked = check_all(entities, watches)
    if checked.errors:
        raise ConfigurationError("watchlist", tuple(describe_error(error) for error in checked.errors))
    return Watchlist(entities, watches, checked, learned or {})


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


class Watchlist:
    """Entities and watches compiled once; read-only, so threads and forked processes may share it.

    Made by `compile_watchlist`, which has checked what this constructor takes for granted.
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
            self.gazetteer.describe(number, partial(_list_telling, found))
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
        return Scanner([*_list_term_patterns(self.term_numbers), *self.gazetteer.list_owned()])

    def for_few(self) -> Watchlist:
        """The same to read an article or two with: only what may stand in them is compiled, not all."""
        few = copy(self)
        few._is_for_few = True
        return few

    def scan(self, layout: Layout) -> Hits:
        """Where the terms and names of this watchlist stand in an article."""
        if not self._is_for_few or "scanner" in self.__dict__:
            return self.scanner.scan(layout)
        letters = Letters(layout.plain)

        def may_stand(name: str) -> bool:
            return letters.has(find_core(name))

        terms = {term: number for term, number in self.term_numbers.items() if may_stand(term.text)}
        return Scanner([*_list_term_patterns(terms), *self.gazetteer.list_owned(may_stand)]).scan(layout)

    @cached_property
    def rules(self) -> MatchRules | None:
        """By what articles are matched; None where whom one names depends on more than its text and these."""
        gates = [*self.expected.values(), *self._list_described()]
        if any(map(_asks_more, chain(gates, *self.gates.values()))):
            return None
        lasting = [watch for watch in self.watches if not _asks_more(self.whole_query(watch.id))]
        return digest_rules(self.entities, lasting, self.learned)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities in the order given."""
        return self.gazetteer.entities

    def read(self, article: Article, origins: int | Callable[[], int] = 1) -> Reading:
        """What this article means to the watchlist.

        `origins` is the number of independent origins of the article's story, for `origins >= n`; or what
        counts them, which is called once and only where that decides.
        """
        return Reading(self, article, origins)

    def choose_watches(self, terms: Collection[int], entities: Collection[int]) -> list[Watch]:
        """The watches that an article with these could meet, in the order given."""
        return [self.watches[number] for number in sorted(self._needed.choose(terms, entities))]

    def teach(self, learned: Mapping[str, Model]) -> Watchlist:
        """The same watchlist with other models for its ideas."""
        taught = copy(self)
        taught.learned = learned
        taught.__dict__.pop("rules", None)
        return taught

    def ask(self, watch: Watch) -> Watchlist:
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

    def compiled(self) -> Watchlist:
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


def _asks_more(tree: Node) -> bool:
    """Whether it depends on what these rules do not decide: how far a story has come, or what a text is."""
    return any(
        isinstance(node, Origins) or (isinstance(node, Fact) and node.about is About.GENRE)
        for node in walk(tree)
    )


def _list_term_patterns(numbers: Mapping[Term, int]) -> Iterator[tuple[Slot, Pattern]]:
    for term, number in numbers.items():
        for pattern in make_patterns(term.text, wild=term.wild):
            yield (Use.TERM, number), pattern


@lru_cache(maxsize=16_384)  # of few entities and counts, each by many articles
def _make_mention(entity: str, count: int, in_title: bool, conflict: str | None) -> Mention:
    return Mention(entity=entity, count=count, in_title=in_title, conflict=conflict)


class _Standing:
    """Where the leaves of trees stand in one article, by what was found and who is named.

    It is no part of the reading, so that a reading does not hold itself and is gone with its last user.
    """

    __slots__ = ("_hits", "_named", "_watchlist")

    def __init__(self, watchlist: Watchlist, hits: Hits, named: Mapping[int, Sequence[Occurrence]]) -> None:
        self._watchlist = watchlist
        self._hits = hits[Use.TERM]
        self._named = named

    def find(self, leaf: Leaf) -> Sequence[Occurrence]:
        """Where a term or entity of the watchlist stands, in the order of the text."""
        if isinstance(leaf, EntityRef):
            return self._named.get(self._watchlist.gazetteer.number[leaf.entity], ())
        return self._hits.get(self._watchlist.term_numbers[leaf], ())

    def stands(self, node: Or) -> tuple[bool, Sequence[Node]]:
        """Whether one of the terms and entities of an OR stands anywhere, and what else is in it."""
        sides = self._watchlist.part_sides(node)
        is_there = not self._hits.keys().isdisjoint(sides.terms)
        return is_there or not self._named.keys().isdisjoint(sides.entities), sides.others


class Reading:
    """One article read against a watchlist: the scan at once, the rest when it is asked for."""

    def __init__(self, watchlist: Watchlist, article: Article, origins: int | Callable[[], int]) -> None:
        self.watchlist = watchlist
        self.layout = Layout(article)
        self._hits = watchlist.scan(self.layout)
        # Watches that a bug kept `matches` from deciding.
        self.unmatched: frozenset[str] = frozenset()
        count_origins = cache(origins) if callable(origins) else lambda: origins
        found = watchlist.gazetteer.find_named(self.layout, self._hits)
        self._conflicts = found.conflicts
        self._named = found.places
        standing = _Standing(watchlist, self._hits, self._named)
        self.find = standing.find
        self.reader = Reader(self.layout, standing.find, standing.stands, count_origins)
        self._pass_gates()
        self._add_described()
        led = list_whole(called) if (called := self._hits[Use.LED]) else ()
        self._add_led(led)
        self._add_bare()
        self._add_led(led)  # of whom a surname alone has named
        self._named |= watchlist.gazetteer.find_held(self.layout, self._named)
        self.reader.forget()  # whom the article names is settled now

    def _pass_gates(self) -> None:
        """Drop the entities whose context gate the article does not meet."""
        gated = self.watchlist.gated
        for number in sorted(gated.keys() & self._named.keys(), key=lambda number: gated[number].rank):
            if not all(self.reader.meets(gate) for gate in gated[number].gates):
                del self._named[number]

    def _add_bare(self) -> None:
        """Take a surname alone for the holder of the day where the article's other words bear it out."""
        gazetteer = self.watchlist.gazetteer
        bare = gazetteer.find_bare(self.layout, self._hits, self._named)
        self._named |= {
            number: places
            for number, places in bare.items()
            if (tree := self.watchlist.expected.get(gazetteer.entities[number].id)) is None
            or self.reader.meets(tree)
        }

    def _add_led(self, led: Sequence[Led]) -> None:
        """Take heads of states, and who was before them, for what they are called without a name."""
        if led:
            self._named |= self.watchlist.gazetteer.find_led(self.layout, led, self._named)

    def _add_described(self) -> None:
        """Take what an article describes without a name for the entity, where nothing else is named so."""
        gazetteer, described_by = self.watchlist.gazetteer, self.watchlist.described_by
        likely = described_by.choose(self._hits[Use.TERM].keys(), self._named.keys())
        for number, found in self.watchlist.described.items():
            if number not in likely or self._is_taken(number):
                continue
            places = self._find_described(number, found)
            if places and (free := gazetteer.list_free(places, number, self._named)):
                self._named[number] = free
                likely |= described_by.choose((), (number,))

    def _is_taken(self, number: int) -> bool:
        """Whether an entity is named, or a body's name stands there and is another's."""
        if number in self._named:
            return True
        is_body = self.watchlist.entities[number].kind == "body"
        return is_body and number in self._hits[Use.ALIAS]

    def _find_described(self, number: int, found: Iterable[Description]) -> list[Occurrence]:
        is_valid, at = self.watchlist.gazetteer.is_valid, self.layout.at
        holding = (each.tree for each in found if is_valid(number, each.role, at))
        return sorted({one for tree in holding for one in find_described(self.reader, tree)})

    def mentions(self) -> tuple[Mention, ...]:
        """The entities that the article names, in the order of the watchlist."""
        entities, title_end = self.watchlist.entities, self.layout.title_end
        conflicts = self._conflicts
        return tuple(
            _make_mention(
                entities[number].id,
                len(places),
                places[0].start < title_end and any(one.end <= title_end for one in places),
                conflicts.get(number),
            )
            for number, places in sorted(self._named.items())
        )

    def places(self) -> list[tuple[int, int, str]]:
        """Where the entities stand that the article names: begin, end and entity, in `layout.original`."""
        entities, place = self.watchlist.entities, self.layout.place_original
        found = [
            (*place(one.start, one.end), entities[number].id)
            for number, places in self._named.items()
            for one in places
        ]
        return sorted(found)

    def list_spots(self) -> list[tuple[int, int, str]]:
        """Where the entities stand in the folded text of `layout`: begin, end and entity."""
        entities = self.watchlist.entities
        return sorted(
            (one.start, one.end, entities[number].id)
            for number, places in self._named.items()
            for one in places
        )

    def matches(self) -> tuple[Match, ...]:
        """The watches that the article meets, in the order of the watchlist, with their evidence."""
        chosen = self.watchlist.choose_watches(self._hits[Use.TERM], self._named)
        found = {
            watch.id: attempt(f"watch {watch.id}", partial(self._match, watch), "bug") for watch in chosen
        }
        self.unmatched = frozenset(watch for watch, match in found.items() if match == "bug")
        return tuple(match for match in found.values() if isinstance(match, Match))

    def match(self, watch: Watch) -> Match | None:
        """The match of one watch, as `matches` has it; None too where a bug keeps it from being decided."""
        return attempt(f"watch {watch.id}", partial(self._match, watch), None)

    def _match(self, watch: Watch) -> Match | None:
        query = self.watchlist.queries[watch.id]
        if self.reader.meets(query):
            evidence = attempt(f"evidence for {watch.id}", lambda: choose_evidence(self.reader, query), ())
            return Match(watch=watch.id, evidence=evidence)
        weighed = self.weigh(watch.id)
        if weighed is None or not weighed.is_told:
            return None
        found = attempt(f"evidence for {watch.id}", lambda: choose_weighty(self.layout, weighed), ())
        return Match(watch=watch.id, evidence=found)

    def weigh(self, watch: str) -> Weighed | None:
        """What a watch's idea says of the article; None where it has none, or nothing to weigh here."""
        idea, model = self.watchlist.ideas.get(watch), self.watchlist.learned.get(watch)
        if idea is None or model is None or not self.reader.meets(idea):
            return None
        return weigh_article(model, self._signs, self._find_asked(watch))

    def read_signs(self, watch: str) -> frozenset[str]:
        """The signs of the article for a watch's idea, for learning."""
        return read_keys(self._signs, self._find_asked(watch))

    def _find_asked(self, watch: str) -> list[Occurrence]:
        """Where what the query asks for stands, or what the idea does where there is no query."""
        tree = self.watchlist.queries[watch]
        asked = leaves(tree) or leaves(self.watchlist.ideas[watch])
        return [place for leaf in dict.fromkeys(asked) for place in self.find(leaf)]

    @cached_property
    def _signs(self) -> SignReader:
        entities = self.watchlist.entities
        return SignReader(
            self.layout, {entities[number].id: places for number, places in self._named.items()}
        )

    def comes_near(self, watch: str) -> bool:
        """Whether one part of a watch's query is met at least; of a query without parts: whether it is."""
        tree = self.watchlist.queries[watch]
        return any(map(self.reader.meets, parts_of(tree))) or self.reader.meets(tree)

    def explain(self, watch: str) -> Explanation:
        """Why a watch is met or not: part by part, with what came nearest. Raises: KeyError."""
        tree = self.watchlist.queries[watch]
        explained = explain_tree(self.reader, watch, tree, self._say_refused)
        if watch not in self.watchlist.ideas or explained.met:
            return explained
        return replace(
            explained, met=self._is_told(watch), why=join_reasons([explained.why, self._say_idea(watch)])
        )

    def explain_signs(self, watch: str) -> tuple[SignShown, ...]:
        """The signs that speak for and against a watch's idea; none where nothing is weighed."""
        weighed = self.weigh(watch)
        return show_signs(self.layout, weighed) if weighed else ()

    def _is_told(self, watch: str) -> bool:
        weighed = self.weigh(watch)
        return weighed is not None and weighed.is_told

    def _say_idea(self, watch: str) -> str:
        if watch not in self.watchlist.learned:
            return Reason(QueryCode.NOTHING_LEARNED)
        weighed = self.weigh(watch)
        if weighed is None:
            return Reason(QueryCode.NOTHING_WEIGHED)
        return say_weighed(show_signs(self.layout, weighed), weighed)

    def _say_refused(self, leaf: EntityRef) -> str | None:
        gazetteer = self.watchlist.gazetteer
        number = gazetteer.number[leaf.entity]
        refusal = gazetteer.say_refused(self.layout, self._hits, number)
        if refusal is not None:
            return refusal
        is_written = any(number in self._hits[use] for use in (Use.ALIAS, Use.GIVEN))
        unmet = self._find_unmet(leaf.entity) if is_written else None
        return None if unmet is None else Reason(QueryCode.GATE_UNMET, gate=format_query(unmet))

    def _find_unmet(self, entity: str) -> Node | None:
        """The first of an entity's gates that the article does not meet."""
        gates = self.watchlist.gates.get(entity, ())
        return next((gate for gate in gates if not self.reader.meets(gate)), None)
