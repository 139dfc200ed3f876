"""One pass of an automaton over an article, and what must hold around each hit."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from ahocorasick_rs import AhoCorasick, Implementation

from alerts.watch.hangul import is_safe_hanja, may_begin_after, may_end_before
from alerts.watch.surface import Occurrence, Surface
from alerts.watch.terms import Edge, Pattern

# Whose pattern it is: a use of it, and the number of a term or an entity.
Slot = tuple["Use", int]


class Use(Enum):
    """What a hit of a pattern stands for."""

    TERM = auto()
    ALIAS = auto()
    NEVER = auto()
    GIVEN = auto()  # a given name, that a surname must stand beside
    SURNAME = auto()  # a surname alone, that a full name must stand before


_STOPS = frozenset(".!?。！？")


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern's hit that holds, with the tokens it spans."""

    occurrence: Occurrence
    first_token: int
    last_token: int


class Scanner:
    """All patterns of a watchlist, each owned by slots.

    Read-only once built, so threads may share it.
    """

    def __init__(self, owned: Iterable[tuple[Slot, Pattern]]) -> None:
        slots: dict[Pattern, list[Slot]] = defaultdict(list)
        for slot, pattern in owned:
            if slot not in slots[pattern]:
                slots[pattern].append(slot)
        self._latin = _Index({pattern: own for pattern, own in slots.items() if pattern.words})
        self._east = _Index({pattern: own for pattern, own in slots.items() if not pattern.words})

    def scan(self, surface: Surface) -> dict[Slot, list[Found]]:
        """What each slot's patterns found, in the order of the text; slots without a hit are left out."""
        found: dict[Slot, list[Found]] = defaultdict(list)
        for entries, start, _ in self._latin.search(surface.spaced):
            first = surface.token_at.get(start + 1)
            if first is None:
                continue
            for pattern, slots in entries:
                if _holds_latin(surface, pattern, first):
                    _note(found, slots, surface, first, first + pattern.words - 1)
        if surface.is_east:
            self._scan_east(surface, found)
        for hits in found.values():
            hits.sort(key=lambda hit: (hit.occurrence.start, -hit.occurrence.end))
        return found

    def _scan_east(self, surface: Surface, found: dict[Slot, list[Found]]) -> None:
        for entries, start, end in self._east.search(surface.squeezed_key):
            first = bisect_right(surface.squeezed_starts, start) - 1
            last = bisect_right(surface.squeezed_starts, end - 1, lo=first) - 1
            for pattern, slots in entries:
                occurrence = _hold_east(surface, pattern, start, end, first, last)
                if occurrence is not None:
                    for slot in slots:
                        found[slot].append(Found(occurrence, first, last))


_Entry = tuple[Pattern, tuple[Slot, ...]]


class _Index:
    """An automaton over keys, each with the patterns that share it."""

    def __init__(self, slots: dict[Pattern, list[Slot]]) -> None:
        entries: dict[str, list[_Entry]] = defaultdict(list)
        for pattern, own in slots.items():
            entries[pattern.key].append((pattern, tuple(own)))
        self._entries = list(entries.values())
        # The contiguous automaton: 49 MB for 100,000 keys where the DFA takes 457.
        self._automaton = (
            AhoCorasick(list(entries), implementation=Implementation.ContiguousNFA) if entries else None
        )

    def search(self, text: str) -> list[tuple[list[_Entry], int, int]]:
        if self._automaton is None:
            return []
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(self._entries[key], start, end) for key, start, end in hits]


def _note(
    found: dict[Slot, list[Found]], slots: tuple[Slot, ...], surface: Surface, first: int, last: int
) -> None:
    hit = Found(surface.occur(first, last), first, last)
    for slot in slots:
        found[slot].append(hit)


def _holds_latin(surface: Surface, pattern: Pattern, first: int) -> bool:
    if pattern.capitals and not _has_capitals(surface, pattern, first):
        return False
    text, start = surface.text, surface.starts[first]
    if text[start].isdigit() and start >= 2 and text[start - 1] in ",." and text[start - 2].isdigit():
        return False  # 234 is no part of 1,234
    return pattern.words == 1 or _is_one_sentence(surface, first, first + pattern.words - 1)


