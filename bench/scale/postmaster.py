"""The PostgreSQL server that a bench works on, by /proc: its CPU and its memory. Linux only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg

from bench.speed.poll import process_cpu_s, pss_mb, tree

TICKS = 100.0
"""Clock ticks a second (sysconf(3), SC_CLK_TCK), 100 on every Linux of today."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The process that has started all others of a server of this machine.

    It is looked for once: to ask by a connection takes the server some milliseconds each time.
    """

    pid: int

    @classmethod
    def find(cls, url: str) -> Self:
        """That of the server where a database is. Raises: psycopg.OperationalError: it does not answer."""
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
            return cls(int(_read_stat(backend)[1]))

    def cpu_s(self) -> float:
        """Processor seconds that it has used with all its processes, the ended ones to a hundredth."""
        while True:
            ended = sum(int(ticks) for ticks in _read_stat(self.pid)[13:15])
            try:
                return ended / TICKS + sum(map(process_cpu_s, tree(self.pid)))
            except OSError:
                continue  # one of them has ended meanwhile

    def pss_mb(self) -> float:
        """Memory of all its processes, what they share counted once."""
        return sum(map(pss_mb, tree(self.pid)))


def _read_stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat (proc(5)) after the name, the state first."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
