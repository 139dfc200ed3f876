"""Entries of the configuration as TOML text, to read and to paste."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

FIRST = ("id", "name", "url", "query", "kind", "aliases")
"""Keys that people look for first, in this order; the others follow in theirs."""

BREAK_AT = 100
"""A list that would be longer than so many characters has a line for each of its items."""


def write_table(kind: str, table: Mapping[str, Any], *notes: str) -> str:
    """A `[[kind]]` table, with `notes` as comments above it; what is None is left out."""
    keys = sorted(table, key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST))
    lines = [f"# {_one_line(note)}" for note in notes]
    lines += [
        f"[[{kind}]]",
        *(f"{_key(key)} = {write_value(table[key])}" for key in keys if table[key] is not None),
    ]
    return "\n".join(lines) + "\n"


def write_value(value: Any) -> str:
    """A value as TOML has it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _quote(value)
        case Mapping():
            return "{" + ", ".join(f"{_key(key)} = {write_value(each)}" for key, each in value.items()) + "}"
        case Sequence():
            items = [write_value(each) for each in value]
            short = f"[{', '.join(items)}]"
            return short if len(short) <= BREAK_AT else "[\n    " + ",\n    ".join(items) + ",\n]"
        case _:
            return str(value)  # dates and times are written in TOML as ISO 8601 has them


def _quote(text: str) -> str:
    """A basic string: those of JSON are, but for the one character that JSON may leave as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else _quote(name)


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
