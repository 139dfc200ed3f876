"""Places of a text by where they begin, so that neighbours are found without looking at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple


class Occurrence(NamedTuple):
    """One place where something stands, in folded offsets; a tuple, for there are many."""

    start: int
    end: int


class Places:
    """Occurrences of one text, in any order and overlapping as they may."""

    def __init__(self, found: Iterable[Occurrence]) -> None:
        self._found = sorted(found, key=lambda one: one.start)
        self._starts = [one.start for one in self._found]
        self._reach = list(accumulate((one.end for one in self._found), max))
        self._longest = max((one.end - one.start for one in self._found), default=0)

    def __bool__(self) -> bool:
        return bool(self._found)

    def overlap(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with what stands there."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start

    def cover(self, at: int) -> bool:
        """Whether any of them stands over the character there."""
        return self.overlap(at, at + 1)

    def list_around(self, one: Occurrence) -> list[Occurrence]:
        """Those that may overlap an occurrence."""
        low = bisect_left(self._starts, one.start - self._longest)
        return self._found[low : bisect_left(self._starts, one.end)]
