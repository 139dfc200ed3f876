"""Letters that an article itself says stand for something else: National Coast Guard (NCG)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.watch.scan.layout import Layout, Occurrence
from storage.language.letters import has_hangul
from storage.language.text import lower
from storage.records import Entity

_LETTERS = re.compile("[A-Z]{2,6}")
_WORD = re.compile("[A-Za-z]+")
_SMALL = frozenset(["of", "and", "the", "for", "on", "in", "to", "de", "a"])
# Words of so many bodies that two which share them need not be one.
_GENERIC = frozenset(
    word
    for line in (
        "national international united us american council committee commission conference group agency",
        "association organization organisation institute center centre meeting command agreement office",
        "network union service",
    )
    for word in line.split()
)
# After the name: National Governors' Council (NCG), or: the council, or NCG, met.
_INTRODUCES = re.compile(r"(?:[(\[][\"']?|,? (?:or|known as|abbreviated as|abbreviated|called) [\"']?)$")
# What follows the letters of a company or a school, not those of a body of states.
_COMPANY = re.compile(
    " (?:Foundation|Holdings?|Inc|Corp|Corporation|Co|Ltd|LLC|PLC|Bank|Capital|Partners|Medical|Pharma"
    "|Diagnostics|Technologies|Software|Entertainment|Studios?|Cinemas?|College|Hospital|Health|League|Charlotte)\\b"
)
_NAMED = re.compile(r"((?:[가-힣]+ ){0,2}[가-힣]{3,})\($")
_HEADLINE = 200
"""Characters of a line of capitals beside letters in it; a longer one is no headline."""

_REACH = 120
"""Characters in which the words of a name stand, before its letters or after them."""


def drop_redefined(layout: Layout, found: Sequence[Occurrence], entity: Entity) -> list[Occurrence]:
    """The places of an entity, none where it is known by letters alone and the article spells them otherwise.

    A spelling that shares half its telling words with a name of the entity is another spelling of it. Letters
    that stand only in headlines of capitals, where the text has a word of them, are that word: KIDD and Kidd.
    """
    if not all(_LETTERS.fullmatch(layout.text, *one) for one in found):
        return list(found)
    own = {lower(word) for name in (entity.name, *entity.aliases) for word in _WORD.findall(name)}
    hangul = "".join(name for name in entity.aliases if has_hangul(name))
    for one in found:
        if hangul and _is_of_other_name(layout.text, one, hangul):
            return []
        words = _read_spelled(layout.text, one)
        telling = [word for word in words if word not in _GENERIC] or words
        if 2 * len(own.intersection(telling)) < len(telling) or _is_of_company(layout.text, one):
            return []
    return [] if found and _are_shouted(layout.text, found) else list(found)


def _is_of_other_name(text: str, one: Occurrence, own: str) -> bool:
    """Whether the Korean name that letters abbreviate has no two syllables of their own: 공급망관리(SCM)."""
    named = _NAMED.search(text[max(0, one.start - _REACH) : one.start])
    if named is None or one.end - one.start < 3:
        return False
    plain = named[1].replace(" ", "")
    return not any(plain[at : at + 2] in own for at in range(len(plain) - 1))


def _is_of_company(text: str, one: Occurrence) -> bool:
    return one.end - one.start > 2 and _COMPANY.match(text, one.end) is not None


def _are_shouted(text: str, found: Sequence[Occurrence]) -> bool:
    """Whether letters stand only in lines of capitals, and elsewhere their word with a capital alone."""
    if not all(_is_shouted(text, one) for one in found):
        return False
    words = {text[one.start : one.end].capitalize() for one in found}
    return any(word in words for word in _WORD.findall(text))


def _is_shouted(text: str, one: Occurrence) -> bool:
    first, last = max(0, one.start - _HEADLINE), min(len(text), one.end + _HEADLINE)
    begin, end = text.rfind("\n", first, one.start), text.find("\n", one.end, last)
    if (begin < 0 < first) or (end < 0 and last < len(text)):
        return False
    line = text[begin + 1 : end if end >= 0 else last]
    return line.isupper() and len(line) > one.end - one.start


def _read_spelled(text: str, one: Occurrence) -> tuple[str, ...]:
    """The words, in lower case, that the letters at a place abbreviate; none where nothing says so."""
    letters = lower(text[one.start : one.end])
    before = text[max(0, one.start - _REACH) : one.start].rsplit("\n", 1)[-1]
    introduced = _INTRODUCES.search(before)
    if introduced:
        return _match_initials(_list_content(before[: introduced.start()])[-len(letters) :], letters)
    opened = re.match(r" ?\(([^()\n]+)\)", text[one.end : one.end + _REACH])
    return _match_initials(_list_content(opened.group(1)), letters) if opened else ()


def _list_content(text: str) -> tuple[str, ...]:
    return tuple(word for found in _WORD.findall(text) if (word := lower(found)) not in _SMALL)


def _match_initials(words: tuple[str, ...], letters: str) -> tuple[str, ...]:
    return words if "".join(word[0] for word in words) == letters else ()
