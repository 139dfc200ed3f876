"""Whether a tree is met by one article, and by what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import assert_never

from alerts.watch.query.tree import (
    About,
    And,
    AtLeast,
    Branch,
    EntityRef,
    Fact,
    How,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Origins,
    Scope,
    Term,
    Within,
    narrow,
)
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.text import fold, lower, runs

# A text made to be slow could hold millions of pairs; no reader needs more than these.
MOST_PAIRS = 2_000


@dataclass(frozen=True, slots=True)
class Placed:
    """An occurrence and the leaf that it is of."""

    occurrence: Occurrence
    leaf: Leaf


# What stands together: one occurrence of a term, or one of each side of a NEAR.
Group = tuple[Placed, ...]
Find = Callable[[Leaf], Sequence[Occurrence]]
Stands = Callable[[Or], tuple[bool, Sequence[Node]]]
"""Whether one of the leaves of an OR stands anywhere, and what else is in it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One article as trees see it: where each leaf stands, and the facts, none of which change meanwhile."""

    layout: Layout
    find: Find
    stands: Stands
    count_origins: Callable[[], int]
    # What was decided of a node, which evidence and the next NEAR around it ask again. With the node, so that
    # no other comes to have its number.
    _decided: dict[tuple[int, Scope | None], tuple[Node, bool]] = field(default_factory=dict, repr=False)

    def forget(self) -> None:
        """Ask anew what was decided: what `find` and `stands` say has changed."""
        self._decided.clear()

    def meets(self, node: Node, scope: Scope | None = None) -> bool:
        """Whether the article meets the tree."""
        if isinstance(node, Term | EntityRef):
            places = self.find(node)
            return bool(places) and (
                scope is None or any(is_within(one, self.layout, scope) for one in places)
            )
        key = (id(node), scope)
        if key not in self._decided:
            self._decided[key] = (node, self._decide(node, scope))
        return self._decided[key][1]

    def _decide(self, node: Branch, scope: Scope | None) -> bool:
        match node:
            case And():
                return all(self.meets(part, scope) for part in node.parts)
            case Or():
                return self._meets_any(node, scope)
            case Not():
                return not self.meets(node.part, scope)
            case Near():
                return next(self._pair(node, scope), None) is not None
            case AtLeast():
                return self.count(node.part, scope, node.n) >= node.n
            case Within():
                return self.meets(node.part, narrow(scope, node.scope))
            case Fact():
                return self.has_fact(node)
            case Origins():
                return self.count_origins() >= node.n
        assert_never(node)

    def _meets_any(self, node: Or, scope: Scope | None) -> bool:
        if scope is not None:
            return any(self.meets(part, scope) for part in node.parts)
        is_met, others = self.stands(node)
        return is_met or any(self.meets(part) for part in others)

    def has_fact(self, fact: Fact) -> bool:
        """Whether language, source, outlet or genre are as asked."""
        article = self.layout.article
        match fact.about:
            case About.LANG:
                return _primary(article.lang) == _primary(fact.value)
            case About.SOURCE:
                return _is_asked(article.source, fact)
            case About.OUTLET:
                return _names_outlet(article.outlet or "", fact)
            case About.GENRE:
                return _is_asked(self.genre(), fact)
        assert_never(fact.about)

    def genre(self) -> str:
        """What kind of text it is, as was noted when it was kept; read anew where that was not noted."""
        if self.layout.article.genre is not None:
            return self.layout.article.genre
        from alerts.turns.genre.read import read_genre  # few queries ask for it

        return read_genre(self.layout.article).genre.value

    def groups(self, node: Node, scope: Scope | None = None) -> Iterator[Group]:
        """What stands where, for terms, ORs of terms and NEARs, in the order of the text."""
        match node:
            case Term() | EntityRef():
                yield from self._place_leaf(node, scope)
            case Or():
                yield from sorted(self._list_groups(node.parts, scope), key=_key_group)
            case Within():
                yield from self.groups(node.part, narrow(scope, node.scope))
            case Near():
                yield from islice(self._pair(node, scope), MOST_PAIRS)

    def _list_groups(self, parts: Sequence[Node], scope: Scope | None) -> Iterator[Group]:
        return (group for part in parts for group in self.groups(part, scope))

    def _place_leaf(self, leaf: Leaf, scope: Scope | None) -> Iterator[Group]:
        return ((Placed(one, leaf),) for one in self.find(leaf) if is_within(one, self.layout, scope))

    def count(self, node: Node, scope: Scope | None, enough: int) -> int:
        """How many occurrences, those that overlap counted once; counting ends at `enough`."""
        counted, end = 0, -1
        for group in sorted(self.groups(node, scope), key=lambda group: max(p.occurrence.end for p in group)):
            if min(placed.occurrence.start for placed in group) >= end:
                counted += 1
                end = max(placed.occurrence.end for placed in group)
                if counted >= enough:
                    break
        return counted

    def _pair(self, node: Near, scope: Scope | None) -> Iterator[Group]:
        # Most articles lack a side: that is seen without listing all places of the other.
        if not (self.meets(node.right, scope) and self.meets(node.left, scope)):
            return
        rights = list(self.groups(node.right, scope))
        choose = (
            self._choose_by_words(node, rights) if node.n is not None else self._choose_by_part(node, rights)
        )
        for left in self.groups(node.left, scope):
            for right in choose(left):
                if not _overlap(left, right):
                    yield left + right

    def _choose_by_words(self, node: Near, rights: list[Group]) -> Callable[[Group], Iterator[Group]]:
        n, layout = node.n or 0, self.layout
        # A right side is one occurrence, for a chain leans left.
        reaches = [count_words(right[0].occurrence, layout) for right in rights]
        firsts = [first for first, _ in reaches]
        widest = max(last - first for first, last in reaches)

        def choose(left: Group) -> Iterator[Group]:
            edges = [placed.occurrence for placed in left]
            counted = [count_words(edge, layout) for edge in edges]
            low = counted[-1][1] if node.how is How.ADJ else min(first for first, _ in counted) - n - widest
            high = max(last for _, last in counted) + n
            for right in rights[bisect_left(firsts, low) : bisect_right(firsts, high)]:
                if is_near(edges, right[0].occurrence, node.how, n, layout):
                    yield right

        return choose

    def _choose_by_part(self, node: Near, rights: list[Group]) -> Callable[[Group], Iterator[Group]]:
        number = self.layout.sentence if node.how is How.SENT else self.layout.paragraph
        by_part: dict[int, list[Group]] = defaultdict(list)
        for right in rights:
            by_part[number(right[0].occurrence.start)].append(right)

        def choose(left: Group) -> Iterator[Group]:
            parts = {number(placed.occurrence.start) for placed in left}
            return iter(by_part.get(parts.pop(), ())) if len(parts) == 1 else iter(())

        return choose


def is_within(one: Occurrence, layout: Layout, scope: Scope | None) -> bool:
    """Whether an occurrence stands in the scope whole."""
    match scope:
        case None:
            return True
        case Scope.TITLE:
            return one.end <= layout.title_end
        case Scope.LEDE:
            return one.end <= layout.lede_end


def count_words(one: Occurrence, layout: Layout) -> tuple[int, int]:
    """The numbers of the first and the last word of an occurrence."""
    return layout.number(one.start), layout.number(one.end - 1)


def measure(one: Occurrence, other: Occurrence, layout: Layout) -> int:
    """The distance in words: first word of the later less last word of the earlier."""
    earlier, later = (one, other) if one.start <= other.start else (other, one)
    return layout.number(later.start) - layout.number(earlier.end - 1)


def is_near(edges: Sequence[Occurrence], right: Occurrence, how: How, n: int, layout: Layout) -> bool:
    """Whether `right` stands within n words of one of `edges`; for ADJ after the last of them."""
    if how is How.ADJ:
        last = max(edges, key=lambda edge: edge.end)
        return right.start >= last.end and measure(last, right, layout) <= n
    return any(measure(edge, right, layout) <= n for edge in edges)


def _overlap(left: Group, right: Group) -> bool:
    return any(
        a.occurrence.start < b.occurrence.end and b.occurrence.start < a.occurrence.end
        for a in left
        for b in right
    )


def _key_group(group: Group) -> tuple[int, int]:
    return (group[0].occurrence.start, -group[0].occurrence.end)


def _primary(code: str) -> str:
    return re.split("[-_]", code.lower())[0]


def _is_asked(value: str | None, fact: Fact) -> bool:
    """Whether a value is the one asked for, or begins so, in any case."""
    has, asked = lower(value or ""), lower(fact.value)
    return has.startswith(asked) if fact.wild else has == asked


def _names_outlet(outlet: str, fact: Fact) -> bool:
    """Whether the outlet's name holds the words asked for, side by side."""
    named, asked = _list_words(outlet), _list_words(fact.value)
    for at in range(len(named) - len(asked) + 1):
        part = named[at : at + len(asked)]
        if part == asked or (fact.wild and part[:-1] == asked[:-1] and part[-1].startswith(asked[-1])):
            return True
    return False


def _list_words(text: str) -> list[str]:
    folded = lower(fold(text).text)
    return [folded[start:end].replace(".", "") for start, end in runs(folded)]
