"""Lists as JSON, one object a line, and as CSV that spreadsheets open without obeying it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response, StreamingResponse

JSON_LINES = "application/x-ndjson; charset=utf-8"
CSV = "text/csv; charset=utf-8"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

LINES_AT_ONCE = 100

Shape = Mapping[str, Any]


def json_lines(shapes: Iterable[Shape]) -> Response:
    """One object a line, the shapes of `--json`; sent as they come."""
    lines = (json.dumps(shape, ensure_ascii=False, default=str) + "\n" for shape in shapes)
    return StreamingResponse(_batch(lines), media_type=JSON_LINES)


def csv_table(
    name: str, columns: Sequence[str], shapes: Iterable[Shape], zone: ZoneInfo, *, raw: bool
) -> Response:
    """RFC 4180 with a byte order mark, times in UTC and in the zone; cells that begin a formula are quoted
    by an apostrophe unless `raw`. Sent as the rows come."""
    head = [each for column in columns for each in _head(column)]
    rows = (
        [cell for column in columns for cell in _cells(column, shape.get(column), zone)] for shape in shapes
    )
    written = (_write_row(row if raw else list(map(tame, row))) for row in rows)
    lines = chain(["\ufeff" + _write_row(head)], written)
    named = {"Content-Disposition": f'attachment; filename="hanmi-{name}.csv"'}
    return StreamingResponse(_batch(lines), media_type=CSV, headers=named)


def _write_row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _batch(lines: Iterator[str]) -> Iterator[bytes]:
    """Many lines at a time: each piece goes to the network by itself."""
    while batch := list(islice(lines, LINES_AT_ONCE)):
        yield "".join(batch).encode(errors="replace")


def tame(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, behind an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _head(column: str) -> tuple[str, ...]:
    return (
        (f"{column}_utc", f"{column}_local") if column.endswith("_at") or column == "last_seen" else (column,)
    )


def _cells(column: str, value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    if len(_head(column)) == 2:
        if not value:
            return "", ""
        at = datetime.fromisoformat(str(value))
        return at.astimezone(ZoneInfo("UTC")).isoformat(), at.astimezone(zone).isoformat()
    if isinstance(value, list | tuple):
        return ("; ".join(_item(each) for each in value),)
    return ("" if value is None else str(value),)


def _item(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id") or value.get("text") or "")
    return str(value)
