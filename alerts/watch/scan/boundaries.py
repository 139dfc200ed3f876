"""What must hold around a hit of a pattern, and within it, for the pattern to stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from alerts.watch.scan.folded import Gaps
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.patterns import Target
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import Edge, Pattern
from storage.language.hangul import is_safe_hanja, may_begin_after, may_end_before, names_its_kind
from storage.language.letters import is_hangul
from storage.language.text import HAN, HANGUL

_PIECE = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]+")
_STOPS = re.compile(r"[.!?。\n]")
# What a Korean term may be written with between its words.
_JOINT = re.compile(r"[ \t·-]*")
_HANGUL = re.compile(f"[{HANGUL}]*")
_HANJA = re.compile(f"[{HAN}]*")
_LATIN = re.compile(rf"[^\W_{HANGUL}{HAN}]*")
LONGEST_GLUED = 80
"""Letters looked at beside a term in its word; whoever writes more in one word means to cost us time."""

# Headlines hang these on a name as they stand: 트럼프發, 北側.
_SUFFIXES = frozenset("發側式系産")


def keep_spelled(layout: Layout, target: Target, places: list[Occurrence]) -> list[Occurrence]:
    """Where a pattern of Latin words stands, of where its letters are between others."""
    if not target.is_plain and not _are_known(layout.text, places, target.spellings):
        places = _keep_held(layout, target, places)
    return _reach_stops(places, layout.stopped_ends) if layout.stopped_ends else places


def _are_known(text: str, places: Iterable[Occurrence], spellings: Set[str]) -> bool:
    return all(text[start:end] in spellings for start, end in places)


def _keep_held(layout: Layout, target: Target, places: Iterable[Occurrence]) -> list[Occurrence]:
    """Those places at which words hold; how they are written mostly says it, and is remembered."""
    held = [one for one in places if hold_words(layout, target.pattern, *one)]
    said = (layout.text[one.start : one.end] for one in held[: _MOST_SPELLINGS - len(target.spellings)])
    target.spellings.update(words for words in said if _SAYS_ITSELF.fullmatch(words))
    return held


# Without a stop, of an abbreviation or not, and without a figure that may go on to the left.
_SAYS_ITSELF = re.compile(r"[^\W\d_][^.!?。\n'_]*")
_MOST_SPELLINGS = 32


def _reach_stops(places: Iterable[Occurrence], ends: Mapping[int, int]) -> list[Occurrence]:
    """The places with the last stop of an abbreviation that they end with."""
    return [Occurrence(one.start, ends[one.end]) if one.end in ends else one for one in places]


def hold_words(layout: Layout, pattern: Pattern, begin: int, stop: int) -> bool:
    """Whether Latin words that stand at a span of the shaped text are the pattern's."""
    if pattern.capitals and not _has_capitals(pattern, _PIECE.findall(layout.shaped, begin, stop)):
        return False
    text = layout.text
    if text[begin].isdigit() and begin >= 2 and text[begin - 1] in ",." and text[begin - 2].isdigit():
        return False  # 234 is no part of 1,234
    # A phrase does not run on over a full stop; `Gen. Brunson` is one sentence.
    return (
        pattern.words == 1 or _STOPS.search(text, begin, stop) is None or layout.is_one_sentence(begin, stop)
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


def is_within_word(layout: Layout, begin: int, stop: int, *, wild: bool) -> bool:
    """Whether a span of Latin letters is part of a longer run of them; `wild` lets it go on."""
    plain = layout.plain
    if begin and is_latin(plain[begin - 1]):
        return True
    return not wild and stop < len(plain) and is_latin(plain[stop])


def is_latin(char: str) -> bool:
    """Whether a character belongs to words that are written between blanks."""
    return char.isalnum() and (char.isascii() or _LATIN.fullmatch(char) is not None)


def keep_undivided(layout: Layout, target: Target, places: list[Occurrence]) -> list[Occurrence]:
    """Where a pattern stands in a text with Hangul or Hanja, of where its letters do as any term may."""
    if not target.is_bare:
        places = [one for one in places if is_written_so(layout, target, *one, ())]
        if target.pattern.wild:
            places = [Occurrence(begin, find_run_end(layout.shaped, end)) for begin, end in places]
        if target.has_words:
            places = [one for one in places if hold_words(layout, target.pattern, *one)]
    return _reach_stops(places, layout.stopped_ends) if layout.stopped_ends else places


def find_telling(shaped: str, begin: int, stop: int) -> Glued | None:
    """What is glued to a span, as `find_glued` has it; None too where any term may have it behind it."""
    if begin and shaped[begin - 1].isalnum():
        return find_glued(shaped, begin, stop)
    if not shaped[stop : stop + 1].isalnum() or may_always_end(shaped[stop - 1 : stop + LONGEST_KNOWN]):
        return None
    return find_glued(shaped, begin, stop)


def may_always_end(ending: str) -> bool:
    """Whether a term of any kind that ends in the first of these characters may have the others behind it.

    They are as many as LONGEST_KNOWN and one, or the last of a text; what goes on behind them is not known.
    """
    known = ending.partition(" ")[0]
    return len(known) <= LONGEST_KNOWN and _is_ending(known)


LONGEST_KNOWN = 5


@lru_cache(maxsize=16_384)
def _is_ending(letters: str) -> bool:
    glued = find_glued(letters, 0, 1)
    if glued is None:
        return True
    _, _, last, rest, may_end = glued
    return may_end and (not rest or all(_ends_well(last, rest, edge) for edge in Edge))


def is_written_so(layout: Layout, target: Target, begin: int, stop: int, gaps: Gaps) -> bool:
    """Whether a span is divided as its term is, and has the letters that must not be read as others."""
    if target.pattern.words:
        return gaps == target.joints
    if target.exact and not _shows(layout.shaped[begin:stop], target.exact):
        return False
    return _is_divided_so(layout, target, begin, stop) if gaps or target.joints or target.walls else True


def _shows(letters: str, exact: Sequence[tuple[int, str]]) -> bool:
    shown = _BETWEEN.sub("", letters)
    return all(shown.startswith(chars, at) for at, chars in exact)


def _is_divided_so(layout: Layout, target: Target, begin: int, stop: int) -> bool:
    unmet = {*target.joints, *target.walls}
    for gap in _list_gaps_within(layout, begin, stop):
        if not _may_divide(target, gap):
            return False
        unmet.discard(gap.at)
    return not unmet


class _Gap(NamedTuple):
    """What stands between two letters of a term, after how many of them, and whether both are Latin."""

    at: int
    text: str
    is_latin: bool


def _list_gaps_within(layout: Layout, begin: int, stop: int) -> Iterator[_Gap]:
    skipped, plain = 0, layout.plain
    for found in _BETWEEN.finditer(layout.shaped, begin, stop):
        start, end = found.span()
        are_latin = is_latin(plain[start - 1]) and is_latin(plain[end])
        yield _Gap(start - begin - skipped, layout.text[layout.place_end(start) : end], are_latin)
        skipped += end - start


def _may_divide(target: Target, gap: _Gap) -> bool:
    if gap.is_latin:
        return gap.at in target.joints
    is_soft = _JOINT.fullmatch(gap.text) is not None
    if not is_soft or gap.at in target.walls:
        return not is_soft and gap.at in target.walls
    return target.pattern.crosses_blanks or gap.at in target.breaks or not any(map(str.isspace, gap.text))


Glued = tuple[str, bool, str, str, bool]
"""What is glued to a span in the script of its first letter, and whether a term may begin behind that; the
last letter of the span, what is glued to it in its script, and whether a term may end before that at all."""


def find_glued(shaped: str, begin: int, stop: int) -> Glued | None:
    """What is glued to a span; None where nothing is, as most terms stand."""
    after = shaped[stop : stop + 1].isalnum()
    if begin and shaped[begin - 1].isalnum():
        before = _read_before(shaped, begin)
        may_begin = not before or (is_hangul(shaped[begin]) and may_begin_after(before))
    elif after:
        before, may_begin = "", True
    else:
        return None
    last = shaped[stop - 1]
    rest, may_end = _read_after(shaped, stop, last) if after else ("", True)
    return before, may_begin, last, rest, may_end


def _read_after(shaped: str, stop: int, last: str) -> tuple[str, bool]:
    """What goes on behind a span in its script, and whether a term may end there: before no other Hanja."""
    if "가" <= last <= "힣":
        found = _HANGUL.match(shaped, stop, stop + LONGEST_GLUED)
        if found and found.end() > stop:
            return found.group(), True
        return "", not _is_other_hanja(shaped[stop])
    rest = _read_on(shaped, stop, last)
    return rest, not rest


def may_be_glued(target: Target, glued: Glued) -> bool:
    """Whether a term may begin and end where it does in its word."""
    before, may_begin, last, rest, may_end = glued
    if not may_begin or (before and target.wild_name):
        return False  # 현대북스 is not about 대북, whatever follows it
    if not rest or target.pattern.wild:
        return may_end or target.pattern.wild
    pattern = target.pattern
    return may_end and (
        _ends_well(last, rest, pattern.edge)
        or (pattern.edge is Edge.WORD and names_its_kind(pattern.key, rest))
    )


@lru_cache(maxsize=8192)
def _ends_well(last: str, rest: str, edge: Edge) -> bool:
    return may_end_before(
        last,
        rest,
        is_name=edge is not Edge.WORD,
        takes_role=edge is Edge.PERSON,
        takes_head=edge is Edge.THING,
    )


def _is_other_hanja(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and char not in _SUFFIXES


def find_run_end(shaped: str, stop: int) -> int:
    """Where the run ends in the script of the letter before an offset."""
    return stop + len(_read_on(shaped, stop, shaped[stop - 1]))


def _read_on(shaped: str, stop: int, last: str) -> str:
    found = _choose_script(last).match(shaped, stop, stop + LONGEST_GLUED)
    return found.group() if found else ""


def _choose_script(char: str) -> re.Pattern[str]:
    if "가" <= char <= "힣":
        return _HANGUL
    return next((script for script in (_HANGUL, _HANJA) if script.fullmatch(char)), _LATIN)


def _read_before(shaped: str, begin: int) -> str:
    """What goes on to the left in the script of the letter at an offset, as far as it is looked at."""
    before = shaped[max(0, begin - LONGEST_GLUED) : begin]
    found = _choose_script(shaped[begin]).match(before[::-1])
    return before[len(before) - found.end() :] if found else ""


def is_single_hanja(text: str, begin: int, stop: int) -> bool:
    """Whether one Hanja stands for what it is short for."""
    before = text[max(0, begin - 12) : begin].rpartition("\n")[2]
    after = text[stop : stop + 12].partition("\n")[0]
    return is_safe_hanja(text[begin], before, after)
