"""Which judgements teach: the first of each person on a day, and no more than one reader's worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from storage.records import Judgement

A_DAY = 5
"""Judgements of one person on one day that teach: whoever judges a thousand in an hour is one voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """The judgements that teach, the oldest first, and those that are on file beyond one person's day.

    What is not about the subject at all (`known`, `late`) is in neither.
    """

    teach: tuple[Judgement, ...]
    beyond: tuple[Judgement, ...]


def choose_teaching(judged: Iterable[Judgement], zone: str) -> Teaching:
    """The first few judgements of each person on each day in the zone, of one watch."""
    teach, beyond = list[Judgement](), list[Judgement]()
    counted = Counter[tuple[str, str]]()
    for one in sorted(judged, key=lambda one: (one.at, one.by, one.article)):
        if not one.opinion.teaches:
            continue
        day = one.by, one.at.astimezone(ZoneInfo(zone)).date().isoformat()
        counted[day] += 1
        (teach if counted[day] <= A_DAY else beyond).append(one)
    return Teaching(teach=tuple(teach), beyond=tuple(beyond))
