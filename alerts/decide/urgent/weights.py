"""What signs and words weigh where news cannot wait, as `python -m bench.learn.flash` has learned it."""

from __future__ import annotations

import base64
import json
import math
from array import array
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alerts.decide.urgent.signs import Read
from alerts.decide.urgent.wording import Wording, list_pieces

WEIGHTS = Path(__file__).with_name("urgency.weights.json")

OF_PIECE = 6
"""The unit in which pieces are weighed, in hundredths of log odds, so that each is one byte."""


_KNOWN = 16_384
"""Words whose pieces are not weighed again."""


class Pieces:
    """What the pieces of words weigh, by their places; what a word comes to is kept for the next text."""

    def __init__(self, weights: Sequence[int]) -> None:
        self.weights = weights
        self.weigh = lru_cache(maxsize=_KNOWN)(self._weigh)

    def _weigh(self, word: str) -> tuple[int, int]:
        """How many pieces a word has, and what they weigh together."""
        places = list_pieces(word)
        return len(places), sum(map(self.weights.__getitem__, places))


@dataclass(frozen=True, slots=True)
class Weights:
    """What a text is worth without a sign, and what each sign and word is, in hundredths of log odds.

    Words share what they weigh, by the root of how many a text has: a long text is no surer than a short one.
    """

    base: int
    signs: Mapping[str, int]
    headline: Mapping[str, int]
    phrases: Mapping[str, int]
    pieces: Pieces

    def weigh_wording(self, wording: Wording) -> float:
        """How likely its words make it that a text cannot wait, before any sign."""
        return (
            self.base
            + _share(self.headline, wording.headline)
            + _share(self.phrases, wording.phrases)
            + self._weigh_pieces(wording.words)
        )

    def weigh_signs(self, read: Read) -> int:
        """What the signs of a text add."""
        return sum(map(self.signs.__getitem__, self.signs.keys() & read.signs))

    def _weigh_pieces(self, words: Set[str]) -> float:
        weighed = [self.pieces.weigh(word) for word in words]
        many = sum(size for size, _ in weighed)
        return OF_PIECE * sum(weight for _, weight in weighed) / math.sqrt(max(1, many))


def _share(weights: Mapping[str, int], said: Set[str]) -> float:
    return sum(map(weights.__getitem__, weights.keys() & said)) / math.sqrt(max(1, len(said)))


def write_weights(weights: Weights) -> str:
    """Weights as a file has them: the pieces as signed bytes, in base64."""
    shipped = {
        "base": weights.base,
        "signs": weights.signs,
        "headline": weights.headline,
        "phrases": weights.phrases,
        "pieces": base64.b64encode(bytes(array("b", weights.pieces.weights))).decode("ascii"),
    }
    return json.dumps(shipped, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The weights that are shipped."""
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    pieces = Pieces(array("b", base64.b64decode(read["pieces"])))
    return Weights(read["base"], read["signs"], read["headline"], read["phrases"], pieces)
