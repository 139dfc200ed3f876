"""What an account says in terms of no language: figures, words, and names as they sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import add

from storage.language.bilingual import ENGLISH, FIRST_OF_TWO, KOREAN, WIDER, cut_endings
from storage.language.common_words import COMMON, HEADLINE_CHARACTERS, MONTHS, STOPPED
from storage.language.figures import Figure, read_figures
from storage.language.hangul import ROLE, cut_roles, may_end_before
from storage.language.romanise import LATIN_SURNAMES, SURNAMES, is_name_syllable
from storage.language.sounds import is_foreign, sound_hangul, sound_latin
from storage.language.spoken import spell_hangul, spell_latin

TITLE_COUNTS = 3
"""A word of the title counts as so many of the body."""

SPOKEN_CHARACTERS = 400
"""Where words are looked for that may be names though they do not look it."""

_WIDER_SOUND = "!"
"""Before the sound of what is a name by its make alone."""

_PLACES = frozenset("호항시군구동리산강섬대역읍면도")
_WORD = re.compile(r"[가-힣]+|[A-Za-z]+(?:['’][A-Za-z]+)?|\d+")
_HEADLINE = re.compile(f"[{''.join(HEADLINE_CHARACTERS)}]")
_ROLE_NEXT = re.compile(rf"[\s(]*(?:{ROLE})")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9&-]+")
_CAPITALISED = re.compile(r"\b[A-Z][A-Za-z]*(?:-[A-Za-z]+)*")
_WITHIN = re.compile(r"(?<=[\w,] )[A-Z][A-Za-z]*(?:-[A-Za-z]+)*")
# Letters that are said as a word: RIMPAC is 림팩.
_SAID_CAPITALS = re.compile(r"\b(?=[A-Z]*[AEIOU])[A-Z]{4,}\b")
_PLAIN = re.compile(r"\b[a-z]{3,}\b")
_LONGEST = max(map(len, KOREAN))
_OPENINGS = frozenset(word[:2] for word in KOREAN)
"""What the words of the list begin with, one syllable where that is all."""


def read_across(head: str, body: str, *, is_cjk: bool) -> Counter[str]:
    """What a folded title and text say by the words and names that what is told was learned by.

    What a wider list says, and names that do not look it, finds more accounts of one event
    (`read_widely`); here a word more would count as something new.
    """
    found = _count(head, body, is_cjk, widely=False)
    return Counter({term: n for term, n in found.items() if not _is_wider(term)})


def read_widely(head: str, body: str, *, is_cjk: bool) -> Counter[str]:
    """What a folded title and text say in terms of no language: the title's count more.

    Figures are `#value`, abbreviations `=NCG`, words `~english`, names `^sound` and `%spelled`.
    """
    found = _count(head, body, is_cjk, widely=True)
    for term in [term for term in found if term[0] == _WIDER_SOUND]:
        found[f"^{term[1:]}"] += found.pop(term)
    return found


def _is_wider(term: str) -> bool:
    return term[0] in (_WIDER_SOUND, "%") or (term[0] == "~" and term[1:] in WIDER)


def _count(head: str, body: str, is_cjk: bool, *, widely: bool) -> Counter[str]:
    names = frozenset() if is_cjk else _find_names(body or head)
    found = Counter(read_terms_across(body, names, is_cjk=is_cjk, widely=widely))
    title = read_terms_across(head, names, is_cjk=is_cjk, widely=widely)
    for term, count in Counter(title).items():
        found[term] += count * TITLE_COUNTS
    return found


def read_terms_across(text: str, names: Set[str], *, is_cjk: bool, widely: bool = True) -> Iterable[str]:
    """The terms of a folded text, whose names in English are these; not `widely`: no names but plain ones."""
    return _read_korean(text, widely) if is_cjk else _read_english(text, names, widely)


def _read_english(text: str, names: Set[str], widely: bool) -> Iterator[str]:
    yield from _read_latin_words(text)
    yield from _read_numbers(text)
    for name in _read_names(text, names):
        yield from _say_name(name, widely=widely)
    if widely:
        capitals = _SAID_CAPITALS.findall(text)
        yield from (f"{_WIDER_SOUND}{sound}" for word in capitals for sound in sound_latin(word))


def _say_name(name: str, *, widely: bool = True) -> Iterator[str]:
    """What is heard of a name in Latin letters: its consonants, and `widely` all of it."""
    yield from (f"^{sound}" for sound in sound_latin(name))
    if widely and (spelled := spell_latin(name)):
        yield f"%{spelled}"


def _read_latin_words(text: str) -> Iterator[str]:
    """The words of the list, by themselves and two together, and what is written in capitals."""
    before = ""
    for word in _LATIN.findall(text):
        for part in word.casefold().split("-"):
            bare = _cut_endings(part)
            if english := ENGLISH.get(bare):
                yield f"~{english}"
            if before in FIRST_OF_TWO and (english := ENGLISH.get(f"{before}_{bare}")):
                yield f"~{english}"
            before = bare
        if word.isupper() and 1 < len(word) < 8:
            yield f"={word.replace('-', '')}"


def _read_numbers(text: str) -> Iterator[str]:
    return (f"#{figure.key}" for figure in read_figures(text) if _says_something(figure))


@lru_cache(maxsize=4096)
def spell_out(entity: str) -> frozenset[str]:
    """The terms that say no more than that an entity is named, from the words of its id."""
    return frozenset(_list_said(entity.split("-")))


def _list_said(parts: list[str]) -> Iterator[str]:
    whole = "".join(parts)
    names = filter(None, (*parts, whole, _join_korean([parts[0], "-".join(parts[1:])])))
    yield from (f"~{english}" for part in parts if (english := ENGLISH.get(cut_endings(part))))
    yield from (term for name in names for term in _say_name(name))
    yield from (f"={name.upper()}" for name in (*parts, whole))


def _find_names(text: str) -> frozenset[str]:
    """The capitalised words that a text has within sentences, or nowhere in lower case: its names."""
    found = set(_CAPITALISED.findall(text))
    within, plain = set(_WITHIN.findall(text)), set(_PLAIN.findall(text))
    return frozenset(
        word for word in found if (word in within or word.casefold() not in plain) and _may_be_name(word)
    )


def _read_names(text: str, names: Set[str]) -> Iterator[str]:
    """The names in an English text, Korean ones whole, short ones together with the next."""
    found = list(_CAPITALISED.finditer(text))
    at = 0
    while at < len(found):
        words = _read_row(text, found[at : at + 3])
        if whole := _join_korean(words):
            yield whole
            at += 2 if "-" in words[1] or len(words) == 2 else 3
        else:
            yield from _read_name(words, names)
            at += 1


def _read_row(text: str, found: Sequence[re.Match[str]]) -> list[str]:
    """The first of these words, with those that stand in a row with it."""
    row: list[str] = []
    end = 0
    for match in found:
        if row and text[end : match.start()] != " ":
            break
        row.append(match[0])
        end = match.end()
    return row


def _read_name(words: Sequence[str], names: Set[str]) -> Iterator[str]:
    if words[0] not in names:
        return
    yield from words[0].split("-")
    if len(words) > 1 and min(map(len, words[:2])) < 6 and words[1] in names:
        yield words[0] + words[1]


def _join_korean(words: list[str]) -> str | None:
    """A Korean name as one word, from its words in English; None where the first is no surname."""
    surname = words[0].casefold()
    if surname not in LATIN_SURNAMES or len(words) < 2:
        return None
    given = _read_given(words[1:])
    if given is None:
        return None
    return (_HEARD.get(surname, surname) + given.replace("-", "")).casefold()


# 이 and 임 are heard without the l that they are written with.
_HEARD = {"lee": "i", "yi": "i", "rhee": "i", "lim": "im", "rim": "im"}


def _read_given(words: list[str]) -> str | None:
    """A given name of one word or two; None where it is too long to be Korean."""
    given = words[0] if "-" in words[0] else "".join(words)
    longest = 8 if "-" not in given and len(words) == 1 else 11
    return given if len(given) <= longest else None


def _may_be_name(word: str) -> bool:
    low = word.casefold()
    if len(word) < 3 or word.isupper() or low in STOPPED or low in COMMON or low in MONTHS:
        return False
    return _cut_endings(low) not in ENGLISH


_cut_endings = lru_cache(maxsize=8192)(cut_endings)


def _read_korean(text: str, widely: bool) -> list[str]:
    text = _HEADLINE.sub(lambda found: f" {HEADLINE_CHARACTERS[found[0]]} ", text)
    terms: list[str] = []
    before = ""
    for found in _WORD.finditer(text):
        word = found[0]
        if word[0].isascii():
            terms += _read_latin(word)
            before = ""
            continue
        heard = _hear_korean(word)
        terms += heard.said
        is_person = heard.stems and (heard.has_role or _ROLE_NEXT.match(text, found.end()) is not None)
        names = heard.stems if is_person else heard.foreign
        sounds = _sound_names(names, before) if names else ()
        terms += sounds
        if widely and not sounds:
            terms += _hear_beside(heard, not names, found.start() < SPOKEN_CHARACTERS)
        before = names[0] if names and not is_person else ""
    terms += _read_numbers(text)
    return terms


def _read_latin(word: str) -> Iterator[str]:
    """What a word in Latin letters says in a Korean text: an abbreviation, or a name."""
    if word.isupper() and 1 < len(word) < 8:
        yield f"={word}"
    elif word.isalpha():
        yield from (f"^{sound}" for sound in sound_latin(word))


def _sound_names(names: tuple[str, ...], before: str) -> list[str]:
    """What may be one name, with and without particles; and where one is short, with the name before it."""
    sounds = [f"^{sound}" for sound in set(map(sound_hangul, names)) if sound]
    if before and min(len(before), len(names[0])) < 3 and (sound := sound_hangul(before + names[-1])):
        sounds.append(f"^{sound}")
    return sounds


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word in Hangul: what it says, what may be a name in it, and which of these look foreign.

    `persons` are the sounds of what is a name by its make.
    """

    said: tuple[str, ...]
    stems: tuple[str, ...]
    foreign: tuple[str, ...]
    persons: tuple[str, ...]
    has_role: bool


