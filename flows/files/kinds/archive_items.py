"""What reading files gives: records, broken records and skipped files."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import Extract


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article out of a file.

    `path` is the file as it was found; `number` the line, row, entry or record within it from 1,
    None where the file is one article. `source` is what the record itself says of its source. `doubt`
    says what somebody should look at though it was read, None where there is nothing. `unread_date` is what
    it gives for a date and is none.
    """

    extract: Extract
    path: str
    number: int | None = None
    source: str | None = None
    doubt: str | None = None
    unread_date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A file or one record of it (`file.jsonl:17`) that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file of a kind that holds no articles."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file of a known kind; its records follow."""

    path: str


Item = Record | BadRecord | Skipped | Opened


def name_record(path: str, number: int | None) -> str:
    """`file.jsonl:17`; the path alone for a whole file."""
    return path if number is None else f"{path}:{number}"
