"""An entity's names, expanded by rule into patterns: spellings, orders, adjectives, surnames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alerts.watch.names.countries import list_companies, list_country_names, list_openings
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.romanise import KoreanName, read_korean_name
from storage.language.text import HAN, HANGUL, fold, lower, read_words, runs
from storage.records import Entity

_EAST = re.compile(f"[{HANGUL}{HAN}]")
# In these family names come first, as in Korea; their given names are not taken apart.
_FAMILY_FIRST = frozenset(
    ["xi", "wang", "li", "zhang", "zhao", "liu", "hu", "mao", "deng", "qin", "he", "dong", "tsai"]
)
_GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])
# Surnames that are words of their own: alone they say nothing.
MERE_WORDS = frozenset(
    ["no", "so", "do", "in", "an", "go", "may", "will", "long", "i", "you", "sin", "a", "she", "he"]
)
# Surnames that a sentence or a headline may begin with and mean the thing.
COMMON = read_words("""
steel waltz price burns rice bush young king white brown green wood power lake hill stone day long
best black bell fields ford fox gates hunter knight mason miller page reed rivers rose sharp short
""")


_EDGES = {"person": Edge.PERSON, "place": Edge.NAME}


@dataclass(frozen=True, slots=True)
class Person:
    """What tells a person's surname: `surnames` in lower case, `korean` where the name is Korean.

    `hangul` is the Hangul surname, None where it is not known or not Korean.
    """

    surnames: frozenset[str]
    korean: KoreanName | None
    hangul: str | None


def read_person(entity: Entity) -> Person | None:
    """The parts of a person's name; None for entities of other kinds and for single names."""
    if entity.kind != "person":
        return None
    korean = _find_korean(entity)
    if korean is not None:
        width = 2 if korean.hangul and len(korean.hangul) > 3 else 1
        return Person(korean.surnames, korean, korean.hangul[:width] if korean.hangul else None)
    words = [word for word in _latin_words(entity.name) if word not in _GENERATIONS]
    if len(words) < 2:
        return None
    return Person(frozenset({words[0] if words[0] in _FAMILY_FIRST else words[-1]}), None, None)


def _latin_words(text: str) -> tuple[str, ...]:
    folded = fold(text).text
    return tuple(lower(folded[start:end]) for start, end in runs(folded))


def _find_korean(entity: Entity) -> KoreanName | None:
    names = (entity.name, *entity.aliases)
    latin = [_latin_words(name) for name in names if not _EAST.search(name)]
    hanguls = [
        plain for name in names if re.fullmatch("[가-힣]{2,5}", plain := fold(name).text.replace(" ", ""))
    ]
    for hangul in [*hanguls, None]:
        for words in latin:
            korean = read_korean_name(words, hangul)
            if korean is not None:
                return korean
    return None


def list_patterns(entity: Entity, person: Person | None) -> Iterator[tuple[Use, Pattern]]:
    """All patterns of an entity, each with its use."""
    edge = _EDGES.get(entity.kind, Edge.THING)
    for alias in _list_aliases(entity, person):
        yield from ((Use.ALIAS, pattern) for pattern in make_patterns(alias, edge=edge))
    if entity.kind == "place":
        for opening in list_openings((entity.name, *entity.aliases)):
            yield from ((Use.ALIAS, pattern) for pattern in make_patterns(opening, wild=True, edge=edge))
    companies = list_companies((entity.name, *entity.aliases)) if entity.kind == "place" else ()
    for never in (*entity.never, *companies):
        yield from ((Use.NEVER, pattern) for pattern in make_patterns(never, edge=Edge.FREE))
    if person is not None and person.korean is not None:
        for given in sorted(person.korean.givens):
            yield Use.GIVEN, Pattern(f" {' '.join(given)} ", len(given))


def _list_aliases(entity: Entity, person: Person | None) -> list[str]:
    """The aliases as configured, the adjectives of a country's, and a Korean name with a blank in it."""
    aliases = list(entity.aliases) or [entity.name]
    if entity.kind != "person":
        aliases.extend([name.replace("Defense", "Defence") for name in aliases if "Defense" in name])
    if entity.kind == "body":
        aliases.extend([name.replace("Department", "Dept") for name in aliases if "Department" in name])
        aliases.extend([wrong for name in aliases for wrong in _list_misspelt(name)])
    if entity.kind == "agreement":
        aliases.extend([turned for name in aliases if (turned := _turn(name))])
    if entity.kind == "place":
        aliases.extend(list_country_names((entity.name, *entity.aliases)))
        aliases.extend(f"{name}발" for name in entity.aliases if re.fullmatch("[가-힣]{2,}", name))
    if entity.kind == "person":
        aliases.extend(name + ending for name in entity.aliases for ending in _list_endings(name))
    if person is not None and person.korean is not None and person.hangul is not None:
        aliases.extend(_space_name(person.korean.hangul or "", len(person.hangul)))
    return list(dict.fromkeys(aliases))


def _turn(name: str) -> str | None:
    """The Declaration of Washington for the Washington Declaration."""
    said = re.fullmatch("([A-Z][a-z]+(?: [A-Z][a-z]+)?) (Declaration|Treaty|Communique|Accord)", name)
    return f"{said[2]} of {said[1]}" if said else None


def _list_misspelt(name: str) -> Iterator[str]:
    """A long Korean name with one vowel for the one beside it on the keyboard: 핵협의그릅."""
    plain = name.replace(" ", "")
    if not re.fullmatch("[가-힣]{5,}", plain):
        return
    for at, char in enumerate(plain):
        initial, rest = divmod(ord(char) - 0xAC00, 28 * 21)
        vowel, final = divmod(rest, 28)
        if (other := _ALIKE.get(vowel)) is not None:
            yield plain[:at] + chr(0xAC00 + (initial * 21 + other) * 28 + final) + plain[at + 1 :]


# ㅜ and ㅡ, neighbours on the keyboard, by their numbers among the vowels of Unicode's syllables.
_ALIKE = {13: 18, 18: 13}


def _list_endings(name: str) -> str:
    """What headlines hang on a person's name: 트럼프발, 이재명표; 조현식 is somebody else."""
    return "발표식" if re.fullmatch("[가-힣]{3,}", name) else ""


def _space_name(name: str, width: int) -> list[str]:
    """조태열 as some write it, 조 태열; with one syllable to the given name chance would meet it."""
    return [f"{name[:width]} {name[width:]}"] if len(name) - width > 1 else []
