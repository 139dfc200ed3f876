"""`hanmi show` for people: one article, story, alert or delivery, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.cli.show import clean_line, local_time, mark_matches, say_entities
from flows.cli.versions import print_versions

TIMES = ("_at", "_seen")
"""How the names of fields end that hold a time."""

Print = Callable[[Console, str, Any, str], None]


def print_whole(document: Mapping[str, Any], zone: str) -> None:
    """Print a thing in its public shape, title first, without what is empty; times are as in `zone`."""
    console = Console(highlight=False)
    for name, value in sorted(document.items(), key=lambda field: field[0] != "title"):
        if value not in (None, "", [], False):
            LAYOUTS.get(name, _print_value)(console, name.replace("_", " "), value, zone)


def _print_value(console: Console, name: str, value: Any, zone: str) -> None:
    if isinstance(value, str) and name.replace(" ", "_").endswith(TIMES):
        value = f"{local_time(datetime.fromisoformat(value), zone)} ({zone})"
    said = ", ".join(map(str, value)) if isinstance(value, list) else "yes" if value is True else str(value)
    console.print(Text.assemble((f"{name}: ", "bold"), clean_line(said)), soft_wrap=True)


def _print_title(console: Console, _name: str, value: str, _zone: str) -> None:
    console.print(Text(clean_line(value), style="bold"))


def _print_entities(console: Console, name: str, value: list[Any], zone: str) -> None:
    """Of an article with how often each is named, of a story without."""
    is_counted = isinstance(value[0], dict)
    _print_value(console, name, say_entities(value) if is_counted else value, zone)


def _print_paragraphs(console: Console, _name: str, value: str, _zone: str) -> None:
    console.print()
    for line in value.splitlines():
        console.print(Text(clean_line(line)), end="\n\n")


def _print_reasons(console: Console, name: str, value: list[str], zone: str) -> None:
    _print_value(console, name, "; ".join(value), zone)


def _print_evidence(console: Console, name: str, value: list[dict[str, Any]], _zone: str) -> None:
    console.print(Text(f"{name}:", style="bold"))
    for sentence in value:
        console.print(Padding(mark_matches(sentence), (0, 0, 0, 4)))


def _print_versions(_console: Console, _name: str, value: list[dict[str, Any]], zone: str) -> None:
    print_versions(value, zone)


LAYOUTS: Mapping[str, Print] = {
    "title": _print_title,
    "entities": _print_entities,
    "text": _print_paragraphs,
    "reasons": _print_reasons,
    "evidence": _print_evidence,
    "versions": _print_versions,
}
"""The fields that are more than one line of plain values."""
