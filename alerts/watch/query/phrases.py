"""Named parts of queries: `$talks` stands for what the phrase of that id says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from storage.language.text import fold
from storage.records import Entity, Watch

Phrases = Mapping[str, str]
"""Queries by the ids that other queries name them by."""

NONE: Phrases = {}


def give_phrases(watch: Watch, phrases: Phrases) -> Watch:
    """The watch with the phrases that its queries name, so that it means the same wherever it is read."""
    return replace(watch, phrases=choose_phrases((watch.query, watch.idea), phrases))


def give_entity_phrases(entity: Entity, phrases: Phrases) -> Entity:
    """The entity with the phrases that its queries name, so that it means the same wherever it is read."""
    asked = (*entity.requires, entity.expects, entity.described, *(role.described for role in entity.roles))
    return replace(entity, phrases=choose_phrases(asked, phrases))


def choose_phrases(queries: Sequence[str], phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Id and query of the phrases that one of the queries may name."""
    if not phrases:
        return ()
    said = " ".join(fold(query).text for query in queries)
    return tuple((id_, query) for id_, query in phrases.items() if f"${id_}" in said)
