"""One pass of an automaton over an article, and which of its hits hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from alerts.watch.scan.boundaries import (
    LONGEST_KNOWN,
    Glued,
    find_run_end,
    find_telling,
    hold_words,
    is_single_hanja,
    is_written_so,
    keep_spelled,
    keep_undivided,
    may_always_end,
    may_be_glued,
)
from alerts.watch.scan.folded import LETTER, Gaps, Hit, Placed, SpacedWords, SqueezedRuns, make_key
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Slot, Target, Use, WordKey
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import Edge, Pattern

# The syllables that stand for a country there, as its Hanja does. 북, 장구 are drums.
_OPENS_WITH = dict(zip("한미북중일러", "韓美北中日露", strict=True))
_OPENING = re.compile(r"\W*([한미북중일러]), (?!장구|꽹과리)")
# Where Hanja are taught they stand for nobody.
_LESSON = re.compile("한자 ?(?:퀴즈|공부|교실|풀이|시험|능력|급수|상식)|사자성어|천자문")
# By use and number where patterns stand, in the order of the text; numbers without a hit are left out.
Hits = tuple[Mapping[int, list[Occurrence]], ...]
_ByUse = tuple[defaultdict[int, list[Occurrence]], ...]
_USES = tuple(Use)
_DENSE = 30
"""Hits of a text of which it costs less to judge those of a key together."""


class _Found:
    """Where patterns stand in one text, by use and number, as it is gathered."""

    def __init__(self) -> None:
        self.by_use: _ByUse = tuple([defaultdict(list) for _ in _USES])
        self._ordered: dict[tuple[int, int], int] = {}
        """How many of the places of a slot are known to be in order."""

    def add(self, slots: Iterable[Slot], places: Sequence[Occurrence]) -> None:
        """Take in where a pattern stands, in the order of the text."""
        for slot in slots:
            own = self.by_use[slot[0]][slot[1]]
            if not own:
                self._ordered[slot] = len(places)
            own += places

    def put_in_order(self) -> _ByUse:
        """All of it in the order of the text, each place once: patterns of one term may meet in a place."""
        ordered = self._ordered
        for use, by_number in enumerate(self.by_use):
            for number, places in by_number.items():
                if len(places) > 1 and not (ordered and ordered.get((use, number)) == len(places)):
                    by_number[number] = sorted({*places})
        return self.by_use


class Scanner:
    """All patterns of a watchlist, each owned by slots.

    Read-only once built, so threads may share it. Of the two automata a text goes through one: without Hangul
    and Hanja its words are looked for between blanks, else everything in a text without blanks.
    """

    def __init__(self, owned: Iterable[tuple[Slot, Pattern]]) -> None:
        slots: dict[Pattern, dict[Slot, None]] = defaultdict(dict)
        for slot, pattern in owned:
            slots[pattern][slot] = None
        self._targets: list[Target] = []
        self._hanja: dict[str, list[Target]] = defaultdict(list)
        for target in (Target(pattern, tuple(own)) for pattern, own in slots.items()):
            if target.hanja is None:
                self._targets.append(target)
            else:
                self._hanja[target.hanja].append(target)
        self._joined: tuple[Scanner, ...] = ()

    @cached_property
    def _words(self) -> _Index[WordKey]:
        """For texts without Hangul and Hanja, made for the first of them."""
        words: dict[str, WordKey] = defaultdict(WordKey)
        for target in self._targets:
            for key, tail in target.list_word_keys() if target.pattern.words else ():
                words[make_key(key)].add(target, tail)
        return _Index(words)

    @cached_property
    def _runs(self) -> _Index[list[Target]]:
        """For all other texts."""
        runs: dict[str, list[Target]] = defaultdict(list)
        for target in self._targets:
            runs[make_key(target.squeezed)].append(target)
        return _Index(runs)

    def compiled(self) -> Scanner:
        """The same with both automata made, so that whoever shares it has them."""
        assert self._words, self._runs
        return self

    def join(self, owned: Iterable[tuple[Slot, Pattern]]) -> Scanner:
        """One that finds these patterns too, under slots that this one does not have."""
        both = copy(self.compiled())
        both._joined = (*self._joined, Scanner(owned))
        return both

    def scan(self, layout: Layout) -> Hits:
        """What each slot's patterns found."""
        found = self._scan(layout)
        for other in self._joined:
            for by_number, more in zip(found, other._scan(layout), strict=True):
                by_number.update(more)
        return found

    def _scan(self, layout: Layout) -> _ByUse:
        found = _Found()
        if layout.is_east:
            self._scan_runs(layout, found)
            if self._hanja:
                self._scan_hanja(layout, found)
        else:
            self._scan_words(layout, found)
        return found.put_in_order()

    def _scan_words(self, layout: Layout, found: _Found) -> None:
        words, ends, by_use = SpacedWords(layout.plain), layout.stopped_ends, found.by_use
        hits: Sequence[Hit] = self._words.search(words.text)
        if len(hits) >= _DENSE:
            hits = self._add_spelled(layout, found, words, hits)
        for number, start, end in hits:
            key = self._words.wanted[number]
            for target, behind in key.whole or key.list_begun(words, end):
                begin, stop = start, end - behind - 1
                if target.pattern.wild:
                    stop = layout.find_word_end(stop)
                if target.is_plain or hold_words(layout, target.pattern, begin, stop):
                    place = Occurrence(begin, ends.get(stop, stop))
                    for use, number in target.slots:
                        by_use[use][number].append(place)

    def _add_spelled(
        self, layout: Layout, found: _Found, words: SpacedWords, hits: Sequence[Hit]
    ) -> Sequence[Hit]:
        """Take in what stands between blanks, key by key: most hits are of the same few; gives the others."""
        others: set[int] = set()
        for number, places in words.gather(hits).items():
            key = self._words.wanted[number]
            if not key.whole or not key.ends_in_blank:
                others.add(number)
                continue
            for target, _ in key.whole:
                if held := keep_spelled(layout, target, places):
                    found.add(target.slots, held)
        return [hit for hit in hits if hit[0] in others] if others else ()

    def _scan_runs(self, layout: Layout, found: _Found) -> None:
        runs, index, by_use = SqueezedRuns(layout.plain), self._runs, found.by_use
        hits = index.search(runs.letters)
        undivided: Mapping[int, list[Occurrence]] = {}
        others: Iterable[Placed]
        if len(hits) < _DENSE:
            others = runs.place_few(hits, index.keys)
        else:
            undivided, others = _part(layout.shaped, runs, hits)
        for key, places in undivided.items():
            for target in index.wanted[key]:
                if held := keep_undivided(layout, target, places):
                    found.add(target.slots, held)
        shaped, ends = layout.shaped, layout.stopped_ends
        for key, begin, stop, gaps in others:
            glued = find_telling(shaped, begin, stop)
            is_bare = glued is None and not gaps
            for target in index.wanted[key]:
                if is_bare and target.is_bare:
                    place: Occurrence | None = Occurrence(begin, ends.get(stop, stop))
                else:
                    place = _place(layout, target, begin, stop, gaps, glued)
                if place is None:
                    continue
                for use, number in target.slots:
                    by_use[use][number].append(place)

    def _scan_hanja(self, layout: Layout, found: _Found) -> None:
        """Hanja that stand alone: by their readings an automaton would meet them in every other word."""
        present = self._hanja.keys() & layout.unusual
        is_lesson = present and _LESSON.search(layout.text, 0, layout.title_end) is not None
        for char in () if is_lesson else present:
            places = [Occurrence(*hit.span()) for hit in re.finditer(char, layout.shaped)]
            safe = [place for place in places if is_single_hanja(layout.text, *place)]
            for target in self._hanja[char]:
                if own := places if target.pattern.edge is Edge.FREE else safe:
                    found.add(target.slots, own)
        self._scan_opening(layout, found)

    def _scan_opening(self, layout: Layout, found: _Found) -> None:
        """The country that a title begins with before a comma: 북, ICBM 발사."""
        opening = _OPENING.match(layout.shaped, 0, layout.title_end)
        if opening is None:
            return
        for target in self._hanja.get(_OPENS_WITH[opening[1]], ()):
            aliases = [slot for slot in target.slots if slot[0] is Use.ALIAS]
            found.add(aliases, [Occurrence(*opening.span(1))])


