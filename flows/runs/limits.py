"""How long a scheduled cycle may last, so that it ends before the next is decided on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from flows.config.schedule import Cron, Schedule

MARGIN = timedelta(seconds=15)
"""Whether a run may start is decided when it is fetched, up to ten seconds before its time: a run that has
not ended by then costs its successor."""

FURTHEST_AHEAD = timedelta(seconds=10)
"""How early a run is fetched, so that its process is up when it is due."""

RAREST_LOOK = timedelta(seconds=5)
"""The longest wait between two looks for runs to fetch."""

SHORTEST = timedelta(seconds=45)
LONGEST = timedelta(minutes=30)
SLACK = timedelta(seconds=30)


def cycle_limit(schedule: Schedule, zone: str, now: datetime | None = None) -> timedelta:
    """The time that one scheduled cycle may take, between 45 seconds and 30 minutes."""
    return min(max(_gap(schedule, zone, now) - MARGIN, SHORTEST), LONGEST)


def fetch_ahead(schedule: Schedule, zone: str, now: datetime | None = None) -> timedelta:
    """How long before its time a run is fetched: not before the one before it has surely ended.

    Below a minute, where no limit keeps runs apart, only when its time has come: it starts some seconds late,
    and is not cancelled because the one before it is about to end.
    """
    left = _gap(schedule, zone, now) - cycle_limit(schedule, zone, now) - RAREST_LOOK
    return min(max(left, timedelta()), FURTHEST_AHEAD)


def look_every(schedule: Schedule, zone: str, now: datetime | None = None) -> timedelta:
    """How often it is looked for runs to fetch: a tenth of the schedule, at most `RAREST_LOOK`."""
    return min(_gap(schedule, zone, now) / 10, RAREST_LOOK)


def tick_slack(schedule: Schedule, zone: str, now: datetime | None = None) -> timedelta:
    """How long before its time a scheduled cycle may poll a source: a tenth of the schedule, at most `SLACK`.

    Without it a schedule of the source's own pace would find it not quite due at every second tick.
    """
    return min(_gap(schedule, zone, now) / 10, SLACK)


def _gap(schedule: Schedule, zone: str, now: datetime | None) -> timedelta:
    if isinstance(schedule, Cron):
        return _shortest_gap(schedule, zone, now or datetime.now(UTC))
    return schedule.interval


def _shortest_gap(cron: Cron, zone: str, now: datetime) -> timedelta:
    times = [now]
    for _ in range(25):  # a day of an hourly schedule
        times.append(cron.after(times[-1], zone))
    return min(later - earlier for earlier, later in pairwise(times[1:]))
