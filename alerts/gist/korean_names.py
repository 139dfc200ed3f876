"""Whom a Korean phrase names, and which place: only where every word of it is known."""

from __future__ import annotations

import re

from alerts.gist.nouns import AGENTS, PLACES, Both, key_of, own
from alerts.gist.parts import Line
from storage.language.hangul import ROLE

FILLER = re.compile(
    rf"{ROLE}|정부|행정부|신임|현직|전직|고위급?|(?<!\S)전(?!\S)|(?<!\S)현(?!\S)|국가안보|양국|\s|의(?=\s)"
)


_JOINED = re.compile(r"(?<=[가-힣\w\s])(?:과|와|및|·|,)\s")


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
    rest = line.text
    for spot in reversed(line.spots):
        rest = f"{rest[: spot.start]}\0{rest[spot.end :]}"
    words = rest.replace("\0", "").removesuffix("측").strip()
    people = [spot for spot in line.spots if spot.kind == "person"]
    if people:
        is_plain = not FILLER.sub("", words)
        name = people[-1].name
        if rest.endswith(("\0 행정부", "\0 정부")):
            return (Both(f"{name.en} administration", f"{name.ko} 행정부"),)
        return (name,) if is_plain and len({spot.entity for spot in people}) == 1 else ()
    agent = AGENTS.get(key_of(words)) or AGENTS.get(key_of(re.sub(r"^(?:한|익명의)\s", "", words)))
    others = [spot for spot in line.spots if spot.kind in ("body", "place")]
    if len(others) != len(line.spots):
        return ()
    bodies = [spot for spot in others if spot.kind == "body"]
    if agent is not None and words:
        owner = bodies[-1:] or (others if len(others) == 1 else [])
        if len(others) > 1 and not bodies:
            return ()
        if not owner:
            return () if agent.ko in _ANYBODYS else (agent,)
        return (own(agent, owner[0].name),)
    if words not in ("", "양국") or not others:
        return ()
    return (bodies[-1].name,) if bodies else tuple(dict.fromkeys(spot.name for spot in others))


def name_place(line: Line, end: int) -> Both | None:
    """The place whose name ends here, as a word of its own."""
    begin = line.text.rfind(" ", 0, end) + 1
    if place := PLACES.get(key_of(line.text[begin:end])):
        return place
    return next((s.name for s in line.spots if s.kind == "place" and s.end == end and s.start >= begin), None)
