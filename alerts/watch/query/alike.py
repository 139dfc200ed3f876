"""The words of a text that come near a term which was not found in it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from alerts.watch.scan.layout import Layout
from storage.language.text import lower
from storage.records.query_texts import QueryCode
from storage.records.reasons import Reason

ALIKE = 0.75
"""Share of two words' letters that must be the same for one to be named as the nearest."""

COMPARED = 2_000
"""Words of a text that are compared by their spelling, the first."""


@lru_cache(maxsize=1)
def list_words(layout: Layout) -> Words:
    """Those of a text, in lower case."""
    return Words(list(dict.fromkeys(lower(piece) for piece in layout.pieces)))


class Words:
    """The words of a text, against which every term of every watch is held that was not found in it."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._all = "\n".join(words)
        self._bits: dict[str, int] = {}
        self._by_length: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for word in words[:COMPARED]:
            letters = sum(self._bits.setdefault(char, 1 << len(self._bits)) for char in frozenset(word))
            self._by_length[len(word)].append((word, letters))
        self._said: dict[str, str | None] = {}

    def say_alike(self, wanted: str) -> str | None:
        """The word that holds a term's letters within, or is spelled most like it; None where none is."""
        if wanted not in self._said:
            self._said[wanted] = self._say_holding(wanted) or self._say_nearest(wanted)
        return self._said[wanted]

    def _say_holding(self, wanted: str) -> str | None:
        if wanted not in self._all:
            return None
        holding = next((word for word in self._words if wanted in word), None)
        if holding is None:
            return None
        return (
            Reason(QueryCode.ONLY_WITHIN, word=holding)
            if holding != wanted
            else Reason(QueryCode.ARTICLE_HAS, found=holding)
        )

    def _say_nearest(self, wanted: str) -> str | None:
        # difflib sets a matcher up for every word before it looks at its letters, which rule most of them out
        alike = difflib.get_close_matches(wanted, list(self._list_near(wanted)), n=1, cutoff=ALIKE)
        return Reason(QueryCode.NEAREST_WORD, word=alike[0]) if alike else None

    def _list_near(self, wanted: str) -> Iterator[str]:
        """The words that can be alike: what one has of letters that the other lacks is not in common."""
        own = frozenset(wanted)
        letters = sum(self._bits.get(char, 0) for char in own)
        size, foreign = len(wanted), len(own) - letters.bit_count()
        for length, words in self._by_length.items():
            needed = ALIKE * (size + length) / 2
            if min(size - foreign, length) < needed:
                continue
            for word, others in words:
                common = min(
                    size - foreign - (letters & ~others).bit_count(), length - (others & ~letters).bit_count()
                )
                if common >= needed:
                    yield word
