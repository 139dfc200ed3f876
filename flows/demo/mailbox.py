"""A mailbox behind an SMTP server on loopback.

It speaks the six SMTP verbs that a sender needs, on the standard library alone: a server from a
package would be a runtime dependency of everyone for the sake of the demonstration's one minute.
"""

from __future__ import annotations

import socketserver
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from flows.demo.loopback import Startable


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it was handed over: the envelope and the message."""

    at: datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return message_from_bytes(self.raw, policy=policy.default)

    def text(self, subtype: str = "plain") -> str:
        """The text part of this subtype (`plain` or `html`), empty where there is none."""
        part = self.message.get_body(preferencelist=(subtype,))
        return str(part.get_content()) if part is not None else ""


class MailSink(Startable):
    """An SMTP server on loopback that delivers to a list; thread-safe.

    Neither TLS nor login: it serves the demonstration and the tests of the whole path.
    """

    def __init__(self) -> None:
        self.port = 0
        self._lock = threading.Lock()
        self._planned: deque[str] = deque()
        self._mails: list[Mail] = []
        self._server: _SmtpServer | None = None

    @property
    def url(self) -> str:
        """The address for a channel's `smtp`; known once started."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Listen; again on the same port after `stop`."""
        if self._server is None:
            self._server = _SmtpServer(("127.0.0.1", self.port), self)
            self.port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Refuse connections."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def plan(self, *refusals: str) -> None:
        """Refuse the next messages with these lines, such as `451 try later` or `554 no`."""
        with self._lock:
            self._planned.extend(refusals)

    def mails(self) -> list[Mail]:
        """Every mail taken, in order of arrival."""
        with self._lock:
            return list(self._mails)

    def forget(self) -> None:
        """Empty the mailbox."""
        with self._lock:
            self._mails.clear()

    def take(self, mail: Mail) -> str:
        """Keep a mail unless a refusal is planned; returns the reply line."""
        with self._lock:
            if self._planned:
                return self._planned.popleft()
            self._mails.append(mail)
            return "250 2.0.0 taken"


class _SmtpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], sink: MailSink) -> None:
        self.sink = sink
        super().__init__(address, _SmtpSession)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is its own affair."""
        del request, client_address


class _SmtpSession(socketserver.StreamRequestHandler):
    """One client's conversation (RFC 5321)."""

    server: _SmtpServer
    timeout = 60
    _sender: str | None = None
    _recipients: list[str]

    def handle(self) -> None:
        """Answer line by line until the client leaves."""
        self._reset()
        self._say("220 loopback ESMTP demonstration")
        while line := self.rfile.readline(2048):
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                self._say("221 2.0.0 bye")
                return
            self._say(self._answer(verb.upper(), rest))

    def _answer(self, verb: str, rest: str) -> str:
        match verb:
            case "EHLO":
                return "250-loopback\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000"
            case "HELO" | "NOOP" | "RSET":
                self._reset()
                return "250 2.0.0 ok"
            case "MAIL":
                self._sender = _address(rest)
                return "250 2.1.0 ok"
            case "RCPT" if self._sender is not None:
                self._recipients.append(_address(rest))
                return "250 2.1.5 ok"
            case "DATA" if self._recipients:
                self._say("354 end with <CRLF>.<CRLF>")
                return self._read_message()
            case "RCPT" | "DATA":
                return "503 5.5.1 bad sequence"
            case _:
                return "502 5.5.2 not known here"

    def _read_message(self) -> str:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionResetError("the client left within DATA")
            lines.append(line.removeprefix(b"."))
        mail = Mail(
            at=datetime.now(UTC),
            sender=self._sender or "",
            recipients=tuple(self._recipients),
            raw=b"".join(lines),
        )
        self._reset()
        return self.server.sink.take(mail)

    def _reset(self) -> None:
        self._sender = None
        self._recipients = []

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


def _address(rest: str) -> str:
    """The address between the angle brackets of `FROM:<…>` or `TO:<…>`."""
    return rest.partition("<")[2].partition(">")[0]
