"""What an account says in terms of no language: figures, words, and names as they sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from storage.language.bilingual import ENGLISH, FIRST_OF_TWO, KOREAN, cut_endings
from storage.language.common_words import COMMON, HEADLINE_CHARACTERS, MONTHS, STOPPED
from storage.language.figures import Figure, read_figures
from storage.language.hangul import ROLE, cut_roles, may_end_before
from storage.language.romanise import LATIN_SURNAMES
from storage.language.sounds import is_foreign, sound_hangul, sound_latin

TITLE_COUNTS = 3
"""A word of the title counts as so many of the body."""

_WORD = re.compile(r"[가-힣]+|[A-Za-z]+(?:['’][A-Za-z]+)?|\d+")
_HEADLINE = re.compile(f"[{''.join(HEADLINE_CHARACTERS)}]")
_ROLE_NEXT = re.compile(rf"[\s(]*(?:{ROLE})")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9&-]+")
_CAPITALISED = re.compile(r"\b[A-Z][A-Za-z]*(?:-[A-Za-z]+)*")
_WITHIN = re.compile(r"(?<=[\w,] )[A-Z][A-Za-z]*(?:-[A-Za-z]+)*")
_PLAIN = re.compile(r"\b[a-z]{3,}\b")
_LONGEST = max(map(len, KOREAN))


def read_across(head: str, body: str, *, is_cjk: bool) -> Counter[str]:
    """What a folded title and text say in terms of no language: the title's count more.

    Figures are `#value`, abbreviations `=NCG`, words `~english`, names `^sound`.
    """
    names = frozenset() if is_cjk else _find_names(body or head)
    found = Counter(read_terms_across(body, names, is_cjk=is_cjk))
    for term, count in Counter(read_terms_across(head, names, is_cjk=is_cjk)).items():
        found[term] += count * TITLE_COUNTS
    return found


def read_terms_across(text: str, names: Set[str], *, is_cjk: bool) -> Iterator[str]:
    """The terms of a folded text, whose names in English are these."""
    return _read_korean(text, names) if is_cjk else _read_english(text, names)


def _read_english(text: str, names: Set[str]) -> Iterator[str]:
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
    yield from (f"#{figure.key}" for figure in read_figures(text) if _says_something(figure))
    yield from (f"^{sound}" for name in _read_names(text, names) for sound in sound_latin(name))


@lru_cache(maxsize=4096)
def spell_out(entity: str) -> frozenset[str]:
    """The terms that say no more than that an entity is named, from the words of its id."""
    parts = entity.split("-")
    words = {english for part in parts if (english := ENGLISH.get(cut_endings(part)))}
    whole = _join_korean([parts[0], "-".join(parts[1:])])
    names = [*parts, "".join(parts), *([whole] if whole else ())]
    sounds = {sound for name in names for sound in sound_latin(name)}
    capitals = {"".join(parts).upper(), *map(str.upper, parts)}
    return frozenset(
        {f"~{word}" for word in words} | {f"^{sound}" for sound in sounds} | {f"={name}" for name in capitals}
    )


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
        near = [found[at]]
        for after in found[at + 1 : at + 3]:
            if text[near[-1].end() : after.start()] != " ":
                break
            near.append(after)
        words = [match[0] for match in near]
        if whole := _join_korean(words):
            yield whole
            at += 2 if "-" in words[1] or len(words) == 2 else 3
            continue
        at += 1
        name = words[0]
        if name in names:
            yield from name.split("-")
            if len(words) > 1 and min(len(name), len(words[1])) < 6 and words[1] in names:
                yield name + words[1]


def _join_korean(words: list[str]) -> str | None:
    """A Korean name as one word, from its words in English; None where the first is no surname."""
    surname = words[0].casefold()
    if surname not in LATIN_SURNAMES or len(words) < 2:
        return None
    given = words[1] if "-" in words[1] or len(words) == 2 else f"{words[1]}{words[2]}"
    if len(given) > 11 or ("-" not in words[1] and len(words) == 2 and len(given) > 8):
        return None
    # 이 and 임 are heard without the l that they are written with.
    heard = {"lee": "i", "yi": "i", "rhee": "i", "lim": "im", "rim": "im"}.get(surname, surname)
    return (heard + given.replace("-", "")).casefold()


def _may_be_name(word: str) -> bool:
    low = word.casefold()
    if len(word) < 3 or word.isupper() or low in STOPPED or low in COMMON or low in MONTHS:
        return False
    return _cut_endings(low) not in ENGLISH


_cut_endings = lru_cache(maxsize=8192)(cut_endings)


def _read_korean(text: str, _names: Set[str]) -> Iterator[str]:
    text = _HEADLINE.sub(lambda found: f" {HEADLINE_CHARACTERS[found[0]]} ", text)
    before = ""
    for found in _WORD.finditer(text):
        word = found[0]
        if word[0].isascii():
            if word.isupper() and 1 < len(word) < 8:
                yield f"={word}"
            elif word.isalpha():
                yield from (f"^{sound}" for sound in sound_latin(word))
            before = ""
            continue
        heard = _hear_korean(word)
        yield from heard.said
        is_person = heard.stems and (heard.has_role or _ROLE_NEXT.match(text, found.end()) is not None)
        names = heard.stems if is_person else heard.foreign
        yield from {f"^{sound}" for name in names if (sound := sound_hangul(name))}
        if (
            before
            and names
            and min(len(before), len(names[0])) < 3
            and (sound := sound_hangul(before + names[-1]))
        ):
            yield f"^{sound}"
        before = names[0] if names and not is_person else ""
    yield from (f"#{figure.key}" for figure in read_figures(text) if _says_something(figure))


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word in Hangul: what it says, what may be a name in it, and which of these look foreign."""

    said: tuple[str, ...]
    stems: tuple[str, ...]
    foreign: tuple[str, ...]
    has_role: bool


@lru_cache(maxsize=8192)
def _hear_korean(word: str) -> _Heard:
    said, rest = cut_korean(word)
    bare = cut_roles(rest)
    stems = _cut_particles(bare) if len(bare) > 1 else ()
    foreign = tuple(stem for stem in stems if is_foreign(stem))
    return _Heard(tuple(f"~{english}" for english in said), stems, foreign, has_role=bare != rest)


def cut_korean(word: str) -> tuple[tuple[str, ...], str]:
    """The words of the list that a word in Hangul is made of, in English, and what is left of it."""
    wholes = _cut_wholes(word)
    if whole := wholes[0]:
        return whole, ""
    said: list[str] = []
    at = 0
    while length := next(
        (n for n in range(min(_LONGEST, len(word) - at), 1, -1) if word[at : at + n] in KOREAN), 0
    ):
        said.append(KOREAN[word[at : at + length]])
        at += length
    if at:
        return tuple(said), word[at:] if len(word) - at > 2 else ""
    for at in range(2, len(word) - 1):
        if (end := wholes[at]) and word[at : at + 2] in KOREAN:
            return end, word[:at]
    return (), word


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
    return tuple(
        word[:length]
        for length in range(len(word), 1, -1)
        if may_end_before(word[length - 1], word[length:], is_name=True, takes_role=False)
    )[:3]


def _says_something(figure: Figure) -> bool:
    return figure.kind != "number" or len(figure.value) > 1
