"""The tables of sources, read: bundled ones first, those of the file in their place or after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from flows.config.bundle import read_seed
from flows.config.schema import SourceTable
from flows.config.toml.shape_said import say_shape
from flows.config.toml.tables import inherit
from flows.extract.facts.zones import zone_of
from storage.records import Source
from storage.records.entry_texts import EntryCode
from storage.records.reasons import Reason

SLOWEST = timedelta(minutes=30)


def complete_sources(tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """A configuration as it is written, in which a source without an address is the bundled one, changed."""
    written, defaults = tables.get("source"), tables.get("defaults")
    without_bundled = isinstance(defaults, Mapping) and defaults.get("sources") is False
    if not isinstance(written, list) or without_bundled:
        return tables
    bundled = read_seed("sources.toml")["source"]
    whole = (inherit(each, bundled, lacking="url") if isinstance(each, Mapping) else each for each in written)
    return {**tables, "source": list(whole)}


def read_sources(
    own: Sequence[SourceTable], bundled: Sequence[Mapping[str, Any]], timezone: str, problems: list[str]
) -> tuple[Source, ...]:
    """The sources; an id that is given twice is added to `problems`."""
    counts = Counter(table.id for table in own)
    problems += [f"source[{id_}]: the id is given {n} times" for id_, n in counts.items() if n > 1]
    seeds = map(SourceTable.model_validate, bundled)
    tables = {table.id: table for table in (*seeds, *own)}
    return tuple(read_source(table, timezone) for table in tables.values())


def read_source(table: SourceTable, timezone: str) -> Source:
    """A source as its table has it; `timezone` where nothing says its own."""
    return Source(
        id=table.id,
        name=table.name or table.outlet or table.id,
        url=table.url,
        kind=table.kind,
        lang=table.lang,
        outlet=table.outlet,
        every=table.every,
        slowest=max(table.slowest or SLOWEST, table.every),
        timezone=table.timezone or zone_of(table.url) or timezone,
        selector=table.selector,
        pattern=table.pattern,
        official=table.official,
        paused=table.paused,
    )


def try_source_table(table: Mapping[str, Any], timezone: str) -> tuple[Source | None, list[str]]:
    """The source of a table, None where it is wrong, and every fault as `key: reason`."""
    try:
        return read_source(SourceTable.model_validate(dict(table)), timezone), []
    except ValidationError as error:
        return None, list(map(_say, error.errors()))


def _say(fault: Mapping[str, Any]) -> str:
    where = fault["loc"]
    return Reason(EntryCode.AT_KEY, key=where[0] if where else "source", why=say_shape(fault))
