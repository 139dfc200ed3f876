"""Whatever a receiver answers ends in a named outcome within the limit, and the next one gets its message."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.channels.email import Email, read_address, read_server
from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook
from alerts.promise.deliveries import new_delivery
from alerts.send.sender import send_due
from storage.database import Database
from storage.promises.outbox import keep_deliveries, list_deliveries
from storage.promises.owner import this_owner
from storage.records import DeliveryState

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LIMIT_S = 1.0
WITHIN_S = 12.0
"""Of one attempt at a hostile receiver and one at a sound one; a second each on a quiet machine."""

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Script = Callable[[socket.socket], None]


def say(*parts: bytes, times: int = 1, pause_s: float = 0.0) -> Script:
    """Send these, the last of them so many times."""

    def script(connection: socket.socket) -> None:
        connection.recv(1 << 16)
        for part in (*parts[:-1], *[parts[-1]] * times):
            connection.sendall(part)
            time.sleep(pause_s)

    return script


def greet(*parts: bytes, times: int = 1, pause_s: float = 0.0) -> Script:
    """The same of a mail server, which speaks first; what it hears it does not answer."""

    def script(connection: socket.socket) -> None:
        for part in (*parts[:-1], *[parts[-1]] * times):
            connection.sendall(part)
            time.sleep(pause_s)
        time.sleep(0.2)

    return script


@contextlib.contextmanager
def listening(script: Script) -> Iterator[int]:
    """A server whose every connection is answered by the script."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.02)
    ended = threading.Event()

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            script(connection)

    def accept() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        server.close()


OK = b"HTTP/1.1 200 OK\r\n"
HOOKS: dict[str, tuple[Script, set[str], str]] = {
    "a status of its own making": (say(b"HTTP/1.1 999 What\r\n\r\n"), {"retrying"}, "HTTP 999"),
    "a status below all": (say(b"HTTP/1.1 000 Nothing\r\n\r\n"), {"retrying"}, "not HTTP"),
    "a redirect to a file": (
        say(b"HTTP/1.1 301 Moved\r\nLocation: file:///etc/passwd\r\n\r\n"), {"retrying"}, "not followed",
    ),
    "a wait beyond all numbers": (
        say(b"HTTP/1.1 503 Busy\r\nRetry-After: " + b"9" * 4_000 + b"\r\n\r\n"), {"retrying"}, "HTTP 503",
    ),
    "a wait until the year 9999": (
        say(b"HTTP/1.1 429 Slow\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 -2359\r\n\r\n"),
        {"retrying"}, "HTTP 429",
    ),
    "go on, for ever": (say(b"HTTP/1.1 100 Continue\r\n\r\n", times=200_000), {"retrying"}, ""),
    "a name of a header without end": (say(OK, b"X" * 65_536, times=300), {"retrying"}, "not HTTP"),
    "a chunk of less than nothing": (
        say(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nx\r\n", b"-5\r\n", times=5), {"sent"}, "",
    ),
    "a bomb for an answer": (
        say(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(10_000_000))), {"sent"}, "",
    ),
    "a body without end": (say(OK + b"\r\n", b"." * 65_536, times=2_000), {"sent"}, ""),
    "HTTP of 1991": (say(b"<html>it was taken</html>"), {"retrying"}, ""),
    "words of a terminal": (
        say(b"HTTP/1.1 400 \x1b[2J\x1b]0;owned\x07\r\nRetry-After: \x1b[31m\r\n\r\n"),
        {"retrying"}, "HTTP 400",
    ),
    "two answers, of which one is a success": (
        say(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" + OK + b"\r\n"), {"retrying"}, "HTTP 500",
    ),
}  # fmt: skip

MAILS: dict[str, tuple[Script, set[str], str]] = {
    "a greeting without end": (greet(b"220-", b"hello " * 1_000, times=2_000), {"retrying"}, ""),
    "lines of greeting without end": (greet(b"220-hello\r\n", times=200_000), {"retrying"}, ""),
    "a greeting that drips": (greet(b"2", b"2", times=60, pause_s=0.1), {"retrying"}, "no answer within"),
    "a code that is none": (greet(b"abc hello\r\n"), {"retrying", "dead"}, ""),
    "bytes of no charset": (
        greet(b"220 \xff\xfe\x00\x1b[2J\r\n", b"250 \xff\xff\r\n", times=9), {"retrying", "dead", "sent"}, "",
    ),
    "a web server": (greet(b"HTTP/1.1 400 Bad Request\r\n\r\n"), {"retrying", "dead"}, ""),
    "a farewell at once": (greet(b"421 4.3.2 not now\r\n"), {"retrying"}, "421"),
    "a refusal of a megabyte": (greet(b"554 ", b"no " * 1_000, times=350), {"retrying", "dead"}, ""),
    "silence": (greet(b"", b"", times=30, pause_s=0.1), {"retrying"}, ""),
    "yes to everything, before it is asked": (
        greet(b"220 hi\r\n", b"250 yes\r\n", times=50), {"retrying", "dead", "sent"}, "",
    ),
}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    yield database
    database.close()


def send_both(db: Database, hostile: Webhook | Email, content_type: str, body: bytes) -> tuple[str, str]:
    """What came of a message to a hostile receiver; another, due later, must be taken by a sound one."""
    with listening(say(b"HTTP/1.1 204 No Content\r\n\r\n")) as port:
        sound = Webhook(id="sound", url=Secret(f"http://127.0.0.1:{port}/"), secrets=(Secret(KEY),))
        with db.writing() as tx:
            promised = [
                new_delivery("d-1", hostile.id, hostile.recipients[0], content_type, body, now=NOW, due=NOW),
                new_delivery(
                    "d-2", "sound", sound.recipients[0], "application/json", b"{}", now=NOW, due=NOW
                ),
            ]
            keep_deliveries(tx, promised)
        began = time.monotonic()
        send_due(db, [hostile, sound], owner=this_owner(), clock=lambda: NOW, chance=lambda: 0.0)
        assert time.monotonic() - began < WITHIN_S
    with db.reading() as tx:
        found = {delivery.id: delivery for delivery in list_deliveries(tx)}
    assert found["d-2"].state is DeliveryState.SENT
    why = found["d-1"].last_error or ""
    assert why.isprintable()
    assert len(why) < 2_000
    return found["d-1"].state.value, why


@pytest.mark.parametrize("form", HOOKS)
def test_a_webhooks_answer_has_an_outcome(db: Database, form: str) -> None:
    script, states, said = HOOKS[form]
    with listening(script) as port:
        url = Secret(f"http://127.0.0.1:{port}/in")
        hook = Webhook(id="hostile", url=url, secrets=(Secret(KEY),), limit_s=LIMIT_S)
        state, why = send_both(db, hook, "application/json", b"{}")
    assert state in states, why
    assert said in why


@pytest.mark.parametrize("form", MAILS)
def test_a_mail_servers_answer_has_an_outcome(db: Database, form: str) -> None:
    script, states, said = MAILS[form]
    with listening(script) as port:
        mail = Email(
            id="hostile",
            server=read_server(f"smtp://127.0.0.1:{port}", None),
            sender=read_address("watch@example.org"),
            recipients=("desk@example.org",),
            limit_s=LIMIT_S,
        )
        state, why = send_both(db, mail, "message/rfc822", MESSAGE)
    assert state in states, why
    assert said in why


MESSAGE = b"From: watch@example.org\r\nTo: desk@example.org\r\nSubject: x\r\nMessage-ID: <a@b>\r\n\r\nx\r\n"
