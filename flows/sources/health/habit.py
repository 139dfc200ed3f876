"""When a source publishes: learned from its polls, by hour of the day and kind of day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from storage.records import Rhythm

HOUR = timedelta(hours=1)

KNOWN_AFTER = timedelta(days=7)
"""A habit is believed once a whole week was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour in which a source was read: its start, and how many new entries came in it."""

    start: datetime
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How often each hour of the day brought news, on weekdays, Saturdays and Sundays.

    `share` has 72 cells (kind of day x 24 + hour in the source's zone): the share of such hours
    seen that brought something new, None where none was seen. `longest` is the longest time without news.
    """

    share: tuple[float | None, ...]
    timezone: str
    longest: timedelta = timedelta()

    def expect(self, moment: datetime) -> float | None:
        """The share of hours like this one that brought news, None where none was seen."""
        return self.share[_cell(moment, self.timezone)]

    def is_quiet(self, moment: datetime) -> bool:
        """Whether this hour and its neighbours never brought anything; False where unsure."""
        around = (self.expect(moment + offset) for offset in (-HOUR, timedelta(), HOUR))
        return all(share == 0 for share in around)

    def wakes_at(self, moment: datetime, latest: datetime) -> datetime:
        """The start of the next hour that is not quiet, or `latest` if that comes first."""
        start = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
        while start < latest and self.is_quiet(start):
            start += HOUR
        return min(start, latest)


def learn_habit(hours: Iterable[Hour], timezone: str) -> Habit | None:
    """The habit that these hours show, in any order; None until they span a week."""
    seen = sorted(hours, key=lambda hour: hour.start)
    if not seen or seen[-1].start - seen[0].start < KNOWN_AFTER - HOUR:
        return None
    news = [hour.start for hour in seen if hour.new]
    longest = max((later - earlier for earlier, later in pairwise(news)), default=timedelta())
    return Habit(share=_share_busy(seen, timezone), timezone=timezone, longest=longest)


def _share_busy(hours: Iterable[Hour], timezone: str) -> tuple[float | None, ...]:
    """Of each cell's hours those that brought news, None where none was seen."""
    seen: dict[int, int] = defaultdict(int)
    busy: dict[int, int] = defaultdict(int)
    for hour in hours:
        cell = _cell(hour.start, timezone)
        seen[cell] += 1
        busy[cell] += hour.new > 0
    return tuple(busy[cell] / seen[cell] if seen[cell] else None for cell in range(72))


def read_habit(rhythm: Rhythm | None, timezone: str) -> Habit | None:
    """The habit that was learned last, None where too little had been seen."""
    if rhythm is None or rhythm.share is None:
        return None
    return Habit(share=rhythm.share, timezone=timezone, longest=rhythm.longest)


def _cell(moment: datetime, timezone: str) -> int:
    local = moment.astimezone(ZoneInfo(timezone))
    return max(0, local.weekday() - 4) * 24 + local.hour
