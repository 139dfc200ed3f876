"""Labelled texts as tables of what they say: what cannot wait is learned of them (`bench/learn/flash.py`)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from alerts.decide.urgent.signs import Read
from alerts.decide.urgent.wording import Wording, list_pieces

FEWEST = 3
"""Texts that must share a sign or a word."""

COMMONEST = 0.3
"""The share of the texts from which on a word says nothing."""

OF_SIGN = 0.15
OF_HEADLINE = 0.6
OF_WORDS = 1.2
"""How far a sign may move the odds beside another, the words of the headline together, and all words or their
pieces. Signs are trusted little: the words by which they are known were chosen with most batches at hand."""

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text (row) says each key (column), and the root of all it says; None: nothing is shared.

    `of` is how far its keys may move the odds, `most` the share of texts from which on a key says nothing.
    """

    keys: tuple[str | int, ...]
    table: Any
    shared: Any
    of: float
    most: float

    def take(self, rows: Any) -> Counts:
        """Some of the texts."""
        shared = None if self.shared is None else self.shared[rows]
        return replace(self, table=self.table[rows], shared=shared)

    def value(self) -> Any:
        """What each key is worth before it is shared, what is rare more; 0 where it teaches nothing."""
        texts, many = self.table.shape[0], np.asarray((self.table > 0).sum(axis=0)).ravel()
        rare = np.log(texts / np.maximum(many, 1)) + 1 if self.shared is not None else 1.0
        return np.where((many >= FEWEST) & (many <= self.most * texts), self.of * rare, 0.0)

    def share(self, value: Any) -> Any:
        """The table of what each key of each text is worth."""
        worth = self.table @ diags(value)
        return worth if self.shared is None else diags(1 / self.shared) @ worth

    def weigh(self, learned: Any, value: Any) -> dict[str | int, float]:
        """What each key weighs, in hundredths of log odds."""
        pairs = zip(self.keys, (learned * value * HUNDREDTHS).tolist(), strict=True)
        return {key: weight for key, weight in pairs if weight}


def count_signs(reads: Sequence[Read]) -> Counts:
    """The signs of texts; they are not shared."""
    return replace(_count([Counter(read.signs) for read in reads], OF_SIGN, 1.0), shared=None)


def count_words(wordings: Sequence[Wording]) -> Iterator[Counts]:
    """The words of headlines, all words, and the places of their pieces."""
    yield _count([Counter(one.headline) for one in wordings], OF_HEADLINE)
    yield _count([Counter(one.phrases) for one in wordings], OF_WORDS)
    list_once = lru_cache(maxsize=None)(list_pieces)
    pieces = (Counter(place for word in one.words for place in list_once(word)) for one in wordings)
    yield _count(list(pieces), OF_WORDS, 1.0)


def _count(said: Sequence[Counter[Any]], of: float, most: float = COMMONEST) -> Counts:
    keys = sorted({key for one in said for key in one})
    places: Mapping[Any, int] = {key: place for place, key in enumerate(keys)}
    starts = np.cumsum([0, *map(len, said)])
    columns = np.fromiter((places[key] for one in said for key in one), dtype=np.int32)
    times = np.fromiter((many for one in said for many in one.values()), dtype=np.float64)
    table = csr_matrix((times, columns, starts), shape=(len(said), len(keys)))
    shared = np.array([math.sqrt(max(1, one.total())) for one in said])
    return Counts(tuple(keys), table, shared, of, most)
