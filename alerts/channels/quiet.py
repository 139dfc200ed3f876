"""Quiet hours: a time of day in a zone during which a channel holds what it has to tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
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

        An end that the clocks leap over comes as late as they leap; of one that they show twice, the first
        counts.
        """
        local = now.astimezone(self.zone)
        clock = local.time()
        if self.start <= self.end:
            is_quiet, days = self.start <= clock < self.end, 0
        else:
            is_quiet, days = clock >= self.start or clock < self.end, int(clock >= self.start)
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=days)
        end = datetime.combine(day, self.end, tzinfo=self.zone).astimezone(UTC)
        return max(end, now.astimezone(UTC))


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
