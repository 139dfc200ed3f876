"""Cron in a zone, forwards and backwards, over the days on which clocks change."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.config.schedule import Cron

WASHINGTON = ZoneInfo("America/New_York")
LEAP, FALL = datetime(2025, 3, 9, 5, tzinfo=UTC), datetime(2025, 11, 2, 4, tzinfo=UTC)
"""Midnight in Washington on the days in 2025 on which its clocks leap ahead, and fall back."""


def times_of(cron: Cron, start: datetime, end: datetime) -> list[datetime]:
    times = [start]
    while times[-1] < end:
        times.append(cron.after(times[-1], "UTC").astimezone(UTC))
    return times[1:]


@pytest.mark.parametrize(
    "expression", ["30 7 * * *", "30 2 * * *", "30 1 * * *", "15 1,2,3 * * *", "*/20 * * * *"]
)
@pytest.mark.parametrize("day", [LEAP, FALL])
def test_the_last_time_is_the_one_that_came_before_the_next(expression: str, day: datetime) -> None:
    cron = Cron(expression, "America/New_York")
    times = times_of(cron, day - timedelta(days=2), day + timedelta(days=2))
    for minute in range(0, 24 * 60, 7):
        moment = day + timedelta(minutes=minute, microseconds=minute % 2)
        assert cron.before(moment, "UTC") == times[bisect_right(times, moment) - 1]
        assert cron.after(moment.astimezone(WASHINGTON), "UTC").astimezone(UTC) > moment
    assert all(cron.before(time, "UTC") == time for time in times)


def test_a_cron_without_a_zone_is_read_in_that_of_the_configuration() -> None:
    assert Cron("30 7 * * *").before(LEAP, "Asia/Seoul") == datetime(2025, 3, 8, 22, 30, tzinfo=UTC)