def _hear_beside(heard: _Heard, may_be_person: bool, may_be_name: bool) -> tuple[str, ...]:
    """What a word in Hangul says that sounds like no name: that of a person, else how it is spoken."""
    if may_be_person and heard.persons:
        return heard.persons
    return _spell(heard.stems) if may_be_name and heard.stems else ()


@lru_cache(maxsize=8192)
def _hear_korean(word: str) -> _Heard:
    said, rest = cut_korean(word)
    bare = cut_roles(rest)
    stems = _cut_particles(bare) if len(bare) > 1 else ()
    foreign = tuple(filter(is_foreign, stems))
    persons = filter(_is_person, stems)
    return _Heard(
        said=tuple(f"~{english}" for english in said),
        stems=stems,
        foreign=foreign,
        persons=tuple(f"{_WIDER_SOUND}{sound}" for sound in map(sound_hangul, persons) if sound),
        has_role=bare != rest,
    )


def _is_person(stem: str) -> bool:
    """Whether a word in Hangul is made as the names of Koreans are: a surname, and two syllables of names."""
    return len(stem) == 3 and stem[0] in SURNAMES and all(map(is_name_syllable, stem[1:]))


@lru_cache(maxsize=8192)
def _spell(stems: tuple[str, ...]) -> tuple[str, ...]:
    """How what may be names is spoken, places and ships without what says that they are."""
    bare = (stem[:-1] for stem in stems if len(stem) > 2 and stem[-1] in _PLACES)
    spelled = set(map(spell_hangul, (*stems, *bare)))
    return tuple(f"%{each}" for each in spelled if each)


