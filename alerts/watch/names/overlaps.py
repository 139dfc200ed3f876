"""Places of names that overlap: within a longer name of another or of its own, and in brackets after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence, Places
from storage.language.patterns import compile_later

_BRACKET = compile_later(r"\s?[(\[]\s*[\"']?")
_MORE_IN_BRACKET = compile_later(r"[\"']?\s*+(?:(?:[,;/·]|or|또는)\s*+)?[\"']?")
_CLOSING = compile_later(r"[\"']?\s*[)\]]")
_OPENS = frozenset("([")


def drop_nested(
    named: Mapping[int, list[Occurrence]], kinds: Mapping[int, str]
) -> dict[int, list[Occurrence]]:
    """Without the names that stand within a longer name of another entity of the same kind.

    `kinds` are those of the entities, by number, of which a longer name leaves nothing of a shorter one.
    """
    if kinds.keys().isdisjoint(named):
        return dict(named)
    by_kind: dict[str, list[Occurrence]] = {}
    for number, found in named.items():
        if kind := kinds.get(number):
            by_kind.setdefault(kind, []).extend(found)
    places = {kind: Places(found) for kind, found in by_kind.items()}
    kept = (
        (number, _keep_outer(found, places.get(kinds.get(number, "")))) for number, found in named.items()
    )
    return {number: found for number, found in kept if found}


def _keep_outer(found: Sequence[Occurrence], places: Places | None) -> list[Occurrence]:
    """Without those that stand within a longer one; an entity's own longer name takes it in anyway."""
    if places is None:
        return [*found]
    return [one for one in found if not any(_stands_within(one, outer) for outer in places.list_around(one))]


def _stands_within(one: Occurrence, outer: Occurrence) -> bool:
    return outer.start <= one.start and one.end <= outer.end and one != outer


def merge(layout: Layout, found: list[Occurrence]) -> list[Occurrence]:
    """The longest of what overlaps, and one mention of a name with its abbreviation in brackets."""
    if len(found) < 2:
        return found
    last = 0
    for start, end in found:
        if start < last:
            return _join_brackets(layout, _keep_longest(found))
        last = end
    return _join_brackets(layout, found)


def _keep_longest(found: Sequence[Occurrence]) -> list[Occurrence]:
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _join_brackets(layout: Layout, found: list[Occurrence]) -> list[Occurrence]:
    if not layout.has_brackets:
        return found
    joined: list[Occurrence] = found[:1]
    in_bracket, text = False, layout.text
    for one in found[1:]:
        end = joined[-1].end
        if in_bracket or not _OPENS.isdisjoint(text[end : end + 2]):
            gap = text[end : one.start]
            in_bracket = bool(_BRACKET.fullmatch(gap) or (in_bracket and _MORE_IN_BRACKET.fullmatch(gap)))
        if not in_bracket:
            joined.append(one)
            continue
        closing = _CLOSING.match(layout.text, one.end)
        joined[-1] = Occurrence(joined[-1].start, closing.end() if closing else one.end)
        in_bracket = closing is None
    return joined
