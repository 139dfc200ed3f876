"""The signs of an article for an idea: its words and their pieces, its things and names, and its day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from alerts.watch.ideas.days import PHASES, list_day_signs
from alerts.watch.ideas.glossary import find_things
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.text import HANGUL, Span, lower, sentences

GENERATION = 3
"""Of the signs: weights that were learned of other signs mean nothing."""

READ = 20_000
"""Characters of an article that are looked at."""

SENTENCES = 12
"""Sentences of an article that are read: its beginning, and those that name what the watch asks for."""

LINES = 2
"""Sentences of a headline, or of one with a line below it; what has more is an article."""

LINE = "z:line"
"""The sign of a text that is a line or two: it says its subject, where an article names much beside it."""

LONGEST_SENTENCE = 400
MOST_PAIRED = 8

Named = Mapping[str, Sequence[Occurrence]]

_WORD = re.compile(rf"[{HANGUL}]+|[a-z][a-z']*|\d+")
_ENDINGS = ("'s", "ing", "ed", "es", "s")
_STEM = 7

_PIECES, _PIECES_KOREAN = (3, 4, 5), (2, 3, 4)
_LONGEST_CUT = 40
"""Letters of a word that are cut into pieces."""


Sign = tuple[str, int, int]
"""A sign with where it begins and ends, in folded offsets.

A key begins with its kind: `w:` a word or two, `k:` two or three syllables, `t:` a thing or a name, `n:` one
in a sentence that names what the watch asks for, `h:` one in the title, `p:` two in a sentence, `x:` one
in a phase of the American government, `day:` the day, `z:` the size; `c:` a piece of a word, which stands
where the word does.
"""


@dataclass(frozen=True, slots=True)
class Passages:
    """What is read of an article: sentences by number, and which of them name what the watch asks for."""

    chosen: tuple[int, ...]
    beside: frozenset[int]


class SignReader:
    """Reads the signs of one article for several ideas, each sentence once.

    `named` is where whose names stand.
    """

    def __init__(self, layout: Layout, named: Named) -> None:
        self.layout = layout
        self.spans: tuple[Span, ...] = tuple(sentences(layout.text[:READ]))
        self._starts = [start for start, _ in self.spans]
        self._named = named
        self._read: dict[int, tuple[Sign, ...]] = {}
        self._keys: dict[int, frozenset[str]] = {}
        self._words: dict[int, tuple[Sign, ...]] = {}
        self._plain: dict[int, list[str]] = {}

    def find_sentence(self, offset: int) -> int:
        """The number of the sentence at an offset."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def choose_passages(self, asked: Iterable[Occurrence]) -> Passages:
        """The title, the beginning, and the sentences that name what is asked for, with their neighbours."""
        beside = frozenset(self.find_sentence(one.start) for one in asked if one.start < READ)
        titles = sum(start < self.layout.title_end for start in self._starts[:SENTENCES])
        wanted = [*range(titles + 2)]
        for step in (0, 1, -1):
            wanted += [number + step for number in sorted(beside)]
        inside = (number for number in wanted if 0 <= number < len(self.spans))
        return Passages(tuple(sorted(list(dict.fromkeys(inside))[:SENTENCES])), beside)

    def list_signs(self, passages: Passages) -> Iterator[Sign]:
        """The signs of the passages."""
        for number in passages.chosen:
            yield from self._read_signs(number)
            if number in passages.beside:
                for thing, one in self._things.get(number, {}).items():
                    yield f"n:{thing}", one.start, one.end

    def list_keys(self, passages: Passages) -> set[str]:
        """The keys of the signs of the passages."""
        keys = set[str]()
        for number in passages.chosen:
            if number not in self._keys:
                self._keys[number] = self._read_keys(number)
            keys |= self._keys[number]
            if number in passages.beside:
                keys.update(f"n:{thing}" for thing in self._things.get(number, ()))
        return keys

    def list_words(self, passages: Passages) -> frozenset[str]:
        """The words of the passages, each of which has its pieces for signs."""
        return frozenset().union(*map(self._list_words_of, passages.chosen))

    def find_pieces(self, passages: Passages) -> Iterator[Sign]:
        """The pieces of the words of the passages, each with where its word stands."""
        for number in passages.chosen:
            for word, start, end in self._read_words(number):
                for piece in sorted(cut_pieces(word)):
                    yield piece, start, end

    def list_whole(self) -> dict[str, str]:
        """The signs of the article as a whole, with their words: its day, and that it is only a line."""
        days = self._days
        return {**days, LINE: "no more than a line or two"} if len(self.spans) <= LINES else dict(days)

    @cached_property
    def _days(self) -> dict[str, str]:
        return dict(list_day_signs(self.layout.at))

    def _read_signs(self, number: int) -> tuple[Sign, ...]:
        if (found := self._read.get(number)) is None:
            found = self._read[number] = tuple(self._read_sentence(number))
        return found

    def _read_sentence(self, number: int) -> Iterator[Sign]:
        things = self._things.get(number, {})
        for thing, (start, end) in things.items():
            yield f"t:{thing}", start, end
            if end <= self.layout.title_end:
                yield f"h:{thing}", start, end
        yield from _list_pairs(things)
        yield from _list_words(self._read_words(number))

    def _read_keys(self, number: int) -> frozenset[str]:
        """The keys of the signs of a sentence: what `_read_sentence` has, without the places."""
        things = self._things.get(number, {})
        keys = {f"t:{thing}" for thing in things}
        keys.update(f"h:{thing}" for thing, one in things.items() if one.end <= self.layout.title_end)
        keys.update(key for key, _, _ in _list_pairs(things))
        read = [_list_keys(word) for word in self._list_words_of(number)]
        keys.update(*(own for own, _ in read))
        keys.update(f"w:{one} {next_to_it}" for (_, one), (_, next_to_it) in pairwise(read))
        return frozenset(keys)

    def _list_words_of(self, number: int) -> list[str]:
        """The words of a sentence, without where they stand."""
        if (found := self._plain.get(number)) is None:
            found = self._plain[number] = _WORD.findall(_cut_sentence(self.layout.text, self.spans[number]))
        return found

    def _read_words(self, number: int) -> tuple[Sign, ...]:
        if (found := self._words.get(number)) is None:
            found = self._words[number] = tuple(_find_words(self.layout.text, self.spans[number]))
        return found

    @cached_property
    def _things(self) -> dict[int, dict[str, Occurrence]]:
        """The things and names of each sentence, each where it stands first."""
        names = ((f"@{entity}", one) for entity, ones in self._named.items() for one in ones)
        by_sentence: dict[int, dict[str, Occurrence]] = defaultdict(dict)
        for thing, one in (*find_things(self.layout), *names):
            number = self.find_sentence(one.start)
            if self.spans and one.end <= self.spans[number][1]:
                by_sentence[number].setdefault(thing, one)
        return by_sentence


