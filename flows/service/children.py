"""A child process: started, watched, restarted with growing delays, and ended with its descendants."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from flows.service.troubles import Troubles
from storage.private import OTHERS, open_private

log = logging.getLogger("hanmi.service")

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0
"""A child that lived this long and dies starts again after the first pause."""
KILLED_S = 2.0
QUICK_S = 15.0
"""A child that dies this soon, as it did before, has the same fault still: that was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a child runs; `log` None means: our own stdout and stderr.

    `descriptors` are open in the child too.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    folder: Path
    log: Path | None = None
    descriptors: tuple[int, ...] = ()


class Child:
    """One process in a session of its own, so that Ctrl-C reaches only the supervisor.

    Not for several threads: PR_SET_PDEATHSIG follows the *thread* that started the child.
    """

    def __init__(self, program: Program, clock: Callable[[], float] = time.monotonic) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self._clock = clock
        self._began = 0.0
        self._not_before = 0.0
        self._pause_s = FIRST_PAUSE_S
        self._last_status: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def exit_status(self) -> int | None:
        """How the process ended (negative: by that signal), None where it runs or was never started."""
        return self.process.poll() if self.process else None

    @property
    def is_due(self) -> bool:
        """Whether it is not running and the pause after its last death is over."""
        return self.process is None and self._clock() >= self._not_before

    def keep_running(self, troubles: Troubles) -> None:
        """Bury it if it died, and start it if that is due; what keeps it from starting is a fault."""
        if self.exit_status is not None:
            self.bury()
        if self.is_due:
            with troubles.step(f"start of {self.program.name}"):
                self.start()

    def start(self) -> None:
        """Start the process.

        Raises:
            OSError: the system could not (no descriptors, no processes, its folder is gone); it is due again
                after a pause.
        """
        try:
            self._spawn()
        except OSError:
            self._wait_longer(lived_s=0.0)
            raise
        self._began = self._clock()

    def _spawn(self) -> None:
        program = self.program
        with open(program.log, "ab", opener=open_private) if program.log else nullcontext() as output:
            self.process = subprocess.Popen(  # noqa: S603
                program.command,
                env=dict(program.environment),
                cwd=program.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=program.descriptors,
                umask=OTHERS,  # what Prefect makes is for our user alone too
            )

    def bury(self) -> None:
        """The process has ended: end what it had started, and set the pause before it may start again."""
        assert self.process is not None, "only what was started can have ended"
        lived_s = self._clock() - self._began
        end_session(self.process.pid)
        self._wait_longer(lived_s)
        is_repeated = lived_s < QUICK_S and self.process.returncode == self._last_status
        self._last_status = self.process.returncode
        log.log(
            logging.INFO if is_repeated else logging.WARNING,
            "child ended name=%s status=%s after_s=%.0f again_in_s=%.0f",
            self.program.name,
            self.process.returncode,
            lived_s,
            self._pause_s,
        )
        self.process = None

    def _wait_longer(self, lived_s: float) -> None:
        self._pause_s = FIRST_PAUSE_S if lived_s >= STEADY_S else min(self._pause_s * 2, LONGEST_PAUSE_S)
        self._not_before = self._clock() + self._pause_s

    def ask_to_end(self) -> None:
        """Send SIGTERM, if it runs."""
        if self.process is not None and self.is_running:
            self.process.terminate()

    def wait_until(self, deadline: float) -> bool:
        """Wait for the end until a time of the clock; whether it has ended."""
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, deadline - self._clock()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it now, with all processes of its session; one that a hung disk holds is let go of."""
        if self.process is None:
            return
        end_session(self.process.pid)
        try:
            self.process.wait(KILLED_S)
        except subprocess.TimeoutExpired:
            log.error("child stuck name=%s pid=%d", self.program.name, self.process.pid)
        self.process = None


def end_session(leader: int) -> None:
    """Kill every process of the group that a child of ours led, which is its session's only one.

    The number cannot have become another's while members live, and one that is nobody's is passed over.
    """
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
