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
STRUCTURE = re.compile(rb"[\"{}\[\],]")
IN_STRING = re.compile(rb"[\"\\]")


@dataclass(slots=True)
class _Scan:
    """Where a scan stands: how deep, in which kinds of brackets, and in which list the records are."""

    at: int = 0
    stack: list[int] = field(default_factory=list)
    key: bytes = b""
    list_depth: int = 0
    in_string: bool = False
    string_at: int = 0
    item_at: int | None = None


def split_records(
    stream: io.BufferedReader, names: tuple[str, ...], *, longest: int, about: str
) -> Iterator[bytes | None]:
    """The items of a list, or of the first list that an object has under one of `names`, each as its bytes.

    Blank ones come with a comma too many. None stands for one of more than `longest` bytes. Raises: ReadError
    where there is no such list, or where the document breaks off; what came before stays.
    """
    wanted = {name.encode() for name in names}
    scan, text = _Scan(), b""
    is_long = False
    while piece := stream.read(CHUNK):
        text += piece
        for item in _step(scan, text, wanted):
            yield None if is_long or len(item) > longest else item
            is_long = False
        if scan.list_depth < 0:
            return
        text, is_cut = _let_go(scan, text, longest)
        is_long = is_long or is_cut
    if scan.list_depth == 0 and not scan.stack:
        raise ReadError(about, f"it has no list of records, nor one named {', '.join(names[:3])} or the like")
    raise ReadError(about, "it is no JSON: it breaks off")


def _let_go(scan: _Scan, text: bytes, longest: int) -> tuple[bytes, bool]:
    """The text from where it is needed on, and whether an item lost its beginning as too long."""
    needed = scan.at
    if scan.item_at is not None:
        needed = scan.item_at
    elif scan.in_string and not scan.list_depth:
        needed = scan.string_at
    is_cut = scan.at - needed > longest
    needed = min(len(text), scan.at if is_cut else needed)
    scan.at -= needed
    scan.string_at = max(0, scan.string_at - needed)
    scan.item_at = None if scan.item_at is None else max(0, scan.item_at - needed)
    return text[needed:], is_cut


def _step(scan: _Scan, text: bytes, wanted: set[bytes]) -> Iterator[bytes]:
    """Go on through a text; yields each item of the list that ends in it. Ends with the list."""
    while scan.at < len(text) and scan.list_depth >= 0:
        found = (IN_STRING if scan.in_string else STRUCTURE).search(text, scan.at)
        if found is None:
            scan.at = len(text)
        elif found[0] == b"\\":
            scan.at = (
                found.end() + 1
            )  # beyond the text where that ends: the next piece begins with what it escapes
        elif scan.in_string:
            scan.at, scan.in_string = found.end(), False
            if len(scan.stack) == 1 and not scan.list_depth:
                scan.key = text[scan.string_at : found.start()][:LONGEST_KEY]
        else:
            scan.at = found.end()
            yield from _take(scan, text, found, wanted)


def _take(scan: _Scan, text: bytes, found: re.Match[bytes], wanted: set[bytes]) -> Iterator[bytes]:
    """What a bracket, comma or quote means where the scan stands."""
    mark, depth = found[0], len(scan.stack)
    if mark == b'"':
        scan.in_string, scan.string_at = True, found.end()
    elif mark in b"{[":
        scan.stack.append(mark[0])
        is_named = depth == 1 and scan.stack[0] == ord("{") and scan.key in wanted
        is_list = mark == b"[" and (depth == 0 or is_named)
        if not scan.list_depth and is_list:
            scan.list_depth, scan.item_at = depth + 1, found.end()
    elif mark == b"," and depth == scan.list_depth and depth:
        yield text[scan.item_at : found.start()]
        scan.item_at = found.end()
    elif mark in b"}]":
        if depth == scan.list_depth and depth:
            scan.list_depth = -1
            yield text[scan.item_at : found.start()]
        elif scan.stack:
            scan.stack.pop()
