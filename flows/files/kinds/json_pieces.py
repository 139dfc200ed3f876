"""The records of a JSON document of any size, one at a time, without reading it as a whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from storage.errors import ReadError

CHUNK = 1 << 20
LONGEST_KEY = 200

# Whatever encoding of ASCII's kin it is in (UTF-8, CP949), these bytes stand for themselves.
STRUCTURE = re.compile(rb"[\"}\],]|[{\[]+")
IN_STRING = re.compile(rb"[\"\\]")


@dataclass(slots=True)
class _Scan:
    """Where a scan stands: how deep, in which kinds of brackets, and in which list the records are.

    `list_depth` is 0 before that list, and below 0 after it; `is_long`: the item lost its beginning.
    """

    wanted: frozenset[bytes]
    longest: int
    at: int = 0
    stack: list[int] = field(default_factory=list)
    key: bytes = b""
    list_depth: int = 0
    in_string: bool = False
    string_at: int = 0
    item_at: int | None = None
    is_long: bool = False


def split_records(
    stream: io.BufferedReader, names: tuple[str, ...], *, longest: int, about: str
) -> Iterator[bytes | None]:
    """The items of a list, or of the first list that an object has under one of `names`, each as its bytes.

    Blank ones come with a comma too many. None stands for one of more than `longest` bytes. Raises: ReadError
    where there is no such list, or where the document breaks off; what came before stays.
    """
    scan, text = _Scan(frozenset(map(str.encode, names)), longest), b""
    while piece := stream.read(CHUNK):
        text += piece
        for item in _step(scan, text):
            yield _check_length(scan, item)
        if scan.list_depth < 0:
            return
        text = _let_go(scan, text)
    if scan.list_depth == 0 and not scan.stack:
        raise ReadError(about, f"it has no list of records, nor one named {', '.join(names[:3])} or the like")
    raise ReadError(about, "it is no JSON: it breaks off")


def _check_length(scan: _Scan, item: bytes) -> bytes | None:
    """The item, None where it was too long; the next is looked at anew."""
    was_long, scan.is_long = scan.is_long, False
    return None if was_long or len(item) > scan.longest else item


def _let_go(scan: _Scan, text: bytes) -> bytes:
    """The text from where it is needed on; an item that is too long loses its beginning."""
    needed = scan.at
    if scan.item_at is not None:
        needed = scan.item_at
    elif scan.in_string and not scan.list_depth:
        needed = scan.string_at
    if scan.at - needed > scan.longest:
        needed, scan.is_long = scan.at, True
    needed = min(len(text), needed)
    scan.at -= needed
    scan.string_at = max(0, scan.string_at - needed)
    scan.item_at = None if scan.item_at is None else max(0, scan.item_at - needed)
    return text[needed:]


def _step(scan: _Scan, text: bytes) -> Iterator[bytes]:
    """Go on through a text; yields each item of the list that ends in it. Ends with the list."""
    while scan.at < len(text) and scan.list_depth >= 0:
        found = (IN_STRING if scan.in_string else STRUCTURE).search(text, scan.at)
        if found is None:
            scan.at = len(text)
        elif scan.in_string:
            _leave_string(scan, text, found)
        else:
            scan.at = found.end()
            yield from _take(scan, text, found)


def _leave_string(scan: _Scan, text: bytes, found: re.Match[bytes]) -> None:
    """Go on after the quote that ends a string, or after what a backslash escapes."""
    if found[0] == b"\\":
        # Beyond the text where that ends: the next piece begins with what it escapes.
        scan.at = found.end() + 1
        return
    scan.at, scan.in_string = found.end(), False
    if len(scan.stack) == 1 and not scan.list_depth:
        scan.key = text[scan.string_at : found.start()][:LONGEST_KEY]


def _take(scan: _Scan, text: bytes, found: re.Match[bytes]) -> Iterator[bytes]:
    """What a bracket, comma or quote means where the scan stands."""
    mark, depth = found[0], len(scan.stack)
    if mark == b'"':
        scan.in_string, scan.string_at = True, found.end()
    elif mark[:1] in b"{[":
        _open_brackets(scan, mark, found.start())
    elif depth == scan.list_depth > 0:
        start, scan.item_at = scan.item_at, found.end()
        scan.list_depth = depth if mark == b"," else -1
        yield text[start : found.start()]
    elif mark != b",":
        del scan.stack[-1:]


def _open_brackets(scan: _Scan, marks: bytes, start: int) -> None:
    """Go deeper by so many brackets; from the third on none begins the records, however many there are."""
    for end, mark in enumerate(marks[:2], start + 1):
        if mark == ord("[") and _begins_records(scan):
            scan.list_depth, scan.item_at = len(scan.stack) + 1, end
        scan.stack.append(mark)
    scan.stack += marks[2:]


def _begins_records(scan: _Scan) -> bool:
    """Whether a list that begins here is that of the records: the document, or the first named one in it."""
    if scan.list_depth:
        return False
    return not scan.stack or (scan.stack == [ord("{")] and scan.key in scan.wanted)
