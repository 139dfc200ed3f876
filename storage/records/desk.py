"""What people change at the desk: entries of the watchlist and sources, one state after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.records.ids import require_aware


class EntryKind(StrEnum):
    """What a change is of; a `name` is a discovered one that somebody did not want as an entity."""

    WATCH = "watch"
    ENTITY = "entity"
    SOURCE = "source"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChange:
    """One state of an entry as the desk has it from `at` on: what it says in place of the layers below.

    `fields` None: the desk says nothing of it any more. `revision` counts the states of an entry from 1, and
    `below` is a digest of what the layers below said then in the same fields.
    """

    kind: EntryKind
    id: str
    revision: int
    at: datetime
    by: str
    verb: str
    fields: Mapping[str, Any] | None
    below: str

    def __post_init__(self) -> None:
        require_aware(self.at, "the time of a change")
