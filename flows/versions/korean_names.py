"""Whether two Korean words read as the names of two people, for those that no list of entities has."""

from __future__ import annotations

from itertools import islice

from storage.language.romanise import SURNAMES, is_name_syllable

_USUAL = frozenset(islice(SURNAMES, 32))
"""The most frequent surnames. The others begin more words than names: 위원장, 사실상, 소고기."""

_OF_VERBS = frozenset("다며면들된될할는던")
"""Last syllables of words that are no names: 표했다, 전했다."""

_OF_WORDS = frozenset("한하해지고자장국관군안산인위소실회대상길률기보양광도미시화성금동청라나아")
"""Last syllables by which what begins with a rarer surname is taken for a word: 공개한, 위원장."""

_OF_BOTH = frozenset("원문권형식용선신균연")
"""Last syllables of words as of names: two that share one are words (국정원 and 연구원)."""


def are_two_people(one: str, other: str) -> bool:
    """Whether both words, without particles, read as whole names: 위성락 and 신원식."""
    if not (_reads_as_name(one) and _reads_as_name(other)):
        return False
    is_rare = one[0] not in _USUAL or other[0] not in _USUAL
    return not (is_rare and one[-1] == other[-1] and one[-1] in _OF_BOTH)


def _reads_as_name(word: str) -> bool:
    if len(word) != 3 or word[0] not in SURNAMES or word[-1] in _OF_VERBS:
        return False
    if word[0] in _USUAL:
        return True
    return word[-1] not in _OF_WORDS and all(map(is_name_syllable, word[1:]))