def cross_days(keys: Iterable[str], days: Iterable[str]) -> dict[str, str]:
    """Things in a phase of the American government, each with the sign that it crosses.

    Before an inauguration the same words mean another thing.
    """
    phases = [day for day in days if day in PHASES]
    return {f"x:{key[2:]} {phase[4:]}": key for key in keys if key[:2] == "t:" for phase in phases}


def _list_pairs(things: Mapping[str, Occurrence]) -> Iterator[Sign]:
    ordered = sorted(things)[:MOST_PAIRED]
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            first, second = sorted((things[one], things[other]))
            yield f"p:{one} + {other}", first.start, max(first.end, second.end)


def _list_words(words: Iterable[Sign]) -> Iterator[Sign]:
    before, begun = "", 0
    for word, at, stop in words:
        if word[0] >= "가":
            for place in range(len(word) - 1):
                yield f"k:{word[place : place + 2]}", at + place, at + place + 2
                if place + 2 < len(word):
                    yield f"k:{word[place : place + 3]}", at + place, at + place + 3
            stem = word[:3]
        else:
            stem = _cut(word)
            yield f"w:{stem}", at, stop
        if before:
            yield f"w:{before} {stem}", begun, stop
        before, begun = stem, at


def _find_words(text: str, span: Span) -> Iterator[Sign]:
    """The words of a sentence, in small letters, with where they stand."""
    start = span[0]
    for found in _WORD.finditer(_cut_sentence(text, span)):
        yield found.group(), start + found.start(), start + found.end()


def _cut_sentence(text: str, span: Span) -> str:
    """What is read of a sentence, in small letters."""
    return lower(text[span[0] : min(span[1], span[0] + LONGEST_SENTENCE)])


@lru_cache(maxsize=4096)
def _list_keys(word: str) -> tuple[tuple[str, ...], str]:
    """The keys that a word has by itself, and how it stands in that of a pair."""
    signs = _list_words([(word, 0, len(word))])
    return tuple(key for key, _, _ in signs), word[:3] if word[0] >= "가" else _cut(word)


@lru_cache(maxsize=512)  # each word has twenty; two ideas ask for those of one text
def cut_pieces(word: str) -> frozenset[str]:
    """The pieces of a word, whose beginning and end are spaces: what inflected words share."""
    framed = f" {word[:_LONGEST_CUT]} "
    sizes = _PIECES_KOREAN if word[0] >= "가" else _PIECES
    return frozenset(f"c:{framed[at : at + size]}" for size in sizes for at in range(len(framed) - size + 1))


@lru_cache(maxsize=8192)
def _cut(word: str) -> str:
    """An English word without its ending, and no longer than tells it from others."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:_STEM]
