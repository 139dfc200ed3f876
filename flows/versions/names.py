"""The names of tracked people, bodies and places, so that another name for the same is no change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from storage.records import Entity

_NAMED = frozenset({"person", "body", "place"})


@lru_cache(maxsize=1)
def read_names(entities: Sequence[Entity]) -> Mapping[str, str]:
    """Each name in lower case to its entity's id; a name that two entities have (Georgia) is left out."""
    owners: dict[str, set[str]] = {}
    for entity in entities:
        if entity.kind in _NAMED:
            for name in (entity.name, *entity.aliases):
                owners.setdefault(name.lower(), set()).add(entity.id)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
