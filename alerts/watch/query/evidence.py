"""The sentences that show why a tree is met, with the spans of what carried the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from alerts.watch.query.evaluate import Group, Placed, Reader
from alerts.watch.query.tree import (
    And,
    AtLeast,
    EntityRef,
    Leaf,
    Near,
    Node,
    Or,
    Scope,
    Term,
    Within,
    format_query,
    narrow,
)
from alerts.watch.scan.layout import Layout
from storage.language.text import Span
from storage.records import Evidence, TermMatch

# Each term is shown at least once; beyond that no more sentences than a mail can bear.
_GROUPS_A_PART = 3
_MOST_SENTENCES = 6
_MOST_COUNTED = 20


def choose_evidence(reader: Reader, tree: Node) -> tuple[Evidence, ...]:
    """The evidence of a tree that is met, in the order of the text.

    A tree met by facts alone (`lang:ko`) has the title, or the first sentence, without a span.
    """
    parts = list(filter(None, map(list, _carry(reader, tree, None))))
    spans = _choose_spans(reader.layout, parts)
    if not spans:
        return (_show_opening(reader.layout),)
    placed = [one for groups in parts for group in groups for one in group]
    return tuple(_show(reader.layout, span, placed) for span in sorted(spans))


def _carry(reader: Reader, node: Node, scope: Scope | None) -> Iterator[Iterator[Group]]:
    """For each part that carried the decision, the groups that show it."""
    match node:
        case Term() | EntityRef() | Near():
            yield islice(reader.groups(node, scope), _GROUPS_A_PART * 20)
        case AtLeast():
            yield islice(reader.groups(node.part, scope), max(_MOST_COUNTED, _GROUPS_A_PART))
        case And() | Or():
            for part in _list_met(reader, node, scope):
                yield from _carry(reader, part, scope)
        case Within():
            yield from _carry(reader, node.part, narrow(scope, node.scope))


def _list_met(reader: Reader, node: And | Or, scope: Scope | None) -> list[Node]:
    return [part for part in node.parts if reader.meets(part, scope)]


def _choose_spans(layout: Layout, parts: Sequence[Sequence[Group]]) -> set[Span]:
    """First a sentence for each part, then further ones while there is room."""
    chosen = {find_unit(layout, placed) for groups in parts for placed in groups[0]}
    for group in _list_further(parts):
        if len(chosen) < _MOST_SENTENCES:
            chosen.update(find_unit(layout, placed) for placed in group)
    return chosen


def _list_further(parts: Sequence[Sequence[Group]]) -> Iterator[Group]:
    """The second of each part, then the third."""
    for rank in range(1, _GROUPS_A_PART):
        yield from (groups[rank] for groups in parts if rank < len(groups))


def find_unit(layout: Layout, placed: Placed) -> Span:
    """The title, or the sentence, that holds an occurrence; folded offsets."""
    one = placed.occurrence
    if one.start < layout.title_end:
        return (0, layout.title_end)
    spans = layout.sentence_spans
    return (spans[layout.sentence(one.start)][0], max(spans[layout.sentence(one.end - 1)][1], one.end))


def _show(layout: Layout, span: Span, placed: Sequence[Placed]) -> Evidence:
    begin, _ = layout.place_original(*span)
    matches: dict[tuple[int, int, Leaf], TermMatch] = {}
    for one in placed:
        if span[0] <= one.occurrence.start and one.occurrence.end <= span[1]:
            start, end = layout.place_original(one.occurrence.start, one.occurrence.end)
            matches[(start, end, one.leaf)] = write_match(layout, one, start - begin, end - begin)
    ordered = sorted(matches.values(), key=lambda found: (found.start, found.end, found.term))
    return Evidence(text=layout.slice_original(*span), matches=tuple(ordered))


def write_match(layout: Layout, placed: Placed, start: int, end: int) -> TermMatch:
    """The occurrence as a record, at the given offsets."""
    one, leaf = placed.occurrence, placed.leaf
    entity = leaf.entity if isinstance(leaf, EntityRef) else None
    text = layout.slice_original(one.start, one.end)
    return TermMatch(start=start, end=end, text=text, term=format_query(leaf), entity=entity)


def _show_opening(layout: Layout) -> Evidence:
    if layout.title_end:
        return Evidence(text=layout.article.title, matches=())
    spans = layout.sentence_spans
    return Evidence(text=layout.slice_original(*spans[0]) if spans else "", matches=())
