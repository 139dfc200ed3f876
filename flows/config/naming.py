"""What entities and watches are called in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterable

from storage.language.letters import is_hangul
from storage.records import Entity, Watch


def name_watches(watches: Iterable[Watch], lang: str) -> dict[str, str]:
    """What each watch is called in a language, by id."""
    return {watch.id: watch.name_in(lang) for watch in watches}


def name_entities(entities: Iterable[Entity], lang: str) -> dict[str, str]:
    """What to call each in a language: in Korean its first name in Hangul, where it has one."""

    def name(entity: Entity) -> str:
        korean = (alias for alias in entity.aliases if alias and is_hangul(alias[0]))
        return next(korean, entity.name) if lang == "ko" else entity.name

    return {entity.id: name(entity) for entity in entities}
