"""The clock that leases and due times go by, and the times that a clock which was wrong has left behind.

A clock that was a day ahead for a minute leaves due times a day away, and they would be waited for. Each kind
of due time has a rule that says how far ahead it may lie; what lies further is due now. What has happened
cannot lie ahead at all. Nothing that happened is rewritten: it may be this clock that is wrong just now.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the records lean on this, and workers that extract need no SQLAlchemy
    import sqlalchemy as sa

Clock = Callable[[], datetime]

TOLERANCE = timedelta(minutes=10)
"""How far a time may lie ahead of what its rule allows: clocks of machines differ, and are set a little."""

HEARD_FOR_S = 5.0
"""How long the server's clock is carried on by ours before it is asked again."""

LATE = timedelta(seconds=2)
"""How long an answer may take on a busy machine."""


def wall_clock() -> datetime:
    """This machine's clock, which may be set at any time, in either direction."""
    return datetime.now(UTC)


def is_ahead(at: datetime | None, now: datetime) -> bool:
    """Whether something that has happened is said to happen yet: some clock was wrong then, or is now."""
    return at is not None and at > now + TOLERANCE


def cut_ahead(at: datetime | None, now: datetime) -> datetime | None:
    """The time, or now where it lies ahead; None stays None."""
    return now if is_ahead(at, now) else at


def is_due(at: datetime | None, now: datetime, reach: timedelta) -> bool:
    """Whether something is due: its time has come, or lies further ahead than `reach`, its rule, allows.

    None is never due.
    """
    return at is not None and (at <= now or at > now + reach + TOLERANCE)


def due(column: sa.ColumnElement[Any], now: datetime, reach: timedelta) -> sa.ColumnElement[bool]:
    """As `is_due`, of a column."""
    return (column <= now) | (column > now + reach + TOLERANCE)


def ahead(column: sa.ColumnElement[Any], now: datetime) -> sa.ColumnElement[bool]:
    """As `is_ahead`, of a column; not true of null."""
    return column > now + TOLERANCE


class ServerClock:
    """The database server's clock as it was last heard, carried on by one that nobody sets; thread-safe."""

    def __init__(self, ticks: Callable[[], float] | None = None) -> None:
        """`ticks` counts seconds from any start, the machine's sleep included."""
        self._ticks = ticks or count_ticks
        self._heard = (wall_clock(), self._ticks() - HEARD_FOR_S)
        self._was_heard = False

    @property
    def is_old(self) -> bool:
        """Whether the server should be asked again."""
        return self._ticks() - self._heard[1] >= HEARD_FOR_S

    def hear(self, theirs: datetime) -> None:
        """Note what the server's clock shows now.

        What is heard is as old as its answer took: where it is behind what is shown by no more than that may
        be, what is shown goes on, so that what was put down a moment ago does not lie ahead.
        """
        shown = self()
        is_late = self._was_heard and timedelta() < shown - theirs <= LATE
        self._heard = (shown if is_late else theirs.astimezone(UTC), self._ticks())
        self._was_heard = True

    def __call__(self) -> datetime:
        """What the server's clock shows now."""
        theirs, at = self._heard
        return theirs + timedelta(seconds=self._ticks() - at)


def count_ticks() -> float:
    """Seconds since the machine started; where the system can tell, those that it slept too."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
