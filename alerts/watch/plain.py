"""A text as an automaton reads it: lower case, words closed up, and the way back to where they stand.

Nothing here walks over the words of a text in Python: what a hit needs is found around the hit, so that
reading costs little more than the automaton itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from alerts.watch.hangul import read_hanja
from storage.text import Span, lower

# Stands where a full stop or a possessive was: no letter, no blank, and as long.
FILLER = "_"
_POSSESSIVE = re.compile(r"'(?<=[^\W_]')[sS](?![^\W_])|'(?<=\.[A-Za-z]\.')[sS](?![^\W_])")
# From the first stop on, for a search for a letter would try at every letter: U.S., Ph.D.
_ABBREVIATED = re.compile(
    r"\.(?<=[A-Za-z]\.)(?<![^\W_][A-Za-z]\.)[A-Za-z](?![^\W_])(?:\.[A-Za-z](?![^\W_]))*\.?"
    r"|\.(?<=[Pp]h\.)(?<![^\W_][Pp]h\.)[Dd](?![^\W_])\.?"
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A folded text of the same length, possessives gone and abbreviations without their stops.

    `ends` leads from where a closed-up abbreviation ends to where it ended: U.S. is US and two fillers.
    """

    text: str
    ends: dict[int, int]


def shape_text(folded: str) -> Shaped:
    """Case is kept; every character but those of abbreviations stands where it stood."""
    ends: dict[int, int] = {}

    def close_up(found: re.Match[str]) -> str:
        stopped = found.group()
        letters = stopped.replace(".", "")
        ends[found.start() + len(letters)] = found.end()
        return letters + FILLER * (len(stopped) - len(letters))

    shaped = _POSSESSIVE.sub(FILLER * 2, folded) if "'" in folded else folded
    return Shaped(_ABBREVIATED.sub(close_up, shaped) if "." in shaped else shaped, ends)


def make_plain(shaped: str, unusual: Iterable[str]) -> str:
    """Letters in lower case, headline Hanja in their readings, other marks blank; ASCII is left as it is."""
    for char in unusual:
        plain = _find_plain(char)
        if plain != char:
            shaped = shaped.replace(char, plain)
    return shaped


@lru_cache(maxsize=8192)
def _find_plain(char: str) -> str:
    if not char.isalnum():
        return " "
    # A capital sigma becomes one or the other of two by what follows it.
    return read_hanja(lower(char)).replace("ς", "σ")


def make_key(text: str) -> str:
    """A term's letters in the form that a text has them in; blanks and barriers stay."""
    return read_hanja("".join(map(lower, text))).replace("ς", "σ")


def _list_bytes(kept: bytes) -> bytes:
    plain = bytearray(range(256))
    for code in range(128):
        char = chr(code)
        plain[code] = ord(char.lower()) if char.isalnum() or code in kept else ord(" ")
    return bytes(plain)


_WORDS = _list_bytes(b"")
_LINES = _list_bytes(b"\n")


class SpacedWords:
    """A text without Hangul and Hanja as bytes, blanks for all that is no letter or digit.

    One blank stands before it and one behind. Hits are placed in the order in which they end. Not for
    threads to share.
    """

    def __init__(self, plain: str) -> None:
        self.bytes = b" " + plain.encode().translate(_WORDS) + b" "
        self._points = None if self.bytes.isascii() else _Points(self.bytes)

    def place(self, start: int, end: int) -> Span:
        """Where the text has these bytes, in code points."""
        return (start - 1, end - 1) if self._points is None else self._points.count(start, end)

    def find_tail(self, at: int, words: Iterable[bytes]) -> int | None:
        """Where these words end, blanks before each, from an offset on; None where others stand there."""
        text = self.bytes
        for word in words:
            while text.startswith(b" ", at):
                at += 1
            if not text.startswith(word, at):
                return None
            at += len(word)
        return at


class SqueezedRuns:
    """The letters and digits of each line as bytes, without anything between them.

    Hits are placed in the order in which they end. Not for threads to share.
    """

    def __init__(self, plain: str) -> None:
        self._whole = b" " + plain.encode().translate(_LINES) + b" "
        self.bytes = self._whole.translate(None, b" ")
        self._points = _Points(self._whole)
        self._marks = [(0, 0)]  # places known, in `bytes` and in the whole, from left to right

    def place(self, start: int, end: int) -> tuple[int, int, tuple[int, ...]]:
        """Where the text has these bytes, in code points, and before which of them it has something more."""
        at = self._find_whole(start, end)
        if at is not None:
            return *self._points.count(at, at + end - start), ()
        kept = self._kept
        low, high = bisect_right(kept, start), bisect_right(kept, end - 1)
        begin, stop = self._points.count(start + low, end + high)
        gaps = sorted({*kept[low:high]})
        return begin, stop, tuple(len(self.bytes[start:gap].decode()) for gap in gaps)

    def _find_whole(self, start: int, end: int) -> int | None:
        """Where the whole has these bytes side by side, None where they are divided.

        Looked for from the last place known, and told from others like it by counting what is between.
        """
        while self._marks[-1][0] > start:
            self._marks.pop()
        known, mark = self._marks[-1]
        at, missing, found = mark, start - known, self.bytes[start:end]
        while missing >= 0:
            at = self._whole.find(found, at + missing, at + missing + len(found) + _WIDEST)
            if at < 0:
                return None
            missing = start - known - len(self._whole[mark:at].translate(None, b" "))
            if missing == 0:
                self._marks.append((start, at))
                return at
        return None

    @cached_property
    def _kept(self) -> list[int]:
        """How many bytes stand before each place where a blank was cut."""
        return list(accumulate(map(len, self._whole.split(b" "))))


# What is farther away than this is not worth a look at all between.
_WIDEST = 2_000


class _Points:
    """Places in UTF-8, behind one blank, as code points; quick where each is near the last one."""

    def __init__(self, whole: bytes) -> None:
        self._whole = whole
        self._known = (0, -1)

    def count(self, start: int, end: int) -> Span:
        at, point = self._known
        if end < at:
            stop = point - len(self._whole[end:at].decode())
        else:
            stop = point + len(self._whole[at:end].decode())
        self._known = (end, stop)
        return stop - len(self._whole[start:end].decode()), stop
