"""A text as an automaton reads it: lower case, words closed up, and the way back to where they stand.

Nothing here walks over the words of a text in Python: what a hit needs is found around the hit, so that
reading costs little more than the automaton itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import itemgetter

from alerts.watch.scan.places import Occurrence
from storage.language.hangul import read_hanja
from storage.language.text import Span, lower

# Stands where a full stop or a possessive was: no letter, no blank, and as long.
FILLER = "_"
_BLANK = ord(" ")
Gaps = tuple[int, ...]
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
    return read_hanja(lower(text)).replace("ς", "σ")


def _list_bytes(kept: bytes) -> bytes:
    plain = bytearray(range(256))
    for code in range(128):
        char = chr(code)
        plain[code] = ord(char.lower()) if char.isalnum() or code in kept else ord(" ")
    return bytes(plain)


_WORDS = _list_bytes(b"")
_NEXT = re.compile(rb" *([^ ]+)")
_LINES = _list_bytes(b"\n")
_BETWEEN = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != "\n")
LONGEST_SEARCHED = 16_000
"""Characters of a text in which each key that is found is looked for by itself."""

Hit = tuple[int, int, int]
"""What an automaton found: the number of a key, and where it begins and ends."""

Placed = tuple[int, int, int, Gaps]
"""A key by its number, where it begins and ends in code points, and what divides it."""


class SpacedWords:
    """A text without Hangul and Hanja as bytes, blanks for all that is no letter or digit.

    One blank stands before it and one behind. Hits are placed in the order in which they end. Not for
    threads to share.
    """

    def __init__(self, plain: str) -> None:
        self.bytes = b" " + plain.encode().translate(_WORDS) + b" "
        self.is_ascii = self.bytes.isascii()
        self._known = (0, -1)  # the last place asked for, and as code points

    def place(self, start: int, end: int) -> Span:
        """Where the text has these bytes, in code points."""
        if self.is_ascii:
            return start - 1, end - 1
        at, point = self._known
        step = len(self.bytes[min(at, start) : max(at, start)].decode())
        begin = point + step if start >= at else point - step
        self._known = (start, begin)
        return begin, begin + len(self.bytes[start:end].decode())

    def gather(self, hits: Iterable[Hit]) -> dict[int, list[Occurrence]]:
        """By key where its words stand in the text, of keys between two blanks; of a text in ASCII."""
        found: defaultdict[int, list[Occurrence]] = defaultdict(list)
        make = tuple.__new__  # half of what the constructor of a named tuple takes
        for number, start, end in hits:
            found[number].append(make(Occurrence, (start, end - 2)))
        return found

    def read_word(self, at: int) -> tuple[bytes, int]:
        """The next word from an offset on and where it ends; empty where there is none."""
        found = _NEXT.match(self.bytes, at)
        return (found.group(1), found.end()) if found else (b"", at)


class Letters:
    """All letters and digits of a text in a row, to tell at a glance what does not stand in it."""

    def __init__(self, plain: str) -> None:
        self._bytes = plain.encode().translate(_WORDS, b" ").replace(b" ", b"")

    def has(self, core: str) -> bool:
        """Whether these letters stand in a row, whatever stands between them."""
        return core.encode() in self._bytes


class SqueezedRuns:
    """The letters and digits of each line as bytes, without anything between them."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self.bytes = plain.encode().translate(_LINES, _BETWEEN)

    def gather(
        self, hits: Iterable[Hit], keys: Sequence[str]
    ) -> tuple[dict[int, list[Occurrence]], list[Hit]]:
        """By key where it stands in the text wherever nothing divides it; and the hits of the other keys."""
        by_key: defaultdict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            by_key[hit[0]].append(hit)
        whole: dict[int, list[Occurrence]] = {}
        make = tuple.__new__  # half of what the constructor of a named tuple takes
        for number, own in by_key.items():
            key = keys[number]
            places = self._list_whole(key, len(own)) if _is_in_hangul(key) else ()
            if len(places) == len(own):
                whole[number] = [make(Occurrence, (at, at + len(key))) for at in places]
        return whole, [hit for hit in hits if hit[0] not in whole]

    def place_all(self, hits: Iterable[Hit], keys: Sequence[str]) -> Iterator[Placed]:
        """Where the text has what stands at these spans of the bytes, in code points, and how it is divided.

        `hits` are all of some keys, each by its number, in the order in which they end.
        """
        if len(self._plain) > LONGEST_SEARCHED:
            return self._place_by_marks(hits)
        by_key: dict[int, list[Hit]] = {}
        for hit in hits:
            by_key.setdefault(hit[0], []).append(hit)
        return self._place_by_key(by_key, keys)

    def _place_by_key(self, by_key: Mapping[int, list[Hit]], keys: Sequence[str]) -> Iterator[Placed]:
        """By looking for each key where nothing divides it; less work than counting, in a short text."""
        divided: list[Hit] = []
        for number, own in by_key.items():
            key = keys[number]
            places = self._list_whole(key, len(own)) if _is_in_hangul(key) else ()
            if len(places) < len(own):
                divided += own
            else:
                for at in places:
                    yield number, at, at + len(key), ()
        if divided:
            yield from self._place_by_marks(sorted(divided, key=itemgetter(2)))

    def _list_whole(self, key: str, most: int) -> list[int]:
        """The first places at which a key stands with nothing within, so many at most."""
        find, places, at = self._plain.find, [], -1
        for _ in range(most):
            at = find(key, at + 1)
            if at < 0:
                break
            places.append(at)
        return places

    @cached_property
    def _whole(self) -> bytes:
        """The same with a blank for all that is left out, and one around."""
        return b" " + self._plain.encode().translate(_LINES) + b" "

    def _place_by_marks(self, hits: Iterable[Hit]) -> Iterator[Placed]:
        """By counting on from the last place that is known; quick where hits come in their order."""
        whole = self._whole
        marks = [(0, 0, -1)]  # places known: in `bytes`, in the whole, as code points; from left to right
        for key, start, end in hits:
            while marks[-1][0] > start:
                marks.pop()
            known, mark, point = marks[-1]
            first = self._skip_blanks(mark, mark + start - known)
            begin = point + len(whole[mark:first].decode())
            marks.append((start, first, begin))
            last = first + end - start
            if whole.find(b" ", first, last) < 0:
                yield key, begin, begin + len(whole[first:last].decode()), ()
            else:
                last = self._skip_blanks(first, last - 1) + 1
                found = whole[first:last].decode()
                yield key, begin, begin + len(found), _list_gaps(found)

    def _skip_blanks(self, mark: int, least: int) -> int:
        """Where the whole is as far from a mark as `least` is, blanks not counted."""
        count, at, reached = self._whole.count, mark, least
        while blanks := count(b" ", at, reached):
            at, reached = reached, reached + blanks
        return reached if self._whole[reached] != _BLANK else self._find_letter(reached)

    def _find_letter(self, at: int) -> int:
        """Where the first letter stands from an offset on."""
        whole = self._whole
        while whole[at] == _BLANK:
            at += 1
        return at


@lru_cache(maxsize=8192)
def _is_in_hangul(key: str) -> bool:
    """Whether a key has no letter whose case a text may show."""
    return not any(map(str.isascii, key))


def _list_gaps(divided: str) -> Gaps:
    parts = divided.split(" ")
    return tuple(sorted({*accumulate(map(len, parts[:-1]))}))
