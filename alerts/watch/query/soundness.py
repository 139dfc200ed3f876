"""Queries that parse and make no sense: met only by absence, or never."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from alerts.watch.query.tree import (
    About,
    And,
    AtLeast,
    Fact,
    How,
    Near,
    Node,
    Not,
    Or,
    Origins,
    Scope,
    Term,
    Within,
    narrow,
    parts_of,
)
from storage.language.text import fold, runs
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

# A query is written out as alternatives to see whether one can be met; past this many it is let pass.
_MOST_CLAUSES = 500


@dataclass(frozen=True, slots=True)
class Unsound:
    """What is wrong with a query, and at which offset."""

    why: str
    at: int
    hint: str


@dataclass(frozen=True, slots=True)
class _Literal:
    node: Node
    scope: Scope | None
    met: bool


_Clause = frozenset[_Literal]


def find_unsound(tree: Node) -> Unsound | None:
    """The first reason why a query cannot be wanted, None where there is none."""
    if _is_met_by_absence(tree):
        return Unsound(Reason(QueryCode.BY_ABSENCE), _find_not(tree), Reason(QueryCode.PUT_BESIDE))
    clauses = _spell_out(tree, None, True)
    clashes = [_find_clash(clause) for clause in clauses or ()]
    if not clashes or clashes[0] is None or None in clashes:
        return None
    return Unsound(Reason(QueryCode.NEVER_MET), clashes[0], Reason(QueryCode.DROP_ONE))


def _is_met_by_absence(node: Node) -> bool:
    if isinstance(node, Not):
        return not _is_met_by_absence(node.part)
    if isinstance(node, And):
        return all(map(_is_met_by_absence, node.parts))
    return isinstance(node, Or | Within) and any(map(_is_met_by_absence, parts_of(node)))


def _find_not(node: Node) -> int:
    """Where the NOT stands to which nothing is beside."""
    if isinstance(node, Not):
        return node.at
    return next((_find_not(part) for part in parts_of(node) if _is_met_by_absence(part)), node.at)


def _spell_out(node: Node, scope: Scope | None, met: bool) -> list[_Clause] | None:
    """Disjunctive normal form; None where it grows too large."""
    match node:
        case Not():
            return _spell_out(node.part, scope, not met)
        case Within():
            return _spell_out(node.part, narrow(scope, node.scope), met)
        case AtLeast(n=1):  # once is there
            return _spell_out(node.part, scope, met)
        case And() | Or():
            return _spell_parts(node, scope, met)
        case _:
            return [frozenset({_Literal(_merge_equals(node), scope, met)})]


def _spell_parts(node: And | Or, scope: Scope | None, met: bool) -> list[_Clause] | None:
    """Of a part that must not be met the alternatives are what all must be, and the other way round."""
    sides = [_spell_out(part, scope, met) for part in node.parts]
    return _multiply(sides) if isinstance(node, And) == met else _add(sides)


def _merge_equals(node: Node) -> Node:
    """A leaf or distance with the alternatives that it repeats given once: a SAME (b OR b) is a SAME b."""
    match node:
        case Near():
            return replace(node, left=_merge_equals(node.left), right=_merge_equals(node.right))
        case AtLeast():
            return replace(node, part=_merge_equals(node.part))
        case Or():
            once = tuple(dict.fromkeys(map(_merge_equals, node.parts)))
            return once[0] if len(once) == 1 else replace(node, parts=once)
        case _:
            return node


def _add(sides: Iterable[list[_Clause] | None]) -> list[_Clause] | None:
    total: list[_Clause] = []
    for side in sides:
        if side is None or len(total) + len(side) > _MOST_CLAUSES:
            return None
        total.extend(side)
    return total


def _multiply(sides: Iterable[list[_Clause] | None]) -> list[_Clause] | None:
    total: list[_Clause] = [frozenset()]
    for side in sides:
        if side is None or len(total) * len(side) > _MOST_CLAUSES:
            return None
        total = [left | right for left in total for right in side]
    return total


def _find_clash(clause: _Clause) -> int | None:
    """The offset of a literal that another one of the clause forbids."""
    literals = sorted(clause, key=lambda literal: literal.node.at)
    if all(literal.met and not isinstance(literal.node, Fact) for literal in literals):
        return None
    for one, other in combinations(literals, 2):
        if _excludes(one, other) or _excludes(other, one):
            return max(one.node.at, other.node.at)
    return None


def _excludes(one: _Literal, other: _Literal) -> bool:
    if one.met and not other.met:
        return _implies(one.node, one.scope, other.node, other.scope)
    return one.met and other.met and _are_two_facts(one.node, other.node)


def _are_two_facts(one: Node, other: Node) -> bool:
    if not isinstance(one, Fact) or not isinstance(other, Fact) or one.about is not other.about:
        return False
    return _has_one_value(one) and _has_one_value(other) and _read_value(one) != _read_value(other)


def _has_one_value(fact: Fact) -> bool:
    """Whether one word answers it: any ending does where it is wild, and an outlet's name has several."""
    return not fact.wild and fact.about is not About.OUTLET


