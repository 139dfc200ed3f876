"""Tables for people: a row a line where the terminal is wide enough, else what is long on lines below."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from flows.cli.screen import Screen
from storage.language.printable import show_line

GAP = 2
NARROWEST = 10
"""Cells to which a column is cut before the one that folds gets less than `FOLDED`."""
FOLDED = 24

SENTENCES = frozenset(("why", "what to do", "last error", "brings", "changed at the desk"))
"""Columns that explain themselves."""

WHOLE = frozenset(("id", "watch", "source", "channel"))
"""Columns whose cells people type or paste into the next command."""

STYLES = {
    "ok": "green", "sent": "green", "new": "cyan", "first": "green", "kept": "green",
    "raised": "green", "follow-up": "cyan", "correction": "magenta", "pending": "cyan",
    "failing": "red", "dead": "red", "failed": "red", "fix": "bold red",
    "silent": "yellow", "retrying": "yellow", "warning": "yellow", "held": "yellow", "paused": "yellow",
    "folded": "dim",
}  # fmt: skip
"""The colours of words that stand at the beginning of a cell, on terminals that have any."""


def show_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    empty: str = "nothing",
    below: Collection[str] = (),
    console: Console | None = None,
) -> None:
    """Print a table; what strangers wrote in it commands no terminal.

    On a terminal it is no wider than that: columns named in `below` stand on lines under their row where the
    whole does not fit, and the widest of the others is folded; what is typed again (`WHOLE`) is never broken
    where a line can hold it. Elsewhere a row is one line.
    """
    console = console or Screen()
    console.print(Text(title, style="bold"), soft_wrap=True)
    if not rows:
        console.print(Text(empty, style="dim"), soft_wrap=True)
        return
    shown = [list(map(show_line, row)) for row in rows]
    layout = _Layout(console, columns, shown, below)
    layout.print_head()
    for row in shown:
        layout.print_row(row)


class _Layout:
    """Which columns stand beside one another on a console, how wide they are, and which stand below."""

    def __init__(
        self,
        console: Console,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        below: Collection[str],
    ) -> None:
        self._console, self._columns = console, columns
        self._width = console.width if console.is_terminal else None
        self._beside = _choose_beside(columns, rows, below, self._width)
        self._under = [place for place in range(len(columns)) if place not in self._beside]
        self._widths = _fit(columns, rows, self._beside, self._width)
        self._whole = [number for number, place in enumerate(self._beside) if columns[place] in WHOLE]

    def print_head(self) -> None:
        """The names of the columns that stand beside one another."""
        names = [Text(self._columns[place], style="bold") for place in self._beside]
        _print_row(self._console, names, self._widths)

    def print_row(self, row: Sequence[str]) -> None:
        """A row, and below it what does not fit."""
        cells = [Text(row[place], style=_style(row[place])) for place in self._beside]
        _print_row(self._console, _set_apart(self._console, cells, self._widths, self._whole), self._widths)
        for place in self._under:
            if row[place]:
                _print_below(self._console, f"{_label(self._columns[place])}{row[place]}", self._width)


def _choose_beside(
    columns: Sequence[str], rows: Sequence[Sequence[str]], below: Collection[str], width: int | None
) -> list[int]:
    """The columns of which a row is made: all where they fit, else those that need not stand below it."""
    every = list(range(len(columns)))
    if width is None or _natural(columns, rows, every) <= width:
        return every
    return [place for place in every if columns[place] not in below]


def _print_below(console: Console, said: str, width: int | None) -> None:
    """A cell under its row, in as many lines as it needs."""
    for line in Text(said, style="dim").wrap(console, max(1, (width or len(said)) - GAP), overflow="fold"):
        line.rstrip()
        console.print(Text.assemble(" " * GAP, line), soft_wrap=True)


def _set_apart(
    console: Console, cells: Sequence[Text], widths: Sequence[int], whole: Collection[int]
) -> list[Text]:
    """The cells of a row; what would be broken and must not is put on a line of its own above it."""
    left = list(cells)
    for place in whole:
        if cells[place].cell_len > widths[place]:
            console.print(cells[place], soft_wrap=True)
            left[place] = Text()
    return left


def _label(column: str) -> str:
    """What a line below a row begins with: sentences need nothing, an id says whose it is."""
    return "" if column in SENTENCES else f"{column}: "


def _natural(columns: Sequence[str], rows: Sequence[Sequence[str]], places: Sequence[int]) -> int:
    return sum(_widest(columns, rows, place) for place in places) + GAP * (len(places) - 1)


def _widest(columns: Sequence[str], rows: Sequence[Sequence[str]], place: int) -> int:
    return max(cell_len(columns[place]), *(cell_len(row[place]) for row in rows))


def _fit(
    columns: Sequence[str], rows: Sequence[Sequence[str]], places: Sequence[int], width: int | None
) -> list[int]:
    """The width of each column: the widest one gives way first, then the next, down to their least."""
    widths = [_widest(columns, rows, place) for place in places]
    if width is None:
        return widths
    for least in (FOLDED, NARROWEST, 1):
        while (over := sum(widths) + GAP * (len(widths) - 1) - width) > 0:
            widest = max(range(len(widths)), key=widths.__getitem__)
            if widths[widest] <= least:
                break
            widths[widest] = max(least, widths[widest] - over)
    return widths


def _print_row(console: Console, cells: Sequence[Text], widths: Sequence[int]) -> None:
    """One row; a cell that is too long goes on in lines of its own column."""
    folded = [cell.wrap(console, width, overflow="fold") for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(1, *map(len, folded))):
        line = Text(end="")
        for place, (lines, width) in enumerate(zip(folded, widths, strict=True)):
            piece = lines[number] if number < len(lines) else Text()
            piece.rstrip()
            line.append_text(piece)
            if place < len(widths) - 1:
                line.append(" " * (width - piece.cell_len + GAP))
        line.rstrip()
        console.print(line, soft_wrap=True)


def _style(cell: str) -> str:
    return STYLES.get(cell.partition(",")[0].strip(), "")
