"""Letters that an article itself says stand for something else: National Coast Guard (NCG)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.watch.surface import Occurrence, Surface
from storage.records import Entity
from storage.text import lower

_LETTERS = re.compile("[A-Z]{2,6}")
_WORD = re.compile("[A-Za-z]+")
_SMALL = frozenset(["of", "and", "the", "for", "on", "in", "to", "de", "a"])
_REACH = 120
"""Characters in which the words of a name stand, before its letters or after them."""


def drop_redefined(surface: Surface, found: Sequence[Occurrence], entity: Entity) -> list[Occurrence]:
    """The places of an entity, none where it is known by letters alone and the article spells them otherwise.

    A spelling that shares half its words with a name of the entity is another spelling of it.
    """
    if not all(_LETTERS.fullmatch(surface.text, *one) for one in found):
        return list(found)
    own = {lower(word) for name in (entity.name, *entity.aliases) for word in _WORD.findall(name)}
    for one in found:
        words = _read_spelled(surface.text, one)
        if words and 2 * len(own.intersection(words)) < len(words):
            return []
    return list(found)


def _read_spelled(text: str, one: Occurrence) -> tuple[str, ...]:
    """The words, in lower case, that the letters at a place abbreviate; none where nothing says so."""
    letters = lower(text[one.start : one.end])
    if text[max(0, one.start - 2) : one.start].rstrip("\"'").endswith("("):
        before = text[max(0, one.start - _REACH) : one.start].rsplit("\n", 1)[-1]
        return _match_initials(_list_content(before)[-len(letters) :], letters)
    opened = re.match(r" ?\(([^()\n]+)\)", text[one.end : one.end + _REACH])
    return _match_initials(_list_content(opened.group(1)), letters) if opened else ()


def _list_content(text: str) -> tuple[str, ...]:
    return tuple(word for found in _WORD.findall(text) if (word := lower(found)) not in _SMALL)


def _match_initials(words: tuple[str, ...], letters: str) -> tuple[str, ...]:
    return words if "".join(word[0] for word in words) == letters else ()
