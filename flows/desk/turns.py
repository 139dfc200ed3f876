"""What takes seconds of the processor is done for one reader at a time, and for nobody who has gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from storage.errors import StorageBusy

MOST_WAITING = 8
"""Readers who wait for their turn at once: each has one of the forty threads that all pages share."""

LOOK_S = 0.5
"""How often one who waits is looked for."""


class Gone(Exception):
    """The reader went away, or asked for something else, before this was his turn."""


class Turns:
    """Safe to use from many threads."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._counting = Lock()
        self.waiting = 0

    @contextmanager
    def take(self, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Wait for a turn and have it.

        Raises:
            Gone: `is_wanted` says that nobody waits for it any more.
            StorageBusy: too many wait already.
        """
        self._wait(is_wanted)
        try:
            yield
        finally:
            self._turn.release()

    def _wait(self, is_wanted: Callable[[], bool]) -> None:
        with self._counting:
            if self.waiting >= MOST_WAITING:
                raise StorageBusy("desk", "others wait for a test of theirs", "try again in a minute")
            self.waiting += 1
        try:
            while not self._turn.acquire(timeout=LOOK_S):
                if not is_wanted():
                    raise Gone
        finally:
            with self._counting:
                self.waiting -= 1
        if not is_wanted():
            self._turn.release()
            raise Gone
