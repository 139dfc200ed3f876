"""What earlier texts said, sentence by sentence: whether another says it again, in these or other words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import add

from storage.language.figures import Figure, read_figures
from storage.language.text import fold, lower, read_words, runs, sentences, split_words
from storage.records import Article

_KNOWN_SHARE = 0.5
"""A sentence is known where at least this share of its word triples stood in earlier texts."""

_FEWEST_WORDS = 4
"""Shorter lines are captions, bylines and headings."""

_SAID_AGAIN = 0.6
"""A sentence is known too where one earlier sentence has this share of its words (in Korean: pairs of
syllables), in whatever order: of 400 pairs of reports on one event (ECB+) it finds 410 of 6,280 sentences,
and of a dozen looked at all said what the other said. A figure that nobody gave makes any sentence new."""

_FEWEST_UNITS = 5
"""Sentences of fewer words say too little to be recognised by them."""

REMEMBERED = 64
"""Texts whose sentences and figures are kept in memory, the last used: what was told is compared with again
and again while its story runs."""

_EMPTY = read_words("""
the a an of in on at to for and or but is are was were be been has have had that this with by from as it its
he she they his her their who which will would not
""")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as written, its words by threes in order, and the figures in it.

    `units` are what it says, in whatever order: words without their plural, pairs of syllables.
    """

    text: str
    shingles: tuple[tuple[str, ...], ...]
    figures: frozenset[str]
    units: frozenset[str]


class Memory:
    """What earlier texts said, sentence by sentence."""

    def __init__(self) -> None:
        self._shingles: set[tuple[str, ...]] = set()
        self.figures: set[str] = set()
        self._where: dict[str, list[int]] = defaultdict(list)
        self._count = 0

    def learn(self, lines: Sequence[Line], figures: Set[str]) -> None:
        """Have said these too."""
        self.figures |= figures
        for number, line in enumerate(lines, self._count):
            self._shingles.update(line.shingles)
            for unit in line.units:
                self._where[unit].append(number)
        self._count += len(lines)

    def knows(self, line: Line) -> bool:
        """Whether a sentence was said, word by word or in other words."""
        if line.figures - self.figures:
            return False
        own = line.shingles
        if sum(map(self._shingles.__contains__, own)) >= _KNOWN_SHARE * len(own):
            return True
        needed = _SAID_AGAIN * len(line.units)
        if len(line.units) < _FEWEST_UNITS:
            return False
        known = [self._where[unit] for unit in line.units if unit in self._where]
        if len(known) < needed:
            return False  # most that is new: no sentence can have enough of it
        return max(Counter(chain.from_iterable(known)).values()) >= needed


_HANGUL = re.compile("[가-힣]+")


def _read_units(said: Iterable[str]) -> frozenset[str]:
    """What words say, in whatever order; nearly every one is of one script, with nothing beside it."""
    found: set[str] = set()
    for word in said:
        if word.isascii() and word.isalnum():
            found.add(word)
        elif _HANGUL.fullmatch(word):
            found.update(map(add, word, word[1:]))
        else:
            found.update(_cut_units(word))
    return frozenset(map(_cut_plural, found - _EMPTY))


def _cut_units(word: str) -> Iterator[str]:
    """What a word of several parts says: pairs of syllables, and the other parts whole."""
    for start, end in runs(word):
        part = word[start:end]
        if "가" <= part[0] <= "힣":
            yield from map(add, part, part[1:])
        else:
            yield part


def _cut_plural(word: str) -> str:
    return word.removesuffix("s") if len(word) > 4 else word


def remember(said: Iterable[Article]) -> Memory:
    """What these articles said, their titles' figures too; nothing more is to be learned by it."""
    return _remember(tuple((each.title, each.text) for each in said))


@lru_cache(maxsize=8)  # of a story that runs most reports are compared with what the last one was
def _remember(said: tuple[tuple[str, str], ...]) -> Memory:
    memory = Memory()
    for title, text in said:
        memory.learn(cut_lines(text), list_figures(title, text))
    return memory


@lru_cache(maxsize=REMEMBERED)
def cut_lines(told: str) -> tuple[Line, ...]:
    """The sentences of a text; each is asked about at every decision on its story, and for every watch."""
    text = fold(told).text
    low = lower(text)
    found = []
    for start, end in sentences(text):
        said = split_words(low[start:end])
        if len(said) >= _FEWEST_WORDS:
            figures = frozenset(figure.key for figure in _telling(read_figures(text[start:end])))
            units = _read_units(said)
            shingles = tuple(zip(said, said[1:], said[2:], strict=False))
            found.append(Line(text=text[start:end], shingles=shingles, figures=figures, units=units))
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def list_figures(title: str, text: str) -> frozenset[str]:
    """The figures of a title and text, by their keys."""
    return frozenset(figure.key for figure in walk_figures(title, text))


def forget_texts() -> None:
    """Let go of the texts that were cut last: for who asks of each once, and goes on for long."""
    for remembered in (_remember, cut_lines, list_figures):
        remembered.cache_clear()


def walk_figures(title: str, text: str) -> Iterator[Figure]:
    """Numbers and days of a title and text."""
    return _telling(read_figures(fold(f"{title}\n{text}").text))


def _telling(found: Iterable[Figure]) -> Iterator[Figure]:
    """Single digits stand in every text and say nothing."""
    return (figure for figure in found if len(figure.value) > 1)
