"""Surnames of officials alone in a text: Sullivan spoke of the NCG; the US ambassador, and Harris."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alerts.watch.names.people.given_names import GIVEN_NAMES
from alerts.watch.names.people.offices import is_around
from alerts.watch.names.people.surnames import has_one_capital
from alerts.watch.names.spellings import COMMON, FREQUENT
from alerts.watch.scan.folded import FILLER
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.patterns import compile_later
from storage.language.romanise import read_korean_name
from storage.language.text import lower, read_words
from storage.records import Entity

_BEFORE = compile_later(r"([A-Z][\w.]*) $")
# Before a surname these are no given name.
_OFFICIALS = read_words("""
mr ms mrs dr secretary ambassador general gen adm admiral commander envoy spokesman spokesperson
spokeswoman coordinator adviser advisor undersecretary representative director chairman
""")
# Ambassador to Korea Goldberg: the country is no given name.
_POSTED = compile_later(r"\b[Aa]mbassador to (?:South )?Korea $")
_REACH = 32
_AFTER = compile_later(r"[ -][A-Z][a-z]|[’']?[a-z]|, (?:an?|the) ")
_AFTER_KO = compile_later(r"[·] ?[가-힣]")


def may_stand_alone(entity: Entity) -> bool:
    """Whether somebody has held office, is no Korean and has a surname that is no word or city."""
    return entity.kind == "person" and bool(entity.roles) and not entity.expects and any(_list_alone(entity))


def list_alone_patterns(entity: Entity) -> Iterator[Pattern]:
    """The surname in Latin letters and in Hangul, where it is no name of theirs anyway."""
    for surname in _list_alone(entity):
        if surname.isascii():
            yield Pattern(f" {lower(surname)} ", 1)
        else:
            yield from make_patterns(surname, edge=Edge.PERSON)


def _list_alone(entity: Entity) -> Iterator[str]:
    surname = entity.name.rpartition(" ")[2]
    if not _is_long(surname) or read_korean_name(tuple(map(lower, entity.name.split())), None) is not None:
        return
    if surname not in entity.aliases:
        yield surname
    yield from (last for name in dict.fromkeys(entity.aliases) if (last := _cut_hangul(name, entity)))


def _is_long(surname: str) -> bool:
    return re.fullmatch("[A-Z][a-z]{4,}", surname) is not None and lower(surname) not in COMMON | _CITIES


_CITIES = frozenset(["austin", "jackson", "houston"])


def is_frequent(entity: Entity) -> bool:
    """Whether somebody's surname is one that many have, so that the text must say the office too."""
    return lower(entity.name.rpartition(" ")[2]) in FREQUENT | {"harris"}


def says_office(layout: Layout, entity: Entity) -> bool:
    """Whether a text has an office that somebody holds within a month of its day, in two words or more."""
    text = lower(layout.shaped).replace(FILLER, "")
    return any(
        " " in title and lower(title) in text
        for role in entity.roles
        if is_around(role, layout.at)
        for title in role.titles
    )


def _cut_hangul(name: str, entity: Entity) -> str | None:
    """The surname of a foreign name in Hangul; None where a part of it is a name by itself, or an office."""
    first, _, last = name.rpartition(" ")
    if not re.fullmatch("[가-힣]{2,} [가-힣]{3,}", name) or {first, last} & {*entity.aliases}:
        return None
    return last if _ENDS_OFFICE.search(last) is None else None


_ENDS_OFFICE = compile_later(
    "(?:장관|대사|대리|외무상|부장|담당|실장|보좌관|조정관|대변인|사령관|차관|차관보|대표|특사|총리|부통령|대통령|석좌|의장)$"
)


def find_alone(layout: Layout, raw: Sequence[Occurrence]) -> list[Occurrence]:
    """The places of a surname, none where the text has somebody else of it: Amelia Sullivan."""
    found: list[Occurrence] = []
    for one in raw:
        verdict = _judge(layout, one)
        if verdict is None:
            return []
        if verdict:
            found.append(one)
    return found


def _judge(layout: Layout, one: Occurrence) -> bool | None:
    """Whether a surname stands alone; None where it is part of somebody's name."""
    text = layout.text
    if not text[one.start].isascii():
        return _judge_ko(text, one)
    if not has_one_capital(text, one):
        return False
    if _AFTER.match(text, one.end):
        return None
    before = _BEFORE.search(text, max(0, one.start - 24), one.start)
    return True if before is None or one.end <= layout.title_end else _judge_behind(text, before)


def _judge_ko(text: str, one: Occurrence) -> bool | None:
    if _AFTER_KO.match(text, one.end):
        return None
    before = re.search(r"[가-힣]{1,8} $", text[max(0, one.start - 8) : one.start])
    return True if before is None or _is_title(before.group()) else None


def _judge_behind(text: str, before: re.Match[str]) -> bool | None:
    """By the word with a capital before a surname: an office, a given name, or the first of a sentence."""
    word = lower(before[1].rstrip("."))
    if word in _OFFICIALS or before[1].endswith(".") or _is_posted(text, before.end()):
        return True
    return None if word in GIVEN_NAMES or text[max(0, before.start() - 2) : before.start()].strip() else False


def _is_posted(text: str, at: int) -> bool:
    """Whether an ambassador's post stands before a surname."""
    return _POSTED.search(text, max(0, at - _REACH), at) is not None


def _is_title(word: str) -> bool:
    return (
        re.search("(?:국|미|장관|대사|보좌관|전|은|는|이|가|을|를|과|와|의|에|도|고|며|서|한|인) $", word)
        is not None
    )
