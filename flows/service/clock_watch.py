"""Whether this machine's clock was set back while the service ran."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from storage.clock import count_ticks

LEAST_S = 60.0
"""A clock that goes back by less delays the schedule by no more than that, and is set right all the time."""


class ClockWatch:
    """Compares the clock that can be set with one that cannot, from one look to the next."""

    def __init__(
        self, clock: Callable[[], float] = time.time, ticks: Callable[[], float] = count_ticks
    ) -> None:
        """`ticks` counts seconds from any start, the machine's sleep included."""
        self._clock = clock
        self._ticks = ticks
        self._ahead_s = clock() - ticks()

    def went_back(self) -> timedelta | None:
        """How far the clock was set back since the last look, None where it was not, or by a little."""
        ahead_s = self._clock() - self._ticks()
        back_s, self._ahead_s = self._ahead_s - ahead_s, ahead_s
        return timedelta(seconds=back_s) if back_s >= LEAST_S else None
