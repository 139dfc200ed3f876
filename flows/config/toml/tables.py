"""What bundle and file say, as they are written: the layers that lie below the desk's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from storage.records.desk import DeskChange, EntryKind

Table = Mapping[str, Any]
Key = tuple[EntryKind, str]

KINDS = (EntryKind.WATCH, EntryKind.ENTITY, EntryKind.SOURCE)
"""The kinds of entries that have layers."""


class Layer(StrEnum):
    """Where an entry comes from; a later layer takes the place of an earlier one."""

    BUNDLED = "bundled"
    FILE = "file"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry as one layer has it."""

    layer: Layer
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What the desk says of an entry, on what lies below it (None: it was made at the desk).

    `table` is the entry as a whole. With `fault` something of it cannot be, and where `is_aside` the entry is
    as it is below the desk until somebody mends that.
    """

    change: DeskChange
    below: Written | None
    table: Table
    fault: str = ""
    is_aside: bool = False

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.change.kind, self.change.id

    @property
    def has_moved_below(self) -> bool:
        """Whether bundle or file say something else by now in what was changed here."""
        return self.change.below != digest_below(self.below, self.change.fields or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of bundle and file, by their names: `watch`, `entity`, `source`."""

    bundled: Mapping[str, Sequence[Table]] = field(default_factory=dict)
    file: Mapping[str, Sequence[Table]] = field(default_factory=dict)

    def find_written(self) -> dict[Key, Written]:
        """Every entry as the layers below the desk have it, in the order of the configuration."""
        found: dict[Key, Written] = {}
        for kind in KINDS:
            bundled = self.bundled.get(kind, ())
            for table in bundled:
                found[kind, table["id"]] = Written(layer=Layer.BUNDLED, table=table)
            for table in self.file.get(kind, ()):
                whole = inherit(table, bundled, lacking=INHERITING[kind]) if kind in INHERITING else table
                found[kind, table["id"]] = Written(layer=Layer.FILE, table=whole)
        return found


def digest_below(below: Written | None, fields: Table) -> str:
    """A digest of what the layers below the desk say in these fields; empty where they have no such entry."""
    if below is None:
        return ""
    said = {name: below.table.get(name) for name in sorted(fields)}
    return sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()[:24]


INHERITING = {EntryKind.WATCH: "query", EntryKind.SOURCE: "url"}
"""The kinds whose entries change the bundled one of their id, where they lack this key."""


def inherit(table: Table, bundled: Sequence[Table], *, lacking: str = "query") -> Table:
    """What somebody wrote of a bundled entry, with what it does not say; one that has `lacking` is theirs.

    Who gives a watch another name means that in Korean too, unless they say both.
    """
    if lacking in table:
        return table
    seed: Table = next((seed for seed in bundled if seed["id"] == table.get("id")), {})
    is_renamed = "name_ko" in seed and table.get("name", seed.get("name")) != seed.get("name")
    return {**seed, **({"name_ko": ""} if is_renamed else {}), **table}
