"""What Prefect prints of its own troubles: each in one line, and once an hour, not at every poll.

On a full disk its server answers each request with 500, and its runner printed a trace of thirty lines every
five seconds. `logging.yml` beside this is Prefect's own with this filter at the console; what goes to its API
is as before. A process that had set up its logging before Prefect was imported keeps its own handlers, where
`quiet_handlers` puts the filter.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import httpx

from storage.errors import Conflict, StorageError

AGAIN_S = 3600.0
"""So often the same trouble is said while it lasts."""

OF_RUNS = ("prefect.engine", "prefect.flow_runs")
"""Loggers in the process of a run: that it cannot be recorded is said by the runner, which outlives it."""


class Quiet(logging.Filter):
    """Lets through the first of each trouble; a bug's trace always."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is shown; one of a trouble loses its trace."""
        error = record.exc_info[1] if record.exc_info else None
        if record.name.startswith(OF_RUNS):
            # how a run ended is said by what ran in it; here it would be said a second time
            return not is_trouble(error) and not str(record.msg).startswith("Finished in state")
        if error is None or not is_trouble(error):
            return True
        why = str(error).partition("\n")[0]
        record.msg, record.args = "%s: %s", (record.getMessage(), why)
        record.exc_info = record.exc_text = None
        return self._is_news((record.name, type(error).__name__))

    def _is_news(self, trouble: tuple[str, str]) -> bool:
        now = self._clock()
        if now - self._said.get(trouble, -AGAIN_S) < AGAIN_S:
            return False
        self._said[trouble] = now
        return True


def quiet_handlers() -> None:
    """Have the handlers of this process show what Prefect logs as its own console would."""
    quiet = Quiet()

    def show(record: logging.LogRecord) -> bool:
        return record.name.partition(".")[0] != "prefect" or quiet.filter(record)

    for handler in logging.getLogger().handlers:
        handler.addFilter(show)


def is_trouble(error: BaseException | None) -> bool:
    """Whether an error says that Prefect's server or our database is away, or fails at what was asked.

    What cannot be used ended the run, and is said where that is known; a `Conflict` is a bug of ours.
    """
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code >= 500
    if isinstance(error, StorageError):
        return not isinstance(error, Conflict)
    return isinstance(error, httpx.TransportError)