def _has_capitals(surface: Surface, pattern: Pattern, first: int) -> bool:
    pieces = surface.pieces
    last = pattern.words - 1
    for number, capitals in enumerate(pattern.capitals):
        if capitals is None:
            continue
        piece = pieces[first + number]
        if piece == capitals or (number == last and piece == capitals + "s"):
            continue
        if not (number == last and pattern.wild and piece.startswith(capitals)):
            return False
    return True


def _is_one_sentence(surface: Surface, first: int, last: int) -> bool:
    """A phrase does not run on over a full stop; `Gen. Brunson` is one sentence."""
    if (
        any(_STOPS.intersection(surface.gap(token)) for token in range(first, last))
        or "." in (surface.text[surface.starts[first] : surface.starts[last]])
    ):
        return surface.sentence(surface.starts[first]) == surface.sentence(surface.starts[last])
    return True


def _hold_east(
    surface: Surface, pattern: Pattern, start: int, end: int, first: int, last: int
) -> Occurrence | None:
    """Where a hit in the squeezed text stands, None where its surroundings forbid it."""
    if pattern.exact and any(
        not surface.squeezed.startswith(chars, start + at) for at, chars in pattern.exact
    ):
        return None
    if first != last and not pattern.crosses_blanks:
        inner = _place_gaps(surface, start, first, last)
        if not all(at in pattern.breaks for at in inner):
            return None
    begin = surface.starts[first] + start - surface.squeezed_starts[first]
    stop = surface.starts[last] + end - surface.squeezed_starts[last]
    if end - surface.squeezed_starts[last] == len(surface.pieces[last]):
        stop = surface.ends[last]  # past the full stops of an abbreviation
    if pattern.edge is not Edge.FREE and not _has_edges(surface, pattern, begin, stop, first, last):
        return None
    if pattern.wild:
        stop = surface.ends[last]
    return Occurrence(begin, stop, surface.words[first], surface.words[last])


def _place_gaps(surface: Surface, start: int, first: int, last: int) -> list[int]:
    """Offsets within the hit before which the text has a blank."""
    return [
        surface.squeezed_starts[token + 1] - start
        for token in range(first, last)
        if any(char.isspace() for char in surface.gap(token))
    ]


def _has_edges(surface: Surface, pattern: Pattern, begin: int, stop: int, first: int, last: int) -> bool:
    text = surface.text
    before = text[surface.starts[first] : begin]
    rest = text[stop : surface.ends[last]]
    if len(pattern.exact) == 1 and stop - begin == 1 and pattern.exact[0][0] == 0:
        return _is_single_hanja(surface, begin, stop)
    if not (may_begin_after(before) if _is_hangul(text[begin]) else not before):
        return False
    if pattern.wild:
        return True
    if not _is_hangul(text[stop - 1]):
        return not rest
    if not rest and _is_followed_by_hanja(text, stop):
        return False
    return may_end_before(
        text[stop - 1], rest, is_name=pattern.edge is not Edge.WORD, takes_role=pattern.edge is Edge.PERSON
    )


def _is_single_hanja(surface: Surface, begin: int, stop: int) -> bool:
    text = surface.text
    line = text.rfind("\n", 0, begin) + 1
    line_end = text.find("\n", stop)
    after = text[stop : line_end if line_end >= 0 else len(text)]
    return is_safe_hanja(text[begin], text[line:begin], after[:12])


# Headlines hang these on a name as they stand: 트럼프發, 北側.
_SUFFIXES = frozenset("發側式系産")


def _is_followed_by_hanja(text: str, stop: int) -> bool:
    return stop < len(text) and "\u4e00" <= text[stop] <= "\u9fff" and text[stop] not in _SUFFIXES


def _is_hangul(char: str) -> bool:
    return "가" <= char <= "힣"
