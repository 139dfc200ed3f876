"""How long a scheduled cycle may last, so that it ends before the next is decided on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from flows.schedule import Cron, Schedule

MARGIN = timedelta(seconds=15)
"""Whether a run may start is decided when it is fetched, up to ten seconds before its time: a run that has
not ended by then costs its successor."""

SHORTEST = timedelta(seconds=45)
LONGEST = timedelta(minutes=30)


def cycle_limit(schedule: Schedule, zone: str, now: datetime | None = None) -> timedelta:
    """The time that one scheduled cycle may take, between 45 seconds and 30 minutes."""
    gap = (
        _shortest_gap(schedule, zone, now or datetime.now(UTC))
        if isinstance(schedule, Cron)
        else schedule.interval
    )
    return min(max(gap - MARGIN, SHORTEST), LONGEST)


def _shortest_gap(cron: Cron, zone: str, now: datetime) -> timedelta:
    times = [now]
    for _ in range(25):  # a day of an hourly schedule
        times.append(cron.after(times[-1], zone))
    return min(later - earlier for earlier, later in pairwise(times[1:]))
