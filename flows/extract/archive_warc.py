"""Web archives: the HTML answers in a WARC file, one at a time."""

from __future__ import annotations

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
    """The successful HTML answers (and HTML resources) of an archive, packed record by record or not.

    Other records are passed over. Raises: ReadError where the archive breaks off; what came
    before stays.
    """
    number = 0
    try:
        for record in ArchiveIterator(stream):
            number += 1
            if _is_page(record):
                yield _read_body(record, number)
    except (ArchiveLoadFailed, EOFError, ValueError, OSError, KeyError, IndexError, AttributeError) as error:
        raise ReadError(
            f"{path}:{number + 1}", f"the archive is damaged from here on: {str(error)[:120]}"
        ) from error
    if not number:
        raise ReadError(path, "it holds no WARC records")


def _is_page(record: Any) -> bool:
    kind = record.rec_type
    headers = record.http_headers
    if kind == "resource":
        content_type = record.rec_headers.get_header("Content-Type") or ""
        return str(content_type).lower().startswith(HTML_TYPES)
    if kind != "response" or headers is None:
        return False
    content_type = (headers.get_header("Content-Type") or "").lower()
    return str(headers.get_statuscode()) == "200" and (
        content_type.startswith(HTML_TYPES) or not content_type
    )


def _read_body(record: Any, number: int) -> ArchivedPage | ArchivedFault:
    headers = record.http_headers
    try:
        body = record.content_stream().read(MAX_PAGE + 1)
    except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
        return ArchivedFault(number, f"its content is damaged: {str(error)[:120]}")
    if len(body) > MAX_PAGE:
        return ArchivedFault(number, f"it is larger than {MAX_PAGE // 1_000_000} MB")
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    content_type = str(headers.get_header("Content-Type") or "") if headers else ""
    return ArchivedPage(number, url if url.startswith("http") else "", content_type, body)
