"""In which words news is told: words, pairs of them, and pieces of each, by which unseen words are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from alerts.decide.urgent.parts import Part, cut_parts
from storage.records import Article

_LONGEST = 30
"""Of a word that is longer no more is read."""

_LETTER = 4
"""Bytes of a letter."""

_SIZES = tuple(_LETTER * letters for letters in (2, 3, 4, 5))
"""Bytes of a piece."""

PLACES = 1 << 15
"""How many pieces are told apart; two that come to one place by their checksum weigh the same."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of an article: `headline` and `phrases` with pairs of neighbours, `words` each by itself.

    All are in small letters; `phrases` and `words` are of the headline and the first sentences together.
    """

    headline: frozenset[str]
    phrases: frozenset[str]
    words: frozenset[str]


def read_wording(article: Article) -> Wording:
    """The words of an article's headline and first sentences."""
    lines = [_fold(part) for part in cut_parts(article)]
    words = frozenset[str]().union(*lines)
    return Wording(
        headline=frozenset(lines[0]).union(_list_pairs(lines[0])),
        phrases=words.union(*map(_list_pairs, lines)),
        words=words,
    )


def _fold(part: Part) -> list[str]:
    return [token[:_LONGEST].lower() for token in part.tokens]


def _list_pairs(words: Sequence[str]) -> Iterator[str]:
    return map(" ".join, pairwise(words))


def list_pieces(word: str) -> list[int]:
    """The places of the pieces of a word, two to five letters long, its ends among them."""
    letters = f" {word} ".encode("utf-32-le")
    return [
        crc32(letters[at : at + size]) % PLACES
        for size in _SIZES
        for at in range(0, len(letters) - size + 1, _LETTER)
    ]
