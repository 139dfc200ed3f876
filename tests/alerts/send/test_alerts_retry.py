"""Failed deliveries are tried again at the times of the table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alerts.send.retry import JITTER, LONGEST_WISH, STANDARD, next_try

NOW = datetime(2024, 12, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [(1, 5), (2, 300), (3, 1800), (4, 7200), (5, 18000), (6, 36000), (7, 50400), (8, 72000), (9, 86400)],
)
def test_the_waits_are_those_of_the_table(failures: int, wait_s: int) -> None:
    assert next_try(failures, NOW, asked=None, chance=0) == NOW + timedelta(seconds=wait_s)


def test_after_the_last_wait_it_is_dead() -> None:
    assert next_try(10, NOW, asked=timedelta(seconds=1), chance=0) is None
    assert next_try(1, NOW, asked=None, chance=0, table=()) is None


@pytest.mark.parametrize("chance", [0, 0.5, 1])
def test_jitter_only_adds(chance: float) -> None:
    due = next_try(2, NOW, asked=None, chance=chance)
    assert due is not None
    assert STANDARD[1] <= due - NOW <= STANDARD[1] * (1 + JITTER)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (timedelta(seconds=1), timedelta(seconds=5)),
        (timedelta(seconds=120), timedelta(seconds=120)),
        (timedelta(days=6), timedelta(days=6)),
        (timedelta(days=400), LONGEST_WISH),
        (timedelta(seconds=-5), timedelta(seconds=5)),
    ],
)
def test_the_receivers_wish_is_honoured_within_reason(asked: timedelta, expected: timedelta) -> None:
    assert next_try(1, NOW, asked=asked, chance=0) == NOW + expected
