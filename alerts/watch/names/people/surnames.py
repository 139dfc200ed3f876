"""A surname after the full name: Cho, or 조 장관, in an article that has said Cho Tae-yul, 조태열, before."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from alerts.watch.names.spellings import MERE_WORDS, Person, may_be_misspelt
from alerts.watch.scan.boundaries import is_within_word
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.hangul import ROLE, list_hanja, may_end_before, read_syllables
from storage.language.patterns import compile_later
from storage.language.romanise import split_given
from storage.language.text import Span, lower


def add_family(layout: Layout, given: Occurrence, person: Person) -> list[Occurrence]:
    """The given name with the surname before it, or after it; nothing where there is none."""
    if person.korean is None:
        return _add_middle(layout, given, person) or _add_misspelt(layout, given, person)
    return _add_korean(layout, given, person)


def _add_korean(layout: Layout, given: Occurrence, person: Person) -> list[Occurrence]:
    before = _find_before(layout, given.start)
    if before is not None and _is_surname(layout, before, person):
        return [Occurrence(before[0], given.end)]
    after = _read_after(layout, given.end, " ")
    if after is not None and _is_surname(layout, after, person):
        return [Occurrence(given.start, after[1])]
    return []


def _add_middle(layout: Layout, given: Occurrence, person: Person) -> list[Occurrence]:
    """Lloyd J. Austin: a given name with an initial before the surname."""
    initial = _MIDDLE.match(layout.text, given.end)
    after = _read_after(layout, initial.end(), "") if initial else None
    return [Occurrence(given.start, after[1])] if after and _is_surname(layout, after, person) else []


_MIDDLE = compile_later(r" [A-Z]\.? ")


def _add_misspelt(layout: Layout, given: Occurrence, person: Person) -> list[Occurrence]:
    """Pete Hagseth: a given name with a surname that has one letter amiss."""
    after = _read_after(layout, given.end, " ")
    if after is None or not layout.text[after[0]].isupper():
        return []
    word = lower(layout.shaped[slice(*after)])
    is_meant = any(may_be_misspelt(surname) and is_amiss(word, surname) for surname in person.surnames)
    return [Occurrence(given.start, after[1])] if is_meant else []


def is_amiss(word: str, surname: str) -> bool:
    """Whether a word is a surname with one letter more, less or other, or with two changed over."""
    if word[:1] != surname[:1] or word == surname:
        return False
    alike = zip(word, surname, strict=False)
    same = next((at for at, (one, other) in enumerate(alike) if one != other), min(len(word), len(surname)))
    left, right = word[same:], surname[same:]
    swapped = right[1::-1] + right[2:]
    return left[1:] in (right, right[1:]) or left in (right[1:], swapped)


def _is_surname(layout: Layout, word: Span, person: Person) -> bool:
    return lower(layout.shaped[slice(*word)]) in person.surnames


_FAMILY_GAPS = (" ", "-", ", ", ",", "")


def _find_before(layout: Layout, at: int) -> Span | None:
    """The word before a given name, whatever a surname is divided from it by."""
    return next((word for gap in _FAMILY_GAPS if (word := _read_before(layout, at, gap))), None)


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
            surnames |= person.surnames & {words[0], words[-1]}
        if person.hangul and _goes_on(words, person.hangul):
            surnames.add(person.hangul)
    return surnames


def _goes_on(words: Sequence[str], family: str) -> bool:
    """Whether a name begins with a Hangul surname and is more than that."""
    return words[0].startswith(family) and "".join(words) != family


def find_surname(
    layout: Layout, surname: str, person: Person, named: Collection[int]
) -> tuple[list[Occurrence], bool]:
    """Where a surname stands alone, and whether it begins the name of another Korean somewhere.

    Left out are the offsets in `named`, at which tracked persons are named in full.
    """
    alone: list[Occurrence] = []
    has_namesake = False
    for one in _find_word(layout, surname):
        if one.start in named:
            continue
        if is_somebody_else(layout, one, person):
            has_namesake = has_namesake or _is_given_name(layout, one)
        else:
            alone.append(one)
    return alone, has_namesake


def _find_word(layout: Layout, surname: str) -> list[Occurrence]:
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


def has_one_capital(text: str, one: Occurrence) -> bool:
    """Whether a word is written large and not in capitals: Lee, not LEE and not lee."""
    return text[one.start].isupper() and not text[one.start + 1 : one.end].isupper()


def is_somebody_else(layout: Layout, surname: Occurrence, person: Person) -> bool:
    """Whether a surname begins the full name of somebody else: Cho Hyun-dong is not Cho Tae-yul."""
    after = _read_after(layout, surname.end, " ")
    if person.korean is None or after is None or not layout.text[after[0]].isupper():
        return False
    if _begins_name(layout, surname):
        return True
    given = _read_given(layout, after)
    return given not in person.korean.givens and split_given(given) is not None


def _begins_name(layout: Layout, surname: Occurrence) -> bool:
    """Whether a capital goes on after a surname: Han Kang, Han River; in a headline it might be a verb's."""
    return surname.start > layout.title_end and _NAME_GOES_ON.match(layout.shaped, surname.end) is not None


