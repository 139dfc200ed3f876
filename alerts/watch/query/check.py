"""A watchlist read as a whole: every query parsed, every name looked up, all faults at once."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import Phrases
from alerts.watch.query.tree import EntityRef, Node, Or, Term, walk
from alerts.watch.scan.terms import Pattern, make_patterns
from storage.errors import WatchError
from storage.language.text import fold, runs
from storage.records import Entity, Role, Watch
from storage.records.query_texts import QueryCode
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
    errors: list[WatchError] = []
    ids = tuple(entity.id for entity in entities)
    errors.extend(_find_repeated("entity", ids))
    errors.extend(_find_repeated("watch", (watch.id for watch in watches)))
    gates: dict[str, tuple[Node, ...]] = {}
    expected: dict[str, Node] = {}
    described: dict[str, tuple[Description, ...]] = {}
    for entity in entities:
        errors.extend(_check_names(entity))
        about = f"entity {entity.id}"
        named = dict(entity.phrases)
        gates[entity.id] = tuple(_parse_all(entity.requires, f"{about}, requires", ids, errors, named))
        for tree in _parse_all(filter(None, [entity.expects]), f"{about}, expects", ids, errors, named):
            expected[entity.id] = tree
        described[entity.id] = tuple(
            Description(tree, role)
            for role, query in list_descriptions(entity)
            for tree in _parse_all([query], f"{about}, described", ids, errors, named)
        )
    queries = {watch.id: tree for watch in watches for tree in _parse_query(watch, ids, errors)}
    ideas = {
        watch.id: tree
        for watch in watches
        for tree in _parse_all(
            filter(None, [watch.idea]), f"watch {watch.id}, idea", ids, errors, dict(watch.phrases)
        )
    }
    errors.extend(_find_unmeasured(watches, queries))
    gates = {key: trees for key, trees in gates.items() if trees}
    order = _order_gates(gates, errors)
    described = {key: found for key, found in described.items() if found}
    return Checked(queries, ideas, gates, expected, described, order, tuple(errors))


def list_descriptions(entity: Entity) -> Iterator[tuple[Role | None, str]]:
    """The queries that name an entity without a name, each with the office that it is of; None: of any."""
    said: list[tuple[Role | None, str]] = [(None, entity.described)]
    said += ((role, role.described) for role in entity.roles)
    return ((role, query) for role, query in said if query)


def find_shared(entities: Sequence[Entity]) -> dict[str, tuple[str, ...]]:
    """The aliases that stand under more than one entity, with the ids of these; each names them all."""
    owners: dict[tuple[Pattern, ...], dict[str, str]] = {}
    for entity in entities:
        for alias in entity.aliases:
            owners.setdefault(make_patterns(alias), {}).setdefault(entity.id, alias)
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
            continue
        errors += look_up(tree, ids, about)
        named = (node for node in walk(tree) if isinstance(node, Term) and not node.quoted)
        for term in named:
            if term.text[0] == "$" and term.text[1:] in phrases:
                why = f"{term.text} is a phrase, and phrases do not nest"
                errors.append(WatchError(about, why, at=term.at, hint="write out what it stands for"))
    return errors


def describe_error(error: WatchError) -> str:
    """One line that names the watch or entity, the place in the query, the reason and the hint."""
    place = "" if error.at is None else f", character {error.at + 1}"
    hint = f" ({error.hint})" if error.hint else ""
    return f"{error.about}{place}: {error.why}{hint}"


def look_up(tree: Node, ids: Sequence[str], about: str) -> Iterator[WatchError]:
    """An error for each @entity that is not among the ids, with the nearest that is."""
    for node in walk(tree):
        if isinstance(node, EntityRef) and node.entity not in ids:
            alike = difflib.get_close_matches(node.entity.lower(), ids, n=1, cutoff=0.5)
            hint = Reason(QueryCode.DID_YOU_MEAN, this=f"@{alike[0]}") if alike else Reason(QueryCode.DEFINE)
            yield WatchError(about, Reason(QueryCode.NO_ENTITY, name=node.entity), at=node.at, hint=hint)


def _parse_query(watch: Watch, ids: Sequence[str], errors: list[WatchError]) -> Iterator[Node]:
    if watch.idea and not watch.query:
        yield NEVER
        return
    yield from _parse_all((watch.query,), f"watch {watch.id}", ids, errors, dict(watch.phrases))


def _parse_all(
    queries: Iterable[str], about: str, ids: Sequence[str], errors: list[WatchError], phrases: Phrases
) -> Iterator[Node]:
    for query in queries:
        try:
            tree = parse_query(query, about, phrases)
        except WatchError as error:
            errors.append(error)
            continue
        unknown = list(look_up(tree, ids, about))
        errors.extend(unknown)
        if not unknown:
            yield tree


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
            hint = "write @ncg, or @ncg OR @scm; what is narrower goes into a watch of its own"
            why = "a surge is measured of entities, and this query asks for more"
            yield WatchError(f"watch {watch.id}", why, at=tree.at, hint=hint)


def _find_repeated(what: str, ids: Iterable[str]) -> Iterator[WatchError]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield WatchError(f"{what} {name}", f"the id stands {times} times", hint="ids must differ")


def _check_names(entity: Entity) -> Iterator[WatchError]:
    about = f"entity {entity.id}"
    if not entity.aliases and not _is_named(entity.name):
        yield WatchError(about, "it has no alias")
    for key, names in (("aliases", entity.aliases), ("never", entity.never)):
        for name in names:
            if not _is_named(name):
                yield WatchError(about, f"{key}: {name!r} holds no letter or digit")
    if entity.valid_from and entity.valid_to and entity.valid_to < entity.valid_from:
        yield WatchError(about, "valid: it ends before it begins")


def _is_named(text: str) -> bool:
    """Whether patterns can be made of a text."""
    return bool(runs(fold(text).text))


def _order_gates(gates: Mapping[str, tuple[Node, ...]], errors: list[WatchError]) -> tuple[str, ...]:
    needs = {
        key: {node.entity for tree in trees for node in walk(tree) if isinstance(node, EntityRef)}
        for key, trees in gates.items()
    }
    order: list[str] = []
    while needs:
        ready = [key for key, others in needs.items() if not others & needs.keys()]
        if not ready:
            circle = ", ".join(f"@{key}" for key in needs)
            errors.append(WatchError(f"entity {next(iter(needs))}", f"requires goes in a circle: {circle}"))
            break
        order.extend(ready)
        needs = {key: others for key, others in needs.items() if key not in ready}
    return tuple(order)
