"""Our own Prefect server as the supervisor keeps it: its socket, its secret, its folder and its process."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flows.service.children import Child, Program
from flows.service.prefect.engine import (
    answers,
    child_command,
    compose_environment,
    engine_home,
    forget_engine,
    leave_engine,
    new_engine,
    read_engine,
    server_environment,
)
from flows.service.troubles import Troubles
from storage.errors import ListenError, say_os
from storage.whole.files import identity_of, is_another

log = logging.getLogger("hanmi.service")

CHECK_EVERY_S = 30.0
MOST_SILENT_CHECKS = 4
"""A server that runs and does not answer for two minutes is hung: killed, and started again."""

END_S = 1.5
LARGEST_LOG = 5_000_000


class EmbeddedServer:
    """The server from its first start to its end; not for several threads."""

    def __init__(
        self,
        data_dir: Path,
        inherited: Mapping[str, str],
        troubles: Troubles,
        kept: timedelta = timedelta(days=14),
    ) -> None:
        """`kept` is for how long the history of runs is. Raises: ListenError: the system has no socket."""
        self._kept = kept
        self._data_dir = data_dir
        self._troubles = troubles
        # The socket is ours and outlives the server: over a restart its port stays the same and taken.
        self._listener = _listen()
        self.engine = new_engine(self._listener.getsockname()[1])
        self._home = engine_home(data_dir)
        self._log = self._home / "server.log"
        self.child = Child(self._program(inherited))
        self._seen: dict[Path, tuple[int, int]] = {}
        self._silent_checks = 0
        self._next_check = time.monotonic() + CHECK_EVERY_S

    def tend(self) -> bool:
        """Keep the server running and its address readable; whether all that it knew is lost.

        That is so where its folder or its database was deleted: it would go on with files that nobody else
        can open, and no schedule would fire again.
        """
        is_lost = self._is_lost()
        if is_lost:
            log.error("prefect lost folder=%s why=it was deleted; its records begin anew", self._home)
            self.child.kill()
            self._seen = {}
        with self._troubles.step("folder of Prefect"):
            self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._troubles.step("address of Prefect"):
            if read_engine(self._data_dir) != self.engine:
                leave_engine(self._data_dir, self.engine)
        self.child.keep_running(self._troubles)
        if time.monotonic() >= self._next_check:
            self._next_check = time.monotonic() + CHECK_EVERY_S
            self._check_answer()
            with self._troubles.step("log of Prefect"):
                trim_log(self._log)
        return is_lost

    def end(self) -> None:
        """Ask it to end, wait a little, and leave no process and no address."""
        self.child.ask_to_end()
        self.child.wait_until(time.monotonic() + END_S)
        self.child.kill()
        self._listener.close()
        forget_engine(self._data_dir)

    def _is_lost(self) -> bool:
        for path in (self._home, self._home / "prefect.db"):
            if path in self._seen:
                if is_another(path, self._seen[path]):
                    return True
            elif self.child.is_running:
                with suppress(OSError):
                    if (found := identity_of(path)) is not None:
                        self._seen[path] = found
        return False

    def _check_answer(self) -> None:
        if not self.child.is_running:
            return
        self._silent_checks = 0 if answers(self.engine) else self._silent_checks + 1
        if self._silent_checks == MOST_SILENT_CHECKS:
            log.error("server hung silent_s=%.0f", CHECK_EVERY_S * MOST_SILENT_CHECKS)
            self.child.kill()
            self._silent_checks = 0

    def _program(self, inherited: Mapping[str, str]) -> Program:
        assert self.engine.secret is not None
        descriptor = self._listener.fileno()
        return Program(
            name="server",
            command=child_command("flows.service.prefect.server", str(os.getpid()), str(descriptor)),
            environment=compose_environment(
                inherited, server_environment(self._data_dir, self.engine.secret, self._kept)
            ),
            folder=self._home,
            log=self._log,
            descriptors=(descriptor,),
        )


def _listen() -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", 0), backlog=128)
    except OSError as error:
        raise ListenError("127.0.0.1", say_os(error)) from error


def trim_log(path: Path) -> None:
    """Lay a log that has grown too large aside, in place of the one before, and go on with an empty one.

    Its writer keeps it open and only ever adds to its end, so it is emptied rather than renamed. Where there
    is no room for the copy, what it said goes: it is what fills the disk.

    Raises:
        OSError: it cannot be emptied.
    """
    if not path.exists() or path.stat().st_size <= LARGEST_LOG:
        return
    aside = path.with_suffix(".log.1")
    try:
        shutil.copy2(path, aside)
    except OSError:
        aside.unlink(missing_ok=True)
    os.truncate(path, 0)
