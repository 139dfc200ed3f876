"""One pass of an automaton over an article, and which of its hits hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import accumulate
from typing import Generic, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation

from alerts.watch.edges import (
    Gap,
    has_edges,
    hold_words,
    is_soft,
    is_within_word,
    list_gaps_within,
    read_rest,
    shows,
)
from alerts.watch.plain import SpacedWords, SqueezedRuns, make_key
from alerts.watch.surface import Occurrence, Surface
from alerts.watch.terms import BARRIER, Edge, Pattern


class Use(IntEnum):
    """What a hit of a pattern stands for."""

    TERM = 0
    ALIAS = auto()
    NEVER = auto()
    GIVEN = auto()  # a given name, that a surname must stand beside
    OFFICE = auto()  # an office with a surname, that one person must hold on the day


# Whose pattern it is: a use of it, and the number of a term or an entity.
Slot = tuple[Use, int]
# By use and number where patterns stand, in the order of the text; numbers without a hit are left out.
Hits = tuple[Mapping[int, Sequence[Occurrence]], ...]
_Found = tuple[defaultdict[int, list[Occurrence]], ...]


@dataclass(frozen=True, slots=True)
class _Aim:
    """A pattern and who asks for it, its offsets counted in letters and digits alone.

    `joints` are where two Latin words meet, `walls` where the term has more than a joint between two words,
    `breaks` where it has a blank. `is_plain` says that it asks for no more than its edges.
    """

    pattern: Pattern
    slots: tuple[Slot, ...]
    joints: tuple[int, ...]
    walls: tuple[int, ...]
    breaks: frozenset[int]
    exact: tuple[tuple[int, str], ...]
    is_plain: bool


class Scanner:
    """All patterns of a watchlist, each owned by slots.

    Read-only once built, so threads may share it. Of the two automata a text goes through one: without Hangul
    and Hanja its words are looked for between blanks, else everything in a text without blanks.
    """

    def __init__(self, owned: Iterable[tuple[Slot, Pattern]]) -> None:
        slots: dict[Pattern, dict[Slot, None]] = defaultdict(dict)
        for slot, pattern in owned:
            slots[pattern][slot] = None
        aims = [_make_aim(pattern, tuple(own)) for pattern, own in slots.items()]
        self._words = _Index(keyed for aim in aims if aim.pattern.words for keyed in _list_word_keys(aim))
        self._runs = _Index((_squeeze_key(aim.pattern.key), aim) for aim in aims if not _is_hanja(aim))
        self._hanja: dict[str, list[_Aim]] = defaultdict(list)
        for aim in filter(_is_hanja, aims):
            self._hanja[aim.exact[0][1]].append(aim)

    def scan(self, surface: Surface) -> Hits:
        """What each slot's patterns found."""
        found: _Found = tuple(defaultdict(list) for _ in Use)
        if surface.is_east:
            self._scan_runs(surface, found)
            self._scan_hanja(surface, found)
        else:
            self._scan_words(surface, found)
        for by_number in found:
            for places in by_number.values():
                if len(places) > 1:
                    places.sort(key=_key_place)
        return found

    def _scan_words(self, surface: Surface, found: _Found) -> None:
        words = SpacedWords(surface.plain)
        for aims, start, end in self._words.search(words.bytes):
            for aim, tail in aims:
                wild = aim.pattern.wild
                last = words.find_tail(end, tail) if tail else end
                if last is None:
                    continue
                # The key of a wild pattern has no blank at its end, all others have.
                begin, stop = words.place(start + 1, last if wild else last - 1)
                if wild:
                    stop = surface.find_word_end(stop)
                if aim.is_plain or hold_words(surface, aim.pattern, begin, stop):
                    place = Occurrence(begin, surface.place_end(stop))
                    for use, number in aim.slots:
                        found[use][number].append(place)

    def _scan_runs(self, surface: Surface, found: _Found) -> None:
        runs = SqueezedRuns(surface.plain)
        for aims, start, end in self._runs.search(runs.bytes):
            begin, stop, gaps = runs.place(start, end)
            for aim in aims:
                place = (_hold_words if aim.pattern.words else _hold_run)(surface, aim, begin, stop, gaps)
                if place is not None:
                    for use, number in aim.slots:
                        found[use][number].append(place)

    def _scan_hanja(self, surface: Surface, found: _Found) -> None:
        """Hanja that stand alone: by their readings an automaton would meet them in every other word."""
        for char in self._hanja.keys() & surface.unusual:
            for hit in re.finditer(char, surface.shaped):
                for aim in self._hanja[char]:
                    place = _hold_run(surface, aim, *hit.span(), ())
                    if place is not None:
                        for use, number in aim.slots:
                            found[use][number].append(place)