def _part(
    shaped: str, runs: SqueezedRuns, hits: Iterable[Hit]
) -> tuple[Mapping[int, list[Occurrence]], list[Placed]]:
    """By key where it stands undivided, with no more glued to it than any term may have; and all other hits.

    Most hits of dense news are of the former, and in it this loop takes more than the automaton.
    """
    undivided: defaultdict[int, list[Occurrence]] = defaultdict(list)
    others: list[Placed] = []
    places, kinds, make = runs.places, runs.kinds, tuple.__new__
    for key, start, end in hits:
        begin, stop = places[start], places[end - 1] + 1
        if stop - begin != end - start:
            others.append(runs.place((key, start, end)))
        elif kinds[begin - 1] == LETTER or (
            kinds[stop] == LETTER and not may_always_end(shaped[stop - 1 : stop + LONGEST_KNOWN])
        ):
            others.append((key, begin, stop, ()))
        else:
            undivided[key].append(make(Occurrence, (begin, stop)))
    return undivided, others


def _place(
    layout: Layout, target: Target, begin: int, stop: int, gaps: Gaps, glued: Glued | None
) -> Occurrence | None:
    """Where a pattern stands whose letters stand there with what is glued to them; None where it does not."""
    if glued and not target.is_free and not may_be_glued(target, glued):
        return None
    if (gaps or not target.is_plain) and not is_written_so(layout, target, begin, stop, gaps):
        return None
    last = find_run_end(layout.shaped, stop) if target.pattern.wild else stop
    if target.has_words and not hold_words(layout, target.pattern, begin, last):
        return None
    return Occurrence(begin, layout.place_end(last))


Wanted = TypeVar("Wanted")

# Of 850 keys in 16 kB it takes .4 MB, which stays in a processor's cache beside all else; the DFA 4.5.
_AUTOMATON = Implementation.ContiguousNFA


class _Index(Generic[Wanted]):
    """An automaton over keys, each with what is wanted of it."""

    def __init__(self, wanted: Mapping[str, Wanted]) -> None:
        self.keys = list(wanted)
        self.wanted = list(wanted.values())
        self._automaton = AhoCorasick(wanted, implementation=_AUTOMATON) if wanted else None

    def search(self, text: str) -> list[Hit]:
        """Where keys stand, by their numbers, in the order in which they end."""
        if self._automaton is None:
            return []
        return self._automaton.find_matches_as_indexes(text, overlapping=True)
