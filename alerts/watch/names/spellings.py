"""An entity's names, expanded by rule into patterns: spellings, orders, adjectives, surnames."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

from alerts.watch.names.countries import list_companies, list_country_names, list_openings
from alerts.watch.scan.patterns import Use
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.patterns import compile_later
from storage.language.romanise import KoreanName, read_korean_name
from storage.language.text import HAN, HANGUL, fold, lower, read_words, runs
from storage.records import Entity

_EAST = compile_later(f"[{HANGUL}{HAN}]")
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
        return Person(korean.surnames, korean, _cut_surname(korean.hangul))
    surname = _find_surname(entity.name)
    return Person(frozenset({surname}), None, None) if surname else None


def _find_surname(name: str) -> str | None:
    """The surname of somebody who is no Korean; None of a single name."""
    words = [word for word in _latin_words(name) if word not in _GENERATIONS]
    if len(words) < 2:
        return None
    return words[0] if words[0] in _FAMILY_FIRST else words[-1]


def _cut_surname(hangul: str | None) -> str | None:
    """The surname of a Korean name, of two syllables where the whole has four."""
    if not hangul:
        return None
    return hangul[:2] if len(hangul) > 3 else hangul[:1]


def _latin_words(text: str) -> tuple[str, ...]:
    folded = fold(text).text
    return tuple(lower(folded[start:end]) for start, end in runs(folded))


def _find_korean(entity: Entity) -> KoreanName | None:
    names = (entity.name, *entity.aliases)
    hanguls, latin = (*_list_hangul(names), None), _list_latin(names)
    read = (read_korean_name(words, hangul) for hangul in hanguls for words in latin)
    return next((korean for korean in read if korean is not None), None)


def _list_latin(names: Iterable[str]) -> list[tuple[str, ...]]:
    return [_latin_words(name) for name in names if not _EAST.search(name)]


def _list_hangul(names: Iterable[str]) -> list[str]:
    """The names in Hangul that are as long as a person's, without their blanks."""
    plain = (_GIVEN_FIRST.sub(r"\2\1", fold(name).text).replace(" ", "") for name in names)
    return [name for name in plain if re.fullmatch("[가-힣]{2,5}", name)]


# 성 김 has his surname last, as abroad.
_GIVEN_FIRST = compile_later("^([가-힣]{1,2}) ([김이박최정윤조강])$")


MayStand = Callable[[str], bool]
"""Whether a name may stand in the text that patterns are made for."""


def may_always(_name: str) -> bool:
    """For patterns that all texts are to be read with."""
    return True


def list_patterns(
    entity: Entity, person: Person | None, may_stand: MayStand = may_always
) -> Iterator[tuple[Use, Pattern]]:
    """All patterns of an entity, each with its use; but for those of names that cannot stand there."""
    yield from ((Use.ALIAS, pattern) for pattern in _list_own(entity, person, may_stand))
    yield from ((Use.NEVER, pattern) for pattern in _list_never(entity, may_stand))
    if person is not None:
        for given in sorted(_list_given(entity, person)):
            yield Use.GIVEN, Pattern(f" {' '.join(given)} ", len(given))


def _list_given(entity: Entity, person: Person) -> Collection[tuple[str, ...]]:
    """Given names that a surname must stand beside: of Koreans, and of officials, who have middle names."""
    if person.korean is not None:
        return person.korean.givens
    first, *_, last = _latin_words(entity.name)
    return {(first,)} if entity.roles and len(first) > _INITIAL and last else ()


def may_be_misspelt(surname: str) -> bool:
    """Whether a surname is long and rare enough to be known with a letter amiss."""
    return len(surname) >= _LEAST_MISSPELT and surname not in FREQUENT | COMMON


_LEAST_MISSPELT, _INITIAL = 6, 2
# Surnames that many bear, and those that are cities.
FREQUENT = read_words("""
miller johnson brown harris wright turner bruce austin taylor wilson moore jackson martin thompson
garcia anderson clark lewis robinson walker allen campbell mitchell carter roberts phillips evans
parker edwards collins stewart morris rogers cooper peterson jean watson brooks kelly bennett gray
hughes sanders hooker chung pierre waltz
""")


def _list_own(entity: Entity, person: Person | None, may_stand: MayStand) -> Iterator[Pattern]:
    edge = _EDGES.get(entity.kind, Edge.THING)
    for alias in filter(may_stand, _list_aliases(entity, person)):
        yield from make_patterns(alias, edge=edge)
    if entity.kind == "place":
        for opening in filter(may_stand, list_openings((entity.name, *entity.aliases))):
            yield from make_patterns(opening, wild=True, edge=edge)


