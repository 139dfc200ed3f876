"""Names as they are spoken, vowels and all: one key for `Samcheok` and 삼척, for `Kilauea` and 킬라우에아.

Consonants alone (`storage.language.sounds`) tell names from abroad, of which a Korean text has few. Of its
other words most are no names, so that more must agree: the vowels too, in classes that no romanisation
confuses, and without ㅡ, which Korean puts between consonants.
"""

from __future__ import annotations

import re
from functools import lru_cache

FEWEST_LETTERS = 4
"""Shorter keys are shared by chance."""

# Of ㄱ to ㅎ, of ㅏ to ㅣ (glides are not heard) and of what closes a syllable.
_FIRST: tuple[str, ...] = (*"kknttlmppss", "", *"cccktph")
_VOWEL: tuple[str, ...] = (*"aeaeoeoeoaeeoooeio", "", *"ii")
_LAST: tuple[str, ...] = ("", *"kkknnntllllllllmpptt", *"nttktp", "")

_SPELLINGS = {
    "tch": "c", "sch": "s", "ph": "p", "sh": "s", "ch": "c", "ck": "k", "th": "t", "ng": "n", "x": "ks",
    "eo": "o", "ae": "e", "ai": "e", "ay": "e", "ei": "e", "ey": "e", "oe": "e", "ee": "i", "eu": "",
}  # fmt: skip
_SPELLING = re.compile("|".join(_SPELLINGS))
_SAID = str.maketrans("gqdrfbvjzu", "kktlpppcco")
_CLOSING_EY = re.compile(r"ey\Z")
_SOFT = re.compile("c(?=[eiy])")
_HARD = re.compile("c(?![hk])")
_GLIDES = re.compile("[wy](?=[aeiou])")
_BEFORE_LIPS = re.compile("m(?=[pm])")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def spell_latin(name: str) -> str | None:
    """The key of a name in Latin letters, None where it has too few."""
    word = name.casefold()
    if not word.isascii() or not word.isalpha():
        return None
    word = _HARD.sub("k", _SOFT.sub("s", _CLOSING_EY.sub("i", word)))
    word = _SPELLING.sub(lambda found: _SPELLINGS[found[0]], word)
    word = _GLIDES.sub("", word).translate(_SAID)
    return _close(word.replace("w", "o").replace("y", "i"))


def spell_hangul(word: str) -> str | None:
    """The key of a word in Hangul, None where it has too few letters."""
    spelled = [*map(_spell_syllable, word)]
    return None if None in spelled else _close("".join(filter(None, spelled)))


@lru_cache(maxsize=2048)
def _spell_syllable(syllable: str) -> str | None:
    code = ord(syllable) - 0xAC00
    if not 0 <= code < 11172:
        return None
    return _FIRST[code // 588] + _VOWEL[code // 28 % 21] + _LAST[code % 28]


def _close(key: str) -> str | None:
    key = _DOUBLED.sub(r"\1", _BEFORE_LIPS.sub("n", key))
    return key if len(key) >= FEWEST_LETTERS else None
