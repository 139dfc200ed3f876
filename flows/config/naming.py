"""What entities and watches are called in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterable

from storage.language.letters import has_hangul, is_hangul
from storage.records import Entity, Watch


def name_watches(watches: Iterable[Watch], lang: str) -> dict[str, str]:
    """What each watch is called in a language, by id."""
    return {watch.id: watch.name_in(lang) for watch in watches}


def name_entities(entities: Iterable[Entity], lang: str) -> dict[str, str]:
    """What to call each in a language: in Korean its first name in Hangul, where it has one.

    A name that begins in Hangul goes before one that only goes on in it, as `LG에너지솔루션` does.
    """
    return {entity.id: _name_in_korean(entity) if lang == "ko" else entity.name for entity in entities}


def _name_in_korean(entity: Entity) -> str:
    korean = list(filter(has_hangul, entity.aliases))
    return next(filter(is_hangul, korean), korean[0] if korean else entity.name)
