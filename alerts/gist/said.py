"""What was read, said in both languages, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.gist.nouns import Both
from alerts.gist.parts import Clause, Manner
from alerts.gist.verbs import Needs
from storage.records.gist import GistPart, Part

_MANNERS: Mapping[Manner, tuple[str, str]] = {
    Manner.DONE: ("", "함"),
    Manner.PLANNED: ("is to ", "할 예정"),
    Manner.DECIDED: ("decided to ", "하기로 함"),
    Manner.AGREED: ("agreed to ", "하기로 합의함"),
    Manner.ONGOING: ("is to ", " 중"),
}


_WHERE_ONE_AGREES = ("negotiations", "talks", "consultations", "meeting")


_CUT = Both("…", "…")
"""Stands for what something is done to where its name is not known."""


def list_parts(clause: Clause, about: tuple[Both, ...]) -> tuple[GistPart, ...]:
    """The parts of a line; of an act of which neither who nor what is known, only who says so."""
    if not clause.who and not about and clause.verb is not None and _hides_object(clause):
        clause = Clause(by=clause.by)
    parts = [GistPart(Part.WHO, *join_names(clause.who))] if clause.who else []
    if clause.verb is not None:
        parts.append(GistPart(Part.TURN, *say_turn(clause)))
    parts += [GistPart(Part.ABOUT, *join_names(about))] if about else []
    if clause.day is not None:
        day = clause.day
        parts.append(GistPart(Part.DAY, f"{day.day} {day:%B}", f"{day.month}월 {day.day}일"))
    if clause.place is not None and not _goes(clause):
        parts.append(GistPart(Part.PLACE, clause.place.en, clause.place.ko))
    parts += [GistPart(Part.FIGURE, each.en, each.ko) for each in clause.figures]
    if clause.by is not None:
        parts.append(GistPart(Part.BY, clause.by.en, clause.by.ko))
    return tuple(parts)


def _goes(clause: Clause) -> bool:
    """Whether the place is where somebody arrives."""
    return clause.verb is not None and clause.verb.needs is Needs.PLACE


def _hides_object(clause: Clause) -> bool:
    """Whether something is done to what is not recognised."""
    return clause.is_cut and not (clause.thing or clause.with_whom or clause.figures)


def _own_thing(clause: Clause) -> Both | None:
    """The thing with whose it is: Nuclear Consultative Group meeting."""
    if clause.thing is None or not clause.of:
        return clause.thing
    return Both(f"{clause.of[0].en} {clause.thing.en}", f"{clause.of[0].ko} {clause.thing.ko}")


def join_names(names: tuple[Both, ...]) -> tuple[str, str]:
    """Several names in each language."""
    return ", ".join(name.en for name in names), ", ".join(name.ko for name in names)


def say_turn(clause: Clause) -> tuple[str, str]:
    """What happened in a few words: `postponed meeting`, `회의 연기함`."""
    verb = clause.verb
    assert verb is not None
    thing = _own_thing(clause) or (_CUT if _hides_object(clause) else None)
    if clause.manner.is_passive:
        thing = thing or Both("", "")
        is_done = clause.manner is Manner.SUFFERED
        return (
            f"{thing.en} {verb.english if is_done else f'to be {verb.english}'}".strip(),
            f"{thing.ko} {verb.korean}{'됨' if is_done else '될 예정'}".strip(),
        )
    lead, tail = _MANNERS[clause.manner]
    done = verb.english if clause.manner is Manner.DONE else f"{lead}{verb.base}"
    names = join_names(clause.with_whom)
    if verb.base == "agree" and thing and thing is not _CUT:
        on, at = ("in", "에서") if thing.en.endswith(_WHERE_ONE_AGREES) else ("on", "에")
        return f"{done} {on} {thing.en}", f"{thing.ko}{at} {verb.korean}{tail}"
    if clause.with_whom:
        particle = "와(과) " if verb.base == "meet" else " "
        return f"{done} {names[0]}", f"{names[1]}{particle}{verb.korean}{tail}"
    if clause.place and _goes(clause):
        to = "" if verb.base == "visit" else "in "
        return f"{done} {to}{clause.place.en}", f"{clause.place.ko} {verb.korean}{tail}"
    if thing:
        return f"{done} {thing.en}", f"{thing.ko} {verb.korean}{tail}"
    return done, f"{verb.korean}{tail}"
