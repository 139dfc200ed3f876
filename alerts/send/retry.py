"""When a delivery that failed is tried again: a table with jitter, and the receiver's own wish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

STANDARD = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The waits that the Standard Webhooks specification suggests ("Retry schedule")."""

JITTER = 0.2
"""The share of a wait that chance may add, so that a receiver back on its feet is not met by all at once."""

LONGEST_WISH = timedelta(days=7)
"""The most that a Retry-After may ask for; a wild one must not bury a delivery."""


def longest_wait(table: Sequence[timedelta]) -> timedelta:
    """The longest that `next_try` puts a delivery off."""
    return max([LONGEST_WISH, *(wait * (1 + JITTER) for wait in table)])


def next_try(
    failures: int,
    now: datetime,
    *,
    asked: timedelta | None,
    chance: float,
    table: Sequence[timedelta] = STANDARD,
) -> datetime | None:
    """When to try again after the `failures`-th failure in a row (from 1); None: never, it is dead.

    `asked` is the receiver's Retry-After: the wait is never shorter, nor longer than `LONGEST_WISH` for
    its sake. `chance` is between 0 and 1.
    """
    if failures > len(table):
        return None
    wait = table[failures - 1] * (1 + JITTER * chance)
    return now + max(wait, min(asked or timedelta(), LONGEST_WISH))
