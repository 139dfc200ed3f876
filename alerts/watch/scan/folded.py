"""A text as an automaton reads it: lower case, words closed up, and the way back to where they stand.

Nothing here walks over the words of a text in Python: what a hit needs is found around the hit, so that
reading costs little more than the automaton itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress

from alerts.watch.scan.places import Occurrence
from storage.language.hangul import read_hanja
from storage.language.text import lower

# Stands where a full stop or a possessive was: no letter, no blank, and as long.
FILLER = "_"
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
_NEXT = re.compile(" *([^ ]+)")
_LINES = _list_bytes(b"\n")
_BETWEEN = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != "\n")
Hit = tuple[int, int, int]
"""What an automaton found: the number of a key, and where it begins and ends."""


class SpacedWords:
    """A text without Hangul and Hanja, blanks for all that is no letter or digit.

    One blank stands before it and one behind, so that what begins after a blank begins at its offset.
    """

    def __init__(self, plain: str) -> None:
        self.text = f" {plain.encode().translate(_WORDS).decode()} "

    def gather(self, hits: Iterable[Hit]) -> dict[int, list[Occurrence]]:
        """By key where its words stand in the text, of keys between two blanks."""
        found: defaultdict[int, list[Occurrence]] = defaultdict(list)
        make = tuple.__new__  # half of what the constructor of a named tuple takes
        for number, start, end in hits:
            found[number].append(make(Occurrence, (start, end - 2)))
        return found

    def read_word(self, at: int) -> tuple[str, int]:
        """The next word from an offset on and where it ends; empty where there is none."""
        found = _NEXT.match(self.text, at)
        return (found.group(1), found.end()) if found else ("", at)


class Letters:
    """All letters and digits of a text in a row, to tell at a glance what does not stand in it."""

    def __init__(self, plain: str) -> None:
        self._bytes = plain.encode().translate(_WORDS, b" ").replace(b" ", b"")

    def has(self, core: str) -> bool:
        """Whether these letters stand in a row, whatever stands between them."""
        return core.encode() in self._bytes


Placed = tuple[int, int, int, Gaps]
"""A key by its number, where it begins and ends in the text, and what divides it."""


class SqueezedRuns:
    """The letters and digits of each line, without anything between them, and where each stands."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self.letters = plain.encode().translate(_LINES, _BETWEEN).decode()

    @cached_property
    def kinds(self) -> bytes:
        """What each character of the text is; with one more, BETWEEN, at the end."""
        return self._plain.replace("?", " ").encode("latin-1", "replace").translate(_KINDS) + bytes([BETWEEN])

    @cached_property
    def places(self) -> list[int]:
        """Where each of the letters stands."""
        size = len(self._plain)
        return [*compress(_NUMBERS if size <= len(_NUMBERS) else range(size), self.kinds)]

    def place_few(self, hits: Iterable[Hit], keys: Sequence[str]) -> Iterator[Placed]:
        """Where the text has what was found among its letters: all hits of some keys.

        Each key is looked for where nothing divides it: less work than numbering the letters, for few hits.
        """
        by_key: dict[int, list[Hit]] = {}
        for hit in hits:
            by_key.setdefault(hit[0], []).append(hit)
        for number, own in by_key.items():
            key = keys[number]
            whole = self._list_whole(key, len(own)) if _is_in_hangul(key) else ()
            if len(whole) == len(own):
                yield from ((number, at, at + len(key), ()) for at in whole)
            else:
                yield from map(self.place, own)

    def _list_whole(self, key: str, most: int) -> list[int]:
        """The first places at which a key stands with nothing within, so many at most."""
        find, places, at = self._plain.find, [], -1
        for _ in range(most):
            at = find(key, at + 1)
            if at < 0:
                break
            places.append(at)
        return places

    def place(self, hit: Hit) -> Placed:
        """Where the text has what was found among its letters."""
        number, start, end = hit
        places = self.places
        gaps = tuple(at - start for at in range(start + 1, end) if places[at] - places[at - 1] > 1)
        return number, places[start], places[end - 1] + 1, gaps


@lru_cache(maxsize=8192)
def _is_in_hangul(key: str) -> bool:
    """Whether a key has no letter whose case a text may show."""
    return not any(map(str.isascii, key))


BETWEEN, LINE, LETTER = range(3)
_KINDS = bytes(
    LETTER
    if chr(code).isalnum() or code >= 128 or chr(code) == "?"
    else LINE
    if code == ord("\n")
    else BETWEEN
    for code in range(256)
)
"""Of an encoded character, where a question mark stands for whatever is beyond Latin 1."""

_NUMBERS = tuple(range(1 << 14))  # half of what it takes to make them for each text
