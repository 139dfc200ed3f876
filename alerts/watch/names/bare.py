"""Bare surnames: whether Yoon, 尹 or 김 위원장 alone may be the holder of the day.

Whether the article bears it out is asked afterwards (`expects`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from alerts.watch.names.given_names import GIVEN_NAMES
from alerts.watch.names.holders import is_candidate, is_other_office
from alerts.watch.names.offices import is_in_office
from alerts.watch.names.spellings import MERE_WORDS, Person
from alerts.watch.names.surnames import is_somebody_else
from alerts.watch.scan.layout import Layout, Occurrence
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.hangul import READINGS
from storage.language.text import lower
from storage.records import Entity

# Whose surname alone is said of them in Latin letters and in Hanja.
_HEADS = frozenset(["president", "chairman", "대통령", "주석", "국무위원장"])
# What may stand before a bare surname and leave it one.
_HONORIFICS = frozenset(
    ["mr", "president", "chairman", "marshal", "leader", "dictator", "strongman", "ruler"]
)
# Before a surname these make it somebody of that office or calling, who is introduced by no more.
_OTHERS = frozenset(
    word
    for line in (
        "minister secretary ambassador director adviser advisor envoy general gen admiral adm colonel col",
        "gov governor mayor rep representative sen senator judge justice prosecutor professor prof dr doctor",
        "coach manager actor actress singer analyst spokesman spokesperson spokeswoman officer reporter mrs",
        "miss madam lady pastor reverend sergeant lieutenant lt sgt maj major chef speaker lawmaker captain",
        "commissioner superintendent inspector detective novelist poet striker pitcher golfer researcher",
        "candidate capt ms",
    )
    for word in line.split()
)
_SMALL = frozenset(
    word
    for line in (
        "a an and as at but by for from her his how if in is it its of on or our so than that the their then",
        "to was were what when where while who why will with after before since until both only even yet now",
        "they this",
    )
    for word in line.split()
)
_BEFORE = re.compile(r"([^\W\d_][\w.]*)([’']s)?([ -])$")
_AFTER = re.compile(r"( |-)([A-Z][a-z]+)")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
_JOINED = re.compile(r"[·ㆍ/-]$")


def list_bare_patterns(entity: Entity, person: Person) -> Iterator[Pattern]:
    """The surname alone in Latin letters and in Hanja, and in Hangul with each of the person's titles."""
    for surname in sorted(person.surnames - MERE_WORDS):
        yield Pattern(f" {surname} ", 1)
    if person.hangul is None:
        return
    for hanja in (char for char, reading in READINGS.items() if reading == person.hangul):
        yield from make_patterns(hanja, edge=Edge.NAME)
    for title in dict.fromkeys(title for role in entity.roles for title in role.titles):
        if re.fullmatch("[가-힣]{2,5}", title):
            yield from make_patterns(f"{person.hangul} {title}", edge=Edge.NAME)


def find_bare(
    layout: Layout,
    entity: Entity,
    person: Person,
    raw: Sequence[Occurrence],
    others: Collection[Occurrence],
) -> list[Occurrence]:
    """The places where a surname alone may be the holder's; none where somebody else has it in the article.

    `others` are where tracked persons are named.
    """
    found: list[Occurrence] = []
    published = layout.article.published
    is_head = is_at_head(entity, published.at if published else None)
    taken = {place for other in others for place in range(other.start, other.end)}
    for one in raw:
        if one.start in taken:
            continue
        if not layout.text[one.start].isascii():
            if _is_hangul_held(layout, one, entity, person, is_head):
                found.append(one)
            continue
        if not is_head:
            continue
        verdict = _judge_latin(layout, one, person, others)
        if verdict is None:
            return []
        if verdict:
            found.append(one)
    return found


def find_joined(layout: Layout, person: Person, others: Collection[Occurrence]) -> list[Occurrence]:
    """A syllable that leaders' names are strung together with: 윤·바이든·기시다, 윤-바이든."""
    if person.hangul is None:
        return []
    wide = len(person.hangul)
    places = []
    for other in others:
        if _JOINED.search(layout.text[max(0, other.start - 1) : other.start]):
            start = max(0, other.start - 1 - wide)
            is_whole = start == 0 or not layout.text[start - 1].isalnum()
            if is_whole and layout.text.startswith(person.hangul, start):
                places.append(Occurrence(start, start + wide))
    return places


def is_at_head(entity: Entity, at: datetime | None) -> bool:
    """Whether somebody is the head of a state on a day that is known."""
    return at is not None and any(
        is_in_office(role, at) and any(lower(title) in _HEADS for title in role.titles)
        for role in entity.roles
    )


def _is_hangul_held(layout: Layout, one: Occurrence, entity: Entity, person: Person, is_head: bool) -> bool:
    """김 위원장, unless the text has another 김 of this title in full; a Hanja surname as it stands."""
    said = layout.text[one.start : one.end]
    if len(said) == 1:
        return is_head and re.match(" ?씨", layout.text[one.end : one.end + 2]) is None
    family, published = person.hangul or "", layout.article.published
    title = said.removeprefix(family).strip(" ")
    if (
        is_candidate(layout.text, one.end)
        or published is None
        or not any(title in role.titles and is_in_office(role, published.at) for role in entity.roles)
    ):
        return False
    full = re.compile(rf"(?<![가-힣]){family}[가-힣]{{2}} ?(?:[가-힣]{{1,8}} ?)?(?:전 ?)?{re.escape(title)}")
    return full.search(layout.text) is None


def _judge_latin(
    layout: Layout, one: Occurrence, person: Person, others: Collection[Occurrence]
) -> bool | None:
    """Whether a surname stands alone; None where it is part of somebody's name."""
    text = layout.text
    if not text[one.start].isupper() or text[one.start + 1 : one.end].isupper():
        return False
    if is_somebody_else(layout, one, person):
        return None
    in_title = one.end <= layout.title_end
    after = _AFTER.match(text, one.end)
    if after and not in_title and not _CALENDAR.match(after[2]):
        return None if after[1] == " " else _is_tracked(others, after.start(2))
    before = _BEFORE.search(text, max(0, one.start - 24), one.start)
    if before is None:
        return True
    word, ends = lower(before[1].replace(".", "")), before[2]
    if before[3] == "-":
        return in_title or _is_tracked(others, before.start(1))
    if word in _HONORIFICS and not ends:
        return None if is_other_office(text, before.start()) else True
    if ends:
        return True
    if word in ("the", "a", "an", "this"):
        return False
    if word in _OTHERS or word in GIVEN_NAMES:
        return None
    if in_title or not before[1][0].isupper() or word in _SMALL:
        return True
    return True if _is_tracked(others, before.start(1)) else None


def _is_tracked(others: Collection[Occurrence], at: int) -> bool:
    return any(other.start <= at < other.end for other in others)
