"""A surname with neither full name nor office: whether Yoon or 尹 alone may be the holder of the day.

With a title that many others have (김 위원장) it is judged here too.

Whether the article bears it out is asked afterwards (`expects`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from alerts.watch.names.given_names import GIVEN_NAMES
from alerts.watch.names.holders import is_candidate, is_other_office
from alerts.watch.names.offices import is_in_office
from alerts.watch.names.spellings import MERE_WORDS, Person
from alerts.watch.names.surnames import is_somebody_else
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence, Places
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.hangul import READINGS
from storage.language.text import lower, read_words
from storage.records import Entity

# Whose surname alone is said of them in Latin letters and in Hanja.
_HEADS = frozenset(["president", "chairman", "대통령", "주석", "국무위원장"])
# Of whom it is said beside others of their rank: Rubio, Iwaya and Cho.
_MINISTERS = frozenset(["foreign minister"])
# So long before an office and after it a surname alone is as good as in it.
_AROUND = timedelta(days=90)
# What may stand before a bare surname and leave it one.
_HONORIFICS = frozenset(
    ["mr", "president", "chairman", "marshal", "leader", "dictator", "strongman", "ruler"]
)
# Before a surname these make it somebody of that office or calling, who is introduced by no more.
_OTHERS = read_words("""
minister secretary ambassador director adviser advisor envoy general gen admiral adm colonel col
gov governor mayor rep representative sen senator judge justice prosecutor professor prof dr doctor
coach manager actor actress singer analyst spokesman spokesperson spokeswoman officer reporter mrs
miss madam lady pastor reverend sergeant lieutenant lt sgt maj major chef speaker lawmaker captain
commissioner superintendent inspector detective novelist poet striker pitcher golfer researcher
candidate capt ms
""")
_SHORTENED = frozenset(["st", "jr", "sr", "hon", "mt", "no", "amb", "sec", "min", "pres"])
_SMALL = read_words("""
a an and as at but by for from her his how if in is it its of on or our so than that the their then
to was were what when where while who why will with after before since until both only even yet now
they this because although though once whether like unlike did does can could should may has
have are meanwhile yesterday today still instead however never neither nor not perhaps here there
these those he some many most all under among between despite during against about through without
""")
_BEFORE = re.compile(r"([^\W\d_][\w.]*)([’']s)?([ -])$")
_AFTER = re.compile(r"( |-)([A-Z][a-z]+)")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
_JOINED = re.compile(r"[·ㆍ/-]$")
# The Yoon administration, a Yoon adviser.
_OF_HIS = re.compile(
    r"(?:[’']s)? (?:administration|government|presidency|cabinet|era|years|team|camp|advis[eo]r|aide|official"
    r"|loyalist|supporter|appointee|ally|regime|trial|impeachment|case|doctrine|plan|summit)s?\b"
)
# Lee, a former lawmaker: somebody who has to be introduced.
_INTRODUCED = re.compile(r", (?:an? |the )(?!(?:president|leader|country|nation|former president)\b)[a-z]")
_FORMER = re.compile(
    r"(?:\b(?:[Ff]ormer|[Oo]usted|[Ii]mpeached|[Dd]eposed|[Rr]emoved|[Dd]isgraced) (?:South Korean |Korean )?"
    r"|\b[Ee]x-)(?:[Pp]resident|[Ll]eader),? $"
    r"|\bpredecessor,? (?:Mr\.? )?$"
)
# The forum created under Yoon, agreed with Moon.
_UNDER = re.compile(
    r"\b(?:created|begun|began|launched|founded|agreed|signed|started|introduced|set up|established|born|made"
    r"|adopted)"
    r" (?:\w+ ){0,3}(?:under|by|with) (?:Mr\.? )?$"
)
# Seoul's top envoy Cho.
_DIPLOMAT = re.compile(
    r"(?:Seoul[’']s|South Korea[’']s|South Korean|Korean) (?:top |chief )?"
    r"(?:envoy|diplomat|foreign minister) $"
)
_RANK = 40
"""Characters in which a minister's peer stands."""


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
            if title in _HEADS:
                yield from make_patterns(f"{person.hangul} 전 {title}", edge=Edge.NAME)


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
    at = published.at if published else None
    was_head = _was_head(entity, at)
    is_head = is_at_head(entity, at) or (was_head and _is_called_former(layout, raw))
    is_minister = not is_head and _holds(entity, at, _MINISTERS, timedelta())
    named = Places(others)
    in_full: dict[str, bool] = {}
    regimes: list[Occurrence] = []  # the Kim regime is nobody else's
    for one in raw:
        if is_head and layout.text.startswith((" regime", " dynasty"), one.end):
            regimes.append(one)
            continue
        if named.cover(one.start):
            continue
        if not layout.text[one.start].isascii():
            if _is_hangul_held(layout, one, entity, person, in_full, is_head=is_head, was_head=was_head):
                found.append(one)
            continue
        if not is_head and not (is_minister and _is_among(layout, one, named)):
            continue
        if is_minister and _DIPLOMAT.search(layout.text, max(0, one.start - _RANK), one.start):
            found.append(one)
            continue
        verdict = _judge_latin(layout, one, person, named, was_head=was_head, is_minister=is_minister)
        if verdict is None:
            return regimes
        if verdict:
            found.append(one)
    return found + regimes


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
    """Whether somebody is the head of a state around a day that is known."""
    return _holds(entity, at, _HEADS, _AROUND)


