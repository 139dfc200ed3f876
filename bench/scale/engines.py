"""Prefect servers that a bench records its runs with, and what these grow to.

One is embedded, as `serve` keeps it, on SQLite. The other is what many machines have, with the settings of
`docs/deploy/prefect-server.service`, on a PostgreSQL server of its own, so that it is counted apart.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.scale.postmaster import Postmaster
from bench.speed.poll import ROOT, process_cpu_s, pss_mb
from flows.config.settings import Settings
from flows.service.prefect.embedded import EmbeddedServer
from flows.service.prefect.engine import Engine, await_engine, engine_home
from flows.service.prefect.recorded import use_engine
from flows.service.troubles import Troubles
from tests.postgres import find_port, make_database, postgres_server
from tests.work_pool import PrefectServer

HISTORY = ("flow_run", "flow_run_state", "artifact", "log", "events")
"""Prefect's tables that grow with every run."""

UNIT = ROOT / "docs" / "deploy" / "prefect-server.service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """A server that records runs: its process, how its database is asked for a number and for its bytes, and
    the PostgreSQL beneath it, None on SQLite."""

    pid: int
    count: Callable[[str], int]
    measure: Callable[[], float]
    database: Postmaster | None = None

    def cpu_s(self) -> tuple[float, float]:
        """What the server has taken so far, and what its PostgreSQL has."""
        return process_cpu_s(self.pid), self.database.cpu_s() if self.database else 0.0

    def pss_mb(self) -> float:
        """Memory of all that belongs to it."""
        return pss_mb(self.pid) + (self.database.pss_mb() if self.database else 0.0)

    def say(self) -> str:
        """Rows of its history, bytes and memory."""
        rows = ", ".join(f"{table} {self.count(table)}" for table in HISTORY)
        beneath = f" and {self.database.pss_mb():.0f} of its PostgreSQL" if self.database else ""
        return f"{rows}; {self.measure():.1f} MB, PSS {pss_mb(self.pid):.0f} MB{beneath}"


@contextmanager
def embedded_prefect(settings: Settings) -> Iterator[Recorder]:
    """The server that `serve` keeps, and this process records with it.

    Raises:
        SystemExit: it does not come up.
    """
    server = EmbeddedServer(settings.data_dir, os.environ, Troubles(), settings.prefect_kept)
    home = engine_home(settings.data_dir)
    try:
        server.tend()
        _await(server.engine)
        use_engine(settings, server.engine)
        assert server.child.process
        yield Recorder(
            pid=server.child.process.pid,
            count=lambda table: _count_sqlite(home / "prefect.db", table),
            measure=lambda: sum(each.stat().st_size for each in home.glob("prefect.db*")) / 1e6,
        )
    finally:
        server.end()


@contextmanager
def prefect_on_postgresql(settings: Settings) -> Iterator[Recorder]:
    """The server that many machines share, and this process records with it.

    Raises:
        SystemExit: it does not come up, or no PostgreSQL is installed.
    """
    with ExitStack() as stack:
        address = stack.enter_context(postgres_server())
        if address is None:
            raise SystemExit("no PostgreSQL server is installed here")
        url = make_database(address, "prefect")
        home = engine_home(settings.data_dir)
        home.mkdir(parents=True, exist_ok=True)
        os.environ.update(read_unit(UNIT) | {"PREFECT_HOME": str(home)})
        server = PrefectServer(home, find_port(), url.replace("+psycopg", "+asyncpg"))
        stack.callback(server.end)
        server.start()
        engine = Engine(url=server.url)
        _await(engine)
        use_engine(settings, engine)
        assert server.process
        yield Recorder(
            pid=server.process.pid,
            count=lambda table: int(_ask(url, f"SELECT count(*) FROM {table}")),
            measure=lambda: int(_ask(url, "SELECT pg_database_size(current_database())")) / 1e6,
            database=Postmaster.find(url),
        )


def read_unit(path: Path) -> dict[str, str]:
    """The variables that a unit of systemd sets itself."""
    lines = re.findall(r"^Environment=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    pairs = (word.partition("=") for line in lines for word in line.split())
    return {name: value for name, _, value in pairs}


def _await(engine: Engine) -> None:
    if not await_engine(engine, timedelta(minutes=2)):
        raise SystemExit("Prefect's server does not come up")


def _count_sqlite(path: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _ask(url: str, question: str) -> Any:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        (found,) = connection.execute(question).fetchone() or (0,)  # type: ignore[arg-type]  # composed here
        return found