def cut_korean(word: str) -> tuple[tuple[str, ...], str]:
    """The words of the list that a word in Hangul is made of, in English, and what is left of it."""
    if _OPENINGS.isdisjoint(word) and _OPENINGS.isdisjoint(map(add, word, word[1:])):
        return (), word  # as most words
    wholes = _cut_wholes(word)
    if whole := wholes[0]:
        return whole, ""
    said, rest = _cut_front(word)
    if said:
        return said, rest
    for at in range(2, len(word) - 1):
        if (end := wholes[at]) and word[at : at + 2] in KOREAN:
            return end, word[:at]
    return (), word


def _cut_front(word: str) -> tuple[tuple[str, ...], str]:
    """The words of the list that a word begins with, the longest each, and the rest if it says anything."""
    said: list[str] = []
    while part := next((part for part in _list_beginnings(word) if part in KOREAN), ""):
        said.append(KOREAN[part])
        word = word[len(part) :]
    return tuple(said), word if len(word) > 2 else ""


def _list_beginnings(word: str) -> Iterator[str]:
    return (word[:length] for length in range(min(_LONGEST, len(word)), 1, -1))


def _cut_wholes(word: str) -> list[tuple[str, ...] | None]:
    """For each place in a word, the words of the list that make up the whole of the rest but for endings.

    From the end to the beginning, each rest once: tried from the front, a word of words that are words of the
    list themselves (대통령선거 in a row) is divided in more ways than there is time.
    """
    wholes: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    for at in range(len(word) - 1, -1, -1):
        for length in range(min(_LONGEST, len(word) - at), 0, -1):
            part = word[at : at + length]
            if part not in KOREAN:
                continue
            if may_end_before(part[-1], word[at + length :], is_name=False, takes_role=True):
                wholes[at] = (KOREAN[part],)
                break
            if more := wholes[at + length]:
                wholes[at] = (KOREAN[part], *more)
                break
    return wholes


def _cut_particles(word: str) -> tuple[str, ...]:
    """A word in Hangul with and without what may be particles at its end."""
    ends = (
        length
        for length in range(len(word) - 1, 1, -1)
        if may_end_before(word[length - 1], word[length:], is_name=True, takes_role=False)
    )
    return (word, *(word[:length] for length in islice(ends, 2)))


def _says_something(figure: Figure) -> bool:
    return figure.kind != "number" or len(figure.value) > 1
