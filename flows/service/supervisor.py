"""The supervisor of `hanmi serve`: starts server, first cycle and runner, and restarts what dies."""

from __future__ import annotations

import json
import logging
import os
import resource
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from flows.config.aside import sweep_aside
from flows.config.data_dir import SCRATCH, close_files, make_data_dir, see_room, sweep_drafts
from flows.config.database import open_database
from flows.config.loading.load import child_environment
from flows.config.schedule import Cron, Every, Schedule
from flows.config.settings import Settings
from flows.service.children import Child, Program
from flows.service.clock_watch import ClockWatch
from flows.service.leftovers import end_leftovers, forget_traces, traces_path, write_traces
from flows.service.lock import Lock
from flows.service.prefect.embedded import EmbeddedServer
from flows.service.prefect.engine import (
    Engine,
    child_command,
    client_environment,
    compose_environment,
    engine_home,
)
from flows.service.rooms import Rooms
from flows.service.say import say
from flows.service.signals import Signals
from flows.service.troubles import Troubles, why_of
from storage.database import Database
from storage.errors import ConfigurationError, StorageBusy, StorageFull
from storage.whole.moved import refuse_moved_database
from storage.whole.writable import refuse_unwritable

log = logging.getLogger("hanmi.service")

PULSE_S = 0.5
DRAIN_S = 4.0
START_AGAIN_S = 3.0
START_WAIT_MS = 2_000
MOST_DESCRIPTORS = 4096
DISK_EVERY_S = 10.0

Opened = TypeVar("Opened")


def serve(settings: Settings) -> int:
    """Run the service until SIGTERM, SIGINT or SIGHUP; the exit status. Main thread only.

    Raises:
        LockHeld: another service runs on this data directory.
        ConfigurationError: the data directory cannot be written.
        MovedAway: the database was carried elsewhere, or is not whole yet.
        StorageError: the database cannot be opened or written, for another reason than want of room or
            another's lock.
    """
    make_data_dir(settings)
    raise_descriptor_limit()
    troubles = Troubles()
    with Signals() as signals, ExitStack() as stack:
        lock = _await(signals, troubles, "lock", partial(Lock, settings.data_dir))
        if lock is None:
            return 0
        stack.callback(lock.close)
        close_files(settings)
        end_leftovers(settings.data_dir)
        sweep_aside(settings.data_dir)
        shutil.rmtree(settings.data_dir / SCRATCH, ignore_errors=True)
        sweep_drafts(settings)
        # first, so that the schema is migrated before any child looks at it
        db = _await(signals, troubles, "database", partial(_open_promptly, settings))
        if db is None:
            return 0
        rooms = Rooms(settings, db, troubles)
        stack.callback(rooms.close)
        rooms.tend()
        where = f", desk at {rooms.desk_address}" if rooms.desk_address else ""
        say(f"hanmi serves {settings.data_dir}{where}; Ctrl-C ends it")
        if rooms.desk_trouble:
            say(f"without its page: {rooms.desk_trouble}; all else runs, and the page is tried again")
        if rooms.login_address:
            say(f"to change things at the desk: {rooms.login_address}")
        service = Service(settings, signals, lock, rooms, troubles)
        stack.callback(service.end)
        service.run()
    return 0


def _await(signals: Signals, troubles: Troubles, name: str, open_it: Callable[[], Opened]) -> Opened | None:
    """Open what a full disk or another's lock keeps closed, as soon as it can be; None: we are to end."""
    while not signals.count:
        try:
            opened = open_it()
        except (StorageFull, StorageBusy) as error:
            troubles.note(name, why_of(error))
            signals.wait(START_AGAIN_S)
        else:
            troubles.over(name)
            return opened
    return None


def _open_promptly(settings: Settings) -> Database:
    """The database, or its fault before long: a signal is seen to only when this has returned."""
    with open_database(settings, busy_wait_ms=START_WAIT_MS) as db:
        refuse_moved_database(db)
        refuse_unwritable(db)
    return open_database(settings, is_lean=True)


