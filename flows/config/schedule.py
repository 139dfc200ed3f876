"""When something recurs: every so long, or by cron in a zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from storage.zone_names import read_zone

PART = re.compile(r"(?<!\d)(\d++(?:\.\d++)?)\s*+(ms|s|m|h|d|w)")
SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
SHORTEST = timedelta(seconds=15)
LONGEST = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Every:
    """A fixed interval, counted from a fixed anchor so that a restart does not shift it."""

    interval: timedelta


@dataclass(frozen=True, slots=True)
class Cron:
    """Five fields of cron; `zone` None means the zone of the configuration."""

    expression: str
    zone: str | None = None

    def after(self, moment: datetime, default_zone: str) -> datetime:
        """The first time after `moment`, which is aware; right over clock changes."""
        local, moment = self._in_both(moment, default_zone)
        return next(time for time in CronSim(self.expression, local) if time > moment)

    def before(self, moment: datetime, default_zone: str) -> datetime | None:
        """The last time up to and with `moment`, in UTC; None where there was none in fifty years."""
        local, moment = self._in_both(moment, default_zone)
        # Going back begins below where it stands; in an hour that the clocks show twice, all of the first
        # showing is past.
        ahead = timedelta(hours=2) if local.fold else timedelta(seconds=1)
        start = (moment + ahead).astimezone(local.tzinfo)
        found = (time for time in CronSim(self.expression, start, reverse=True) if time <= moment)
        return last.astimezone(UTC) if (last := next(found, None)) else None

    def _in_both(self, moment: datetime, default_zone: str) -> tuple[datetime, datetime]:
        """A moment in the zone of the schedule and in UTC: times of one zone compare by the clock's face."""
        return moment.astimezone(ZoneInfo(self.zone or default_zone)), moment.astimezone(UTC)


Schedule = Every | Cron


def show_value(value: object) -> str:
    """A value of the file as it stands there, to be quoted in a message."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return repr(value)


def read_duration(value: Any) -> timedelta:
    """A duration such as `5m`, `20s`, `1h30m` or `7d`.

    Raises:
        ValueError: it is none, with the form in words.
    """
    text = value.strip() if isinstance(value, str) else ""
    parts = PART.findall(text)
    if not parts or PART.sub("", text).strip():
        raise ValueError(f"{show_value(value)} is no duration; write it like 30s, 5m, 2h or 7d")
    seconds = sum(float(number) * SECONDS[unit] for number, unit in parts)
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"{value!r} is longer than {LONGEST.days} days")
    return timedelta(seconds=seconds)


def read_since(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """`7d` as so long before now, or a date or time in the zone.

    Raises:
        ValueError: it is neither, in words.
    """
    try:
        return now - read_duration(text)
    except (ValueError, OverflowError):
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is neither so long ago (7d) nor a date (2026-11-22)") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def read_schedule(value: Any) -> Schedule:
    """A duration such as `5m`, or cron such as `30 7 * * *`, with a zone behind it where one is wanted.

    Raises:
        ValueError: it is neither, with the reason in words.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not PART.match(text) or PART.sub("", text).strip():
        return _read_cron(text, value)
    interval = read_duration(text)
    if interval < SHORTEST:
        raise ValueError(f"{value!r} is too often; {SHORTEST.seconds}s is the shortest")
    return Every(interval)


def _read_cron(text: str, value: Any) -> Cron:
    fields = text.split()
    if len(fields) not in (5, 6):
        raise ValueError(
            f"{show_value(value)} is neither a duration (5m) nor cron of five fields (30 7 * * * Asia/Seoul)"
        )
    zone = fields[5] if len(fields) == 6 else None
    if zone and not zone[0].isalpha():
        raise ValueError(f"{value!r} has six fields; cron has five here, without seconds, and then a zone")
    try:
        CronSim(" ".join(fields[:5]), datetime(2026, 1, 1, tzinfo=read_zone(zone or "UTC")))
    except (CronSimError, ValueError) as error:
        raise ValueError(f"{value!r} cannot be read as cron with a zone: {error}") from None
    return Cron(" ".join(fields[:5]), zone)
