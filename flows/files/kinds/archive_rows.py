"""Stream records from JSON, JSON Lines and CSV. A broken record is a value, and reading goes on."""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flows.files.kinds.archive_records import name_field
from flows.files.kinds.json_pieces import split_records
from flows.files.kinds.text_file import decode_file
from flows.files.pieces import in_utf8
from storage.errors import ReadError

MAX_RECORD = 16_000_000
"""Bytes of one line of JSON Lines or CSV."""
MAX_FIRST_LINE = 1_000_000
"""Bytes of the first record of a document that may turn out to be lines of records."""
MAX_ROW_LINES = 2_000
"""Lines of one CSV row; a quote that is not closed would swallow the rest of the file."""
LISTS = ("articles", "items", "records", "entries", "results", "data", "docs")
"""Under which names an object holds its list of articles, the likelier first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it stands in its file; `number` is its line or place from 1."""

    number: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A record that cannot be read, and why."""

    number: int
    reason: str


Rows = Iterator[Row | BrokenRow]
Line = tuple[int, str | BrokenRow]
"""A line and its number."""


class _Lines:
    """Lines one after another, of which the last that were taken can be given back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._waiting: deque[Line] = deque()

    def take(self) -> Line | None:
        """The next one, None at the end."""
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def give_back(self, taken: list[Line]) -> None:
        """Have these taken again, in the same order."""
        self._waiting.extendleft(reversed(taken))


def read_json_rows(data: bytes, *, path: str) -> Rows:
    """One object, a list of objects, or an object with a list under `articles`, `items` or the like.

    Raises: ReadError where the document as a whole is no JSON.
    """
    text = decode_file(data, path=path).lstrip("\ufeff")
    try:
        found = json.loads(text, strict=False)
    except ValueError as error:
        if _are_objects([line.strip() for line in text.split("\n")]):
            yield from read_json_lines(io.BufferedReader(io.BytesIO(text.encode("utf-8"))), path=path)
            return
        raise ReadError(path, f"it is no JSON: {_explain(error)}") from error
    except RecursionError as error:
        raise ReadError(path, "it is nested too deep") from error
    for number, record in enumerate(_list_records(found), 1):
        yield _check_record(number, record)


def _are_objects(lines: list[str]) -> bool:
    """Whether there are several lines with words, of which the first is a whole object."""
    said = list(filter(None, lines))
    return len(said) > 1 and said[0].startswith("{") and said[0].endswith("}")


def _check_record(number: int, record: object) -> Row | BrokenRow:
    if isinstance(record, dict):
        return Row(number, record)
    return BrokenRow(number, f"it is {_kind(record)}, not an object")


def read_large_json(stream: io.BufferedReader, *, path: str) -> Rows:
    """Read the records of a JSON document that is too large to be read as a whole.

    The list of an object is the first under one of the names. Raises: ReadError where it is no JSON, or
    breaks off; what came before stays.
    """
    number = 0
    for item in split_records(stream, LISTS, longest=MAX_RECORD, about=path):
        if item is not None and not item.strip():
            continue
        number += 1
        line = _too_long(number) if item is None else _decode_line(number, item, path)
        yield line if isinstance(line, BrokenRow) else _read_line(number, line)


def is_json_lines(stream: io.BufferedReader) -> bool:
    """Whether a document under the name of JSON has a whole record in its first line, which is then read."""
    first = stream.readline(MAX_FIRST_LINE).removeprefix(b"\xef\xbb\xbf")
    if not first.endswith(b"\n") or not stream.readline(MAX_FIRST_LINE).lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _list_records(found: object) -> list[Any]:
    if isinstance(found, list):
        return found
    if isinstance(found, dict) and not {"title", "text", "html"} & set(found):
        for name in LISTS:
            if isinstance(found.get(name), list):
                return list(found[name])
    return [found]


def read_json_lines(stream: io.BufferedReader, *, path: str) -> Rows:
    """One object a line; blank lines are passed over, and broken ones named by their number."""
    for number, line in _split_lines(stream, path):
        if isinstance(line, BrokenRow):
            yield line
        elif line.strip():
            yield _read_line(number, line)


def _read_line(number: int, line: str) -> Row | BrokenRow:
    try:
        record = json.loads(line, strict=False)
    except ValueError as error:
        return BrokenRow(number, f"it is no JSON: {_explain(error)}")
    except RecursionError:
        return BrokenRow(number, "it is nested too deep")
    return _check_record(number, record)


