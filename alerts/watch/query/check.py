"""A watchlist read as a whole: every query parsed, every name looked up, all faults at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, product

from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import Phrases
from alerts.watch.query.tree import EntityRef, Node, Or, Term, walk
from alerts.watch.scan.terms import Pattern, find_letters, make_patterns
from storage.errors import WatchError
from storage.language.spelt import find_alike
from storage.language.text import fold, runs
from storage.records import Entity, Role, Watch
from storage.records.entry_texts import EntryCode
from storage.records.query_texts import QueryCode
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

NEVER = Or(())
"""The query that nothing meets."""


@dataclass(frozen=True, slots=True)
class Description:
    """A query that names an entity without a name, and the office of which it holds; None: of all of them."""

    tree: Node
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The trees of all queries that parse by watch id; gates, what is expected and descriptions by entity id.

    `ideas` are the broad queries of watches for ideas; such a watch without a query has NEVER for one.

    `gate_order` names the entities with gates so that each comes after those its gates ask for.
    """

    queries: Mapping[str, Node]
    ideas: Mapping[str, Node]
    gates: Mapping[str, tuple[Node, ...]]
    expected: Mapping[str, Node]
    described: Mapping[str, tuple[Description, ...]]
    gate_order: tuple[str, ...]
    errors: tuple[WatchError, ...]


def check_all(entities: Sequence[Entity], watches: Sequence[Watch]) -> Checked:
    """Parse and look up everything; nothing is raised."""
    reading = _Reading({entity.id: None for entity in entities})
    reading.errors += _find_repeated("entity", (entity.id for entity in entities))
    reading.errors += _find_repeated("watch", (watch.id for watch in watches))
    for entity in entities:
        reading.read_entity(entity)
    for watch in watches:
        reading.read_query(watch)
    for watch in watches:
        reading.read_idea(watch)
    reading.errors += _find_unmeasured(watches, reading.queries)
    return reading.finish()


@dataclass(slots=True)
class _Reading:
    """The queries of a watchlist as they are parsed, and what is wrong with them; `ids` are the entities'."""

    ids: Collection[str]
    errors: list[WatchError] = field(default_factory=list)
    queries: dict[str, Node] = field(default_factory=dict)
    ideas: dict[str, Node] = field(default_factory=dict)
    gates: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    expected: dict[str, Node] = field(default_factory=dict)
    described: dict[str, tuple[Description, ...]] = field(default_factory=dict)

    def read_entity(self, entity: Entity) -> None:
        about, phrases = f"entity {entity.id}", dict(entity.phrases)
        if not _is_sound(entity):
            self.errors += _check_names(entity)
        if gates := tuple(self._parse(entity.requires, f"{about}, requires", phrases)):
            self.gates[entity.id] = gates
        for tree in self._parse(filter(None, [entity.expects]), f"{about}, expects", phrases):
            self.expected[entity.id] = tree
        if described := tuple(self._describe(entity, f"{about}, described", phrases)):
            self.described[entity.id] = described

    def _describe(self, entity: Entity, about: str, phrases: Phrases) -> Iterator[Description]:
        for role, query in list_descriptions(entity):
            for tree in self._parse([query], about, phrases):
                yield Description(tree, role)

    def read_query(self, watch: Watch) -> None:
        if watch.idea and not watch.query:
            self.queries[watch.id] = NEVER
            return
        for tree in self._parse([watch.query], f"watch {watch.id}", dict(watch.phrases)):
            self.queries[watch.id] = tree

    def read_idea(self, watch: Watch) -> None:
        about = f"watch {watch.id}, idea"
        for tree in self._parse(filter(None, [watch.idea]), about, dict(watch.phrases)):
            self.ideas[watch.id] = tree

    def _parse(self, queries: Iterable[str], about: str, phrases: Phrases) -> Iterator[Node]:
        """The trees of the queries in which nothing is wrong."""
        for query in queries:
            try:
                tree = parse_query(query, about, phrases)
            except WatchError as error:
                self.errors.append(error)
                continue
            unknown = list(look_up(tree, self.ids, about))
            self.errors += unknown
            if not unknown:
                yield tree

    def finish(self) -> Checked:
        order = _order_gates(self.gates, self.errors)
        return Checked(
            self.queries, self.ideas, self.gates, self.expected, self.described, order, tuple(self.errors)
        )


def list_descriptions(entity: Entity) -> Iterator[tuple[Role | None, str]]:
    """The queries that name an entity without a name, each with the office that it is of; None: of any."""
    said: list[tuple[Role | None, str]] = [(None, entity.described)]
    said += ((role, role.described) for role in entity.roles)
    return ((role, query) for role, query in said if query)


def find_shared(entities: Sequence[Entity]) -> dict[str, tuple[str, ...]]:
    """The aliases that stand under more than one entity, with the ids of these; each names them all."""
    spelt: dict[str, list[tuple[str, str]]] = {}
    for entity in entities:
        for alias in entity.aliases:
            spelt.setdefault(find_letters(alias), []).append((entity.id, alias))
    owners: dict[tuple[Pattern, ...], dict[str, str]] = {}
    for entity_id, alias in chain.from_iterable(each for each in spelt.values() if len(dict(each)) > 1):
        owners.setdefault(make_patterns(alias), {}).setdefault(entity_id, alias)
    return {next(iter(ids.values())): tuple(ids) for ids in owners.values() if len(ids) > 1}


