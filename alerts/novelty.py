"""What an article says that earlier ones did not: new sentences, new figures, new names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from storage.figures import Figure, read_figures
from storage.records import Article, Kept
from storage.text import fold, lower, runs, sentences, words

_SHINGLE = 3
_KNOWN_SHARE = 0.5
"""A sentence is known where at least this share of its word triples stood in earlier texts."""

_FEWEST_WORDS = 4
"""Shorter lines are captions, bylines and headings."""

_HEAD_WORDS = 100
"""News stands at the top: in 420 pairs of reports on one event (ECB+) 77 % have a figure of their own
somewhere in the first 150 words, 72 % in the first 100, 61 % in the first 60."""

_SAID_AGAIN = 0.6
"""A sentence is known too where one earlier sentence has this share of its words (in Korean: pairs of
syllables), in whatever order: of 400 pairs of reports on one event (ECB+) it finds 410 of 6,280 sentences,
and of a dozen looked at all said what the other said. A figure that nobody gave makes any sentence new."""

_FEWEST_UNITS = 5
"""Sentences of fewer words say too little to be recognised by them."""

_MOST_NEWS = 3
"""New sentences that are kept whole, the first of the text."""

_EMPTY_WORDS = """
the a an of in on at to for and or but is are was were be been has have had that this with by from as it its
he she they his her their who which will would not
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """What is new in an article against others; `of` counts its sentences.

    `entities` are ids of tracked entities, `in_title` how many of them the title names; `figures` are
    numbers and days of dates in the title and the first hundred words, in plain digits, in order. `news` are
    the first of the new sentences, as written. Sentences and figures are compared within one language: a
    translation says nothing new, however different it looks.
    """

    sentences: int = 0
    of: int = 0
    entities: tuple[str, ...] = ()
    in_title: int = 0
    figures: tuple[str, ...] = ()
    same_outlet: bool = False
    news: tuple[str, ...] = ()


def read_novelty(kept: Kept, earlier: Sequence[Kept]) -> Novelty:
    """What is new in an article against earlier ones; without any everything is."""
    own = _sentences_of(kept.article)
    named = {mention.entity for other in earlier for mention in other.mentions}
    new = [mention for mention in kept.mentions if mention.entity not in named]
    entities, in_title = tuple(mention.entity for mention in new), sum(mention.in_title for mention in new)
    outlet = kept.article.outlet
    is_own = outlet is not None and any(other.article.outlet == outlet for other in earlier)
    same = [other for other in earlier if other.article.lang == kept.article.lang]
    if earlier and not same:
        return Novelty(of=len(own), entities=entities, in_title=in_title, same_outlet=is_own)
    said = {figure.key for other in same for figure in _figures(other.article.title, other.article.text)}
    memory = _Memory([line for other in same for line in _sentences_of(other.article)], said)
    fresh = [line for line in own if not memory.knows(line)]
    head = _figures(kept.article.title, _head(kept.article.text))
    figures = dict.fromkeys(figure.value for figure in head if figure.key not in said)
    return Novelty(
        sentences=len(fresh),
        of=len(own),
        entities=entities,
        in_title=in_title,
        figures=tuple(figures),
        same_outlet=is_own,
        news=tuple(line.text for line in fresh[:_MOST_NEWS]) if earlier else (),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence as written, its words in order, and the figures in it."""

    text: str
    words: tuple[str, ...]
    figures: frozenset[str]

    @property
    def units(self) -> frozenset[str]:
        """What it says, in whatever order: words without their plural, pairs of syllables."""
        return frozenset(unit for word in self.words for unit in _cut_units(word))


class _Memory:
    """What earlier texts said, sentence by sentence."""

    def __init__(self, lines: Sequence[_Line], figures: Set[str]) -> None:
        self._shingles = {shingle for line in lines for shingle in _shingles(line.words)}
        self._figures = figures
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            for unit in line.units:
                self._where[unit].append(number)

    def knows(self, line: _Line) -> bool:
        """Whether a sentence was said, word by word or in other words."""
        if line.figures - self._figures:
            return False
        own = _shingles(line.words)
        if sum(shingle in self._shingles for shingle in own) >= _KNOWN_SHARE * len(own):
            return True
        units = line.units
        if len(units) < _FEWEST_UNITS:
            return False
        shared = Counter(number for unit in units for number in self._where.get(unit, ()))
        return max(shared.values(), default=0) >= _SAID_AGAIN * len(units)


def _cut_units(word: str) -> Iterator[str]:
    for start, end in runs(word):
        part = word[start:end]
        if "가" <= part[0] <= "힣":
            yield from (part[at : at + 2] for at in range(len(part) - 1))
        elif part not in _EMPTY:
            yield part.removesuffix("s") if len(part) > 4 else part


def _sentences_of(article: Article) -> list[_Line]:
    """The sentences that are long enough to say something."""
    text = fold(article.text).text
    low = lower(text)
    lines = (
        _Line(
            text=text[start:end],
            words=tuple(low[start + a : start + b] for a, b in words(low[start:end])),
            figures=frozenset(figure.key for figure in _figures("", text[start:end])),
        )
        for start, end in sentences(text)
    )
    return [line for line in lines if len(line.words) >= _FEWEST_WORDS]


def _shingles(line: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(line[at : at + _SHINGLE]) for at in range(len(line) - _SHINGLE + 1)]


def _head(text: str) -> str:
    first = words(text)[:_HEAD_WORDS]
    return text[: first[-1][1]] if first else text


def _figures(title: str, text: str) -> Iterator[Figure]:
    """Numbers and days; single digits stand in every text and say nothing."""
    found = read_figures(fold(f"{title}\n{text}").text)
    return (figure for figure in found if len(figure.value) > 1)