def _read_value(fact: Fact) -> str:
    return _primary(fact.value) if fact.about is About.LANG else fact.value.lower()


def _primary(code: str) -> str:
    return code.lower().replace("_", "-").split("-")[0]


def _implies(one: Node, scope: Scope | None, other: Node, wider: Scope | None) -> bool:
    """Whether what meets `one` within `scope` meets `other` within `wider` too."""
    if _is_no_less(one, scope, other, wider):
        return True
    match other:
        case AtLeast(n=1):
            return _implies(one, scope, other.part, wider)
        case Or():
            return any(_implies(one, scope, part, wider) for part in other.parts)
    return _implies_by_part(one, scope, other, wider)


def _is_no_less(one: Node, scope: Scope | None, other: Node, wider: Scope | None) -> bool:
    """Whether `one` asks what `other` asks, or more of the same."""
    match one, other:
        case Origins(), Origins():
            return one.n >= other.n
        case AtLeast(), AtLeast():
            return one.n >= other.n and _implies(one.part, scope, other.part, wider)
        case Near(), Near():
            return _is_closer(one, other) and _reaches(scope, wider)
    return (one == other or _is_word_of(one, other)) and _reaches(scope, wider)


def _implies_by_part(one: Node, scope: Scope | None, other: Node, wider: Scope | None) -> bool:
    """Whether a part of `one`, which is met where it is, implies `other`; of alternatives each."""
    if isinstance(one, Within):
        return _implies(one.part, scope or one.scope, other, wider)
    implied = (_implies(part, scope, other, wider) for part in parts_of(one))
    return all(implied) if isinstance(one, Or) else any(implied)


def _is_closer(one: Near, other: Near) -> bool:
    """Whether what stands together as `one` asks stands so as `other` asks: neighbours within five words."""
    if (one.left, one.right) != (other.left, other.right):
        return False
    if one.n is None or other.n is None:
        return one.how is other.how or (one.how, other.how) == (How.SENT, How.SAME)
    return one.n <= other.n and other.how in (one.how, How.NEAR)


def _is_word_of(one: Node, other: Node) -> bool:
    """Whether every text that has the term `one` has `other`: it, its beginning, a word of it.

    A Korean word within a longer one is not there as a word, nor is a word where capitals are asked for.
    """
    if not isinstance(one, Term) or not isinstance(other, Term):
        return False
    return _may_be_within(one, other) and _has_words(one, other)


def _may_be_within(one: Term, other: Term) -> bool:
    """Whether `other` asks for no more: for no capitals of its own, and no ending that `one` leaves open."""
    return other.text in (other.text.lower(), one.text) and (other.wild or not one.wild)


def _has_words(one: Term, other: Term) -> bool:
    has, asks = _cut(one.text), _cut(other.text)
    if one.wild or not one.text.isascii():
        return _begins_so(has, asks, wild=other.wild)
    if not other.wild and asks and asks[0] not in has:
        return False
    places = range(len(has) - len(asks) + 1)
    return any(_begins_so(has[at : at + len(asks)], asks, wild=other.wild) for at in places)


def _begins_so(has: Sequence[str], asks: Sequence[str], *, wild: bool) -> bool:
    return has == asks or (wild and len(has) > 0 and has[:-1] == asks[:-1] and has[-1].startswith(asks[-1]))


@lru_cache(maxsize=4096)
def _cut(text: str) -> tuple[str, ...]:
    folded = fold(text.lower()).text
    return tuple(folded[start:end] for start, end in runs(folded))


def _reaches(scope: Scope | None, wider: Scope | None) -> bool:
    """The title is part of the lede, and the lede of the article."""
    return wider is None or scope is wider or (scope is Scope.TITLE and wider is Scope.LEDE)
