"""What the fact line is made of: a sentence with the names in it, and the clause that was read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from alerts.gist.nouns import Both
from alerts.gist.verbs import Verb
from storage.language.patterns import compile_later
from storage.language.text import read_words

HAPPEN = read_words(
    "postpone sign hold agree discuss meet arrest detain die release start announce reaffirm resume"
)
"""What takes place somewhere, so that a place beside it is its own."""


class Manner(Enum):
    """Whether something was done, was done to something, or is to be done, and who says so."""

    DONE = "done"
    SUFFERED = "suffered"
    PLANNED = "planned"
    TO_SUFFER = "to suffer"
    DECIDED = "decided"
    AGREED = "agreed"
    ONGOING = "ongoing"

    @property
    def is_past(self) -> bool:
        """Whether it has happened."""
        return self in (Manner.DONE, Manner.SUFFERED)

    @property
    def is_passive(self) -> bool:
        """Whether the thing is the subject."""
        return self in (Manner.SUFFERED, Manner.TO_SUFFER)


OWNERS = ("body", "agreement", "event")
"""Kinds of names whose a thing may be."""

_BRACKET = compile_later(r"\s?\([^()]{0,60}\)")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entity is named in a sentence."""

    start: int
    end: int
    entity: str
    kind: str
    name: Both


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the names in it, in order and without overlap."""

    text: str
    spots: tuple[Spot, ...]

    def cut(self, start: int, end: int | None = None) -> Line:
        """A part of it with the names that lie within."""
        stop = len(self.text) if end is None else end
        moved = (
            Spot(spot.start - start, spot.end - start, spot.entity, spot.kind, spot.name)
            for spot in self.spots
            if spot.start >= start and spot.end <= stop
        )
        return Line(self.text[start:stop], tuple(moved))

    def drop(self, spans: Sequence[tuple[int, int]]) -> Line:
        """The same without these stretches, of which none reaches into a name only in part."""
        text, spots, at = "", list[Spot](), 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            part = self.cut(at, start)
            shift = len(text)
            spots += [Spot(s.start + shift, s.end + shift, s.entity, s.kind, s.name) for s in part.spots]
            text, at = text + part.text, end
        return Line(text, tuple(spots))

    def without_asides(self, dateline: re.Pattern[str]) -> Line:
        """The same without its dateline, and without brackets in which no name stands."""
        head = dateline.match(self.text)
        line = self.cut(head.end()) if head and head.end() < len(self.text) else self
        brackets = (found.span() for found in _BRACKET.finditer(line.text))
        return line.drop([span for span in brackets if line.is_free(*span)])

    def is_free(self, start: int, end: int) -> bool:
        """Whether no name reaches into this stretch."""
        return not any(spot.start < end and start < spot.end for spot in self.spots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What a sentence says, as far as only one reading is possible; what is not sure is left empty.

    `is_cut` says that it is done to something whose name is not known.
    """

    who: tuple[Both, ...] = ()
    verb: Verb | None = None
    manner: Manner = Manner.DONE
    thing: Both | None = None
    is_cut: bool = False
    of: tuple[Both, ...] = ()
    with_whom: tuple[Both, ...] = ()
    place: Both | None = None
    day: date | None = None
    figures: tuple[Both, ...] = field(default_factory=tuple)
    by: Both | None = None


def find_day(on: date, month: int | None, day: int, *, is_past: bool) -> date | None:
    """The day of a month that is meant: the last one of what happened, the next of what is to come."""
    for back in range(32 if month is None else 330):
        each = on - timedelta(days=back) if is_past else on + timedelta(days=back)
        if each.day == day and month in (None, each.month):
            return each
    return None


def find_weekday(on: date, weekday: int, *, is_past: bool) -> date:
    """The last such weekday up to a day, or the next from it on."""
    ahead = (weekday - on.weekday()) % 7
    return on - timedelta(days=(7 - ahead) % 7) if is_past else on + timedelta(days=ahead)