Wanted = TypeVar("Wanted")


class _Index(Generic[Wanted]):
    """An automaton over keys, each with those who want it."""

    def __init__(self, keyed: Iterable[tuple[str, Wanted]]) -> None:
        wanted: dict[bytes, list[Wanted]] = defaultdict(list)
        for key, one in keyed:
            wanted[make_key(key).encode()].append(one)
        self._wanted = list(wanted.values())
        # The contiguous automaton: 49 MB for 100,000 keys where the DFA takes 457.
        self._automaton = (
            BytesAhoCorasick(list(wanted), implementation=Implementation.ContiguousNFA) if wanted else None
        )

    def search(self, text: bytes) -> list[tuple[list[Wanted], int, int]]:
        if self._automaton is None:
            return []
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(self._wanted[key], start, end) for key, start, end in hits]


def _list_word_keys(aim: _Aim) -> Iterator[tuple[str, tuple[_Aim, tuple[bytes, ...]]]]:
    """The keys between blanks, and what must follow each: the whole term, or its first words and two blanks.

    Two blanks come of a comma, a quote or a dash. They are seldom, so that it costs less to look on from them
    than to make one of them in every text.
    """
    key = aim.pattern.key
    yield key, (aim, ())
    words = key.split()
    tail = [make_key(f"{word} ").encode() for word in words]
    tail[-1] = tail[-1].rstrip() if aim.pattern.wild else tail[-1]
    for at in range(1, len(words)):
        yield f" {' '.join(words[:at])}  ", (aim, tuple(tail[at:]))


def _key_place(place: Occurrence) -> tuple[int, int]:
    return (place.start, -place.end)


def _is_hanja(aim: _Aim) -> bool:
    """Whether a pattern is one character that is read as Hangul."""
    return len(aim.pattern.key) == 1 and len(aim.exact) == 1


def _squeeze_key(key: str) -> str:
    return key.replace(" ", "").replace(BARRIER, "")


def _make_aim(pattern: Pattern, slots: tuple[Slot, ...]) -> _Aim:
    key = pattern.key.strip(" ")
    at = list(accumulate((char not in " " + BARRIER for char in key), initial=0))
    return _Aim(
        pattern,
        slots,
        joints=tuple(at[place] for place, char in enumerate(key) if char == " "),
        walls=tuple(at[place] for place, char in enumerate(key) if char == BARRIER),
        breaks=frozenset(at[place] for place in pattern.breaks),
        exact=tuple((at[place], chars) for place, chars in pattern.exact),
        is_plain=pattern.words == 1 and not pattern.capitals and not key[0].isdigit(),
    )


def _hold_words(
    surface: Surface, aim: _Aim, begin: int, stop: int, gaps: tuple[int, ...]
) -> Occurrence | None:
    """Where Latin words stand that were met without their blanks, None where they are not whole words."""
    wild = aim.pattern.wild
    if gaps != aim.joints or is_within_word(surface, begin, stop, wild=wild):
        return None
    if wild:
        stop = surface.find_word_end(stop)
    if not (aim.is_plain or hold_words(surface, aim.pattern, begin, stop)):
        return None
    return Occurrence(begin, surface.place_end(stop))


def _hold_run(surface: Surface, aim: _Aim, begin: int, stop: int, gaps: tuple[int, ...]) -> Occurrence | None:
    """Where a term that holds Hangul or Hanja stands, None where the text around or within forbids it."""
    pattern = aim.pattern
    if aim.exact and not shows(surface, aim.exact, begin, stop, has_gaps=bool(gaps)):
        return None
    if (gaps or aim.joints or aim.walls) and not _has_gaps(surface, aim, begin, stop):
        return None
    if pattern.edge is not Edge.FREE and not has_edges(surface, pattern, begin, stop):
        return None
    if pattern.wild:
        stop += len(read_rest(surface, stop))
    return Occurrence(begin, surface.place_end(stop))


def _has_gaps(surface: Surface, aim: _Aim, begin: int, stop: int) -> bool:
    """Whether a span is divided where its term is, and nowhere where it may not be."""
    unmet = {*aim.joints, *aim.walls}
    for gap in list_gaps_within(surface, begin, stop):
        if not _may_divide(aim, gap):
            return False
        unmet.discard(gap.at)
    return not unmet


def _may_divide(aim: _Aim, gap: Gap) -> bool:
    if not is_soft(gap.text) or gap.at in aim.walls:
        return not is_soft(gap.text) and gap.at in aim.walls
    if gap.is_latin:
        return gap.at in aim.joints
    return aim.pattern.crosses_blanks or gap.at in aim.breaks or not any(map(str.isspace, gap.text))
