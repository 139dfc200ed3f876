"""A query as a tree: frozen nodes, and the way back to text that parses to the same tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial


class How(StrEnum):
    """What holds two operands together."""

    NEAR = "NEAR"
    ADJ = "ADJ"
    SAME = "SAME"
    SENT = "SENT"


class Scope(StrEnum):
    """A part of the article that a bracket can be held to."""

    TITLE = "title"
    LEDE = "lede"


class About(StrEnum):
    """A fact about the article, outside its text."""

    LANG = "lang"
    SOURCE = "source"
    OUTLET = "outlet"
    GENRE = "genre"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or, `quoted`, a phrase; `wild` lets its last word take any ending.

    `at` in every node is the offset of its first character in the query, and does not
    take part in comparisons.
    """

    text: str
    quoted: bool = False
    wild: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class EntityRef:
    """`@id`: any name of an entity."""

    entity: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """`lang:ko` and the like; `wild` as in a term."""

    about: About
    value: str
    quoted: bool = False
    wild: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Origins:
    """`origins >= n`: the article's story has n independent origins or more."""

    n: int
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """One part or more; never an Or within an Or."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All parts; never an And within an And."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not met."""

    part: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Occurrences of both sides held together; a chain leans left. `n` is words, None for SAME and SENT."""

    left: Node
    right: Node
    how: How
    n: int | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`n` occurrences of the part or more, overlapping ones counted once."""

    n: int
    part: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """The part, met by what stands in one scope alone."""

    scope: Scope
    part: Node
    at: int = field(default=0, compare=False)


Leaf = Term | EntityRef
Branch = Fact | Origins | Or | And | Not | Near | AtLeast | Within
Node = Leaf | Branch


def narrow(outer: Scope | None, inner: Scope) -> Scope:
    """The scope within a scope: the title is part of the lede."""
    return Scope.TITLE if Scope.TITLE in (outer, inner) else Scope.LEDE


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes right below, in order."""
    match node:
        case Or() | And():
            return node.parts
        case Near():
            return (node.left, node.right)
        case Not() | AtLeast() | Within():
            return (node.part,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, from left to right."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def map_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each part right below it changed."""
    match node:
        case Or() | And():
            return replace(node, parts=tuple(map(change, node.parts)))
        case Near():
            return replace(node, left=change(node.left), right=change(node.right))
        case Not() | AtLeast() | Within():
            return replace(node, part=change(node.part))
        case _:
            return node


def move_tree(node: Node, at: int) -> Node:
    """The same tree as if all of it stood at one place of the query."""
    return replace(map_parts(node, partial(move_tree, at=at)), at=at)


def list_terms(trees: Iterable[Node]) -> tuple[Term, ...]:
    """The terms of trees, each once, in the order in which they are first met."""
    return tuple(dict.fromkeys(leaf for tree in trees for leaf in leaves(tree) if isinstance(leaf, Term)))


def leaves(node: Node) -> list[Leaf]:
    """The terms and entities of a tree, from left to right, those under NOT included."""
    return [found for found in walk(node) if isinstance(found, Term | EntityRef)]


_OR, _AND, _NOT, _NEAR, _UNIT = range(5)


def format_query(node: Node) -> str:
    """The query's text with as few brackets as parse to the same tree."""
    return _write(node, _OR)


def _write(node: Node, place: int) -> str:
    binds, text = _write_bare(node)
    return text if binds >= place else f"({text})"


def _write_bare(node: Node) -> tuple[int, str]:
    match node:
        case Or():
            return _OR, _write_parts(node.parts, " OR ", _AND)
        case And():
            return _AND, _write_parts(node.parts, " AND ", _NOT)
        case Not():
            return _NOT, f"NOT {_write(node.part, _NEAR)}"
        case Near():
            return _NEAR, _write_near(node)
        case AtLeast() | Within():
            return _UNIT, f"{_write_prefix(node)}{_write(node.part, _UNIT)}"
    return _UNIT, _write_leaf(node)


def _write_prefix(node: AtLeast | Within) -> str:
    return f"ATLEAST/{node.n} " if isinstance(node, AtLeast) else f"{node.scope}:"


def _write_parts(parts: Iterable[Node], operator: str, place: int) -> str:
    return operator.join(_write(part, place) for part in parts)


def _write_near(node: Near) -> str:
    how = str(node.how) if node.n is None else f"{node.how}/{node.n}"
    left = _write(node.left, _NEAR if isinstance(node.left, Near) else _UNIT)
    return f"{left} {how} {_write(node.right, _UNIT)}"


def _write_leaf(node: Leaf | Fact | Origins) -> str:
    match node:
        case Term():
            return _write_value(node.text, node.quoted, node.wild)
        case EntityRef():
            return f"@{node.entity}"
        case Fact():
            return f"{node.about}:{_write_value(node.value, node.quoted, node.wild)}"
        case Origins():
            return f"origins >= {node.n}"


def _write_value(text: str, quoted: bool, wild: bool) -> str:
    return f'"{text}"' if quoted else text + ("*" if wild else "")
