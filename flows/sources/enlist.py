"""A source written into a configuration file, which otherwise stays as it is, comments and all."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import timedelta

from storage.errors import ConfigurationError
from storage.records import Source

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

USUAL = timedelta(minutes=5)


def add_source(text: str, source: Source, *, path: str, note: str = "") -> str:
    """The configuration `text` with the source at its end; `note` becomes a comment above it.

    Raises: ConfigurationError where the file cannot be read, has a source of this id, or writes
    its sources in a way that nothing can be added to.
    """
    taken = {str(table.get("id")) for table in _sources(text, path)}
    if source.id in taken:
        raise ConfigurationError(path, (f"source[{source.id}]: there is one of this id",))
    gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
    added = text + gap + compose_source(source, note)
    _sources(added, path)
    return added


def compose_source(source: Source, note: str = "") -> str:
    """A source as a table of the configuration; what has its usual value is left out."""
    pairs: list[tuple[str, str | None]] = [
        ("id", source.id),
        ("name", source.name),
        ("url", source.url),
        ("kind", source.kind.value if source.kind else None),
        ("lang", source.lang),
        ("outlet", source.outlet),
        ("selector", source.selector),
        ("pattern", source.pattern),
        ("every", None if source.every == USUAL else f"{round(source.every.total_seconds())}s"),
    ]
    lines = [f"# {CONTROL.sub(' ', note)}"] if note else []
    lines += ["[[source]]", *(f"{name} = {_quote(value)}" for name, value in pairs if value is not None)]
    return "\n".join(lines) + "\n"


def _sources(text: str, path: str) -> list[dict[str, object]]:
    try:
        tables = tomllib.loads(text).get("source", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(path, (f"source: cannot be written into this file: {error}",)) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigurationError(path, ("source: it is no list of tables",))
    return tables


def _quote(value: str) -> str:
    # JSON's strings are TOML's, but for the control characters, which no value needs.
    return json.dumps(CONTROL.sub(" ", value), ensure_ascii=False)
