"""How the newsstand's answers travel: conditional requests, compression, and streams that do not end."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from itertools import chain, repeat

from flows.demo.loopback import send_answer

_BLANKS = b" " * 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands at a path: the true answer, before the request's conditions are looked at.

    `changed` None leaves both validators out.
    """

    status: int = 200
    content_type: str
    body: bytes
    changed: datetime | None = None
    gzip: bool = False

    @property
    def etag(self) -> str:
        """A strong validator of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def send_sheet(request: BaseHTTPRequestHandler, sheet: Sheet) -> None:
    """Answer with the sheet, or with 304 where the client has it (RFC 9110, 13.2.2)."""
    headers: list[tuple[str, str]] = [("Content-Type", sheet.content_type)]
    if sheet.changed is not None:
        headers.append(("ETag", sheet.etag))
        headers.append(("Last-Modified", format_datetime(sheet.changed.astimezone(UTC), usegmt=True)))
        if _is_known(request, sheet.etag, sheet.changed):
            send_answer(request, 304, b"", tuple(headers))
            return
    body = sheet.body
    if sheet.gzip and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body)
        headers.append(("Content-Encoding", "gzip"))
    send_answer(request, sheet.status, body, tuple(headers))


def stream_body(
    request: BaseHTTPRequestHandler, chunks: Iterable[bytes], headers: tuple[tuple[str, str], ...]
) -> None:
    """Answer 200 without a length and write chunk by chunk, each at once, until they or the client end."""
    request.close_connection = True
    request.send_response(200)
    for name, value in (*headers, ("Connection", "close")):
        request.send_header(name, value)
    request.end_headers()
    for chunk in chunks:
        request.wfile.write(chunk)
        request.wfile.flush()


def endless_chunks(head: bytes, chunk: bytes) -> Iterator[bytes]:
    """The head once, then the chunk for ever."""
    return chain((head,), repeat(chunk))


def bomb_chunks(size: int) -> Iterator[bytes]:
    """A gzip stream of `size` blanks, about a thousandth as long."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for start in range(0, size, len(_BLANKS)):
        yield packer.compress(_BLANKS[: size - start])
    yield packer.flush()


def _is_known(request: BaseHTTPRequestHandler, etag: str, changed: datetime) -> bool:
    if_none_match = request.headers.get("If-None-Match")
    if if_none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return etag in tags or "*" in tags
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
