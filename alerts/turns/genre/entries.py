"""What a text is whose sentences begin with hours or days: a live page, latest first, or what is to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from alerts.turns.genre.names import Genre
from storage.language.patterns import compile_later

BY_THE_HOUR = (Genre.LIVE, "its form, entries by the hour")
LISTED = (Genre.BRIEFING, "its form, a list of headlines")

_HOUR = compile_later(
    r"(\d{1,2})(?:[:.](\d\d)|시(?: ?(\d{1,2})분)?)(?![\d.%])(?: ?([ap])\.?m\b\.?)?[\])]?(?=\s)"
)
_DOTTED = compile_later(r"\d\.\d\d ")
_DATE = compile_later(r"\d{1,2}일 ")
_WEEKDAY = compile_later(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day: ")
_BEFORE = compile_later(r"(?:[.!?\"”’'] |\n)[\[(]?(?:(오전|오후|밤|낮|새벽) ?)?$")
_REACH = 6
"""Letters before an hour in which its sentence begins."""
_FEWEST = 3
_LONGEST_ENTRY = 70
"""Letters of an entry of a list of what is to come, on the average."""
_HALF_DAY = 12
_MINUTES = 60
_MOST_OF_TEXT = 1500


def read_entries(text: str) -> tuple[Genre, str] | None:
    """What a text is by what its sentences begin with, None: they begin with neither hours nor days."""
    head = text[:_MOST_OF_TEXT]
    is_timed = head.count(":") + head.count("시") >= _FEWEST or _DOTTED.search(head)
    hours = list(_find(_HOUR, head)) if is_timed else []
    times = [_count_minutes(hour, half) for hour, half in hours]
    if len(times) >= _FEWEST and all(later > earlier for later, earlier in pairwise(times)):
        return BY_THE_HOUR
    if len(hours) < _FEWEST:
        hours = list(_find(_WEEKDAY, head)) if "day: " in head else []
        hours = hours or (list(_find(_DATE, head)) if head.count("일 ") >= _FEWEST else [])
    starts = [found.start() for found, _ in hours]
    return LISTED if len(starts) >= _FEWEST and _are_short(starts, len(head)) else None


def _find(stamp: re.Pattern[str], head: str) -> Iterator[tuple[re.Match[str], str | None]]:
    """Where a sentence begins with it, and the half of the day that stands before it."""
    framed = f"\n{head}"
    for found in stamp.finditer(head):
        before = _BEFORE.search(framed[max(0, found.start() + 1 - _REACH) : found.start() + 1])
        if before:
            yield found, before[1]


def _are_short(starts: Sequence[int], end: int) -> bool:
    return (end - starts[0]) / len(starts) <= _LONGEST_ENTRY


def _count_minutes(found: re.Match[str], half: str | None) -> int:
    """The minute of the day, as far as the entry says which half of it is meant."""
    hour, minute, minute_ko, letter = found.groups()
    is_late = half in ("오후", "밤") or letter == "p"
    hours = int(hour) % _HALF_DAY + _HALF_DAY if is_late else int(hour)
    return hours * _MINUTES + int(minute or minute_ko or 0)
