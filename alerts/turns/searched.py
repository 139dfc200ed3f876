"""A text that many expressions are looked for in, few of which stand in any one text.

With each expression goes a list of words in small letters: one of them stands in whatever it finds. To see
that none does takes a twentieth of the time of the expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from storage.language.text import drop_case, fold


class Searched:
    """A folded text, and its small letters once they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def small(self) -> str:
        """Its characters as expressions without case take them; places are lost."""
        return drop_case(self.text)

    def has(self, words: Sequence[str]) -> bool:
        """Whether one of these words stands anywhere in it, also within another."""
        return any(map(self.small.__contains__, words))

    def search(self, expression: re.Pattern[str], words: Sequence[str]) -> re.Match[str] | None:
        """The first place of an expression that finds nothing without one of these words."""
        return expression.search(self.text) if self.has(words) else None

    def finds(self, expression: re.Pattern[str], words: Sequence[str]) -> bool:
        """Whether an expression stands in it that finds nothing without one of these words."""
        return self.search(expression, words) is not None

    def count(self, expression: re.Pattern[str], words: Sequence[str]) -> int:
        """How often an expression stands in it that finds nothing without one of these words."""
        return len(expression.findall(self.text)) if self.has(words) else 0


@lru_cache(maxsize=8)  # a text is asked two dozen questions
def fold_searched(text: str) -> Searched:
    """A text, folded for being searched."""
    return Searched(fold(text).text)
