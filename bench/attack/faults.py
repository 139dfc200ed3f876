"""Alerts to three channels that fail at random while the sender is killed: `python -m bench.attack.faults`.

Two webhooks and a mail server refuse, hang, hang up, answer 5xx, 302, 429 with Retry-After in both forms,
garbage and half an answer, for a third of all attempts; the process that sends is killed again and again.
Printed are what became of every promise, whether each came under its own id with its own bytes, and
how many came twice, which a kill may cause once each.
"""

from __future__ import annotations

import argparse
import random
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from alerts.compose.mail import MAIL, build_mail
from alerts.promise.deliveries import new_delivery
from storage.database import Database
from storage.promises.outbox import count_states, keep_deliveries
from storage.records import Delivery

SENDER = """
import base64, random, sys, time
from datetime import timedelta
from alerts.channels.email import Email, read_address, read_server
from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook
from alerts.send.sender import send_due
from storage.database import Database
from storage.promises.outbox import next_due_at
from storage.promises.owner import this_owner
path, smtp, *urls = sys.argv[1:]
key = Secret("whsec_" + base64.b64encode(b"k" * 24).decode())
hooks = [Webhook(id=f"hook-{n}", url=Secret(u), secrets=(key,), limit_s=0.5) for n, u in enumerate(urls)]
mail = Email(id="mail", server=read_server(smtp, None), sender=read_address("watch@example.org"),
             recipients=("desk@example.org",), limit_s=0.5)
db, table = Database(path), [timedelta(seconds=0.05)] * 60
while True:
    send_due(db, [*hooks, mail], owner=this_owner(), chance=random.random, table=table)
    with db.reading() as tx:
        if next_due_at(tx, db.now()) is None:
            break
    time.sleep(0.02)
"""
SENDER_ADDRESS = Address(addr_spec="watch@example.org")
HANG_S = 0.7


@dataclass
class Receiver:
    """A server on loopback with faults by chance; `taken` are the ids and digests of what it said yes to."""

    rng: random.Random
    share: float
    taken: list[tuple[str, str]] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    faults: tuple[str, ...] = ()

    def start(self, talk: type[socketserver.StreamRequestHandler]) -> Self:
        """Listen in threads of its own."""
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk)
        self.server.daemon_threads = True
        self.server.receiver = self  # type: ignore[attr-defined]  # where the handler finds it
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a killed client is meant
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.server_address[1])

    def pick_fault(self) -> str | None:
        """What goes wrong this time."""
        if self.rng.random() >= self.share:
            return None
        weights = [1 if fault == "hang" else 6 for fault in self.faults]
        fault = self.rng.choices(self.faults, weights)[0]
        self.met[fault] += 1
        return fault

    def take(self, id: str, body: bytes) -> None:
        """Note what was accepted."""
        self.taken.append((id, sha256(body).hexdigest()))


