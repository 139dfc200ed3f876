"""Why a tree is or is not met: part by part, with what was found and what came nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from alerts.watch.query.alike import list_words
from alerts.watch.query.evaluate import Group, Reader, measure
from alerts.watch.query.tree import (
    About,
    And,
    AtLeast,
    EntityRef,
    Fact,
    How,
    Near,
    Node,
    Not,
    Origins,
    Scope,
    Term,
    Within,
    format_query,
    narrow,
    parts_of,
)
from alerts.watch.scan.layout import FAR, Layout
from storage.language.shorten import shorten
from storage.language.text import fold, lower
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason, join_reasons

_SHOWN = 3
_LONGEST = 120
# Pairs looked at for the nearest; past these a text is too long to be worth it.
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: whether it is met, what it found, and if it is not met what came nearest.

    `kind` is the name of its node in the tree; `found` holds up to three texts.
    `nearest` is words for a person, None where there is nothing to say.
    """

    kind: str
    query: str
    met: bool
    found: tuple[str, ...]
    nearest: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A watch against an article: `why` names in words the smallest parts that decided against it."""

    watch: str
    met: bool
    why: str
    part: Part


# Says of an entity that was not found why its names, where they stand, do not count.
Refused = Callable[[EntityRef], str | None]


def explain_tree(reader: Reader, watch: str, tree: Node, refused: Refused) -> Explanation:
    """The explanation of one watch; plain data all the way down."""
    part = _explain(reader, tree, None, refused)
    why = Reason(QueryCode.ALL_MET) if part.met else join_reasons(_blame(part) or [Reason(QueryCode.UNMET)])
    return Explanation(watch=watch, met=part.met, why=why, part=part)


def explain_nothing(watch: str, why: str) -> Explanation:
    """The explanation of a watch that cannot be explained, and why not."""
    part = Part(kind="Unknown", query="", met=False, found=(), nearest=why, parts=())
    return Explanation(watch=watch, met=False, why=why, part=part)


def _explain(reader: Reader, node: Node, scope: Scope | None, refused: Refused) -> Part:
    inner = narrow(scope, node.scope) if isinstance(node, Within) else scope
    met = reader.meets(node, scope)
    return Part(
        kind=type(node).__name__,
        query=format_query(node),
        met=met,
        found=_show_found(reader, node, scope) if met else (),
        nearest=None if met else _find_nearest(reader, node, scope, refused),
        parts=tuple(_explain(reader, part, inner, refused) for part in parts_of(node)),
    )


def _show_found(reader: Reader, node: Node, scope: Scope | None) -> tuple[str, ...]:
    if isinstance(node, Not | And | Fact | Origins):
        return ()
    groups = islice(reader.groups(node.part if isinstance(node, AtLeast) else node, scope), _SHOWN)
    return tuple(_write_group(reader.layout, group) for group in groups)


def _write_group(layout: Layout, group: Group) -> str:
    ordered = sorted(group, key=lambda placed: placed.occurrence.start)
    return " … ".join(
        layout.slice_original(placed.occurrence.start, placed.occurrence.end) for placed in ordered
    )


def _blame(part: Part) -> list[str]:
    """The smallest parts that decided against it; of alternatives the one that came nearest."""
    if part.kind == "Or":
        return _blame_alternatives(part)
    # What came nearest is what a person reads on for; the whole query stands in `part`.
    is_sum = part.kind in ("And", "Near", "Within") and part.nearest is None
    return (_blame_parts(part) if is_sum else []) or [_say_unmet(part)]


def _blame_parts(part: Part) -> list[str]:
    return [line for inner in part.parts if not inner.met for line in _blame(inner)]


def _say_unmet(part: Part) -> str:
    is_text = part.kind not in ("Not", "Near", "AtLeast")
    code = QueryCode.PART_MISSING if is_text else QueryCode.PART_UNMET
    shown = Reason(code, query=shorten(part.query, _LONGEST))
    return Reason(QueryCode.WITH_NEAREST, what=shown, nearest=part.nearest) if part.nearest else shown


def _blame_alternatives(part: Part) -> list[str]:
    best = max(part.parts, key=_share_met)
    if _share_met(best) > 0 or best.nearest:
        return _blame(best)
    queries = [shorten(inner.query, _LONGEST // 2) for inner in part.parts]
    shown, more = ", ".join(queries[:_SHOWN]), len(queries) - _SHOWN
    if more > 0:
        return [Reason(QueryCode.NONE_OF_MANY, queries=shown, more=more)]
    return [Reason(QueryCode.NONE_OF, queries=shown)]


def _share_met(part: Part) -> float:
    """How much of a part is met, from 0 to 1."""
    if part.met:
        return 1.0
    shares = [_share_met(inner) for inner in part.parts]
    if not shares:
        return 0.0
    return max(shares) if part.kind == "Or" else sum(shares) / len(shares)


def _find_nearest(reader: Reader, node: Node, scope: Scope | None, refused: Refused) -> str | None:
    match node:
        case Term() | EntityRef():
            return _find_nearest_leaf(reader, node, scope, refused)
        case Near():
            return _find_nearest_pair(reader, node, scope)
        case AtLeast():
            return Reason(QueryCode.COUNTED, count=reader.count(node.part, scope, node.n), of=node.n)
        case Not():
            return _say_present(reader, node.part, scope)
        case Fact():
            return _say_fact(_read_fact(reader, node.about))
        case Origins():
            return Reason(QueryCode.STORY_HAS, count=reader.count_origins())
        case _:
            return None


def _say_fact(value: str | None) -> str:
    return Reason(QueryCode.FACT_IS, value=value) if value else Reason(QueryCode.FACT_UNKNOWN)


def _read_fact(reader: Reader, about: About) -> str | None:
    article = reader.layout.article
    match about:
        case About.LANG:
            return article.lang
        case About.SOURCE:
            return article.source
        case About.OUTLET:
            return article.outlet
        case About.GENRE:
            return reader.genre()


def _say_present(reader: Reader, part: Node, scope: Scope | None) -> str | None:
    found = _show_found(reader, part, scope)
    return Reason(QueryCode.ARTICLE_HAS, found=", ".join(found)) if found else None


def _find_nearest_leaf(
    reader: Reader, leaf: Term | EntityRef, scope: Scope | None, refused: Refused
) -> str | None:
    elsewhere = len(reader.find(leaf))
    if elsewhere:
        outside = QueryCode.OUTSIDE_TITLE if scope is Scope.TITLE else QueryCode.OUTSIDE_LEDE
        return Reason(outside, count=elsewhere)
    if isinstance(leaf, EntityRef):
        return refused(leaf)
    return _find_alike(reader.layout, leaf)


def _find_alike(layout: Layout, term: Term) -> str | None:
    """The word that holds the term's letters within, or is spelled most like it."""
    return list_words(layout).say_alike(lower(fold(term.text).text))


