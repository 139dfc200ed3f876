"""The resident delivery loop: digests and retries go out when they are due, without a flow run a tick."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from alerts.promise.bundle import Ways
from alerts.promise.terms import ReadGist
from alerts.send.catch_up import catch_up
from alerts.send.sender import send_due
from flows.config.desk_layer import LaidSettings
from flows.config.settings import Settings
from flows.runs.alive import promise_alive
from flows.runs.digests import promise_due
from flows.service.troubles import Troubles, why_of
from storage.bugs import attempt_alone
from storage.clock import Clock, wall_clock
from storage.database import Database
from storage.errors import StorageError
from storage.promises.outbox import next_due_at
from storage.promises.owner import this_owner
from storage.whole.moved import refuse_moved

log = logging.getLogger("hanmi.service")

LONGEST_NAP = timedelta(seconds=5)
"""Another process may promise something at any time, so the outbox is looked at this often."""

SHORTEST_NAP = timedelta(milliseconds=500)

CHECK_EVERY_S = 60.0
"""How often it is looked for what a wrong clock has put off."""

SendPass = Callable[[threading.Event], datetime | None]
"""Sends what is due until the event is set; returns when the next delivery is due, None where none waits."""


class DeliveryLoop:
    """Runs passes in a thread of its own until it is stopped."""

    def __init__(self, send_pass: SendPass, troubles: Troubles, clock: Clock = wall_clock) -> None:
        """`clock` is the one that due times go by."""
        self._send_pass = send_pass
        self._troubles = troubles
        self._clock = clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def keep_running(self) -> None:
        """Begin, or begin again. Raises: RuntimeError where the system has no thread for it."""
        if self._thread is None or not self._thread.is_alive():
            thread = threading.Thread(target=self._run, name="deliveries", daemon=True)
            thread.start()
            self._thread = thread

    def stop(self, timeout_s: float) -> None:
        """Send nothing more, and wait this long for what is being sent.

        A send that takes longer ends with the process: its claim is free at once, and it repeats under
        its id.
        """
        self._stop.set()
        if self._thread:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            nap = LONGEST_NAP
            try:
                nap = nap_until(self._send_pass(self._stop), self._clock())
                self._troubles.over("deliveries")
            except StorageError as error:
                self._troubles.note("deliveries", why_of(error))
            except Exception as error:
                # A bug in one pass must not end every later delivery in silence.
                if self._troubles.note("deliveries", repr(error)):
                    log.exception("deliveries failed")
            self._stop.wait(nap.total_seconds())


def nap_until(due: datetime | None, now: datetime) -> timedelta:
    """How long to sleep before the next look."""
    return LONGEST_NAP if due is None else min(max(due - now, SHORTEST_NAP), LONGEST_NAP)


def outbox_pass(settings: Settings, db: Database) -> SendPass:
    """The pass that sends through the configured channels, and promises the digests that are due."""
    owner = this_owner()
    ids = [channel.id for channel in settings.channels]
    laid = LaidSettings(settings, db)
    next_check = 0.0

    def send(stop: threading.Event) -> datetime | None:
        nonlocal next_check
        if time.monotonic() >= next_check:
            put_right = partial(
                catch_up, db, settings.channels, db.now(), table=settings.retry, wait=settings.wait
            )
            attempt_alone("outbox", "what a wrong clock put off", put_right, None)
            next_check = time.monotonic() + CHECK_EVERY_S
        due = _next_due(db, ids, owner)
        if due is not None and due <= db.now():
            send_due(
                db,
                settings.channels,
                owner=owner,
                clock=db.now,
                chance=random.random,
                table=settings.retry,
                stop=stop,
                ways=Ways(settings.quote, _gists_of(db, laid.now())),
            )
        # last: were these to fail, alerts would go out all the same
        attempt_alone("outbox", "digests", lambda: _promise_due(db, laid.now()), None)
        attempt_alone("outbox", "sign of life", lambda: promise_alive(db, settings, db.now()), None)
        return _next_due(db, ids, owner)

    return send


def _gists_of(db: Database, settings: Settings) -> ReadGist | None:
    """What reads fact lines, where a channel has them."""
    if not any(channel.voice.gist for channel in settings.channels):
        return None
    from flows.wiring import read_gists  # the watchlist's code, which nothing else in this process needs

    return read_gists(settings, db)


def _promise_due(db: Database, settings: Settings) -> None:
    promise_due(db, settings, db.now(), _gists_of(db, settings))


def _next_due(db: Database, channels: list[str], owner: str) -> datetime | None:
    with db.reading() as tx:
        refuse_moved(tx, db.shown_url)  # by another machine, while this one runs
        return next_due_at(tx, db.now(), channels, owner=owner)
