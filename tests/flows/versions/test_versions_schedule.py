"""An alerted article is looked at soon, then ever later, then no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.versions.schedule import INTERVALS, LEAST_APART, TIMES, first_look, next_look

SINCE = datetime(2024, 12, 26, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_each_interval_is_longer_than_the_one_before() -> None:
    assert list(INTERVALS) == sorted(set(INTERVALS))
    assert first_look(SINCE) == SINCE + 10 * MINUTE


def test_looks_that_are_taken_in_time_follow_the_table_and_end() -> None:
    seen, due = [], first_look(SINCE)
    while due is not None:
        seen.append(due - SINCE)
        due = next_look(SINCE, due)
    assert tuple(seen) == TIMES


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (10 * MINUTE, 30 * MINUTE),
        (31 * MINUTE, 69 * MINUTE),  # the table's 40 minutes would be too soon after
        (26 * HOUR, TIMES[5] - 26 * HOUR),
        (3 * DAY, TIMES[6] - 3 * DAY),  # what was missed is not made up for
        (16 * DAY, None),
    ],
)
def test_after_a_late_look_comes_the_next_of_the_table(age: timedelta, wait: timedelta | None) -> None:
    due = next_look(SINCE, SINCE + age)
    assert (due and due - SINCE - age) == wait


def test_what_was_not_there_is_looked_for_again_soon_and_after_the_end_too() -> None:
    for age in (2 * DAY, 20 * DAY):
        assert next_look(SINCE, SINCE + age, is_missing=True) == SINCE + age + 30 * MINUTE


def test_a_server_that_asks_for_time_gets_it() -> None:
    due = next_look(SINCE, SINCE + 10 * MINUTE, asked=2 * HOUR)
    assert due is not None
    assert due >= SINCE + 2 * HOUR + 10 * MINUTE
    assert due - SINCE >= LEAST_APART
