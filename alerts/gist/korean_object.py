"""What a Korean verb is done to: the word with its particle before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from alerts.gist.figures import read_amount
from alerts.gist.nouns import THINGS, Both, key_of
from alerts.gist.parts import OWNERS, Line, Manner, Spot
from alerts.gist.verbs import Needs, Verb
from storage.language.patterns import compile_later

_COUNTED = compile_later(r"(?P<many>\d{1,3})\s?(?P<unit>발|기|척|대)$")


_PEOPLE = compile_later(r"(?P<many>\d{1,3}(?:,\d{3})?)명$")


# What may stand between a verb and what it is done to: when, where, how.
_BETWEEN = compile_later(
    r"\S{1,20}(?:에서|까지|부터|만에|으로|로|서|주)|다음|지난|이번|달|\d{1,2}월|\d{1,2}일(?:에)?|오전|오후|새벽|밤|\d{1,2}[시분]"
    r"|국회|본회의(?:를|에서)|미국|한국|서울|경기|다시|또|더|모두|함께|공식|전격|잠정|최종|직접|전면|공동|각각|처음"
    r"|추가|잇따라|새로|사실상|임시|무기한|끝내|우선|먼저|구두|사전|공식적|일방적"
)


_TO = frozenset(("sign", "agree", "attend", "join", "oppose"))
"""What is done to a thing with 에."""

_SPEAKS = frozenset(["order", "request", "rule", "decide", "propose", "urge", "warn", "notify", "demand"])


_SUBJECT_MARK = compile_later(r"(?<=\S)(?:이|가|은|는)$")
_OBJECT_MARK = compile_later(r"(?<=\S)(?:을|를)$")
_GOAL_MARK = compile_later(r"(?<=\S)(?:을|를|에)$")


class _Mark(NamedTuple):
    """Where a particle stands."""

    start: int
    end: int


def _find_mark(text: str, mark: re.Pattern[str]) -> _Mark | None:
    """The last word with such a particle that only words of time, place and manner part from the verb."""
    end = len(text)
    while end:
        start = text.rfind(" ", 0, end) + 1
        word = text[start:end]
        if found := mark.search(word):
            return _Mark(start + found.start(), end)
        if not _BETWEEN.fullmatch(word):
            return None
        end = len(text[:start].rstrip())
    return None


@dataclass(frozen=True, slots=True)
class Object:
    """What a verb is done to: its name, whose it is, where it begins and ends, and how many."""

    thing: Both | None = None
    of: tuple[Both, ...] = ()
    begin: int = 0
    end: int = 0
    figures: tuple[Both, ...] = ()
    is_cut: bool = False


def read_thing(line: Line, verb: Verb, manner: Manner) -> Object | None:
    """What the verb before which a line ends is done to; None where nothing is said of it."""
    text = line.text.rstrip()
    unsaid = Object(begin=len(text), end=len(text), is_cut=True)
    if verb.base in _SPEAKS and _SAID.search(text):
        return unsaid
    found = _find_mark(text, _pick_mark(verb, manner))
    if found is None:
        return unsaid if verb.base == "agree" and text.endswith("기로") else None
    phrase = text[: found.start]
    if _PEOPLE.search(phrase) or _COUNTED.search(phrase):
        return _read_counted(phrase, line, verb, found.end)
    if amount := read_amount(phrase, "ko"):
        is_sum = verb.base == "invest"
        return Object(begin=amount[1], end=found.end, figures=(amount[0],)) if is_sum else None
    return _read_named(phrase, line, verb, found.end) or _hide(phrase, verb, manner, found.end)


_SAID = compile_later(r"(?:라고|자고|달라고|하기로|다고)$")


def _pick_mark(verb: Verb, manner: Manner) -> re.Pattern[str]:
    """The particle of what a verb is done to."""
    if manner.is_passive:
        return _SUBJECT_MARK
    return _GOAL_MARK if verb.base in _TO else _OBJECT_MARK


def _read_counted(phrase: str, line: Line, verb: Verb, end: int) -> Object | None:
    """So many people, or so many of a thing, that a phrase ends with."""
    if people := _PEOPLE.search(phrase):
        is_so = verb.needs is Needs.SOMEONE
        figures = (_count_people(people["many"]),)
        return Object(begin=people.start(), end=end, figures=figures, is_cut=is_so) if is_so else None
    counted = _COUNTED.search(phrase)
    if counted is None:
        return None
    thing, begin = find_thing(phrase[: counted.start()].rstrip(), line)
    return Object(_count(thing, counted["many"], counted["unit"]), (), begin, end) if thing else None


def _read_named(phrase: str, line: Line, verb: Verb, end: int) -> Object | None:
    """The thing that a phrase ends with, and whose it is."""
    thing, begin = find_thing(phrase, line)
    if thing is None or (verb.base == "fire" and thing not in _COMMON):
        return None
    return Object(thing, _find_owners(line, begin) if thing in _COMMON else (), begin, end)


def _hide(phrase: str, verb: Verb, manner: Manner, end: int) -> Object | None:
    """Something whose name is not known, where the verb says enough without it."""
    is_clear = (verb.is_clear_in_korean or verb.base == "agree") and not manner.is_passive
    return Object(begin=phrase.rfind(" ") + 1, end=end, is_cut=True) if is_clear else None


_COMMON = frozenset(THINGS.values())


def _count_people(many: str) -> Both:
    return Both(f"{many} {'person' if many == '1' else 'people'}", f"{many}명")


def _count(thing: Both, many: str, unit: str) -> Both:
    """So many of a thing: 2 ballistic missiles."""
    one = thing.en.removesuffix("(s)")
    return Both(
        f"{many} {one}" if many == "1" else f"{many} {one.removesuffix('s')}s", f"{thing.ko} {many}{unit}"
    )


def find_thing(phrase: str, line: Line) -> tuple[Both | None, int]:
    """The thing that a phrase ends with: its last word or two, or what follows a name in its last word."""
    words = phrase.split(" ")
    for many in range(min(2, len(words)), 0, -1):
        last = " ".join(words[-many:])
        if thing := THINGS.get(key_of(last)):
            return thing, len(phrase) - len(last)
    begin = len(phrase) - len(words[-1])
    return _find_named(phrase, line) or _find_after_name(phrase, line, begin) or (None, 0)


def _find_named(phrase: str, line: Line) -> tuple[Both, int] | None:
    """The thing whose name ends a phrase, and where that begins."""
    last = (spot for spot in line.spots if spot.end == len(phrase))
    return next(((thing, spot.start) for spot in last if (thing := _thing_of(spot, phrase))), None)


def _find_after_name(phrase: str, line: Line, begin: int) -> tuple[Both, int] | None:
    """The thing that follows a name in the last word: `NCG회의`."""
    within = (spot.end for spot in line.spots if begin <= spot.start and spot.end < len(phrase))
    return next(((thing, end) for end in within if (thing := THINGS.get(key_of(phrase[end:])))), None)


def _thing_of(spot: Spot, phrase: str) -> Both | None:
    """The thing that a name is of: what its words say, an event, an accord, or a body that meets."""
    if bare := THINGS.get(key_of(phrase[spot.start : spot.end].partition("(")[0])):
        return bare
    return spot.name if spot.kind in ("event", "agreement") or _is_meeting(spot) else None


def _is_meeting(spot: Spot) -> bool:
    """Whether a body is one that meets, so that its meeting has its name."""
    return spot.kind == "body" and bool(re.search("Meeting|Dialogue|Talks|Forum", spot.name.en))


def _find_owners(line: Line, begin: int) -> tuple[Both, ...]:
    """The body, accord or event whose thing it is: named right before it."""
    gap = re.compile(r"\s?(?:(?:제?\d{1,3}차|고위급|정례|연례|긴급)\s)?")
    for spot in line.spots:
        is_owner = spot.kind in OWNERS and spot.end <= begin
        if is_owner and gap.fullmatch(line.text[spot.end : begin]):
            return (spot.name,)
    return ()
