"""Whom a Korean phrase names, and which place: only where every word of it is known."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.gist.nouns import AGENTS, PLACES, Both, key_of, own
from alerts.gist.parts import Line, Spot
from storage.language.hangul import ROLE
from storage.language.patterns import compile_later

FILLER = compile_later(
    rf"{ROLE}|정부|행정부|신임|현직|전직|고위급?|(?<!\S)전(?!\S)|(?<!\S)현(?!\S)|국가안보|양국|\s|의(?=\s)"
)


_JOINED = compile_later(r"(?<=[가-힣\w\s])(?:과|와|및|·|,)\s")


_ANYBODYS = frozenset(
    [
        "법무부",
        "대법원",
        "의회",
        "해군",
        "공군",
        "육군",
        "군",
        "대통령",
        "총리",
        "대사",
        "외교장관",
        "국방장관",
    ]
)
"""Those whose English name depends on whose they are."""


def name_all(line: Line) -> tuple[Both, ...]:
    """Those who are named by a phrase that names nobody else; empty where one of them is not known."""
    starts = [0, *(found.end() for found in _JOINED.finditer(line.text))]
    ends = [*(found.start() for found in _JOINED.finditer(line.text)), len(line.text)]
    names: list[Both] = []
    for start, end in zip(starts, ends, strict=True):
        found = _name_phrase(line.cut(start, end))
        if not found:
            return ()
        names += found
    return tuple(dict.fromkeys(names))


def name_one(line: Line) -> Both | None:
    names = name_all(line)
    return names[0] if len(names) == 1 else None


def _name_phrase(line: Line) -> tuple[Both, ...]:
    """Whom a phrase without a conjunction names: a person, a body, who is of it, or countries."""
    rest = _hide_names(line)
    words = rest.replace(_NAME, "").removesuffix("측").strip()
    people = [spot for spot in line.spots if spot.kind == "person"]
    if people:
        is_sure = not FILLER.sub("", words) and len({spot.entity for spot in people}) == 1
        return _name_person(people[-1].name, rest, is_sure=is_sure)
    if any(spot.kind not in ("body", "place") for spot in line.spots):
        return ()
    if agent := _find_agent(words):
        return _name_agent(agent, line.spots)
    return _name_last(line.spots) if words in ("", "양국") else ()


_NAME = "\0"


def _hide_names(line: Line) -> str:
    """The words of a phrase, with one sign for each name in it."""
    rest = line.text
    for spot in reversed(line.spots):
        rest = f"{rest[: spot.start]}{_NAME}{rest[spot.end :]}"
    return rest


def _find_agent(words: str) -> Both | None:
    """Who acts by these words, also where one of them is meant: `한 당국자`."""
    if not words:
        return None
    return AGENTS.get(key_of(words)) or AGENTS.get(key_of(_ONE_OF.sub("", words)))


_ONE_OF = compile_later(r"^(?:한|익명의)\s")


def _name_person(name: Both, rest: str, *, is_sure: bool) -> tuple[Both, ...]:
    """A person, or the government named after them."""
    if rest.endswith((f"{_NAME} 행정부", f"{_NAME} 정부")):
        return (Both(f"{name.en} administration", f"{name.ko} 행정부"),)
    return (name,) if is_sure else ()


def _name_agent(agent: Both, spots: Sequence[Spot]) -> tuple[Both, ...]:
    """Who acts, of the last body named before them or of the one country."""
    bodies = [spot for spot in spots if spot.kind == "body"]
    if bodies or len(spots) == 1:
        return (own(agent, (bodies or spots)[-1].name),)
    return () if spots or agent.ko in _ANYBODYS else (agent,)


def _name_last(spots: Sequence[Spot]) -> tuple[Both, ...]:
    """The last body named; where there is none, all the countries."""
    bodies = [spot.name for spot in spots if spot.kind == "body"]
    return tuple(bodies[-1:]) or tuple(dict.fromkeys(spot.name for spot in spots))


def name_place(line: Line, end: int) -> Both | None:
    """The place whose name ends here, as a word of its own."""
    begin = line.text.rfind(" ", 0, end) + 1
    named = (s.name for s in line.spots if s.kind == "place" and s.end == end and s.start >= begin)
    return PLACES.get(key_of(line.text[begin:end])) or next(named, None)