def read_csv(stream: io.BufferedReader, *, path: str) -> Rows:
    """One record a row, fields by the header's names; commas, semicolons or tabs between them.

    A row is numbered by its first line. Raises: ReadError where the header names none of our fields.
    """
    numbered = _split_lines(stream, path)
    header, delimiter = _read_header(numbered, path)
    lines = _Lines(numbered)
    while (taken := _take_row(lines)) is not None:
        number, row = taken
        if isinstance(row, BrokenRow):
            yield row
        elif row.strip():
            yield _read_row(number, row, header, delimiter)


def _read_header(lines: Iterator[Line], path: str) -> tuple[list[str], str]:
    """The names in the first line with words, and the mark between them."""
    for _, line in lines:
        if isinstance(line, BrokenRow):
            raise ReadError(path, line.reason)
        if line.strip():
            return _split_header(line, path)
    raise ReadError(path, "the file has no text")


def _split_header(line: str, path: str) -> tuple[list[str], str]:
    """The names of the fields, split at the mark by which most are known."""
    read = [(next(csv.reader([line], delimiter=mark)), mark) for mark in (",", ";", "\t")]
    names, delimiter = max(read, key=lambda pair: len(list(filter(name_field, pair[0]))))
    if not any(map(name_field, names)):
        raise ReadError(
            path, "its first line names none of the fields", "begin with: url,title,text,published_at,outlet"
        )
    return [name.strip().lstrip("\ufeff").lower() for name in names], delimiter


def _take_row(lines: _Lines) -> Line | None:
    """The next row, whose quoted cells may go over lines."""
    first = lines.take()
    if first is None:
        return None
    number, text = first
    if isinstance(text, BrokenRow) or text.count('"') % 2 == 0:
        return first
    return number, _close_quote(number, text, lines)


def _close_quote(number: int, text: str, lines: _Lines) -> str | BrokenRow:
    """A line with those that its open quote goes on over; one never closed costs this line only."""
    taken: list[Line] = []
    parts, size = [text], len(text)
    while size <= MAX_RECORD and len(parts) <= MAX_ROW_LINES:
        more = lines.take()
        if more is None:
            break
        taken.append(more)
        line = more[1]
        if isinstance(line, BrokenRow):
            break
        parts.append(line)
        size += len(line)
        if line.count('"') % 2:
            return "\n".join(parts)
    lines.give_back(taken)
    return BrokenRow(number, "a quotation mark is not closed")


def _read_row(number: int, row: str, header: list[str], delimiter: str) -> Row | BrokenRow:
    csv.field_size_limit(MAX_RECORD)
    try:
        cells = next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return BrokenRow(number, f"it is no CSV: {error}")
    if len(cells) > len(header):
        return BrokenRow(number, f"it has {len(cells)} fields where the header has {len(header)}")
    return Row(number, {name: cell for name, cell in zip(header, cells, strict=False) if cell.strip()})


def _split_lines(stream: io.BufferedReader, path: str) -> Iterator[Line]:
    """Numbered lines, each decoded for itself, since files are put together from others."""
    stream = in_utf8(stream, path)
    number = 0
    while line := stream.readline(MAX_RECORD):
        number += 1
        if len(line) == MAX_RECORD and not line.endswith(b"\n"):
            _pass_line(stream)
            yield number, _too_long(number)
        else:
            yield number, _decode_line(number, line, path)


def _too_long(number: int) -> BrokenRow:
    return BrokenRow(number, f"it is longer than {MAX_RECORD // 1_000_000} MB")


def _pass_line(stream: io.BufferedReader) -> None:
    while (piece := stream.readline(MAX_RECORD)) and not piece.endswith(b"\n"):
        pass


def _decode_line(number: int, line: bytes, path: str) -> str | BrokenRow:
    if not line.strip(b" \t\r\n\xef\xbb\xbf"):
        return ""
    try:
        return decode_file(line, path=path).rstrip("\n")
    except ReadError as error:
        return BrokenRow(number, error.why)


def _explain(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return str(error)[:120]


def _kind(value: object) -> str:
    names: Iterable[tuple[type, str]] = (
        (bool, "a truth value"),
        (str, "a string"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
    )
    return next(
        (name for kind, name in names if isinstance(value, kind)), "nothing" if value is None else "an object"
    )
