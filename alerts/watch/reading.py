"""One article read against a watchlist: whom it names, which watches it meets, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial

from alerts.watch.compiled import Compiled
from alerts.watch.ideas.model import Weighed, read_keys, weigh_article
from alerts.watch.ideas.showing import SignShown, choose_weighty, say_weighed, show_signs
from alerts.watch.ideas.signs import SignReader
from alerts.watch.names.people.leaders import Led, list_whole
from alerts.watch.query.check import Description
from alerts.watch.query.described import find_described
from alerts.watch.query.evaluate import Reader
from alerts.watch.query.evidence import choose_evidence
from alerts.watch.query.explain import Explanation, explain_tree
from alerts.watch.query.tree import EntityRef, Leaf, Node, Or, format_query, leaves, parts_of
from alerts.watch.scan.hits import Hits
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.places import Occurrence
from storage.bugs import attempt
from storage.records import Article, Match, Mention, Watch
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason, join_reasons


@lru_cache(maxsize=16_384)  # of few entities and counts, each by many articles
def _make_mention(entity: str, count: int, in_title: bool, conflict: str | None) -> Mention:
    return Mention(entity=entity, count=count, in_title=in_title, conflict=conflict)


class _Standing:
    """Where the leaves of trees stand in one article, by what was found and who is named.

    It is no part of the reading, so that a reading does not hold itself and is gone with its last user.
    """

    __slots__ = ("_hits", "_named", "_watchlist")

    def __init__(self, watchlist: Compiled, hits: Hits, named: Mapping[int, Sequence[Occurrence]]) -> None:
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

    def __init__(self, watchlist: Compiled, article: Article, origins: int | Callable[[], int]) -> None:
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
