"""A slow, obvious reader of terms: every place of a text is tried, letter by letter, by the contract's words.

It reads folded text. Of the product it takes the folding, the sentences and the closed lists of particles and
prefixes; how a text is cut, and what may stand within a term, it works out on its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from alerts.watch.scan.terms import list_plurals
from storage.language.hangul import READINGS, is_safe_hanja, may_begin_after, may_end_before, names_its_kind
from storage.language.text import fold, sentences

_LONG = 4  # syllables from which a term is known again over any blank
_SUFFIXES = "發側式系産"


def script_of(char: str) -> str:
    """`hangul`, `hanja` or `latin`; empty for what is no letter or digit."""
    if "가" <= char <= "힣" or "\u3131" <= char <= "\u318c" or "\u1100" <= char <= "\u11ff":
        return "hangul"
    if (
        char == "々"
        or "\u3400" <= char <= "\u4dbf"
        or "\u4e00" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
    ):
        return "hanja"
    return "latin" if char.isalnum() else ""


@dataclass(frozen=True)
class Word:
    """A run of one script: its letters, and where it stands, the stops of an abbreviation included."""

    letters: str
    script: str
    start: int
    end: int


def cut_words(text: str) -> list[Word]:
    """The words of a folded text, possessives left out."""
    words: list[Word] = []
    at = 0
    while at < len(text):
        script = script_of(text[at])
        if not script:
            at += 1
            continue
        end = _end_of_abbreviation(text, at) or _end_of_run(text, at, script)
        words.append(Word(text[at:end].replace(".", ""), script, at, end))
        at = end
        is_possessive = text[at : at + 2] in ("'s", "'S")
        if is_possessive and not (at + 2 < len(text) and script_of(text[at + 2])):
            at += 2
    return words


def _end_of_run(text: str, at: int, script: str) -> int:
    while at < len(text) and script_of(text[at]) == script:
        at += 1
    return at


def _is_lone_letter(text: str, at: int) -> bool:
    is_letter = at < len(text) and text[at].isascii() and text[at].isalpha()
    return is_letter and not (at + 1 < len(text) and script_of(text[at + 1]))


def _end_of_abbreviation(text: str, at: int) -> int | None:
    """The end of U.S. or p.m, None where no such thing begins here."""
    if at and script_of(text[at - 1]):
        return None
    if text[at : at + 4] in ("Ph.D", "ph.d", "Ph.d", "ph.D") and _is_lone_letter(text, at + 3):
        return at + 5 if text[at + 4 : at + 5] == "." else at + 4
    if not _is_lone_letter(text, at):
        return None
    end = at + 1
    while text[end : end + 1] == "." and _is_lone_letter(text, end + 1):
        end += 2
    if end == at + 1:
        return None
    return end + 1 if text[end : end + 1] == "." else end


def find_spans(term: str, text: str, *, wild: bool) -> set[tuple[int, int]]:
    """Where a term stands in a folded text."""
    wanted = cut_words(fold(term).text)
    words = cut_words(text)
    if all(word.script == "latin" for word in wanted):
        return {span for at in range(len(words)) if (span := _read_latin(wanted, words, at, text, wild))}
    return _find_korean(fold(term).text, wanted, words, text, wild)


def _read_latin(
    wanted: list[Word], words: list[Word], at: int, text: str, wild: bool
) -> tuple[int, int] | None:
    stand = words[at : at + len(wanted)]
    if len(stand) < len(wanted) or any(word.script != "latin" for word in stand):
        return None
    for number, (want, word) in enumerate(zip(wanted, stand, strict=True)):
        is_last = number == len(wanted) - 1
        if not _is_same_word(want.letters, word.letters, is_last, wild, len(wanted)):
            return None
    start, end = stand[0].start, stand[-1].end
    if text[start].isdigit() and start > 1 and text[start - 1] in ",." and text[start - 2].isdigit():
        return None
    inside = [(a, b) for a, b in sentences(text) if a <= start and end <= b]
    return (start, end) if inside or len(wanted) == 1 else None


def _is_same_word(want: str, word: str, is_last: bool, wild: bool, count: int) -> bool:
    are_capitals = want == want.upper() != want.lower() and (len(want) > 1 or count == 1)
    if not are_capitals:
        want, word = want.lower(), word.lower()
    if want == word or (is_last and wild and word.startswith(want)):
        return True
    plurals = [want + "s"] if are_capitals else list_plurals(want)
    return is_last and not wild and word in plurals


@dataclass(frozen=True)
class Letter:
    """A letter, with what stands before it: nothing, or the text since the letter before."""

    char: str
    script: str
    start: int
    end: int
    gap: str
    is_first: bool  # of its word


def _spell(words: list[Word], text: str) -> list[Letter]:
    letters: list[Letter] = []
    for number, word in enumerate(words):
        gap = text[words[number - 1].end : word.start] if number else "\n"
        for at, char in enumerate(word.letters):
            place = word.start + (at if len(word.letters) == word.end - word.start else 2 * at)
            is_last = at == len(word.letters) - 1
            end = word.end if is_last else place + 1
            letters.append(Letter(char, word.script, place, end, "" if at else gap, at == 0))
    return letters


def _find_korean(
    term: str, wanted: list[Word], words: list[Word], text: str, wild: bool
) -> set[tuple[int, int]]:
    want, have = _spell(wanted, term), _spell(words, text)
    spans = set()
    for at in range(len(have) - len(want) + 1):
        part = have[at : at + len(want)]
        if (
            all(_is_same_letter(a, b, wanted) for a, b in zip(want, part, strict=True))
            and _may_be_divided(want, part)
            and _has_edges(want, have, at, text, wild)
        ):
            end = at + len(want)
            while wild and end < len(have) and not have[end].is_first:
                end += 1
            spans.add((part[0].start, have[end - 1].end))
    return spans


def _is_same_letter(want: Letter, have: Letter, wanted: list[Word]) -> bool:
    if want.script == "latin":
        word = next(word for word in wanted if word.start <= want.start < word.end).letters
        are_capitals = len(word) > 1 and word == word.upper() != word.lower()
        return want.char == have.char if are_capitals else want.char.lower() == have.char.lower()
    if want.char in READINGS:
        return want.char == have.char
    return want.char == READINGS.get(have.char, have.char)


def _may_be_divided(want: list[Letter], have: list[Letter]) -> bool:
    is_long = sum(script_of(READINGS.get(one.char, one.char)) == "hangul" for one in want) >= _LONG
    for before, asked, left, found in zip(want, want[1:], have, have[1:], strict=False):
        if left.script == found.script == "latin":
            if asked.is_first != found.is_first:
                return False
            continue
        if bool(asked.gap.strip(" \t·-")) != bool(found.gap.strip(" \t·-")):
            return False
        may = is_long or asked.gap or "latin" in (before.script, asked.script)
        if not found.gap.strip(" \t·-") and found.gap.strip("·-") and not may:
            return False
    return True


def _has_edges(want: list[Letter], have: list[Letter], at: int, text: str, wild: bool) -> bool:
    first, last = have[at], have[at + len(want) - 1]
    if len(want) == 1 and want[0].char in READINGS:
        line = text.rfind("\n", 0, first.start) + 1
        after = text[first.end :].split("\n")[0]
        return is_safe_hanja(first.char, text[line : first.start], after[:12])
    before, left = "", at
    while not have[left].is_first:
        left -= 1
        before = have[left].char + before
    rest, right = "", at + len(want)
    while right < len(have) and not have[right].is_first:
        rest += have[right].char
        right += 1
    if before and not (first.script == "hangul" and may_begin_after(before)):
        return False
    if wild:
        return True
    if rest:
        ends = may_end_before(last.char, rest, is_name=False, takes_role=False)
        term = "".join(letter.char for letter in want)
        return last.script == "hangul" and (ends or names_its_kind(term, rest))
    follows = text[last.end : last.end + 1]
    return not ("가" <= last.char <= "힣" and "\u4e00" <= follows <= "\u9fff" and follows not in _SUFFIXES)
