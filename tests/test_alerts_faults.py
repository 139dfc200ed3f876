"""Receivers that fail at random and senders that are killed: every promise is kept, under its own id."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.promise import new_delivery
from flows.demo.sinks import Reply, WebhookSink
from storage.database import Database
from storage.outbox import count_states, keep_deliveries
from storage.records import DeliveryState

DELIVERIES = int(os.environ.get("FAULT_DELIVERIES", "60"))
KILLS = int(os.environ.get("FAULT_KILLS", "6"))

SENDER = """
import base64, random, sys, time
from datetime import UTC, datetime, timedelta
from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook
from alerts.sending import send_due
from storage.database import Database
from storage.outbox import next_due_at
from storage.owner import this_owner
path, *urls = sys.argv[1:]
key = Secret("whsec_" + base64.b64encode(b"k" * 24).decode())
hooks = [Webhook(id=f"hook-{n}", url=Secret(u), secrets=(key,), limit_s=0.5) for n, u in enumerate(urls)]
db = Database(path)
while True:
    send_due(db, hooks, owner=this_owner(), chance=random.random, table=[timedelta(seconds=0.05)] * 60)
    with db.reading() as tx:
        if next_due_at(tx) is None:
            break
    time.sleep(0.02)
"""


def faulty_replies(rng: random.Random, many: int) -> list[Reply]:
    """Refusals, hangs, drops, errors and requests to wait, a third of all answers."""
    faults = [
        Reply(status=500),
        Reply(status=429, headers=(("Retry-After", "0"),)),
        Reply(drop=True),
        Reply(status=302, headers=(("Location", "http://127.0.0.1:9/"),)),
        Reply(hang_s=0.7, status=503),
    ]
    weights = [8, 8, 8, 8, 1]
    return [rng.choices(faults, weights)[0] if rng.random() < 0.33 else Reply() for _ in range(many)]


@pytest.mark.slow
def test_no_fault_loses_a_promise_or_repeats_more_than_a_kill_can(tmp_path: Path) -> None:
    rng = random.Random(7)
    path = f"sqlite:///{tmp_path / 'hanmi.db'}"
    now = datetime.now(UTC)
    ids = [f"d-{n}" for n in range(DELIVERIES)]
    with ExitStack() as stack:
        sinks = [stack.enter_context(WebhookSink()) for _ in range(3)]
        for sink in sinks:
            sink.plan(*faulty_replies(rng, DELIVERIES))
        db = Database(path)
        stack.callback(db.close)
        with db.writing() as tx:
            keep_deliveries(
                tx,
                [
                    new_delivery(id, f"hook-{n % 3}", "r", "application/json", b"{}", now=now, due=now)
                    for n, id in enumerate(ids)
                ],
            )
        command = [sys.executable, "-c", SENDER, path, *(sink.url for sink in sinks)]
        for kill in range(KILLS):
            target = (kill + rng.random()) * DELIVERIES / KILLS
            with subprocess.Popen(command) as child:
                while sum(len(sink.received()) for sink in sinks) < target and child.poll() is None:
                    time.sleep(0.001)
                time.sleep(rng.random() * 0.02)
                assert child.poll() is None, "everything was sent before it could be killed"
                child.kill()
        subprocess.run(command, check=True, timeout=300)
        with db.reading() as tx:
            states = count_states(tx)
        accepted = Counter(each.id for sink in sinks for each in sink.received(accepted=True))
    repeats = accepted.total() - len(accepted)
    print(f"deliveries={DELIVERIES} kills={KILLS} repeats={repeats}")
    assert states[DeliveryState.SENT] == DELIVERIES
    assert set(accepted) == set(ids)
    assert repeats <= KILLS
