"""The signals that end the service, and a sleep that they interrupt."""

from __future__ import annotations

import select
import signal
import socket
from types import FrameType, TracebackType
from typing import Any, Self

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """While it is entered, `count` is how many times an end was asked for. Main thread only."""

    def __init__(self) -> None:
        self.count = 0
        self._wake, self._bell = socket.socketpair()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for end in (self._wake, self._bell):
            end.setblocking(False)
        self._bell_before = signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._note) for number in ENDING}
        # A child's death needs a handler to ring the bell; what died is found by looking.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._bell_before)
        self._wake.close()
        self._bell.close()

    def wait(self, seconds: float) -> None:
        """Sleep, until any signal comes at the latest."""
        if select.select([self._wake], [], [], seconds)[0]:
            self._wake.recv(4096)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
