"""Quiet hours: a time of day in a zone during which a channel holds what it has to tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.zone_names import read_zone

_FORM = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)(?:\s+(\S+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From `start` up to `end` on the clocks of a zone; over midnight where `end` is the earlier."""

    start: time
    end: time
    zone: ZoneInfo

    def ends_at(self, now: datetime) -> datetime | None:
        """When the quiet that holds now is over, in UTC; None where none holds.

        A time of day that the clocks leap over is the moment at which they leap; of one that they show twice,
        the first counts, so that what has begun is not broken off when they are put back.
        """
        today, nights = now.astimezone(self.zone).date(), timedelta(days=self.start > self.end)
        for day in (today - nights, today):
            end = _first_moment(day + nights, self.end, self.zone)
            if _first_moment(day, self.start, self.zone) <= now < end:
                return end
        return None


def _first_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """When the clocks of a zone first show a time of a day, or leap over it, in UTC."""
    shown = datetime.combine(day, clock, tzinfo=zone)
    first, second = shown.astimezone(UTC), shown.replace(fold=1).astimezone(UTC)
    if first <= second:
        return first
    while second.astimezone(zone).replace(tzinfo=None) < shown.replace(tzinfo=None):
        second += timedelta(minutes=1)
    return second


def read_quiet(text: str, default_zone: str) -> Quiet:
    """Read `22:00-06:30 Asia/Seoul`; the zone may be left out. Raises: ValueError with the reason."""
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not of the form 22:00-06:30 Asia/Seoul")
    hours = [int(part) for part in found.groups()[:4]]
    try:
        start, end = time(hours[0], hours[1]), time(hours[2], hours[3])
        zone = read_zone(found[5] or default_zone)
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from error
    if start == end:
        raise ValueError(f"{text!r} begins and ends at the same time")
    return Quiet(start=start, end=end, zone=zone)
