"""What was read, said in both languages, part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping

from alerts.gist.nouns import Both
from alerts.gist.parts import Clause, Manner
from alerts.gist.verbs import Needs, Verb
from storage.language.hangul import final_of
from storage.language.letters import is_hangul
from storage.language.patterns import compile_later
from storage.records.gist import GistPart, Part

_MANNERS: Mapping[Manner, tuple[str, str]] = {
    Manner.DONE: ("", "함"),
    Manner.PLANNED: ("is to ", "할 예정"),
    Manner.DECIDED: ("decided to ", "하기로 함"),
    Manner.AGREED: ("agreed to ", "하기로 합의함"),
    Manner.ONGOING: ("is ", " 중"),
}


_WHERE_ONE_AGREES = ("negotiations", "talks", "consultations", "meeting")


_CUT = Both("…", "…")
"""Stands for what something is done to where its name is not known."""


def list_parts(clause: Clause, about: tuple[Both, ...]) -> tuple[GistPart, ...]:
    """The parts of a line; of an act of which neither who nor what is known, only who says so."""
    if not clause.who and not about and _hides_object(clause):
        clause = Clause(by=clause.by)
    day = clause.day
    parts = (
        (Part.WHO, join_names(clause.who)),
        (Part.TURN, say_turn(clause) if clause.verb else None),
        (Part.ABOUT, join_names(about)),
        (Part.DAY, (f"{day.day} {day:%B}", f"{day.month}월 {day.day}일") if day else None),
        (Part.PLACE, None if _goes(clause) else _both(clause.place)),
        *((Part.FIGURE, _both(each)) for each in clause.figures),
        (Part.BY, _both(clause.by)),
    )
    return tuple(GistPart(part, *said) for part, said in parts if said)


def _both(name: Both | None) -> tuple[str, str] | None:
    return (name.en, name.ko) if name else None


def _goes(clause: Clause) -> bool:
    """Whether the place is where somebody arrives."""
    return clause.verb is not None and clause.verb.needs is Needs.PLACE


def _hides_object(clause: Clause) -> bool:
    """Whether something is done to what is not recognised."""
    return (
        clause.verb is not None and clause.is_cut and not (clause.thing or clause.with_whom or clause.figures)
    )


def _own_thing(clause: Clause) -> Both | None:
    """The thing with whose it is: Nuclear Consultative Group meeting."""
    if clause.thing is None or not clause.of:
        return clause.thing
    return Both(f"{clause.of[0].en} {clause.thing.en}", f"{clause.of[0].ko} {clause.thing.ko}")


def join_names(names: tuple[Both, ...]) -> tuple[str, str] | None:
    """Several names in each language; None where there are none."""
    return (", ".join(name.en for name in names), ", ".join(name.ko for name in names)) if names else None


def say_turn(clause: Clause) -> tuple[str, str]:
    """What happened in a few words: `postponed meeting`, `회의 연기함`."""
    verb = clause.verb
    assert verb is not None
    if clause.manner.is_passive:
        return _say_suffered(clause, verb)
    lead, tail = _MANNERS[clause.manner]
    base = _bring_on(verb.base) if clause.manner is Manner.ONGOING else verb.base
    done = verb.english if clause.manner is Manner.DONE else f"{lead}{base}"
    object_en, object_ko = _say_object(clause, verb)
    return f"{done} {object_en}".strip(), f"{object_ko}{_say_korean(clause, verb)}{tail}"


def _say_korean(clause: Clause, verb: Verb) -> str:
    """The Korean noun of a verb: what others direct, courts order."""
    is_court = any(_COURTS.search(name.en) for name in clause.who)
    return "명령" if verb.base == "order" and is_court else verb.korean


_COURTS = compile_later(r"\b(?:court|judge|justice)s?\b(?! (?:department|ministry))", re.IGNORECASE)


def _bring_on(base: str) -> str:
    """A verb under way: `proposing`, `calling off`."""
    first, _, rest = base.partition(" ")
    stem = first if first.endswith("ee") else first.removesuffix("e")
    return f"{stem}ing {rest}".strip()


def _say_suffered(clause: Clause, verb: Verb) -> tuple[str, str]:
    """What was done to a thing, or is to be."""
    thing = _own_thing(clause) or (_CUT if _hides_object(clause) else Both("", ""))
    is_done = clause.manner is Manner.SUFFERED
    return (
        f"{thing.en} {verb.participle if is_done else f'to be {verb.participle}'}".strip(),
        f"{thing.ko} {verb.korean}{'됨' if is_done else '될 예정'}".strip(),
    )


def _say_object(clause: Clause, verb: Verb) -> tuple[str, str]:
    """With whom, where or to what something is done, as each language puts it beside the verb."""
    thing = _own_thing(clause)
    if verb.base == "agree" and thing:
        on, at = ("in", "에서") if thing.en.endswith(_WHERE_ONE_AGREES) else ("on", "에")
        return f"{on} {thing.en}", f"{thing.ko}{at} "
    if names := join_names(clause.with_whom):
        return names[0], f"{names[1]}{_say_with(names[1]) if verb.base == 'meet' else ''} "
    if clause.place and _goes(clause):
        to = "" if verb.base == "visit" else "in "
        return f"{to}{clause.place.en}", f"{clause.place.ko} "
    thing = thing or (_CUT if _hides_object(clause) else None)
    return (thing.en, f"{thing.ko} ") if thing else ("", "")


def _say_with(name: str) -> str:
    """The particle for whom somebody meets: 과 after a final consonant."""
    if not is_hangul(name[-1]):
        return "와(과)"
    return "과" if final_of(name[-1]) else "와"