class HookTalk(socketserver.StreamRequestHandler):
    """One POST, answered or not."""

    server: Any
    timeout = 10

    def handle(self) -> None:
        """Read the request whole, then do what chance says."""
        receiver: Receiver = self.server.receiver
        fault = receiver.pick_fault()
        if fault == "refuse":
            return
        headers = {}
        while line := self.rfile.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        length = int(headers.get("content-length", -1))
        body = self.rfile.read(max(length, 0))
        if len(body) != length:  # the sender was killed while it wrote
            return
        if fault is None:
            receiver.take(headers.get("webhook-id", ""), body)
        self.wfile.write(HOOK_ANSWERS.get(fault, lambda: b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")())


def _hang() -> bytes:
    time.sleep(HANG_S)
    return b"HTTP/1.1 503 Late\r\n\r\n"


def _http_date() -> str:
    return format_datetime(datetime.now(UTC), usegmt=True)


HOOK_ANSWERS: dict[str | None, Any] = {
    "hang": _hang,
    "hang up": lambda: b"",
    "500": lambda: b"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops",
    "302": lambda: b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n",
    "429 seconds": lambda: b"HTTP/1.1 429 Slow\r\nRetry-After: 0\r\n\r\n",
    "429 date": lambda: f"HTTP/1.1 429 Slow\r\nRetry-After: {_http_date()}\r\n\r\n".encode(),
    "garbage": lambda: b"\x00\xff\x16 not HTTP at all\r\n\r\n",
    "half an answer": lambda: b"HTTP/1.1 2",
}
MAIL_ANSWERS = {
    "greylist": b"451 4.7.1 later\r\n",
    "busy": b"421 4.3.2 busy\r\n",
    "no room": b"452 4.3.1 full\r\n",
}


class MailTalk(socketserver.StreamRequestHandler):
    """One SMTP session, which may fail at any step."""

    server: Any
    timeout = 10

    def handle(self) -> None:
        """Answer line by line; what goes wrong goes wrong at RCPT or after DATA."""
        receiver: Receiver = self.server.receiver
        fault = receiver.pick_fault()
        if fault == "refuse":
            return
        self.wfile.write(b"220 bench\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                if fault == "hang up after DATA":
                    return
                if fault == "hang":
                    time.sleep(HANG_S)
                    return
                receiver.take(str(message_from_bytes(body)["Message-ID"]), body)
                self.wfile.write(b"250 taken\r\n")
            elif verb == b"RCPT" and fault in MAIL_ANSWERS:
                self.wfile.write(MAIL_ANSWERS[str(fault)])
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    states: dict[str, int]
    missing: int
    strange: int
    altered: int
    repeats: int
    kills: int
    faults: Counter[str]
    seconds: float


def promise_all(db: Database, many: int) -> dict[str, str]:
    """Promise deliveries over three channels; their ids on the wire and the digests of their bytes."""
    now = datetime.now(UTC)
    made: list[Delivery] = []
    expected = {}
    for number in range(many):
        id, channel = f"d-{number}", ("hook-0", "hook-1", "mail")[number % 3]
        if channel == "mail":
            body = build_mail(
                f"Alert {number}", "text\n", "<p>text</p>", id=id, sender=SENDER_ADDRESS,
                recipient="desk@example.org", now=now,
            )  # fmt: skip
        else:
            body = f'{{"number":{number}}}'.encode()
        kind = MAIL if channel == "mail" else "application/json"
        made.append(new_delivery(id, channel, "desk@example.org", kind, body, now=now, due=now))
        expected[f"<{id}@example.org>" if channel == "mail" else id] = sha256(body).hexdigest()
    with db.writing() as tx:
        keep_deliveries(tx, made)
    return expected


def run_faults(folder: Path, *, many: int, kills: int, seed: int = 7, share: float = 0.33) -> Outcome:
    """Promise, send, kill, send on to the end, and compare what came with what was promised."""
    rng, path, began = random.Random(seed), f"sqlite:///{folder / 'hanmi.db'}", time.monotonic()
    hooks = ("refuse", *(str(fault) for fault in HOOK_ANSWERS))
    mails = ("refuse", "hang", "hang up after DATA", *MAIL_ANSWERS)
    receivers = [
        Receiver(random.Random(seed + n), share, faults=faults).start(talk)
        for n, (faults, talk) in enumerate([(hooks, HookTalk), (hooks, HookTalk), (mails, MailTalk)])
    ]
    with ExitStack() as stack:
        for receiver in receivers:
            stack.callback(receiver.server.server_close)
            stack.callback(receiver.server.shutdown)
        db = Database(path)
        stack.callback(db.close)
        expected = promise_all(db, many)
        urls = [f"http://127.0.0.1:{receiver.port}/" for receiver in receivers[:2]]
        command = [sys.executable, "-c", SENDER, path, f"smtp://127.0.0.1:{receivers[2].port}", *urls]
        done = 0
        for kill in range(kills):
            target = (kill + rng.random()) * many / (kills + 1)
            with subprocess.Popen(command) as child:
                while sum(len(each.taken) for each in receivers) < target and child.poll() is None:
                    time.sleep(0.001)
                time.sleep(rng.random() * 0.02)
                done += child.poll() is None
                with suppress(ProcessLookupError):
                    child.kill()
        subprocess.run(command, check=True, timeout=1800)
        with db.reading() as tx:
            states = {state.value: number for state, number in count_states(tx).items() if number}
    taken = [each for receiver in receivers for each in receiver.taken]
    ids = Counter(id for id, _ in taken)
    return Outcome(
        states=states,
        missing=len(set(expected) - set(ids)) - states.get("dead", 0),
        strange=len(set(ids) - set(expected)),
        altered=sum(digest != expected.get(id) for id, digest in taken),
        repeats=ids.total() - len(ids),
        kills=done,
        faults=sum((receiver.met for receiver in receivers), Counter()),
        seconds=time.monotonic() - began,
    )


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run_faults(Path(folder), many=asked.alerts, kills=asked.kills, seed=asked.seed)
    print(f"promised {asked.alerts}: {found.states}; missing without being dead: {found.missing}")
    print(f"ids nobody promised: {found.strange}; other bytes than promised: {found.altered}")
    print(f"senders killed: {found.kills}; came twice under its id: {found.repeats}")
    print(f"faults: {dict(found.faults)}; {found.seconds:.0f} s")


if __name__ == "__main__":
    main()