def _list_never(entity: Entity, may_stand: MayStand) -> Iterator[Pattern]:
    """What looks like a name of the entity and is none."""
    companies = list_companies((entity.name, *entity.aliases)) if entity.kind == "place" else ()
    for never in filter(may_stand, (*entity.never, *companies)):
        yield from make_patterns(never, edge=Edge.FREE)


def _list_aliases(entity: Entity, person: Person | None) -> list[str]:
    """The aliases as configured, what follows from them, and a Korean name with a blank in it."""
    aliases = list(entity.aliases) or [entity.name]
    if entity.kind != "person":
        aliases += _respell(aliases, "Defense", "Defence")
    if entity.kind not in ("person", "place"):
        aliases += [*_list_turned(tuple(aliases))]
    aliases += _list_derived(entity, tuple(aliases))
    if person is not None:
        aliases += _space_name(person)
    return list(dict.fromkeys(aliases))


def _list_turned(aliases: Iterable[str]) -> Iterator[str]:
    """북러 협력 for 러북 협력, US-Korea for Korea-US: two states in either order, and as each is called."""
    for alias in aliases:
        korean, latin = _PAIR_KO.match(alias), _PAIR.match(alias)
        if korean:
            yield from (turned + korean[2] for turned in _TURNED_KO[korean[1].replace("·", "")])
        if latin:
            yield from _turn_latin(latin[1], latin[2], latin[3])


def _turn_latin(first: str, second: str, rest: str) -> Iterator[str]:
    ones, others = (next(each for each in _CALLED if state in each) for state in (first, second))
    for one, other in product(ones, others):
        yield from (f"{one}-{other}{rest}", f"{other}-{one}{rest}")


# Pairs of states in Korean, by each of their orders.
_ORDERS = (("한미", "미한"), ("북미", "미북", "조미"), ("북러", "러북"), ("한일",), ("한중",), ("북중",))
_TURNED_KO = {pair: orders for orders in _ORDERS for pair in orders}
_PAIR_KO = compile_later(rf"({'|'.join('·?'.join(pair) for pair in _TURNED_KO)})([ 가-힣].*)")
_CALLED = (("South Korea", "Korea", "ROK"), ("US", "United States"), ("North Korea", "DPRK"), ("Russia",))
_SAID = "|".join(name for called in _CALLED for name in called)
_PAIR = compile_later(rf"({_SAID})-({_SAID})( .*)")  # without more, a list of states would be one


def _read_letters(name: str) -> Iterator[str]:
    """엔피티 and 엔시지, as the letters of NPT and NCG are read in Korean."""
    if re.fullmatch("[A-Z]{3,5}", name):
        yield from map("".join, product(*(_LETTERS[letter] for letter in name)))


_READINGS = """
에이 비 시/씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠
엔 오 피 큐 아르/알 에스 티 유 브이 더블유 엑스 와이 제트
"""
_LETTERS = {
    letter: readings.split("/")
    for letter, readings in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _READINGS.split(), strict=True)
}


def _list_derived(entity: Entity, aliases: Sequence[str]) -> Iterator[str]:
    """What the aliases of an entity of its kind are also written like."""
    match entity.kind:
        case "body":
            shortened = _respell(aliases, "Department", "Dept")
            yield from shortened
            yield from chain(*map(_list_misspelt, (*aliases, *shortened)))
            yield from chain(*map(_read_letters, aliases))
        case "agreement":
            yield from filter(None, map(_turn, aliases))
            yield from chain(*map(_read_letters, aliases))
        case "place":
            yield from list_country_names((entity.name, *entity.aliases))
            yield from chain(*map(_list_dateline, entity.aliases))
        case "person":
            yield from chain(*map(_list_headlined, entity.aliases))


def _respell(names: Sequence[str], word: str, other: str) -> list[str]:
    """The names that have a word, with another in its place."""
    return [name.replace(word, other) for name in names if word in name]


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


def _list_headlined(name: str) -> list[str]:
    """What headlines hang on a person's name: 트럼프발, 이재명표; 조현식 is somebody else."""
    return [name + ending for ending in "발표식"] if re.fullmatch("[가-힣]{3,}", name) else []


def _list_dateline(name: str) -> list[str]:
    """What comes from a place: 워싱턴발."""
    return [f"{name}발"] if re.fullmatch("[가-힣]{2,}", name) else []


def _space_name(person: Person) -> list[str]:
    """조태열 as some write it, 조 태열; with one syllable to the given name chance would meet it."""
    name = person.korean.hangul if person.korean else None
    if not name or not person.hangul:
        return []
    given = name.removeprefix(person.hangul)
    return [f"{person.hangul} {given}"] if len(given) > 1 else []
