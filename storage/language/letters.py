"""Which letters are Hangul syllables."""

from __future__ import annotations

import re

_SYLLABLE = re.compile("[가-힣]")


def is_hangul(word: str) -> bool:
    """Whether a word begins with a Hangul syllable."""
    return "가" <= word[:1] <= "힣"


def has_hangul(text: str) -> bool:
    """Whether any Hangul syllable stands in a text."""
    return _SYLLABLE.search(text) is not None


def count_hangul(text: str) -> int:
    """How many Hangul syllables stand in a text."""
    return len(_SYLLABLE.findall(text))
