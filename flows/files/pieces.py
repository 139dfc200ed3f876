"""Files of any size read in pieces: never more of one is held than a record, a page or a few megabytes."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import cast

from flows.extract.text.charset import BOMS
from storage.errors import ReadError

CHUNK = 1 << 20
LONGEST_ENTRY = 8
"""So many pieces an entry of a feed may be long."""

HEAD = 1 << 20
"""Bytes in which a feed must have begun its first entry."""

SPLIT = re.compile(rb"\r?\n[ \t]*\r?\n")
FIRST_ITEM = re.compile(rb"<(?:[\w.-]{1,40}:)?(item|entry)[\s>]", re.IGNORECASE)
LAST_ITEM = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>", re.IGNORECASE)
DECLARED = re.compile(rb"<\?xml[^>]{0,300}\?>\s*")

# What a saved page may have megabytes of and no reader sees, and the mark that ends each.
SHED = re.compile(
    rb"(?P<data>data:[a-z]+/[\w.+-]+[;,])|<(?P<tag>style)\b|<(?P<script>script)\b(?![^>]{0,500}json)"
    rb"|(?P<note><!--)",
    re.IGNORECASE,
)
ENDS = {
    "data": re.compile(rb"[\s\"'<>)]"),
    "tag": re.compile(rb"</style\s*>", re.IGNORECASE),
    "script": re.compile(rb"</script\s*>", re.IGNORECASE),
    "note": re.compile(rb"-->"),
}
OVERLAP = 1_000
"""Bytes kept from one piece to the next, so that no mark is cut in two."""


def in_utf8(stream: io.BufferedReader, about: str) -> io.BufferedReader:
    """The stream as UTF-8 where its first bytes say that it is UTF-16 or UTF-32; else as it is.

    What is read raises ReadError where the bytes are not what they say.
    """
    opening = stream.peek(4)[:4]
    for bom, codec in BOMS:
        if codec != "utf-8" and opening.startswith(bom):
            return io.BufferedReader(_Recoded(stream, codec, len(bom), about), CHUNK)
    return stream


class _Recoded(io.RawIOBase):
    """Bytes of another encoding as UTF-8, a piece at a time."""

    def __init__(self, stream: io.BufferedReader, codec: str, skip: int, about: str) -> None:
        stream.read(skip)
        self._stream, self._codec, self._about = stream, codec, about
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._ready = b""
        self._at = skip

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as files do."""
        view = memoryview(cast(bytearray, buffer))
        while not self._ready:
            piece = self._stream.read1(CHUNK)
            try:
                text = self._decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                where = self._at + error.start
                why = f"it says that it is {self._codec.upper()}, and around byte {where} is not"
                raise ReadError(self._about, why, "save it as UTF-8 text") from error
            self._at += len(piece)
            self._ready = text.encode("utf-8", "replace")
            if not piece:
                break
        taken = self._ready[: len(view)]
        self._ready = self._ready[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


def text_pieces(stream: io.BufferedReader, size: int) -> Iterator[bytes]:
    """A text in pieces of about so many bytes, each cut at a blank line near its end, else at a line's."""
    rest = b""
    while piece := stream.read(size):
        whole = rest + piece
        cut = _end_of_last(SPLIT, whole, CHUNK) or whole.rfind(b"\n") + 1 or len(whole)
        yield whole[:cut]
        rest = whole[cut:]
    if rest:
        yield rest


def _end_of_last(mark: re.Pattern[bytes], text: bytes, reach: int) -> int:
    """Where the last match of a mark within the last bytes of a text ends; 0 if there is none."""
    ends = [found.end() for found in mark.finditer(text, max(0, len(text) - reach))]
    return ends[-1] if ends else 0


def feed_pieces(stream: io.BufferedReader, size: int, about: str) -> Iterator[bytes]:
    """A feed as small feeds of whole entries, each with the head of the first.

    Raises: ReadError where no entry begins in its first megabyte.
    """
    head, entries, foot = _open_feed(stream.read(HEAD), about)
    ahead = iter(lambda: stream.read(size), b"")
    begun = (entries[at : at + size] for at in range(0, len(entries), size))
    rest, found = b"", 0
    for piece in chain(begun, ahead):
        whole = rest + piece
        cut = _end_of_last(LAST_ITEM, whole, len(whole))
        if cut:
            found += 1
            yield head + whole[:cut] + foot
        elif len(whole) > LONGEST_ENTRY * size:
            raise ReadError(about, f"one of its entries is larger than {LONGEST_ENTRY * size / 1e6:.0f} MB")
        rest = whole[cut:]
    if not found:
        raise ReadError(about, "none of its entries ends")


def _open_feed(text: bytes, about: str) -> tuple[bytes, bytes, bytes]:
    """What stands before a feed's first entry, from there on, and what ends a feed that begins so."""
    first = FIRST_ITEM.search(text)
    if first is None:
        raise ReadError(about, "no entry of a feed begins in its first megabyte")
    head, entries = DECLARED.sub(b"", text[: first.start()]), text[first.start() :]
    is_atom, is_rdf = first[1].lower() == b"entry", b"<rdf:rdf" in head.lower()
    foot = b"</feed>" if is_atom else b"</rdf:RDF>" if is_rdf else b"</channel></rss>"
    if is_rdf and b"</channel>" not in head:
        foot = b"</channel>" + foot
    return head, entries, foot


def shed_page(stream: io.BufferedReader, most: int) -> tuple[bytes, bool]:
    """A page without the pictures, scripts and styles in it, and whether it is longer than `most` bytes.

    Data for scripts (JSON-LD and the like) stays: it may hold the text.
    """
    kept = bytearray()
    text, within = b"", ""
    while piece := stream.read(CHUNK):
        found, text, within = _shed(text + piece, within, OVERLAP)
        kept += found
        if len(kept) > most:
            return bytes(kept[:most]), True
    kept += _shed(text, within, 0)[0]
    return bytes(kept[:most]), len(kept) > most


def _shed(text: bytes, within: str, overlap: int) -> tuple[bytes, bytes, str]:
    """What stays of a text, what must be looked at again with what follows, and what it breaks off within."""
    kept = bytearray()
    at = 0
    while True:
        if within:
            end = ENDS[within].search(text, at)
            if end is None:
                return bytes(kept), text[max(at, len(text) - overlap) :], within
            at, within = end.start() if within == "data" else end.end(), ""
        mark, sure = SHED.search(text, at), len(text) - overlap
        if mark is None or mark.start() >= sure:  # one that begins later may go on in what follows
            sure = max(at, sure)
            return bytes(kept + text[at:sure]), text[sure:], ""
        kept += text[at : mark.start()]
        at, within = mark.end(), str(mark.lastgroup)