def raise_descriptor_limit() -> None:
    """Take as many descriptors as we are allowed to ask for, up to a bound; the children have them too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Service:
    """The children of one `hanmi serve`; no embedded server where the user names a Prefect API."""

    def __init__(
        self, settings: Settings, signals: Signals, lock: Lock, rooms: Rooms, troubles: Troubles
    ) -> None:
        self._settings = settings
        self._signals = signals
        self._lock = lock
        self._rooms = rooms
        self._troubles = troubles
        # Prefect's runner works in the system's temporary folder, in one of a name that all users share:
        # whoever made that first kept the runners of others from starting.
        self._scratch = settings.data_dir / SCRATCH
        self._inherited = child_environment(settings) | {"TMPDIR": str(self._scratch)}
        self._server = None
        if not settings.prefect_api_url:
            self._server = EmbeddedServer(settings.data_dir, self._inherited, troubles, settings.prefect_kept)
        self._first = Child(self._program("first"))
        self._runner = Child(self._program("runner", self._orders()))
        self._is_first_done = False
        self._clock = ClockWatch()
        self._traced: list[int] = []
        self._disk_again = 0.0

    def run(self) -> None:
        """Start everything and keep it running until a signal asks for the end."""
        while not self._signals.count:
            self._tend()
            self._signals.wait(PULSE_S)

    def end(self) -> None:
        """Drain what runs, for at most four seconds, then kill; leaves no process."""
        deadline = time.monotonic() + DRAIN_S
        self._runner.ask_to_end()
        busy = [self._runner, self._first]
        while (
            any(child.is_running for child in busy)
            and time.monotonic() < deadline
            and self._signals.count < 2
        ):
            self._signals.wait(0.1)
        for child in busy:
            child.kill()
        if self._server:
            self._server.end()
        forget_traces(self._settings.data_dir)

    def _tend(self) -> None:
        """Check everything once: collect dead children, start those that are due, recreate deleted files."""
        self._keep_lock()
        self._look_at_disk()
        with self._troubles.step("temporary folder"):
            self._scratch.mkdir(exist_ok=True, mode=0o700)
        self._rooms.tend()
        self._see_to_clock()
        if self._server and self._server.tend():
            self._runner.kill()  # it waits for runs of deployments that nobody knows any more
        if not self._is_first_done:
            self._see_to_first()
        # The runner waits for the first cycle, so that no scheduled one overlaps with it.
        if self._is_first_done:
            self._runner.keep_running(self._troubles)
        if self._pids() != self._traced or not traces_path(self._settings.data_dir).exists():
            with self._troubles.step("traces"):
                write_traces(self._settings.data_dir, self._pids())
                self._traced = self._pids()

    def _see_to_clock(self) -> None:
        """Begin anew what waits for a time that a wrong clock set: Prefect's server, and the runs it planned.

        The server's loops sleep until a moment of the clock, and it plans no run while enough lie ahead. The
        runner, which starts with the schedules, has those dropped. What runs is killed, which it survives.
        """
        if back := self._clock.went_back():
            log.error("clock set back by_s=%.0f; the schedule begins anew", back.total_seconds())
            self._runner.kill()
            if self._server:
                self._server.child.kill()

    def _keep_lock(self) -> None:
        """Raises: LockHeld: another service came in when the lock's file was deleted; one of us must end."""
        try:
            if self._lock.renew():
                log.error("lock renewed folder=%s why=its file was deleted", self._settings.data_dir)
        except (ConfigurationError, StorageFull) as error:
            self._troubles.note("lock", why_of(error))
        else:
            self._troubles.over("lock")

    def _look_at_disk(self) -> None:
        """That its disk is full others say in many ways, or not at all; here it is said as what it is."""
        if time.monotonic() >= self._disk_again:
            self._disk_again = time.monotonic() + DISK_EVERY_S
            with self._troubles.step("disk"):
                see_room(self._settings.data_dir)

    def _see_to_first(self) -> None:
        if self._first.exit_status is None:
            self._first.keep_running(self._troubles)
            return
        if self._first.exit_status:
            log.error("first cycle failed status=%s", self._first.exit_status)
        self._first.kill()
        self._is_first_done = True

    def _pids(self) -> list[int]:
        children = [self._server.child if self._server else None, self._first, self._runner]
        return [child.process.pid for child in children if child and child.process]

    def _program(self, name: str, *arguments: str) -> Program:
        engine = self._server.engine if self._server else Engine(url=str(self._settings.prefect_api_url))
        return Program(
            name=name,
            command=child_command(f"flows.service.prefect.{name}", str(os.getpid()), *arguments),
            environment=compose_environment(
                self._inherited, client_environment(self._settings.data_dir, engine)
            ),
            # Prefect reads prefect.toml and .env where it is started: the user's belong to the user's server.
            folder=engine_home(self._settings.data_dir) if self._server else Path.cwd(),
        )

    def _orders(self) -> str:
        """The runner's orders (`flows.service.prefect.runner.Orders`)."""
        return json.dumps(
            {
                "data_dir": str(self._settings.data_dir),
                "url": self._settings.prefect_api_url,
                "monitor": write_schedule(self._settings.monitor),
                "zone": self._settings.timezone,
                "log_format": self._settings.log_format,
            }
        )


def write_schedule(schedule: Schedule) -> str:
    """The schedule as `[schedule]` has it."""
    match schedule:
        case Every(interval):
            return f"{interval.total_seconds():.0f}s"
        case Cron(expression, zone):
            return f"{expression} {zone}" if zone else expression
