"""The turns that cannot wait, and which of them a line says, how clearly and of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alerts.decide.urgent.meanings import Heard, is_eastern

URGENT_TURNS: tuple[tuple[str, str, frozenset[str]], ...] = tuple(
    (act, deed, frozenset(things.split()))
    for act, deed, things in (
        ("fire", "launch", "missile"),
        ("fire", "shoot", "missile"),
        ("fire", "nuclear", ""),
        ("declare", "declare", "martial"),
        ("lift", "lift", "martial"),
        ("attack", "coup", "state_body head target"),
        ("attack", "clash", ""),
        ("cross", "intrude", "balloon target drone"),
        ("attack", "jam", "target drone state_body"),
        ("attack", "strike", "target state state_body drone missile"),
        ("attack", "explode", "drone target state_body missile head minister"),
        ("attack", "shoot", "head minister nationals kin"),
        ("die", "die", "head minister kin nationals"),
        ("resign", "resign", "head minister kin"),
        ("dismiss", "remove", "head minister kin"),
        ("arrest", "arrest", "head minister nationals kin drone state"),
        ("depart", "flee", "head minister"),
        ("cross", "flee", "state_body target nationals minister kin drone state"),
        ("cancel", "cancel", "meeting"),
        ("withdraw", "leave", "pact state_body"),
        ("accident", "crash", "drone nationals state_body head minister"),
        ("quake", "quake", ""),
        ("quake", "leak", "reactor"),
        ("quake", "explode", "reactor"),
        ("alarm", "alarm", ""),
        ("evacuate", "evacuate", ""),
        ("release", "free", "head minister nationals kin drone"),
        ("rule", "sentence", "head minister nationals kin tariff"),
        ("cross", "step", "head nationals"),
        ("ill", "ill", "head"),
        ("join", "deploy", "state_body state"),
        ("expand", "raise", "tariff"),
        ("agree", "agree", "tariff truce head"),
    )
)
"""The turns that cannot wait: the act, the deed that it is, and the things one of which it is done to."""

LEAD = 2
"""Sentences that are the lead."""

_NAMING = 3
"""Lines, the headline among them, that may name what a deed in another line is done to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A headline (`t`) or a sentence of the text by its number, its words and what they mean.

    `deeds` are what it says is done, `moods` how that is meant: as planned, feared or past; `things` are
    what it names.
    """

    place: str
    text: str
    tokens: tuple[str, ...]
    heard: tuple[Heard, ...]
    deeds: tuple[Heard, ...]
    moods: tuple[Heard, ...]
    things: frozenset[str]

    @property
    def where(self) -> str:
        """Its place; all sentences behind the lead are one (`x`)."""
        return self.place if self.place == "t" or int(self.place) <= LEAD else "x"

    def has(self, things: frozenset[str]) -> bool:
        """Whether it names one of these things."""
        return not things.isdisjoint(self.things)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn that a line says: its act and deed, and whether the line names what it is done to as well."""

    line: Line
    act: str
    deed: Heard
    is_whole: bool

    @property
    def form(self) -> str:
        """The form of its deed, `~` before it where the line does not name what it is done to."""
        return self.deed.form if self.is_whole else f"~{self.deed.form}"


def list_said(line: Line, lines: Sequence[Line]) -> Iterator[Said]:
    """The turns that a line says; what they are done to, another line may name."""
    for deed in line.deeds:
        for act, name, things in URGENT_TURNS:
            if deed.name == name and _is_named(things, line, lines):
                yield Said(line, act, deed, not things or line.has(things))


def _is_named(things: frozenset[str], line: Line, lines: Sequence[Line]) -> bool:
    return not things or any(each.has(things) for each in (line, *lines[:_NAMING]))


_UNSURE = {"did": 0, "does": 0, "bare": 2, "decided": 2, "noun": 4, "of": 4, "ing": 4}
_MOST_UNSURE = 6
"""How unsure each form of a deed leaves it that it was done."""


def rank_said(said: Said) -> tuple[int, int]:
    """How clearly a turn is said, the clearest first, and how early."""
    unsure = _UNSURE.get(said.deed.form, _MOST_UNSURE)
    unsure += 2 * len(list_near(said.line, said.deed)) + 2 * (not said.is_whole)
    unsure += min(3, len({one.name for one in said.line.moods}))
    return unsure, "t123456789".index(said.line.place)


def list_near(line: Line, deed: Heard) -> set[str]:
    """The moods beside a deed: in English before it, in Korean behind it."""
    low, high = (-1, 3) if is_eastern(line.tokens[deed.at]) else (-5, 1)
    return {one.name for one in line.moods if low <= one.at - deed.at <= high}
