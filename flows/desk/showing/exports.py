"""Lists as JSON, one object a line, and as CSV that spreadsheets open without obeying it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response, StreamingResponse

from flows.inspect.exported import csv_lines

JSON_LINES = "application/x-ndjson; charset=utf-8"
CSV = "text/csv; charset=utf-8"

LINES_AT_ONCE = 100

Shape = Mapping[str, Any]


def json_lines(shapes: Iterable[Shape]) -> Response:
    """One object a line, the shapes of `--json`; sent as they come."""
    lines = (json.dumps(shape, ensure_ascii=False, default=str) + "\n" for shape in shapes)
    return StreamingResponse(_batch(lines), media_type=JSON_LINES)


def csv_table(
    name: str, columns: Sequence[str], shapes: Iterable[Shape], zone: ZoneInfo, *, raw: bool
) -> Response:
    """As of `csv_lines`, sent as the rows come."""
    named = {"Content-Disposition": f'attachment; filename="hanmi-{name}.csv"'}
    return StreamingResponse(_batch(csv_lines(columns, shapes, zone, raw=raw)), media_type=CSV, headers=named)


def _batch(lines: Iterator[str]) -> Iterator[bytes]:
    """Many lines at a time: each piece goes to the network by itself."""
    while batch := list(islice(lines, LINES_AT_ONCE)):
        yield "".join(batch).encode(errors="replace")
