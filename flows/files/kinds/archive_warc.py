"""Web archives: the HTML answers in a WARC file, one at a time."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.errors import ReadError

MAX_PAGE = 10_000_000
"""Bytes of one page, after its own decompression."""
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as a crawler kept it; `number` is the record's place in the archive from 1."""

    number: int
    url: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ArchivedFault:
    """A record that cannot be read, and why."""

    number: int
    reason: str


def read_warc(stream: io.BufferedReader, *, path: str) -> Iterator[ArchivedPage | ArchivedFault]:
    """The successful HTML answers (and HTML resources) of an unpacked archive.

    Other records are passed over. Raises: ReadError where the archive breaks off; what came
    before stays.
    """
    number = 0
    try:
        for record in _read_records(stream):
            number += 1
            if isinstance(record, ArchivedFault):
                yield record
            elif _is_page(record):
                yield _read_body(record, number)
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, KeyError, IndexError, AttributeError) as error:
        raise ReadError(
            f"{path}:{number + 1}", f"the archive is damaged from here on: {_tidy(error)}"
        ) from error
    if not number:
        raise ReadError(path, "it holds no WARC records")


def _read_records(stream: io.BufferedReader) -> Iterator[Any]:
    """The records one by one; what warcio would print of them is a fault beside them, and not printed."""
    records, number = iter(ArchiveIterator(_Pieces(stream))), 0
    while True:
        with contextlib.redirect_stderr(io.StringIO()) as said:
            record = next(records, None)
        number += 1
        if record is None:
            return
        if said.getvalue():
            yield ArchivedFault(number, f"the record before it is damaged: {_tidy(said.getvalue())}")
        elif record.rec_headers is not None and not record.rec_headers.get_header("Content-Length"):
            yield ArchivedFault(number, "it breaks off")
        else:
            yield record


class _Pieces:
    """A stream that returns what it has so far, so that records before the damage are not lost."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, `size` at most; none at the end."""
        piece = self._stream.read1(size if size > 0 else 1 << 16)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at

    def close(self) -> None:
        """Nothing: who opened the stream closes it."""


def _tidy(words: object) -> str:
    """A library's error on one line, without quoted bytes."""
    line = " ".join(str(words).split())
    return "".join(char for char in line if char.isprintable())[:120]


def _is_page(record: Any) -> bool:
    kind, headers = record.rec_type, record.http_headers
    if kind == "resource":
        return _read_header(record.rec_headers, "Content-Type").lower().startswith(HTML_TYPES)
    if kind != "response" or headers is None or str(headers.get_statuscode()) != "200":
        return False
    content_type = _read_header(headers, "Content-Type").lower()
    return not content_type or content_type.startswith(HTML_TYPES)


def _read_header(headers: Any, name: str) -> str:
    """One of a record's headers; empty where it has none."""
    return str(headers.get_header(name) or "") if headers else ""


def _read_body(record: Any, number: int) -> ArchivedPage | ArchivedFault:
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            body = record.content_stream().read(MAX_PAGE + 1)
            if len(body) > MAX_PAGE:
                return ArchivedFault(number, f"it is larger than {MAX_PAGE // 1_000_000} MB")
            record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
        return ArchivedFault(number, f"its content is damaged: {_tidy(error)}")
    if record.raw_stream.limit > 0:
        return ArchivedFault(number, "it breaks off")
    url = _read_header(record.rec_headers, "WARC-Target-URI").strip("<>")
    content_type = _read_header(record.http_headers, "Content-Type")
    return ArchivedPage(number, url if url.startswith("http") else "", content_type, body)
