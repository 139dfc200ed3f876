"""Compressed bodies to plain ones: never more than the limit, and in time that grows with the input alone."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from time import thread_time

import brotli
import zstandard

from storage.errors import FetchError, TooLarge, TooSlow
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

LAYERS = 3
"""How many encodings may lie over one another; real servers use one, rarely two."""

ACCEPTED = "gzip, deflate, br, zstd"

PIECE = 64 * 1024
"""Bytes given to a decoder at once: what it hands back unread is a copy, and must not be one of the whole."""

MEMBERS = 4_096
"""Members or frames of one body; 50 MB packed in blocks, as `bgzip` does it, have some 800."""

SLOWEST_S = 5.0
"""Processor time for one body; 10 MB of any real one take a twentieth of a second."""


def decode_body(raw: bytes, encodings: str, limit: int, *, about: str) -> bytes:
    """The body without its `Content-Encoding` layers (the header as it came).

    An encoding that nobody knows is passed over, and so is one that the bytes do not have. The decoders let
    other threads run meanwhile.
    Raises: TooLarge beyond `limit` bytes; TooSlow; FetchError for damaged data, too many layers or members.
    """
    names = map(str.strip, encodings.lower().split(","))
    known = [DECODERS[name] for name in names if name in DECODERS]
    if len(known) > LAYERS:
        raise FetchError(about, Reason(FetchCode.ENCODINGS, count=len(known)))
    until = thread_time() + SLOWEST_S
    for decode in reversed(known):
        if raw:
            raw = _undo(decode, raw, _Output(limit, until), about)
    return raw


def _undo(decode: Decoder, raw: bytes, out: _Output, about: str) -> bytes:
    """The body without one layer. Raises: as `decode_body`."""
    try:
        return decode(raw, out)
    except _Full:
        raise TooLarge(about, Reason(FetchCode.UNPACKED_BYTES, limit=f"{out.limit:,}")) from None
    except _Crowded:
        raise FetchError(about, Reason(FetchCode.MEMBERS, most=f"{MEMBERS:,}")) from None
    except _Slow:
        raise TooSlow(about, Reason(FetchCode.UNPACKING_SLOW, seconds=f"{SLOWEST_S:g}")) from None
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise FetchError(about, Reason(FetchCode.BODY_DAMAGED, error=error)) from error


def gunzip(raw: bytes, limit: int, *, about: str) -> bytes:
    """A gzip file's content, all members.

    Raises: as `decode_body`.
    """
    return decode_body(raw, "gzip", limit, about=about)


class _Full(Exception):
    """More came out than may."""


class _Crowded(Exception):
    """It consists of more members than any real body."""


class _Slow(Exception):
    """It takes longer than any real body."""


class _Output:
    """What came out of one layer so far, within bytes and time."""

    def __init__(self, limit: int, until: float) -> None:
        self.limit = limit
        self._until = until
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def room(self) -> int:
        """How much a decoder may give at once: a byte more than allowed, which tells that it is too much."""
        return self.limit - self._size + 1

    def add(self, part: bytes) -> None:
        """Take a part. Raises: _Full, _Slow."""
        self._parts.append(part)
        self._size += len(part)
        if self._size > self.limit:
            raise _Full
        if thread_time() > self._until:
            raise _Slow

    def join(self) -> bytes:
        """All of it."""
        return b"".join(self._parts)


def _decode_gzip(raw: bytes, out: _Output) -> bytes:
    end = 0
    # A file may have several members; what follows the last is padding, or nothing of ours.
    for _ in range(MEMBERS):
        if not raw.startswith(b"\x1f\x8b", end):
            return out.join() if end else raw
        end = _inflate(raw, end, zlib.MAX_WBITS | 16, out)
    raise _Crowded


def _decode_deflate(raw: bytes, out: _Output) -> bytes:
    # RFC 9110 means zlib's format; some servers send the bare stream.
    is_wrapped = len(raw) > 1 and raw[0] & 15 == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    _inflate(raw, 0, zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS, out)
    return out.join()


def _inflate(raw: bytes, start: int, wbits: int, out: _Output) -> int:
    """Undo the one stream that begins at `start`; where it ends."""
    stream = zlib.decompressobj(wbits)
    while not stream.eof:
        piece = _piece(raw, start)
        start += len(piece)
        out.add(stream.decompress(piece, out.room))
    return start - len(stream.unused_data)


def _decode_brotli(raw: bytes, out: _Output) -> bytes:
    stream = brotli.Decompressor()
    start = 0
    while not stream.is_finished():
        piece = _piece(raw, start) if stream.can_accept_more_data() else b""
        start += len(piece)
        out.add(stream.process(piece, output_buffer_limit=out.room))
    return out.join()


def _decode_zstd(raw: bytes, out: _Output) -> bytes:
    # RFC 9659: no window above 8 MiB on the web.
    plain = zstandard.ZstdDecompressor(max_window_size=1 << 23)
    reader = plain.stream_reader(io.BytesIO(raw), read_across_frames=True)
    while part := reader.read(min(out.room, PIECE)):
        out.add(part)
    _check_frames(raw, plain)
    return out.join()


def _check_frames(raw: bytes, plain: zstandard.ZstdDecompressor) -> None:
    """Whether the last frame is whole, which the reader, bounded as it is, does not tell.

    Raises: EOFError, _Crowded.
    """
    end = 0
    for _ in range(MEMBERS):
        stream = plain.decompressobj()
        while not stream.eof:
            piece = _piece(raw, end)
            end += len(piece)
            stream.decompress(piece)
        end -= len(stream.unused_data)
        if end == len(raw):
            return
    raise _Crowded


def _piece(raw: bytes, start: int) -> bytes:
    """The next bytes for a decoder that wants more. Raises: EOFError where there are none."""
    if piece := raw[start : start + PIECE]:
        return piece
    raise EOFError("it ends too early")


Decoder = Callable[[bytes, _Output], bytes]

DECODERS: dict[str, Decoder] = {
    "gzip": _decode_gzip,
    "x-gzip": _decode_gzip,
    "deflate": _decode_deflate,
    "br": _decode_brotli,
    "zstd": _decode_zstd,
}
