"""Texts that are too long to be shown: cut between words, at least between characters as readers see them."""

from __future__ import annotations

import re
import unicodedata

CUT = "…"
_SPACE = re.compile(r"\s")
_LONGEST_CHARACTER = 32
"""Code points that a character of several may have; who stacks more marks on it has it cut."""
_LONGEST_WORD = 40
"""Code points within which a word begins or ends, if that is to be waited for."""


def shorten(text: str, most: int) -> str:
    """The text in at most so many code points, with `…` at its end where it was cut; twice is as once.

    A word that would fill most of it is cut itself, as in Korean without spaces or in an address.
    """
    return text if len(text) <= most else text[: find_end(text, most - 1)].rstrip() + CUT


def shorten_line(text: str, most: int) -> str:
    """The same of a text as one line, its blanks and line breaks single blanks."""
    return shorten(" ".join(text.split()), most)


def find_end(text: str, at: int) -> int:
    """The place at or before `at` where a text may end: a word's end if one is near, else a character's."""
    if at >= len(text) or _SPACE.match(text, at):
        return min(at, len(text))
    least = max(at // 2, at - _LONGEST_WORD)
    ends = [found.start() for found in _SPACE.finditer(text, least, at)]
    return ends[-1] if ends else _end_character(text, at)


def find_begin(text: str, at: int) -> int:
    """The place at or behind `at` where a part of a text may begin: a word's begin if one is near."""
    if at <= 0 or _SPACE.match(text, at - 1):
        return max(at, 0)
    space = _SPACE.search(text, at, at + _LONGEST_WORD)
    if space is not None:
        return space.end()
    return next((n for n in range(at, at + _LONGEST_CHARACTER) if not _is_within(text, n)), at)


def _end_character(text: str, at: int) -> int:
    """The last place up to `at` that is within no character."""
    least = max(0, at - _LONGEST_CHARACTER)
    return next((n for n in range(at, least, -1) if not _is_within(text, n)), at)


def _is_within(text: str, at: int) -> bool:
    """Whether a cut here would part a character: https://unicode.org/reports/tr29/, in the main."""
    if not 0 < at < len(text):
        return False
    if _joins(text[at]) or text[at - 1] == "\u200d":
        return True
    return _is_half_flag(text[at]) and _count_half_flags(text, at) % 2 == 1


def _joins(char: str) -> bool:
    """Whether it belongs to what stands before it: marks, joiners, shades of skin, jamo behind the first."""
    if unicodedata.category(char)[0] == "M" or char in "\u200c\u200d":
        return True
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\u1160" <= char <= "\u11ff"


def _is_half_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _count_half_flags(text: str, at: int) -> int:
    """How many halves of flags stand right before a place."""
    run = 0
    while run < at and run < _LONGEST_CHARACTER and _is_half_flag(text[at - run - 1]):
        run += 1
    return run
