"""The limit on one attempt to send: so many seconds in total, whatever the other side does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from storage.records import Outcome, Postponed
from storage.records.reasons import Reason
from storage.records.send_texts import SendCode

SEND_LIMIT_S = 20.0
"""How long one attempt may take, name look-up, connecting and answering included."""

_LINGER_S = 1.0
"""How long an attempt whose outcome is known may take to hang up politely."""


class CuttableConnection:
    """The one connection of an attempt, which can be cut from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False
        self._decided = threading.Event()
        self._outcome: Outcome | None = None

    def hold(self, sock: socket.socket | None) -> None:
        """Take charge of a connection, also anew after it was wrapped in TLS. Raises: TimeoutError."""
        with self._lock:
            self._socket = sock
            if self._is_cut:
                self._shut()
                raise TimeoutError("time is up")

    def decide(self, outcome: Outcome) -> None:
        """Say what came of the attempt; what follows is only hanging up."""
        self._outcome = self._outcome or outcome
        self._decided.set()

    def wait(self, limit_s: float) -> Outcome | None:
        """Wait for the outcome; None where there was none in time."""
        self._decided.wait(limit_s)
        return self._outcome

    def cut(self) -> None:
        """End the connection at once; whoever waits on it is woken."""
        with self._lock:
            self._is_cut = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it had ended already
                # not SSLSocket.shutdown, which drops the TLS state under the feet of the reading thread
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def within_limit(attempt: Callable[[CuttableConnection], None], *, limit_s: float = SEND_LIMIT_S) -> Outcome:
    """Run an attempt in a thread of its own and return the outcome that it decides in time.

    Socket timeouts bound each read, not their sum, and name look-ups have none: a receiver that
    sends a byte now and then would hold its sender for ever.
    """
    line = CuttableConnection()
    bugs: list[BaseException] = []

    def run() -> None:
        try:
            attempt(line)
        except BaseException as error:
            bugs.append(error)
        finally:
            line.decide(Postponed(why=Reason(SendCode.NO_OUTCOME)))

    thread = threading.Thread(target=run, name="send", daemon=True)
    thread.start()
    late = Postponed(why=Reason(SendCode.NO_ANSWER_WITHIN, seconds=f"{limit_s:g}"))
    outcome = line.wait(limit_s) or late
    thread.join(_LINGER_S)
    line.cut()
    if bugs:
        raise bugs[0]
    return outcome
