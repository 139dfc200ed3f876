"""Add sources to a configuration file without changing anything else in it, comments included."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flows.config.toml.faults import say_toml_fault
from storage.errors import ConfigurationError, say_os
from storage.records import Source

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

BOM = "\ufeff"
BLANK = " \t\r\n" + BOM

USUAL = timedelta(minutes=5)


def enlist_sources(path: Path, sources: Sequence[Source], note: str = "") -> None:
    """Write sources into a configuration file, in one step; one that is not there is made.

    The rest of the file stays byte for byte, line ends included. Raises: ConfigurationError.
    """
    path = path.resolve()  # a link stays a link
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        added = add_sources(text, sources, path=str(path), note=note)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(added.encode("utf-8"))
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), (f"cannot be written: {say_os(error)}",)) from error


def add_sources(text: str, sources: Sequence[Source], *, path: str, note: str = "") -> str:
    """The configuration `text` with the sources at its end; `note` becomes a comment above the first.

    Raises: ConfigurationError where the file cannot be read, has a source of one of these ids, or
    writes its sources in a way that nothing can be added to.
    """
    _refuse_taken(_sources(text, path), sources, path)
    gap = "" if not text.strip(BLANK) else "\n" if text.endswith("\n") else "\n\n"
    tables = [compose_source(source, "" if number else note) for number, source in enumerate(sources)]
    more = gap + "\n".join(tables)
    added = text + (more.replace("\n", "\r\n") if "\r\n" in text else more)
    _sources(added, path)
    return added


def _refuse_taken(tables: list[dict[str, object]], sources: Sequence[Source], path: str) -> None:
    taken = {str(table.get("id")) for table in tables}
    if twice := [source.id for source in sources if source.id in taken]:
        raise ConfigurationError(path, tuple(f"source[{id_}]: there is one of this id" for id_ in twice))


def compose_source(source: Source, note: str = "") -> str:
    """A source as a configuration table; defaults are left out."""
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
        tables = tomllib.loads(text.removeprefix(BOM)).get("source", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            path, (f"source: cannot be written into this file: {say_toml_fault(text, error)}",)
        ) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigurationError(path, ("source: it is no list of tables",))
    return tables


def _quote(value: str) -> str:
    # JSON's strings are TOML's, but for the control characters, which no value needs.
    return json.dumps(CONTROL.sub(" ", value), ensure_ascii=False)
