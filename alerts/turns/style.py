"""Whether a text is written as a feature or as a report, by the pieces of words in its title and beginning.

`python -m bench.learn.style` learned the weights from labelled sequences of reports, and writes them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from pathlib import Path

from storage.language.text import fold
from storage.records import Article

WEIGHTS = Path(__file__).with_name("style.weights.json")

TITLE_CHARACTERS = 200
TEXT_CHARACTERS = 400
"""A text shows how it is written at its beginning."""

FEATURE = -0.9
"""Log-odds from which on a text is written as a feature: left out each in turn, of nine blind files of
sequences 227 of 254 details are, 16 of 456 turns and 3 of 240 first reports."""

_WHOLE = 6
_HUNDREDTHS = 100
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+|[\"“”‘’'…?!—:;,.()·]")
_LONGEST = 40
"""Of a word that is longer no more is read."""


@dataclass(frozen=True, slots=True)
class Style:
    """What each piece is worth, in hundredths, and what a text without any known piece is."""

    base: int
    pieces: Mapping[str, int]


def is_feature(article: Article) -> bool:
    """Whether an article is written as a feature, a table or a background piece, and not as a report."""
    return weigh_style(article) > FEATURE


def weigh_style(article: Article) -> float:
    """How much like a feature an article is written, in log-odds; no more than a report without any words."""
    return _weigh(article.title[:TITLE_CHARACTERS], article.text[:TEXT_CHARACTERS])


@lru_cache(maxsize=32)
def _weigh(title: str, text: str) -> float:
    style, pieces = read_style(), cut_pieces(title, text)
    if not pieces:
        return 2 * FEATURE
    found = sum(map(style.pieces.__getitem__, style.pieces.keys() & pieces))  # whole numbers: in any order
    return (style.base + found / math.sqrt(len(pieces))) / _HUNDREDTHS


@lru_cache(maxsize=1)
def read_style() -> Style:
    """The weights that are shipped."""
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Style(base=read["base"], pieces=read["pieces"])


def cut_pieces(title: str, text: str) -> frozenset[str]:
    """The distinct pieces of the words of a title and of the beginning of a text, digits as `0`."""
    words: set[str] = set()
    for part in (fold(title[:TITLE_CHARACTERS]).text, fold(text[:TEXT_CHARACTERS]).text):
        words.update(_WORD.findall(_DIGIT.sub("0", part.casefold())))
    found: set[str] = set()
    for word in words:
        framed = f" {word[:_LONGEST]} "
        twos = [*map(add, framed, framed[1:])]
        threes = [*map(add, twos, framed[2:])]
        found.update(twos, threes, map(add, threes, framed[3:]))
        if len(framed) > _WHOLE:
            found.add(framed)
    return frozenset(found)
