"""Compressed bodies to plain ones, never to more than the limit."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import brotli
import zstandard

from storage.errors import FetchError, TooLarge

LAYERS = 3
"""How many encodings may lie over one another; real servers use one, rarely two."""

ACCEPTED = "gzip, deflate, br, zstd"


def decode_body(raw: bytes, encodings: str, limit: int, *, about: str) -> bytes:
    """The body without its `Content-Encoding` layers (the header as it came).

    An encoding that nobody knows is passed over, and so is one that the bytes do not have.
    Raises: TooLarge beyond `limit` bytes; FetchError for damaged data or too many layers.
    """
    names = [name.strip().lower() for name in encodings.split(",") if name.strip()]
    known = [DECODERS[name] for name in names if name in DECODERS]
    if len(known) > LAYERS:
        raise FetchError(about, f"the body is wrapped in {len(known)} encodings")
    for decode in reversed(known):
        if not raw:
            break
        try:
            raw = decode(raw, limit)
        except _Full:
            raise TooLarge(about, f"the body has more than {limit:,} bytes when decompressed") from None
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
            raise FetchError(about, f"the compressed body is damaged: {error}") from error
    return raw


def gunzip(raw: bytes, limit: int, *, about: str) -> bytes:
    """A gzip file's content, all members.

    Raises: as `decode_body`.
    """
    return decode_body(raw, "gzip", limit, about=about)


class _Full(Exception):
    """More came out than may."""


def _decode_gzip(raw: bytes, limit: int) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    parts: list[bytes] = []
    size = 0
    # A file may have several members; zero bytes after the last are padding.
    while raw.startswith(b"\x1f\x8b"):
        part, raw = _inflate(raw, zlib.MAX_WBITS | 16, limit - size)
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _decode_deflate(raw: bytes, limit: int) -> bytes:
    # RFC 9110 means zlib's format; some servers send the bare stream.
    try:
        return _inflate(raw, zlib.MAX_WBITS, limit)[0]
    except zlib.error:
        return _inflate(raw, -zlib.MAX_WBITS, limit)[0]


def _inflate(raw: bytes, wbits: int, limit: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(wbits)
    out = stream.decompress(raw, max(limit, 0) + 1)
    if len(out) > limit:
        raise _Full
    if not stream.eof:
        raise EOFError("it ends too early")
    return out, stream.unused_data


def _decode_brotli(raw: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    parts = [stream.process(raw, output_buffer_limit=limit + 1)]
    size = len(parts[0])
    while not stream.is_finished() and size <= limit:
        part = stream.process(b"", output_buffer_limit=limit + 1 - size)
        if not part and stream.can_accept_more_data():
            raise EOFError("it ends too early")
        parts.append(part)
        size += len(part)
    if size > limit:
        raise _Full
    return b"".join(parts)


def _decode_zstd(raw: bytes, limit: int) -> bytes:
    # RFC 9659: no window above 8 MiB on the web.
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(
        io.BytesIO(raw), read_across_frames=True
    )
    out: bytes = reader.read(limit + 1)
    if len(out) > limit:
        raise _Full
    return out


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _decode_gzip,
    "x-gzip": _decode_gzip,
    "deflate": _decode_deflate,
    "br": _decode_brotli,
    "zstd": _decode_zstd,
}
