"""How commands answer: one JSON document, one JSON object a line, or a table for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from flows.config import schedule
from storage.language.counts import count_of as count_of
from storage.language.printable import show_each, show_lines

if TYPE_CHECKING:
    from rich.text import Text


def print_document(document: Any) -> None:
    """One JSON document on stdout."""
    written = json.dumps(document, ensure_ascii=False, indent=None, default=str)
    sys.stdout.write(_fit_encoding(written if written.isprintable() else _escape(written)) + "\n")


def _fit_encoding(written: str) -> str:
    """The same document, in ASCII where stdout has not all of its characters."""
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(json.loads(written))
    return written


def _escape(written: str) -> str:
    """JSON in which each character that a terminal would obey is written as its number: the same document."""
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in written)


def say(text: str = "", *, err: bool = False, bold: bool = False) -> None:
    """Lines for people on stdout, or on stderr; what strangers wrote in them commands no terminal."""
    shown = show_lines(text)
    typer.echo(typer.style(shown, bold=True) if bold else shown, err=err)


def print_lines(documents: Iterable[Any]) -> None:
    """One JSON object a line on stdout."""
    for document in documents:
        print_document(document)


class Form(Enum):
    """How a list is asked for."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def read_form(*, as_json: bool, as_csv: bool) -> Form:
    """The form that the options ask for. Raises: typer.BadParameter: both."""
    if as_json and as_csv:
        raise typer.BadParameter("give --json or --csv, not both")
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TABLE


def print_csv(columns: Sequence[str], shapes: Iterable[Mapping[str, Any]], zone: str) -> None:
    """The table of a spreadsheet on stdout: the same bytes as the desk's."""
    from flows.inspect.exported import csv_lines

    sys.stdout.flush()
    for line in csv_lines(columns, shapes, ZoneInfo(zone)):
        sys.stdout.buffer.write(line.encode("utf-8", "replace"))  # its line ends are the format's own


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    more: int = 0,
    empty: str = "nothing",
    below: Collection[str] = (),
) -> None:
    """A table on stdout, as wide as the terminal at most; `more` counts what was left out.

    `empty` says in words that there are no rows; the columns named in `below` stand under their row where the
    terminal is too narrow.
    """
    from flows.cli.table import show_table

    show_table(title, columns, rows, empty=empty, below=below)
    if more > 0:
        say(f"… and {more} more; --limit shows them")


def mark_matches(sentence: Mapping[str, Any]) -> Text:
    """A sentence of evidence, in its public shape, with the terms that matched in bold."""
    from rich.text import Text

    text = Text(show_each(sentence["text"]))
    for match in sentence["matches"]:
        text.stylize("bold", match["start"], match["end"])
    return text


def say_entities(entities: Sequence[Mapping[str, Any]]) -> str:
    """Who is named and how often; whom the text calls by another's name with that name."""
    return ", ".join(
        f"{one['id']} {one['count']}"
        + (
            f" (the text says “{one['conflict']}”; by office and date it is this one)"
            if one["conflict"]
            else ""
        )
        for one in entities
    )


def local_time(moment: datetime | None, zone: str) -> str:
    """A time as people of this zone read it, to the minute; `-` for None."""
    return "-" if moment is None else moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def local_published(at: datetime | None, day_only: bool, zone: str) -> str:
    """When something was published, likewise; the day alone where no more is known."""
    from storage.records.articles import day_ending

    return day_ending(at).isoformat() if at is not None and day_only else local_time(at, zone)


def read_since(text: str | None, zone: str, option: str = "--since") -> datetime | None:
    """`7d` as so long ago, or a date or time in the zone; `option` is what had it.

    Raises:
        typer.BadParameter: it is neither.
    """
    if text is None:
        return None
    try:
        return schedule.read_since(text, ZoneInfo(zone), datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
