"""One pass of an automaton over an article, and which of its hits hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation

from alerts.watch.scan.boundaries import (
    find_glued,
    find_run_end,
    hold_words,
    is_single_hanja,
    is_written_so,
    may_be_glued,
)
from alerts.watch.scan.folded import SpacedWords, SqueezedRuns, make_key
from alerts.watch.scan.layout import Occurrence, Surface
from alerts.watch.scan.patterns import Aim, Slot, Use, WordKey, make_aim
from alerts.watch.scan.terms import Edge, Pattern

# The syllables that stand for a country there, as its Hanja does. 북, 장구 are drums.
_OPENS_WITH = dict(zip("한미북중일러", "韓美北中日露", strict=True))
_OPENING = re.compile(r"\W*([한미북중일러]), (?!장구|꽹과리)")
# By use and number where patterns stand, in the order of the text; numbers without a hit are left out.
Hits = tuple[Mapping[int, Sequence[Occurrence]], ...]
_Found = tuple[defaultdict[int, list[Occurrence]], ...]


class Scanner:
    """All patterns of a watchlist, each owned by slots.

    Read-only once built, so threads may share it. Of the two automata a text goes through one: without Hangul
    and Hanja its words are looked for between blanks, else everything in a text without blanks.
    """

    def __init__(self, owned: Iterable[tuple[Slot, Pattern]]) -> None:
        slots: dict[Pattern, dict[Slot, None]] = defaultdict(dict)
        for slot, pattern in owned:
            slots[pattern][slot] = None
        words: dict[str, WordKey] = defaultdict(WordKey)
        runs: dict[str, list[Aim]] = defaultdict(list)
        self._hanja: dict[str, list[Aim]] = defaultdict(list)
        for aim in (make_aim(pattern, tuple(own)) for pattern, own in slots.items()):
            if aim.is_hanja:
                self._hanja[aim.exact[0][1]].append(aim)
                continue
            runs[make_key(aim.squeezed)].append(aim)
            for key, tail in aim.list_word_keys() if aim.pattern.words else ():
                words[make_key(key)].add(aim, tail)
        self._words, self._runs = _Index(words), _Index(runs)

    def scan(self, surface: Surface) -> Hits:
        """What each slot's patterns found."""
        found: _Found = tuple(defaultdict(list) for _ in Use)
        if surface.is_east:
            self._scan_runs(surface, found)
            self._scan_hanja(surface, found)
        else:
            self._scan_words(surface, found)
        for by_number in found:
            for number, places in by_number.items():
                if len(places) > 1:
                    by_number[number] = sorted({*places})  # patterns of one term may meet in a place
        return found

    def _scan_words(self, surface: Surface, found: _Found) -> None:
        words, ends = SpacedWords(surface.plain), surface.stopped_ends
        for key, start, end in self._words.search(words.bytes):
            for aim, last in key.list_met(words, end):
                begin, stop = words.place(start + 1, last)
                if aim.pattern.wild:
                    stop = surface.find_word_end(stop)
                if aim.is_plain or hold_words(surface, aim.pattern, begin, stop):
                    place = Occurrence(begin, ends.get(stop, stop))
                    for use, number in aim.slots:
                        found[use][number].append(place)

    def _scan_runs(self, surface: Surface, found: _Found) -> None:
        runs = SqueezedRuns(surface.plain)
        shaped, ends = surface.shaped, surface.stopped_ends
        for aims, begin, stop, gaps in runs.place_all(self._runs.search(runs.bytes)):
            glued = find_glued(shaped, begin, stop)
            for aim in aims:
                if (gaps or not aim.is_plain) and not is_written_so(surface, aim, begin, stop, gaps):
                    continue
                if glued and not aim.is_free and not may_be_glued(aim, glued):
                    continue
                last = find_run_end(shaped, stop) if aim.pattern.wild else stop
                if (
                    aim.pattern.words
                    and not aim.is_plain
                    and not hold_words(surface, aim.pattern, begin, last)
                ):
                    continue
                place = Occurrence(begin, ends.get(last, last))
                for use, number in aim.slots:
                    found[use][number].append(place)

    def _scan_hanja(self, surface: Surface, found: _Found) -> None:
        """Hanja that stand alone: by their readings an automaton would meet them in every other word."""
        for char in self._hanja.keys() & surface.unusual:
            places = [Occurrence(*hit.span()) for hit in re.finditer(char, surface.shaped)]
            safe = [place for place in places if is_single_hanja(surface.text, *place)]
            for aim in self._hanja[char]:
                for use, number in aim.slots:
                    found[use][number].extend(places if aim.pattern.edge is Edge.FREE else safe)
        self._scan_opening(surface, found)

    def _scan_opening(self, surface: Surface, found: _Found) -> None:
        """The country that a title begins with before a comma: 북, ICBM 발사."""
        opening = _OPENING.match(surface.shaped, 0, surface.title_end)
        if opening is None:
            return
        for aim in self._hanja.get(_OPENS_WITH[opening[1]], ()):
            for use, number in aim.slots:
                if use is Use.ALIAS:
                    found[use][number].append(Occurrence(*opening.span(1)))


Wanted = TypeVar("Wanted")


class _Index(Generic[Wanted]):
    """An automaton over keys, each with what is wanted of it."""

    def __init__(self, wanted: Mapping[str, Wanted]) -> None:
        self._wanted = list(wanted.values())
        # The contiguous automaton: 49 MB for 100,000 keys where the DFA takes 457.
        self._automaton = (
            BytesAhoCorasick([key.encode() for key in wanted], implementation=Implementation.ContiguousNFA)
            if wanted
            else None
        )

    def search(self, text: bytes) -> list[tuple[Wanted, int, int]]:
        if self._automaton is None:
            return []
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(self._wanted[key], start, end) for key, start, end in hits]
