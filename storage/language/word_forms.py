"""The forms of an English word as one term: its plural, its past and what ends in -ing.

The letters left are no word of a dictionary (`announc`), only the same for all of its forms. What is derived
from a word stays apart (a launcher, a launch): by that too look-alikes became one and ECB+ lost a hundredth.
"""

from __future__ import annotations

import re
from functools import lru_cache

REMEMBERED = 1 << 15
"""Words that are not folded again."""

_VOWEL = re.compile("[aeiouy]")
_LOST_AN_E = re.compile("[^aeiouy][aeiouy][^aeiouwxy]")
_STAYS_DOUBLE = "lsz"


@lru_cache(maxsize=REMEMBERED)
def fold_forms(word: str) -> str:
    """A lower-case English word without the endings of its forms; words of other scripts as they are."""
    if not word.isascii():
        return word
    return _cut_e(_cut_verb(fold_plural(word)))


def fold_plural(word: str) -> str:
    """An English word without its plural ending; others as they are."""
    if len(word) > 3 and word.isascii():
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return word[:-1]
    return word


def _cut_verb(word: str) -> str:
    """A word without -ed or -ing, where that leaves one."""
    if len(word) > 4 and word.endswith("ied"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith("ing"):
        return _mend_end(word[:-3]) or word
    if len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        return _mend_end(word[:-2]) or word
    return word


def _mend_end(left: str) -> str:
    """What an ending was put to: `stop` of `stopp`, `fire` of `fir`; empty for what is no word (`spr`)."""
    if len(left) < 3 or not _VOWEL.search(left):
        return ""
    if left[-1] == left[-2] and left[-1] not in _STAYS_DOUBLE:
        return left[:-1]
    return left + "e" if _LOST_AN_E.fullmatch(left) else left


def _cut_e(word: str) -> str:
    """A longer word without its last e, which other forms of it lack."""
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word
