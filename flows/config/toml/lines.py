"""On which line of `hanmi.toml` a key stands, so that what is wrong with it can be found there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HEADER = re.compile(r"\s*\[(\[?)\s*([\w.\"'-]+)\s*\]\]?\s*(?:#.*)?")
KEY = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*(?:\.[\w.\"'-]+\s*)?=\s*(.*)")
ID = re.compile(r"[\"']([^\"']*)[\"']")
NAMED = re.compile(r"(?P<table>[\w-]+)(?:\[(?P<item>[^\]]*)\])?(?:\.(?P<key>[\w-]+))?")
"""How a problem begins: `fetch.pause`, `channel[press-office].to`, `digest[1]`, `timezone`."""


@dataclass(slots=True)
class Table:
    """A table of the file: `place` counts those of its name from 1; the file's head has no name."""

    name: str
    line: int
    place: int
    id: str | None = None
    keys: dict[str, int] = field(default_factory=dict)


def number_problems(text: str, problems: Iterable[str]) -> tuple[str, ...]:
    """The problems, each with the line that its key stands on where that can be found: `… (line 12)`."""
    tables = find_tables(text)
    return tuple(f"{each} (line {line})" if (line := _find_line(tables, each)) else each for each in problems)


def _find_line(tables: list[Table], problem: str) -> int | None:
    """The line of the key that a problem names, else of the table that it should stand in."""
    named = NAMED.match(problem.partition(": ")[0])
    if named is None:
        return None
    name, item, key = named["table"], named["item"], named["key"]
    found = _find_items(tables, name, item)
    lines = [*(each.keys.get(key) for each in found), *(each.line for each in found)]
    inline = tables[0].keys.get(name)  # written as one line: name = {…}
    places = [inline, *lines] if (item, key) == (None, None) else [*lines, inline]
    return next(filter(None, places), None)


def _find_items(tables: list[Table], name: str, item: str | None) -> list[Table]:
    """The tables of a name; of several the one of this id or place, if one is named."""
    named = (each for each in tables if each.name == name)
    return [each for each in named if item in (None, str(each.place) if each.id is None else each.id)]


def find_tables(text: str) -> list[Table]:
    """The tables of a configuration in order, each with the lines of its keys; the first is its head."""
    tables = [Table("", 1, 1)]
    places: dict[str, int] = {}
    for number, line in _outside_strings(text):
        if header := HEADER.fullmatch(line):
            name = header[2].strip("\"'")
            places[name] = places.get(name, 0) + 1
            tables.append(Table(name, number, places[name]))
        elif match := KEY.match(line):
            key = match[1].strip("\"'")
            tables[-1].keys.setdefault(key, number)
            if key == "id" and (id_ := ID.match(match[2])):
                tables[-1].id = id_[1]
    return tables


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """The lines, from 1, that do not stand within a string of several lines."""
    within = ""
    for number, line in enumerate(text.splitlines(), 1):
        if within:
            within = "" if within in line else within
            continue
        yield number, line
        opened = [mark for mark in ('"""', "'''") if line.count(mark) % 2]
        within = opened[0] if opened else ""
