"""The supervisor of `hanmi serve`: starts server, first cycle and runner, and restarts what dies."""

from __future__ import annotations

import json
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.config.data_dir import close_files, make_data_dir
from flows.config.database import open_database
from flows.config.schedule import Cron, Every, Schedule
from flows.config.settings import Settings, child_environment
from flows.desk.feeds import FeedReader
from flows.desk.server import DeskServer
from flows.service.children import Child, Program
from flows.service.leftovers import end_leftovers, traces_path, write_traces
from flows.service.lock import hold_lock
from flows.service.prefect.engine import (
    Engine,
    answers,
    child_command,
    client_environment,
    compose_environment,
    engine_home,
    forget_engine,
    open_engine,
    server_environment,
)
from flows.service.resident import DeliveryLoop, outbox_pass
from flows.service.signals import Signals

log = logging.getLogger("hanmi.service")

PULSE_S = 0.5
DRAIN_S = 6.0
SERVER_END_S = 1.5
LAST_SEND_S = 1.0
CHECK_EVERY_S = 30.0
MOST_SILENT_CHECKS = 4
"""A server that runs and does not answer for two minutes is hung: killed, and started again."""

LARGEST_LOG = 5_000_000


def serve(settings: Settings) -> int:
    """Run the service until SIGTERM, SIGINT or SIGHUP; the exit status. Main thread only.

    Raises:
        LockHeld: another service runs on this data directory.
        ConfigurationError: the data directory cannot be written.
        StorageError: the database cannot be opened.
    """
    make_data_dir(settings)
    with hold_lock(settings.data_dir), Signals() as signals:
        close_files(settings)
        end_leftovers(settings.data_dir)
        with open_rooms(settings):  # first, so that the schema is migrated before any child looks at it
            service = Service(settings, signals)
            try:
                service.run()
            finally:
                service.end()
    return 0


@contextmanager
def open_rooms(settings: Settings) -> Iterator[None]:
    """What the supervisor does in threads of its own: due deliveries, and the desk."""
    db = open_database(settings)
    deliveries = DeliveryLoop(outbox_pass(settings, db), db.now)
    desk = DeskServer(settings.desk, FeedReader(settings, db).read)
    deliveries.start()
    desk.open()
    try:
        where = f", desk at {desk.address}/alerts.atom" if desk.address else ""
        print(f"hanmi serves {settings.data_dir}{where}; Ctrl-C ends it", flush=True)
        yield
    finally:
        desk.close()
        deliveries.stop(LAST_SEND_S)
        db.close()


class Service:
    """The children of one `hanmi serve`; no embedded server where the user names a Prefect API."""

    def __init__(self, settings: Settings, signals: Signals) -> None:
        self._settings = settings
        self._signals = signals
        self._home = engine_home(settings.data_dir)
        self._inherited = child_environment(settings)
        self._listener: socket.socket | None = None
        self._engine = self._set_up_engine()
        self._server = self._server_child() if self._listener else None
        self._first = Child(self._program("first"))
        self._runner = Child(self._program("runner", self._orders()))
        self._is_first_done = False
        self._silent_checks = 0
        self._next_check = time.monotonic() + CHECK_EVERY_S

    def run(self) -> None:
        """Start everything and keep it running until a signal asks for the end."""
        while not self._signals.count:
            self._tend()
            self._signals.wait(PULSE_S)

    def end(self) -> None:
        """Drain what runs, for at most six seconds, then kill; leaves no process."""
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
            self._server.ask_to_end()
            self._server.wait_until(time.monotonic() + SERVER_END_S)
            self._server.kill()
        if self._listener:
            self._listener.close()
            forget_engine(self._settings.data_dir)
        traces_path(self._settings.data_dir).unlink(missing_ok=True)

    def _tend(self) -> None:
        """One look at every child: bury what died, start what is due."""
        before = self._pids()
        if self._server:
            self._keep_running(self._server)
            self._check_server(self._server)
        if not self._is_first_done:
            self._see_to_first()
        # The runner waits for the first cycle, so that no scheduled one overlaps with it.
        if self._is_first_done:
            self._keep_running(self._runner)
        if self._pids() != before:
            write_traces(self._settings.data_dir, self._pids())

    def _keep_running(self, child: Child) -> None:
        if child.exit_status is not None:
            child.bury()
        if child.is_due:
            child.start()

    def _check_server(self, server: Child) -> None:
        if time.monotonic() < self._next_check:
            return
        self._silent_checks = 0 if answers(self._engine) else self._silent_checks + 1
        if self._silent_checks == MOST_SILENT_CHECKS:
            log.error("server hung silent_s=%.0f", CHECK_EVERY_S * MOST_SILENT_CHECKS)
            server.kill()
            self._silent_checks = 0
        self._next_check = time.monotonic() + CHECK_EVERY_S

    def _see_to_first(self) -> None:
        if self._first.process is None:
            self._first.start()
        elif not self._first.is_running:
            if self._first.exit_status:
                log.error("first cycle failed status=%s", self._first.exit_status)
            self._first.kill()
            self._is_first_done = True

    def _pids(self) -> list[int]:
        children = [self._server, self._first, self._runner]
        return [child.process.pid for child in children if child and child.process]

    def _set_up_engine(self) -> Engine:
        if self._settings.prefect_api_url:
            return Engine(url=self._settings.prefect_api_url)
        # The socket is ours and outlives the server: over a restart its port stays the same and taken.
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        return open_engine(self._settings.data_dir, self._listener.getsockname()[1])

    def _server_child(self) -> Child:
        assert self._listener is not None
        assert self._engine.secret is not None
        descriptor = self._listener.fileno()
        log_path = self._home / "server.log"
        if log_path.exists() and log_path.stat().st_size > LARGEST_LOG:
            log_path.replace(log_path.with_suffix(".log.1"))
        return Child(
            Program(
                name="server",
                command=child_command("flows.service.prefect.server", str(os.getpid()), str(descriptor)),
                environment=compose_environment(
                    self._inherited, server_environment(self._settings.data_dir, self._engine.secret)
                ),
                folder=self._home,
                log=log_path,
                descriptors=(descriptor,),
            )
        )

    def _program(self, name: str, *arguments: str) -> Program:
        return Program(
            name=name,
            command=child_command(f"flows.service.prefect.{name}", str(os.getpid()), *arguments),
            environment=compose_environment(
                self._inherited, client_environment(self._settings.data_dir, self._engine)
            ),
            # Prefect reads prefect.toml and .env where it is started: the user's belong to the user's server.
            folder=self._home if self._listener else Path.cwd(),
        )

    def _orders(self) -> str:
        """The runner's orders (`flows.service.prefect.runner.Orders`)."""
        return json.dumps(
            {
                "data_dir": str(self._settings.data_dir),
                "url": self._settings.prefect_api_url,
                "monitor": write_schedule(self._settings.monitor),
                "zone": self._settings.timezone,
            }
        )


def write_schedule(schedule: Schedule) -> str:
    """The schedule as `[schedule]` has it."""
    match schedule:
        case Every(interval):
            return f"{interval.total_seconds():.0f}s"
        case Cron(expression, zone):
            return f"{expression} {zone}" if zone else expression
