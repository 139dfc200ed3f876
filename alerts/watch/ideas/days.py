"""A day as signs: its month and quarter, and how far American elections and inaugurations are from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
"""The days of elections and inaugurations are days of Washington's."""

PHASES = ("day:transition", "day:in-term")
"""The signs of before and after an inauguration."""

TERM = 4
NEAR = 14
BEFORE = 90
AFTER = 30


def list_day_signs(at: datetime | None) -> Iterator[tuple[str, str]]:
    """The signs of a day, each with its words; none for a text without a date."""
    if at is None:
        return
    day = at.astimezone(ZONE).date()
    yield f"day:{day:%Y-%m}", f"the month: {day:%Y-%m}"
    yield f"day:{day.year}q{(day.month + 2) // 3}", f"the quarter: {day.year}, {(day.month + 2) // 3}"
    yield f"day:{day.year}", f"the year: {day.year}"
    yield from _list_terms(day)


def _list_terms(day: date) -> Iterator[tuple[str, str]]:
    """Where in the four years between elections a day lies."""
    year = day.year - day.year % TERM
    voted, begun = election_day(year), date(year + 1, 1, 20)
    if day < voted:
        begun_before = date(year + 1 - TERM, 1, 20)
        if (voted - day).days <= BEFORE:
            yield "day:before-election", _say(voted - day, "before the American election")
    else:
        begun_before = begun
        yield from _list_transition(day, voted, begun)
    yield from _list_of_term(day - begun_before)


def _list_transition(day: date, voted: date, begun: date) -> Iterator[tuple[str, str]]:
    """The days between an election and the inauguration, both included."""
    if day > begun:
        return
    yield "day:transition", _say(begun - day, "before the inauguration")
    if (day - voted).days <= NEAR:
        yield "day:after-election", _say(day - voted, "after the American election")
    if (begun - day).days <= NEAR:
        yield "day:before-inauguration", _say(begun - day, "before the inauguration")


def _list_of_term(since: timedelta) -> Iterator[tuple[str, str]]:
    """The days after an inauguration, so long since it."""
    if 0 < since.days <= NEAR:
        yield "day:after-inauguration", _say(since, "after the inauguration")
    elif since.days > AFTER:
        yield "day:in-term", _say(since, "after the inauguration")


def election_day(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(0 - first.weekday()) % 7 + 1)


def _say(distance: timedelta, what: str) -> str:
    days = distance.days
    return f"the day: {days} {'day' if days == 1 else 'days'} {what}"
