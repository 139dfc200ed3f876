"""What must hold around a hit of a pattern, and within it, for the pattern to stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from alerts.watch.hangul import is_safe_hanja, may_begin_after, may_end_before
from alerts.watch.surface import Surface
from alerts.watch.terms import Edge, Pattern
from storage.text import HAN, HANGUL

_PIECE = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]+")
_STOPS = re.compile(r"[.!?。\n]")
# What a Korean term may be written with between its words.
_JOINT = re.compile(r"[ \t·-]*")
_SCRIPTS = tuple(re.compile(f"[{chars}]*") for chars in (HANGUL, HAN))
_LATIN = re.compile(rf"[^\W_{HANGUL}{HAN}]*")
# Headlines hang these on a name as they stand: 트럼프發, 北側.
_SUFFIXES = frozenset("發側式系産")


def hold_words(surface: Surface, pattern: Pattern, begin: int, stop: int) -> bool:
    """Whether Latin words that stand at a span of the shaped text are the pattern's."""
    if pattern.capitals and not _has_capitals(pattern, _PIECE.findall(surface.shaped, begin, stop)):
        return False
    text = surface.text
    if text[begin].isdigit() and begin >= 2 and text[begin - 1] in ",." and text[begin - 2].isdigit():
        return False  # 234 is no part of 1,234
    # A phrase does not run on over a full stop; `Gen. Brunson` is one sentence.
    return (
        pattern.words == 1 or _STOPS.search(text, begin, stop) is None or surface.is_one_sentence(begin, stop)
    )


def _has_capitals(pattern: Pattern, pieces: Sequence[str]) -> bool:
    last = pattern.words - 1
    for number, capitals in enumerate(pattern.capitals):
        if capitals is None or pieces[number] == capitals:
            continue
        if number != last:
            return False
        if pieces[last] != capitals + "s" and not (pattern.wild and pieces[last].startswith(capitals)):
            return False
    return True


def is_within_word(surface: Surface, begin: int, stop: int, *, wild: bool) -> bool:
    """Whether a span of Latin letters is part of a longer run of them; `wild` lets it go on."""
    plain = surface.plain
    if begin and is_latin(plain[begin - 1]):
        return True
    return not wild and stop < len(plain) and is_latin(plain[stop])


def is_latin(char: str) -> bool:
    """Whether a character belongs to words that are written between blanks."""
    return char.isalnum() and (char.isascii() or _LATIN.fullmatch(char) is not None)


class Gap(NamedTuple):
    """What stands between two letters of a term, after how many of them, and whether both are Latin."""

    at: int
    text: str
    is_latin: bool


def list_gaps_within(surface: Surface, begin: int, stop: int) -> Iterator[Gap]:
    """What stands between the letters of a span, from left to right."""
    skipped, plain = 0, surface.plain
    for found in _BETWEEN.finditer(surface.shaped, begin, stop):
        start, end = found.span()
        is_between_latin = is_latin(plain[start - 1]) and is_latin(plain[end])
        yield Gap(start - begin - skipped, surface.text[surface.place_end(start) : end], is_between_latin)
        skipped += end - start


def is_soft(gap: str) -> bool:
    """Whether a gap may stand within a Korean term: blanks, hyphens, middle dots."""
    return _JOINT.fullmatch(gap) is not None


def shows(
    surface: Surface, exact: Sequence[tuple[int, str]], begin: int, stop: int, *, has_gaps: bool
) -> bool:
    """Whether the letters of a span are, at their offsets, written exactly so."""
    shown = surface.shaped[begin:stop]
    if has_gaps:
        shown = _BETWEEN.sub("", shown)
    return all(shown.startswith(chars, at) for at, chars in exact)


def has_edges(surface: Surface, pattern: Pattern, begin: int, stop: int) -> bool:
    """Whether a term that holds Hangul or Hanja begins and ends where such a term may."""
    text = surface.text
    if len(pattern.exact) == 1 and stop - begin == 1 and pattern.exact[0][0] == 0:
        return _is_single_hanja(text, begin, stop)
    before = _read_before(text, begin)
    if before and not (is_hangul(text[begin]) and may_begin_after(before)):
        return False
    if pattern.wild:
        return True
    rest = read_rest(surface, stop)
    if not is_hangul(text[stop - 1]):
        return not rest
    return _ends_well(text[stop - 1], rest, pattern.edge) if rest else not _is_followed_by_hanja(text, stop)


@lru_cache(maxsize=65536)
def _ends_well(last: str, rest: str, edge: Edge) -> bool:
    return may_end_before(last, rest, is_name=edge is not Edge.WORD, takes_role=edge is Edge.PERSON)


def read_rest(surface: Surface, stop: int) -> str:
    """What goes on in the script of the letter before an offset."""
    shaped = surface.shaped
    if stop >= len(shaped) or not shaped[stop].isalnum():
        return ""
    found = _choose_script(shaped[stop - 1]).match(shaped, stop)
    return found.group() if found else ""


def _choose_script(char: str) -> re.Pattern[str]:
    if is_hangul(char):
        return _SCRIPTS[0]
    return next((script for script in _SCRIPTS if script.fullmatch(char)), _LATIN)


def _read_before(text: str, begin: int) -> str:
    """What goes on to the left in the script of the letter at an offset."""
    if not begin or not text[begin - 1].isalnum():
        return ""
    script = _choose_script(text[begin])
    at = begin
    while at and script.fullmatch(text[at - 1]):
        at -= 1
    return text[at:begin]


def _is_single_hanja(text: str, begin: int, stop: int) -> bool:
    line = text.rfind("\n", 0, begin) + 1
    line_end = text.find("\n", stop)
    after = text[stop : line_end if line_end >= 0 else len(text)]
    return is_safe_hanja(text[begin], text[line:begin], after[:12])


def _is_followed_by_hanja(text: str, stop: int) -> bool:
    return stop < len(text) and "\u4e00" <= text[stop] <= "\u9fff" and text[stop] not in _SUFFIXES


def is_hangul(char: str) -> bool:
    """Whether a character is a whole syllable."""
    return "가" <= char <= "힣"
