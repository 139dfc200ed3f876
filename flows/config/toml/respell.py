"""The queries of a configuration in their one spelling, with the rest of the file as it is."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from alerts.watch.query.format import respell_query
from flows.config.toml.lines import find_tables
from storage.errors import ConfigurationError, say_os

BOM = "\ufeff"
VALUE = re.compile(r"'''.*?'''|\"\"\".*?\"\"\"|'[^'\n]*'|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL)


def respell_file(path: Path, *, write: bool) -> dict[str, str]:
    """The queries of this file's watches that have another spelling, by id; with `write` put into the file.

    Raises: ConfigurationError where it cannot be written, or writes watches in a way that hides them.
    """
    path = path.resolve()  # a link stays a link
    text = path.read_bytes().decode("utf-8")
    found = _find_spellings(tomllib.loads(text.removeprefix(BOM)))
    if write and found:
        _write(path, put_queries(text, found, path=str(path)))
    return found


def _find_spellings(tables: dict[str, Any]) -> dict[str, str]:
    queries = {str(each["id"]): each["query"] for each in tables.get("watch", []) if each.get("query")}
    spelled = {id_: respell_query(query, f"watch {id_}") for id_, query in queries.items()}
    return {id_: new for id_, new in spelled.items() if new != queries[id_]}


def put_queries(text: str, queries: dict[str, str], *, path: str) -> str:
    """The text of a configuration with these queries in place of those of the watches of these ids. Pure.

    Raises: ConfigurationError where that cannot be done without touching anything else.
    """
    meant = tomllib.loads(text.removeprefix(BOM))
    for table in meant["watch"]:
        table["query"] = queries.get(str(table["id"]), table.get("query", ""))
    values = _find_values(text)
    for id_, new in sorted(queries.items(), key=lambda pair: values.get(pair[0], (0, 0)), reverse=True):
        if id_ not in values:
            raise ConfigurationError(
                path, (f"watch[{id_}].query: it is not found in the file as it is written",)
            )
        start, end = values[id_]
        text = text[:start] + _quote(new) + text[end:]
    if _without_empty(tomllib.loads(text.removeprefix(BOM))) != _without_empty(meant):
        raise ConfigurationError(
            path, ("watch: its queries cannot be respelt without touching anything else",)
        )
    return text


def _find_values(text: str) -> dict[str | None, tuple[int, int]]:
    """Where the queries of the watches stand, by id: from which character to which."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found: dict[str | None, tuple[int, int]] = {}
    for table in find_tables(text):
        line = table.keys.get("query") if table.name == "watch" else None
        value = VALUE.search(text, text.index("=", starts[line - 1])) if line else None
        if value:
            found[table.id] = value.span()
    return found


def _without_empty(tables: dict[str, Any]) -> dict[str, Any]:
    watches = [{key: value for key, value in each.items() if value != ""} for each in tables["watch"]]
    return tables | {"watch": watches}


def _quote(query: str) -> str:
    """A query as TOML writes text; single quotes where they do, since queries have double ones."""
    plain = "'" not in query and query.isprintable()
    return f"'{query}'" if plain else json.dumps(query, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(text.encode("utf-8"))
        shutil.copymode(path, draft)
        draft.replace(path)
    except OSError as error:
        raise ConfigurationError(str(path), (f"cannot be written: {say_os(error)}",)) from error
