"""An office with a surname, no full name needed: 윤 대통령, Foreign Minister Cho, by who held it that day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from alerts.watch.names.people.offices import ABBREVIATED, Offices, list_titles, read_title
from alerts.watch.names.spellings import MERE_WORDS, Person
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence, Places
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.patterns import compile_later
from storage.language.text import lower
from storage.records import Entity

_GENERIC = frozenset(
    ["ambassador", "minister", "secretary", "director", "leader", "chairman", "adviser", "advisor", "envoy"]
)
"""Titles of one word that many hold at once; of two words and more all are somebody's."""

_ONE_OF_ONE = frozenset(
    [
        "대통령",
        "당선인",
        "당선자",
        "총리",
        "국무총리",
        "권한대행",
        "대행",
        "대통령권한대행",
        "통상교섭본부장",
        "국정원장",
        "안보실장",
        "국가안보실장",
        "경제부총리",
    ]
)
"""Short Korean titles that one person holds at a time; 조 장관 alone may be any minister."""

# Surnames of a few thousand people: 위 실장 is whoever of the name holds an office of that title.
_RARE_FAMILIES = frozenset("위반봉표옥육맹탁피편마길석도")

_OTHER_OFFICE = compile_later(r"\b(?:vice|deputy|former|ex|acting|assistant|late|then)[ -]$", re.IGNORECASE)
_UNDER_SECRETARY = compile_later(r"\bunder[ -]secretary", re.IGNORECASE)
_CANDIDATE = compile_later(r" ?(?:후보|선거|당선|권한대행|예비후보)")
_CAPITALISED = compile_later(r" [A-Z][a-z]")


def list_office_patterns(entity: Entity, person: Person) -> Iterator[Pattern]:
    """The titles that tell who is meant, each with the surname: before it in English, after it in Korean."""
    for title in dict.fromkeys(list_titles(entity)):
        read = read_title(title)
        if read.hangul is None:
            yield from _list_latin(read.words, person)
        elif person.hangul and (person.hangul in _RARE_FAMILIES or _is_one_of_one(title)):
            yield from make_patterns(f"{person.hangul} {title}", edge=Edge.NAME)


def _list_latin(words: tuple[str, ...], person: Person) -> Iterator[Pattern]:
    if words[1:] or words[0] not in _GENERIC:
        for surname in sorted(person.surnames - MERE_WORDS):
            said = " ".join(words)
            yield Pattern(f" {said} {surname} ", len(words) + 1)
            yield Pattern(f" {surname} the {said} ", len(words) + 2)
            if short := ABBREVIATED.get(words):
                yield Pattern(f" {short} {surname} ", 2)


def _is_one_of_one(title: str) -> bool:
    plain = title.replace(" ", "")
    return plain in _ONE_OF_ONE or (len(plain) > 3 and plain.endswith("장관"))


def find_holders(
    layout: Layout, hits: Mapping[int, Sequence[Occurrence]], offices: Offices, named: Collection[int]
) -> dict[int, list[Occurrence]]:
    """Where persons not named in full are named by surname and office; each place has one holder on the day.

    `hits` are places of titles with a surname, by person.
    """
    held = {
        number: [one for one in places if _is_held(layout, one, number, offices)]
        for number, places in hits.items()
        if number not in named and not _has_namesake(layout, places)
    }
    return _drop_shared(held)


def _drop_shared(held: Mapping[int, Sequence[Occurrence]]) -> dict[int, list[Occurrence]]:
    """Without the places that more than one person may be named at."""
    spread = {number: Places(places) for number, places in held.items()}
    return {
        number: alone
        for number, places in held.items()
        if (alone := [one for one in places if not _is_shared(one, number, spread)])
    }


def _is_held(layout: Layout, one: Occurrence, number: int, offices: Offices) -> bool:
    person = offices.persons[number]
    surname = _find_surname(layout, one, person) if person is not None else None
    if surname is None or not offices.find_office(layout, surname, number):
        return False
    return not _is_of_another(layout, one, surname)


def _is_of_another(layout: Layout, one: Occurrence, surname: Occurrence) -> bool:
    """Whether what stands around a surname with its office says that it is another's, or another office."""
    text = layout.text
    if not text[one.start].isascii():
        return is_candidate(text, one.end)
    if not text[surname.start].isupper():
        return True
    return _is_in_name(layout, one.start) if surname.start == one.start else is_other_office(text, one.start)


def _is_in_name(layout: Layout, at: int) -> bool:
    """Whether a surname before its office has a given name before it: Frank Cho, the foreign minister."""
    return re.search(r"[A-Z]\w+ $", layout.text[max(0, at - 16) : at]) is not None


def is_other_office(text: str, at: int) -> bool:
    """Whether what stands before a title makes another of it: vice president, the late president."""
    begin = max(0, at - 12)
    if _OTHER_OFFICE.search(text, begin, at) is not None:
        return True
    under = _UNDER_SECRETARY.search(text, max(0, at - _UNDER), at + len("secretary"))
    return under is not None and under.end() > at


_UNDER = len("under ")


def is_candidate(text: str, at: int) -> bool:
    """Whether what follows a Korean title says that it is only sought."""
    return _CANDIDATE.match(text, at) is not None


def _find_surname(layout: Layout, one: Occurrence, person: Person) -> Occurrence | None:
    """The surname within: first in Hangul, last in Latin letters or before `, the`."""
    text = layout.text[one.start : one.end]
    if person.hangul and layout.plain.startswith(person.hangul, one.start):
        return Occurrence(one.start, one.start + len(person.hangul))
    for found in (re.match(r"\w+(?=, the )", text), re.search(r"(?<!\w)\w+$", text)):
        if found is not None and lower(found.group()) in person.surnames:
            return Occurrence(one.start + found.start(), one.start + found.end())
    return None


def _has_namesake(layout: Layout, places: Sequence[Occurrence]) -> bool:
    """Whether the text names somebody else in full by this title and surname: President Lee Myung-bak."""
    return any(
        one.start >= layout.title_end and _CAPITALISED.match(layout.text, one.end) is not None
        for one in places
    ) or any(_names_other(layout, layout.text[one.start : one.end]) for one in places[:1])


def _names_other(layout: Layout, said: str) -> bool:
    """이명박 대통령 beside 이 대통령."""
    family, _, title = said.partition(" ")
    if not re.fullmatch("[가-힣]{1,2}", family) or not title:
        return False
    full = re.compile(rf"(?<![가-힣]){family}[가-힣]{{2}} ?(?:전 ?)?{re.escape(title)}")
    return full.search(layout.text) is not None


def _is_shared(one: Occurrence, number: int, held: Mapping[int, Places]) -> bool:
    return any(other != number and places.overlap(*one) for other, places in held.items())