def _find_nearest_pair(reader: Reader, node: Near, scope: Scope | None) -> str | None:
    lefts = list(islice(reader.groups(node.left, scope), _LOOKED_AT))
    rights = list(islice(reader.groups(node.right, scope), _LOOKED_AT))
    if not lefts or not rights:
        return None
    gap, pair = min(
        ((_measure_groups(reader.layout, left, right), left + right) for left in lefts for right in rights),
        key=lambda measured: measured[0],
    )
    return _say_apart(node, gap, _write_group(reader.layout, pair))


def _say_apart(node: Near, gap: int, shown: str) -> str:
    """Why two that stand so many words apart are not held together."""
    if gap > FAR // 2:
        return Reason(QueryCode.TITLE_AND_TEXT, shown=shown)
    if node.how in (How.SENT, How.SAME):
        unit = QueryCode.NO_ONE_SENTENCE if node.how is How.SENT else QueryCode.NO_ONE_PARAGRAPH
        return Reason(unit, gap=gap, shown=shown)
    if gap <= (node.n or 0):
        return Reason(QueryCode.OTHER_ORDER, shown=shown)
    return Reason(QueryCode.APART, gap=gap, shown=shown)


def _measure_groups(layout: Layout, left: Group, right: Group) -> int:
    return min(measure(a.occurrence, b.occurrence, layout) for a in left for b in right)
