"""The versions of an article for people: when each was read, what it is, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.cli.answer import local_time
from flows.cli.screen import Screen, lay
from storage.language.printable import show_line

SAYS_NOTHING_ELSE = {
    "first": "as it was first read",
    "aside": "what a file says; the article's own text stays",
    "typo": "spelling and punctuation",
    "expansion": "more was added",
    "rewrite": "put in other words",
}


def print_versions(versions: Sequence[dict[str, Any]], zone: str) -> None:
    """Print versions in the shape of `shape_version`, oldest first; nothing where there are none."""
    console = Screen()
    for version in versions:
        when = local_time(datetime.fromisoformat(version["read_at"]), zone)
        said = SAYS_NOTHING_ELSE.get(version["kind"], f"“{version['title']}”")
        line = f"{version['kind']}, read on {when}: {said}"
        lay(console, Text.assemble((f"version {version['number']}: ", "bold"), show_line(line)))
        for difference in version["differences"]:
            _print_difference(console, difference)


def _print_difference(console: Console, difference: dict[str, str]) -> None:
    for mark, side, style in (("-", "before", "red"), ("+", "after", "green")):
        if difference[side]:
            said = f"{mark} {difference['what']}: {show_line(difference[side])}"
            console.print(Padding(Text(said, style=style), (0, 0, 0, 4)))
