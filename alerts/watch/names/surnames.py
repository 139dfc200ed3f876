"""A surname after the full name: Cho, or 조 장관, in an article that has said Cho Tae-yul, 조태열, before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from alerts.watch.names.spellings import MERE_WORDS, Person
from alerts.watch.scan.boundaries import is_within_word
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.hangul import READINGS, ROLE, may_end_before
from storage.language.romanise import split_given
from storage.language.text import Span, lower


def add_family(layout: Layout, given: Occurrence, person: Person) -> list[Occurrence]:
    """The given name with the surname before it, or after it; nothing where there is none."""
    before = next((word for gap in _FAMILY_GAPS if (word := _read_before(layout, given.start, gap))), None)
    if before is not None and lower(layout.shaped[slice(*before)]) in person.surnames:
        return [Occurrence(before[0], given.end)]
    after = _read_after(layout, given.end, " ")
    if after is not None and lower(layout.shaped[slice(*after)]) in person.surnames:
        return [Occurrence(given.start, after[1])]
    return []


_FAMILY_GAPS = (" ", "-", ", ", ",", "")


def _read_before(layout: Layout, at: int, gap: str) -> Span | None:
    return layout.read_word_before(at - len(gap)) if layout.text.endswith(gap, 0, at) else None


def _read_after(layout: Layout, at: int, gap: str) -> Span | None:
    return layout.read_word_after(at + len(gap)) if layout.text.startswith(gap, at) else None


def list_surnames(layout: Layout, person: Person, found: Sequence[Occurrence]) -> set[str]:
    """The surnames in the spelling in which the article gives them beside a given name."""
    surnames: set[str] = set()
    for one in found:
        words = [lower(word) for word in re.findall(r"[^\W_]+", layout.text[one.start : one.end])]
        if len(words) > 1:
            surnames.update(word for word in (words[0], words[-1]) if word in person.surnames)
        if person.hangul and words[0].startswith(person.hangul) and "".join(words) != person.hangul:
            surnames.add(person.hangul)
    return surnames


def find_surname(layout: Layout, surname: str) -> list[Occurrence]:
    """Where a surname stands as a word, its capital written; nowhere where it is a mere word."""
    if surname in MERE_WORDS:
        return []
    hits = _compile_surname(surname).finditer(layout.shaped)
    return [Occurrence(*hit.span()) for hit in hits if not is_within_word(layout, *hit.span(), wild=False)]


@lru_cache(maxsize=4096)
def _compile_surname(surname: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(surname[0].upper())}(?i:{re.escape(surname[1:])})")


def begins_line(layout: Layout, one: Occurrence) -> bool:
    """Whether a capital says nothing here: in the title, or at the start of a sentence."""
    if one.start < layout.title_end:
        return True
    begin = layout.sentence_spans[layout.sentence(one.start)][0]
    return not layout.text[begin : one.start].strip(" \"'(")


def is_somebody_else(layout: Layout, surname: Occurrence, person: Person) -> bool:
    """Whether a surname begins the full name of somebody else: Cho Hyun-dong is not Cho Tae-yul."""
    after = _read_after(layout, surname.end, " ")
    if person.korean is None or after is None or not layout.text[after[0]].isupper():
        return False
    if surname.start > layout.title_end and _NAME_GOES_ON.match(layout.shaped, surname.end):
        return True  # Han Kang, Han River: in a headline the word might be a verb
    second = _read_after(layout, after[1], "-")
    given = tuple(lower(layout.shaped[slice(*word)]) for word in (after, second) if word is not None)
    return given not in person.korean.givens and split_given(given) is not None


def is_given_name(layout: Layout, surname: Occurrence) -> bool:
    """Whether Koreans are called what follows a surname: Han Kang is somebody, the Han River is not."""
    after = _read_after(layout, surname.end, " ")
    if after is None:
        return False
    word = lower(layout.shaped[slice(*after)])
    is_syllable = split_given((word, word)) is not None
    return is_syllable or split_given((word,)) is not None or _read_after(layout, after[1], "-") is not None


# After a surname a capital is another's name, but for days and months.
_NAME_GOES_ON = re.compile(
    " (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    "|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]"
)


@lru_cache(maxsize=512)
def _compile_office(surname: str) -> re.Pattern[str]:
    hanja = "".join(char for char, reading in READINGS.items() if reading == surname)
    family = f"(?:{surname}|{hanja})" if hanja else surname
    return re.compile(
        rf"(?<![가-힣0-9A-Za-z])({family}) ?(?:신임 )?(?:[가-힣]{{2,4}}부 )?(?:외교|국방|국무|재무)?({ROLE})"
    )


@lru_cache(maxsize=512)
def _compile_others(surname: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣0-9A-Za-z])({surname}[가-힣]{{1,2}}) ?(?:[가-힣]{{2,5}} ?)?({ROLE})")


def find_with_office(layout: Layout, surname: str, own: set[str], titles: Sequence[str]) -> list[Occurrence]:
    """조 장관 and 조장관 after 조태열; in Korean a surname does not stand alone.

    `own` are the names that the text gives the person, rightly or not. An office that the text gives
    somebody else of the surname is that one's; with two syllables (조국 대표, 한국 정부) only one that is
    none of the person's `titles`.
    """
    text = layout.text
    taken = {
        found.group(2)
        for found in _compile_others(surname).finditer(text)
        if found.group(1) not in own
        and (len(found.group(1)) > len(surname) + 1 or not _ends_any(titles, found.group(2)))
    }
    places: list[Occurrence] = []
    for found in _compile_office(surname).finditer(text):
        if found.group(2) in taken or (
            titles and found.group(2) in _OF_HEADS and not _ends_any(titles, found.group(2))
        ):
            continue
        rest = re.compile("[가-힣]*").match(text, found.end())
        glued = rest.group() if rest else ""
        if may_end_before(found.group()[-1], glued, is_name=True, takes_role=False):
            places.append(Occurrence(*found.span()))
    return places


# Beside 김여정 부부장 a 김 위원장 is her brother.
_OF_HEADS = frozenset(["위원장", "국무위원장", "주석", "대통령"])


def cut_surname(layout: Layout, one: Occurrence, person: Person | None) -> Occurrence:
    """The surname alone of a Korean one with its office, 조 of 조 장관."""
    family = person.hangul if person else None
    if family is None or not layout.text.startswith(family, one.start, one.end):
        return one
    return Occurrence(one.start, one.start + len(family))


def _ends_any(titles: Sequence[str], office: str) -> bool:
    return any(title.endswith(office) for title in titles)