def _holds(entity: Entity, at: datetime | None, titles: Collection[str], around: timedelta) -> bool:
    return at is not None and any(
        any(lower(title) in titles for title in role.titles)
        and any(is_in_office(role, at + shift) for shift in (timedelta(), around, -around))
        for role in entity.roles
    )


def _was_head(entity: Entity, at: datetime | None) -> bool:
    return at is not None and any(
        role.ends is not None and role.ends < at and any(lower(title) in _HEADS for title in role.titles)
        for role in entity.roles
    )


def _is_called_former(layout: Layout, raw: Sequence[Occurrence]) -> bool:
    """Whether the text says of a surname that it is a former head's: ex-President Moon, 문 전 대통령."""
    return any(
        " 전 " in layout.text[one.start : one.end]
        or _FORMER.search(layout.text, max(0, one.start - 50), one.start)
        or layout.text.startswith("-era ", one.end)
        or _UNDER.search(layout.text, max(0, one.start - 50), one.start)
        for one in raw
    )


def _is_among(layout: Layout, one: Occurrence, others: Places) -> bool:
    """Whether a tracked person is named close by or in the sentence, or half the office: Minister Cho."""
    start, end = layout.sentence_spans[layout.sentence(one.start)]
    return others.overlap(min(start, one.start - _RANK), max(end, one.end + _RANK)) or (
        bool(others) and layout.text.endswith("Minister ", 0, one.start)
    )


def _is_hangul_held(
    layout: Layout,
    one: Occurrence,
    entity: Entity,
    person: Person,
    in_full: dict[str, bool],
    *,
    is_head: bool,
    was_head: bool,
) -> bool:
    """김 위원장, unless the text has another 김 of this title in full; a Hanja surname as it stands.

    `in_full` keeps by title whether it has, since that is looked for in the whole text.
    """
    said = layout.text[one.start : one.end]
    if len(said) == 1:
        return is_head and re.match(" ?씨", layout.text[one.end : one.end + 2]) is None
    family, published = person.hangul or "", layout.article.published
    title = said.removeprefix(family).strip(" ")
    if title.startswith("전 "):
        return was_head and not is_candidate(layout.text, one.end)
    if (
        is_candidate(layout.text, one.end)
        or published is None
        or not any(title in role.titles and is_in_office(role, published.at) for role in entity.roles)
    ):
        return False
    if title not in in_full:
        full = re.compile(
            rf"(?<![가-힣]){family}[가-힣]{{2}} ?(?:[가-힣]{{1,8}} ?)?(?:전 ?)?{re.escape(title)}"
        )
        in_full[title] = full.search(layout.text) is not None
    return not in_full[title]


def _judge_latin(
    layout: Layout, one: Occurrence, person: Person, others: Places, *, was_head: bool, is_minister: bool
) -> bool | None:
    """Whether a surname stands alone; None where it is part of somebody's name."""
    text = layout.text
    if not text[one.start].isupper() or text[one.start + 1 : one.end].isupper():
        return False
    if is_somebody_else(layout, one, person) or _INTRODUCED.match(text, one.end):
        return None
    in_title = one.end <= layout.title_end
    after = _AFTER.match(text, one.end)
    if after and not in_title and not _CALENDAR.match(after[2]):
        return None if after[1] == " " else others.cover(after.start(2))
    before = _BEFORE.search(text, max(0, one.start - 24), one.start)
    if before is None:
        return True
    word, ends = lower(before[1].replace(".", "")), before[2]
    if (
        before[1].endswith(".")
        and word not in _OTHERS | _HONORIFICS | _SHORTENED
        and "." not in before[1][:-1]
    ):
        return True  # Friday. Lee had won
    if before[3] == "-":
        return in_title or others.cover(before.start(1))
    if word in _HONORIFICS and not ends:
        is_his = was_head and _FORMER.search(text, max(0, one.start - 50), one.start) is not None
        return True if is_his or not is_other_office(text, before.start()) else None
    if ends:
        return True
    if word in ("the", "a", "an", "this"):
        return _OF_HIS.match(text, one.end) is not None
    if word == "minister" and is_minister and not is_other_office(text, before.start()):
        return True
    if word in _OTHERS or word in GIVEN_NAMES:
        return None
    if in_title or not before[1][0].isupper() or word in _SMALL or others.cover(before.start(1)):
        return True
    return None
