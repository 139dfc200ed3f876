"""Where the demonstration's alerts arrive: a webhook receiver here, the mailbox next door."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Self

from flows.demo.loopback import Loopback, Startable, reset_connection, send_answer
from flows.demo.mailbox import Mail, MailSink

__all__ = ["Mail", "MailSink", "Received", "Reply", "WebhookSink", "is_signed"]

_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How the receiver answers one request; `hang_s` is waited first, `drop` resets the connection."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hang_s: float = 0.0
    drop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One webhook as it came; header names in lower case; `status` is what we answered, 0: dropped."""

    at: datetime
    path: str
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def id(self) -> str:
        """The webhook-id."""
        return self.headers.get("webhook-id", "")


class WebhookSink(Startable):
    """A webhook receiver on loopback whose answers can be laid out in advance; thread-safe."""

    def __init__(self) -> None:
        self._server = Loopback(self._respond)
        self._lock = threading.Lock()
        self._planned: deque[Reply] = deque()
        self._usual = Reply()
        self._received: list[Received] = []

    @property
    def url(self) -> str:
        """Where to send; known once started."""
        return f"http://127.0.0.1:{self._server.port}/hook"

    def start(self) -> Self:
        """Listen; again on the same port after `stop`."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Refuse connections."""
        self._server.stop()

    def plan(self, *replies: Reply) -> None:
        """Give these replies to the next requests, in order; then the usual one again."""
        with self._lock:
            self._planned.extend(replies)

    def always(self, reply: Reply) -> None:
        """Make this the usual reply."""
        with self._lock:
            self._usual = reply

    def received(self, *, accepted: bool = False) -> list[Received]:
        """Every request so far, in order of arrival; only those answered 2xx with `accepted`."""
        with self._lock:
            return [each for each in self._received if not accepted or 200 <= each.status < 300]

    def forget(self) -> None:
        """Forget what came."""
        with self._lock:
            self._received.clear()

    def _respond(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("Content-Length") or 0)
        body = request.rfile.read(min(length, _LARGEST))
        with self._lock:
            reply = self._planned.popleft() if self._planned else self._usual
            self._received.append(
                Received(
                    at=datetime.now(UTC),
                    path=request.path,
                    headers={name.lower(): value for name, value in request.headers.items()},
                    body=body,
                    status=0 if reply.drop else reply.status,
                )
            )
        if reply.hang_s:
            self._server.closing.wait(reply.hang_s)
        if reply.drop:
            reset_connection(request)
        else:
            send_answer(request, reply.status, reply.body, reply.headers)


def is_signed(received: Received, secret: str, *, now: float | None = None, tolerance_s: float = 300) -> bool:
    """Whether one of the signatures holds, as a receiver would check it (Standard Webhooks 1.0).

    `secret` is `whsec_` and base64; `now` is Unix time, None: the clock.
    """
    stamp = received.headers.get("webhook-timestamp", "")
    if not stamp.isdigit() or abs((time.time() if now is None else now) - int(stamp)) > tolerance_s:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{received.id}.{stamp}.".encode() + received.body
    due = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = received.headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(due.encode(), each.encode()) for each in given)