def _read_given(layout: Layout, first: Span) -> tuple[str, ...]:
    """A given name from its first word on: Tae of Tae-yul, and what a hyphen joins to it."""
    words = (first, _read_after(layout, first[1], "-"))
    return tuple(lower(layout.shaped[slice(*word)]) for word in words if word is not None)


def _is_given_name(layout: Layout, surname: Occurrence) -> bool:
    """Whether Koreans are called what follows a surname: Han Kang is somebody, the Han River is not."""
    after = _read_after(layout, surname.end, " ")
    if after is None:
        return False
    word = lower(layout.shaped[slice(*after)])
    is_syllable = split_given((word, word)) is not None
    return is_syllable or split_given((word,)) is not None or _read_after(layout, after[1], "-") is not None


# After a surname a capital is another's name, but for days and months.
_NAME_GOES_ON = compile_later(
    " (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    "|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]"
)


@lru_cache(maxsize=512)
def _compile_office(surname: str) -> re.Pattern[str]:
    hanja = "".join(list_hanja(surname))
    family = f"(?:{surname}|{hanja})" if hanja else surname
    return re.compile(
        rf"(?<![가-힣0-9A-Za-z])({family}) ?(?:신임 )?(?:[가-힣]{{2,4}}부 )?(?:외교|국방|국무|재무)?({ROLE})"
    )


@lru_cache(maxsize=512)
def _compile_others(surname: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣0-9A-Za-z])({surname}[가-힣]{{1,2}}) ?(?:[가-힣]{{2,5}} ?)?({ROLE})")


def find_with_office(
    layout: Layout, surname: str, named: Sequence[Occurrence], titles: Sequence[str]
) -> list[Occurrence]:
    """조 장관 and 조장관 after 조태열; in Korean a surname does not stand alone.

    `named` is where the text names the person, rightly or not. An office that the text gives somebody else
    of the surname is that one's; with two syllables (조국 대표, 한국 정부) only one that is none of the
    person's `titles`.
    """
    own = {layout.text[one.start : one.end] for one in named}
    taken = _list_taken(layout.text, surname, own, titles)
    return [
        Occurrence(*found.span())
        for found in _compile_office(surname).finditer(layout.text)
        if found[2] not in taken and _may_hold(titles, found[2]) and _ends_well(layout.text, found)
    ]


def _list_taken(text: str, surname: str, own: set[str], titles: Sequence[str]) -> set[str]:
    """The offices of others of a surname."""
    return {
        office
        for name, office in _compile_others(surname).findall(text)
        if name not in own and (len(name) > len(surname) + 1 or not _ends_any(titles, office))
    }


def _may_hold(titles: Sequence[str], office: str) -> bool:
    """Whether an office may be that of somebody of these titles: that of a head is by its title alone."""
    return not titles or office not in _OF_HEADS or _ends_any(titles, office)


def _ends_well(text: str, found: re.Match[str]) -> bool:
    glued = read_syllables(text, found.end())
    return may_end_before(found.group()[-1], glued, is_name=True, takes_role=False)


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
