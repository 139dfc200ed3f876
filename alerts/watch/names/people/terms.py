"""Who held an office when, and who before and after them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.records import Entity, Role

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_TURN = timedelta(days=60)
"""So long somebody is new in office, and somebody named for it is spoken of before."""


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in an office, by the person's number."""

    number: int
    role: Role


_VACANT = timedelta(days=400)
"""So long an office is vacant at most."""

Line = tuple[Term, ...]
"""All who held one office, in their order."""


def list_terms(entities: Sequence[Entity]) -> list[Term]:
    """The terms of all persons, numbered as the entities are."""
    return [Term(number, role) for number, entity in enumerate(entities) for role in entity.roles]


def list_lines(terms: Sequence[Term]) -> dict[int, list[Line]]:
    """By person the offices held that others held too: of the same titles, and of the same state."""
    offices: dict[tuple[str, tuple[str, ...]], list[Term]] = defaultdict(list)
    for term in sorted(terms, key=lambda term: term.role.begins or _FIRST):
        offices[term.role.of, term.role.titles].append(term)
    return _list_by_person([tuple(line) for line in offices.values() if len(line) > 1])


def _list_by_person(lines: Sequence[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        for number in {term.number for term in line}:
            found[number].append(line)
    return found


def list_neighbours(lines: Sequence[Line], number: int, step: int, at: datetime | None) -> list[int]:
    """Who held offices before (-1) or after (1) somebody's last time in each that had begun on a day."""
    others = (_find_neighbour(line, number, step, at) for line in lines)
    return [other for other in others if other is not None]


def _find_neighbour(line: Line, number: int, step: int, at: datetime | None) -> int | None:
    begun = [term for term in line if _has_begun(term.role, at)]
    own = [place for place, term in enumerate(begun) if term.number == number]
    return _find_beside(begun, own[-1], step) if own else None


def _find_beside(line: Sequence[Term], own: int, step: int) -> int | None:
    if not 0 <= own + step < len(line):
        return None
    first, second = sorted((own, own + step))
    return line[own + step].number if _follows(line[first].role, line[second].role) else None


def _follows(first: Role, second: Role) -> bool:
    """Whether one took over from another: presidents-elect of two states do not."""
    return first.ends is not None and second.begins is not None and second.begins - first.ends < _VACANT


def _has_begun(role: Role, at: datetime | None) -> bool:
    return at is not None and role.begins is not None and role.begins <= at + _TURN


def is_new(role: Role, at: datetime | None) -> bool:
    """Whether somebody has just come into an office."""
    return at is not None and role.begins is not None and role.begins <= at <= role.begins + _TURN


def is_outgoing(role: Role, at: datetime | None) -> bool:
    """Whether somebody leaves an office soon."""
    return at is not None and role.ends is not None and at <= role.ends <= at + 2 * _TURN
