"""A Prefect server of the tests' own with a work pool, and workers in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.live_service import ROOT, wait_for
from tests.newsroom import Newsroom
from tests.postgres import find_port, make_database

POOL = "newsroom"
AT_ONCE = 6
"""Runs that a worker has at once, as in its unit."""


@dataclass
class PrefectServer:
    """A server of the test's own, as somebody runs it for many machines."""

    home: Path
    port: int
    database: str | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> None:
        """Start it, anew where it was ended, and return once it answers."""
        command = [sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"]
        environment = self.environment | {"PREFECT__SERVER_FINAL": "1"}
        if self.database:
            environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = self.database
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--log-level", "warning"],
                env=environment,
                stdout=log,
                stderr=log,
            )
        wait_for(self._answers, 120)

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def _answers(self) -> bool:
        try:
            return bool(self.ask("GET", "/health"))
        except httpx.HTTPError:
            return False

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
        }

    def prefect(self, *words: str, folder: Path | None = None) -> None:
        command = [sys.executable, "-m", "prefect", *words]
        done = subprocess.run(command, env=self.environment, timeout=240, capture_output=True, cwd=folder)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """What the server answers; on SQLite it says 503 while its database is busy, and has done nothing."""
        with httpx.Client(trust_env=False, timeout=60) as client:

            def answer() -> httpx.Response | None:
                got = client.request(method, self.url + path, **options)
                return None if got.status_code == httpx.codes.SERVICE_UNAVAILABLE else got

            got = wait_for(answer, 60)
            got.raise_for_status()
            return got.json() if got.content else None

    def deployment(self, flow: str) -> Any:
        return self.ask("GET", f"/deployments/name/{flow}/hanmi")

    def start_run(self, flow: str, **parameters: Any) -> str:
        id = self.deployment(flow)["id"]
        made = self.ask("POST", f"/deployments/{id}/create_flow_run", json={"parameters": parameters})
        return str(made["id"])

    def start_late(self, flow: str, by: timedelta) -> str:
        """A run that the schedule of a flow meant for so long ago."""
        then = (datetime.now(UTC) - by).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": then}}
        path = f"/deployments/{self.deployment(flow)['id']}/create_flow_run"
        made = self.ask("POST", path, json={"state": state, "tags": ["auto-scheduled"]})
        return str(made["id"])

    def state(self, run: str) -> tuple[str, str]:
        try:
            state = self.ask("GET", f"/flow_runs/{run}")["state"]
        except httpx.TransportError:  # a busy machine
            return "", ""
        return state["name"], state["message"] or ""

    def is_running(self, flow: str) -> bool:
        wanted = {
            "flows": {"name": {"any_": [flow]}},
            "flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}},
        }
        return bool(self.ask("POST", "/flow_runs/filter", json=wanted))

    def pause(self, flow: str) -> None:
        """Have no runs but those that the test starts."""
        self.ask("POST", f"/deployments/{self.deployment(flow)['id']}/pause_deployment")

    def await_end(self, run: str, seconds: float) -> tuple[str, str]:
        ends = ("Completed", "Overtaken", "Failed", "Crashed", "Cancelled")
        return wait_for(lambda: found if (found := self.state(run))[0] in ends else None, seconds)


def prefects_database(server: str, name: str) -> str:
    """A fresh database for a Prefect server, on a server of `tests.postgres`."""
    return make_database(server, name).replace("+psycopg", "+asyncpg")


@contextmanager
def open_prefect(home: Path, database: str | None = None) -> Iterator[PrefectServer]:
    """A running server with the pool; on SQLite in its folder, or in a database (`postgresql+asyncpg://…`)."""
    server = PrefectServer(home, find_port(), database)
    try:
        server.start()
        server.prefect("work-pool", "create", POOL, "--type", "process")
        yield server
    finally:
        server.end()


@dataclass
class Worker:
    """A worker in a session of its own: `kill` is the end of its machine."""

    process: subprocess.Popen[bytes]
    data_dir: Path

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def kill_itself(self) -> None:
        """End the worker alone, and leave its runs to notice."""
        self.process.kill()
        self.process.wait(10)

    def runs(self) -> list[int]:
        """The processes of its flow runs (Linux only)."""
        return list(self._find_runs())

    def _find_runs(self) -> Iterator[int]:
        mark = b"HANMI_DATA_DIR=" + os.fsencode(self.data_dir)
        for entry in Path("/proc").iterdir():
            try:
                is_run = entry.name.isdigit() and b"prefect.engine" in (entry / "cmdline").read_bytes()
                if is_run and mark in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)
            except OSError:
                continue  # it has ended meanwhile


def start_worker(
    prefect: PrefectServer,
    room: Newsroom,
    name: str,
    config: Path | None = None,
    *,
    apart: bool = False,
    more: Mapping[str, str] | None = None,
) -> Worker:
    """Start a worker, with `more` in its environment.

    `apart` is on a machine of its own, as far as its processes can tell (takes root).
    """
    data = room.folder / name
    environment = prefect.environment | {
        "HANMI_CONFIG": str(config or room.config),
        "HANMI_DATA_DIR": str(data),
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        **(more or {}),
    }
    machine = ["unshare", "--pid", "--fork", "--mount-proc"] if apart else []
    command = [*machine, sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL]
    command += ["--name", name, "--limit", str(AT_ONCE)]
    with (room.folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=room.folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    return Worker(process, data)


def deploy(prefect: PrefectServer, room: Newsroom, *words: str) -> tuple[int, Any]:
    code = "import sys; from flows.cli import main; sys.exit(main())"
    command = [
        sys.executable,
        "-c",
        code,
        "--config",
        str(room.config),
        "deploy",
        "--pool",
        POOL,
        "--json",
        *words,
    ]
    done = subprocess.run(command, env=prefect.environment, capture_output=True, timeout=120)
    assert done.stdout, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)
