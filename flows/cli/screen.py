"""The terminal as commands write to it: nothing that strangers wrote can command it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from storage.language.printable import show_lines


class Screen(Console):
    """A console on which every text is shown and none obeyed; colours and bars are the console's own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of what is printed, each without what a terminal would obey."""
        for segment in super().render(renderable, options):
            if segment.control or segment.text.isprintable():
                yield segment
            else:
                yield Segment(show_lines(segment.text), segment.style)


WORD = re.compile(r"\S+\s*|\s+")
NARROWEST = 20

HANG = 4
"""Cells by which what goes on stands further in than what it belongs to."""


def lay(console: Console, text: Text, *, indent: int = 0) -> None:
    """Print a line: on a terminal folded between words at its edge, elsewhere as one line.

    A word that is longer than the terminal is wide, an address say, stays whole, so that it can be copied.
    """
    if not console.is_terminal:
        console.print(Text(" " * indent).append_text(text), soft_wrap=True)
        return
    width = max(NARROWEST, console.width - indent - HANG)
    for place, line in enumerate(text.divide(_find_breaks(text.plain, width))):
        line.rstrip()
        console.print(Text(" " * (indent + HANG * bool(place))).append_text(line), soft_wrap=True)


def _find_breaks(text: str, width: int) -> list[int]:
    """Where the lines after the first begin; linear."""
    breaks, used = list[int](), 0
    for word in WORD.finditer(text):
        if used and used + cell_len(word[0].rstrip()) > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    return breaks
