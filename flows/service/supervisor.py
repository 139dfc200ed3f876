"""The thin supervisor of `hanmi serve`: starts the server, the first cycle and the runner, and restarts what dies."""

from __future__ import annotations

import logging
import os
import socket
import time

from flows.service.children import Child, Program
from flows.service.engine import (
    Engine,
    answers,
    child_command,
    client_environment,
    compose_environment,
    engine_home,
    forget_engine,
    open_secret,
    server_environment,
    write_engine,
)
from flows.service.leftovers import end_leftovers, traces_path, write_traces
from flows.service.lock import hold_lock
from flows.service.signals import Signals
from flows.settings import Settings, child_environment

log = logging.getLogger("hanmi.service")

PULSE_S = 0.5
DRAIN_S = 6.0
SERVER_END_S = 2.0
LARGEST_LOG = 5_000_000


def serve(settings: Settings) -> int:
    """Run the service until SIGTERM, SIGINT or SIGHUP; the exit status. Main thread only.

    Raises:
        LockHeld: another service runs on this data directory.
        ConfigurationError: the data directory cannot be written.
    """
    with hold_lock(settings.data_dir), Signals() as signals:
        end_leftovers(settings.data_dir)
        service = Service(settings, signals)
        try:
            service.run()
        finally:
            service.end()
    return 0


class Service:
    """The children of one `hanmi serve`; the embedded server is left out where the user names a Prefect API."""

    def __init__(self, settings: Settings, signals: Signals) -> None:
        self._settings = settings
        self._signals = signals
        self._home = engine_home(settings.data_dir)
        self._inherited = child_environment(settings)
        self._listener: socket.socket | None = None
        self._engine = self._set_up_engine()
        self._server = self._server_child() if self._listener else None
        self._first = Child(self._program("first"))
        self._runner = Child(self._program("runner"))
        self._is_first_done = False

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
        secret = open_secret(self._settings.data_dir)
        # The socket is ours and outlives the server: its port stays the same over a restart, and nobody can take it.
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        engine = Engine(url=f"http://127.0.0.1:{self._listener.getsockname()[1]}/api", secret=secret)
        write_engine(self._settings.data_dir, engine)
        return engine

    def _server_child(self) -> Child:
        assert self._listener is not None
        assert self._engine.secret is not None
        descriptor = self._listener.fileno()
        return Child(
            Program(
                name="server",
                command=child_command("flows.service.server", str(os.getpid()), str(descriptor)),
                environment=compose_environment(
                    self._inherited, server_environment(self._settings.data_dir, self._engine.secret)
                ),
                folder=self._home,
                log=self._home / "server.log",
                descriptors=(descriptor,),
            )
        )

    def _program(self, name: str) -> Program:
        return Program(
            name=name,
            command=child_command(f"flows.service.{name}", str(os.getpid())),
            environment=compose_environment(
                self._inherited, client_environment(self._settings.data_dir, self._engine)
            ),
            folder=self._home,
        )
