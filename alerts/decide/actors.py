"""The tracked entities as the telling sees them: who acts, and how each is called."""

from __future__ import annotations

from collections.abc import Iterable

from storage.language.letters import has_hangul
from storage.records import Entity


def read_actors(entities: Iterable[Entity]) -> frozenset[str]:
    """The persons and bodies: those who act, and whose coming up in a title is news."""
    return frozenset(entity.id for entity in entities if entity.kind in ("person", "body"))


def name_in_both(entity: Entity) -> str:
    """An entity's name, with its first Korean one where it has any."""
    korean = next((alias for alias in entity.aliases if has_hangul(alias)), None)
    return f"{entity.name} ({korean})" if korean and not has_hangul(entity.name) else entity.name
