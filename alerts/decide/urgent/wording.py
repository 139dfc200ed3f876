"""In which words news is told: words, pairs of them, and pieces of each, by which unseen words are known."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alerts.decide.urgent.parts import Part, cut_parts
from storage.records import Article

_LONGEST = 30
"""Of a word that is longer no more is read."""

_SHORTEST_PIECE, _LONGEST_PIECE = 2, 5

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
    return Wording(
        headline=frozenset(_list_phrases(lines[0])),
        phrases=frozenset(phrase for line in lines for phrase in _list_phrases(line)),
        words=frozenset(word for line in lines for word in line),
    )


def _fold(part: Part) -> list[str]:
    return [token.lower()[:_LONGEST] for token in part.tokens]


def _list_phrases(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from map(" ".join, pairwise(words))


def list_pieces(word: str) -> list[int]:
    """The places of the pieces of a word, two to five letters long, its ends among them; each piece once."""
    whole = f" {word} "
    pieces = {
        whole[at : at + size]
        for size in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1)
        for at in range(len(whole) - size + 1)
    }
    return sorted(zlib.crc32(piece.encode()) % PLACES for piece in pieces)
