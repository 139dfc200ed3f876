"""What keeps failing in a service that goes on: said once when it begins, and once when it is over."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from storage.errors import HanmiError

log = logging.getLogger("hanmi.service")

WORLDLY = (OSError, RuntimeError, MemoryError, HanmiError)
"""What the world does to a step: no room, no file, no descriptor, no thread ("can't start new thread")."""


class Troubles:
    """The steps that fail at present; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}
        self._said: dict[str, set[str]] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step that the service can do without until the next time it is tried."""
        try:
            yield
        except WORLDLY as error:
            self.note(name, why_of(error))
        else:
            self.over(name)

    def note(self, name: str, why: str) -> bool:
        """A step failed; whether this was said now, which each reason is once while it lasts."""
        with self._lock:
            self._since.setdefault(name, self._clock())
            said = self._said.setdefault(name, set())
            if is_new := why not in said:
                said.add(why)
        if is_new:
            log.error("step fails step=%r why=%s", name, why)
        return is_new

    def over(self, name: str) -> None:
        """A step did what it should; where it had failed, that this is over is said."""
        if name not in self._since:
            return
        with self._lock:
            since = self._since.pop(name, None)
            self._said.pop(name, None)
        if since is not None:
            log.warning("step works again step=%r after_s=%.0f", name, self._clock() - since)


def why_of(error: BaseException) -> str:
    """What an error says, the same for the same fault."""
    return str(error) or type(error).__name__