def check_phrases(phrases: Phrases, entities: Sequence[Entity]) -> list[WatchError]:
    """Everything that is wrong with these phrases. They are parts of queries and do not nest."""
    errors: list[WatchError] = []
    ids = [entity.id for entity in entities]
    for id_, query in phrases.items():
        about = f"phrase {id_}"
        try:
            tree = parse_query(query, about)
        except WatchError as error:
            errors.append(error)
        else:
            errors += look_up(tree, ids, about)
            errors += _find_nested(tree, phrases, about)
    return errors


def _find_nested(tree: Node, phrases: Phrases, about: str) -> Iterator[WatchError]:
    named = {f"${id_}" for id_ in phrases}
    for node in walk(tree):
        if isinstance(node, Term) and not node.quoted and node.text in named:
            why = f"{node.text} is a phrase, and phrases do not nest"
            yield WatchError(about, why, at=node.at, hint="write out what it stands for")


def describe_error(error: WatchError, about: str | None = None) -> str:
    """One line that names the watch or entity, the place in the query, the reason and the hint.

    `about` stands in place of what the error is about; empty: the reason alone.
    """
    named = error.about if about is None else about
    if error.at is not None:
        named = Reason(QueryCode.AT_CHARACTER, about=named or "query", at=error.at + 1)
    said = Reason(EntryCode.AT_KEY, key=named, why=error.why) if named else error.why
    return Reason(Code.HINTED, what=said, hint=error.hint) if error.hint else said


def look_up(tree: Node, ids: Collection[str], about: str) -> Iterator[WatchError]:
    """An error for each @entity that is not among the ids, with the nearest that is.

    Of many trees the ids are best given as the keys of a dict, in which each is found at once.
    """
    for node in walk(tree):
        if isinstance(node, EntityRef) and node.entity not in ids:
            alike = find_alike(node.entity, ids, cutoff=0.5)
            hint = Reason(QueryCode.DID_YOU_MEAN, this=f"@{alike}") if alike else Reason(QueryCode.DEFINE)
            yield WatchError(about, Reason(QueryCode.NO_ENTITY, name=node.entity), at=node.at, hint=hint)


def list_named(tree: Node) -> tuple[str, ...] | None:
    """The entities of a query that is one or an OR of them, None for any other query."""
    parts = tree.parts if isinstance(tree, Or) else (tree,)
    named = tuple(part.entity for part in parts if isinstance(part, EntityRef))
    return named if len(named) == len(parts) else None


def _find_unmeasured(watches: Sequence[Watch], queries: Mapping[str, Node]) -> Iterator[WatchError]:
    """The corpus counts who is named, and so a surge is of entities alone."""
    for watch in watches:
        tree = queries.get(watch.id)
        if watch.surge is not None and tree is not None and list_named(tree) is None:
            why, hint = Reason(QueryCode.SURGE_OF_MORE), Reason(QueryCode.WRITE_NAMES_ALONE)
            yield WatchError(f"watch {watch.id}", why, at=tree.at, hint=hint)


def _find_repeated(what: str, ids: Iterable[str]) -> Iterator[WatchError]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield WatchError(f"{what} {name}", f"the id stands {times} times", hint="ids must differ")


@lru_cache(maxsize=1024)  # a process checks its names when it reads them and when it compiles them
def _is_sound(entity: Entity) -> bool:
    """Whether nothing is wrong with the names of an entity."""
    return next(_check_names(entity), None) is None


def _check_names(entity: Entity) -> Iterator[WatchError]:
    about = f"entity {entity.id}"
    if not entity.aliases and not _is_named(entity.name):
        yield WatchError(about, "it has no alias")
    for key, name in (*product(["aliases"], entity.aliases), *product(["never"], entity.never)):
        if not _is_named(name):
            why = Reason(QueryCode.NAME_WITHOUT_LETTER, name=repr(name))
            yield WatchError(about, Reason(EntryCode.AT_KEY, key=key, why=why))
    if _ends_early(entity):
        why = Reason(QueryCode.VALID_ENDS_FIRST)
        yield WatchError(about, Reason(EntryCode.AT_KEY, key="valid", why=why))


def _ends_early(entity: Entity) -> bool:
    if entity.valid_from is None or entity.valid_to is None:
        return False
    return entity.valid_to < entity.valid_from


_LETTER = re.compile("[0-9A-Za-z가-힣]")


def _is_named(text: str) -> bool:
    """Whether patterns can be made of a text."""
    return _LETTER.search(text) is not None or bool(runs(fold(text).text))


def _order_gates(gates: Mapping[str, tuple[Node, ...]], errors: list[WatchError]) -> tuple[str, ...]:
    needs = {key: _list_needed(trees) for key, trees in gates.items()}
    order: list[str] = []
    while ready := _list_ready(needs):
        order.extend(ready)
        for key in ready:
            del needs[key]
    if needs:
        circle = Reason(QueryCode.IN_A_CIRCLE, names=", ".join(f"@{key}" for key in needs))
        errors.append(WatchError(f"entity {next(iter(needs))}, requires", circle))
    return tuple(order)


def _list_ready(needs: Mapping[str, Set[str]]) -> list[str]:
    """Those that need none of the others."""
    return [key for key, others in needs.items() if not others & needs.keys()]


def _list_needed(trees: Iterable[Node]) -> set[str]:
    """The entities that trees ask for."""
    return {node.entity for tree in trees for node in walk(tree) if isinstance(node, EntityRef)}
