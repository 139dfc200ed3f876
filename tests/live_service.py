"""A whole `hanmi serve` in processes of its own, as tests and benchmarks start, kill and question it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from flows.service.prefect.engine import Engine, read_engine

Found = TypeVar("Found")

ROOT = Path(__file__).parents[1]

SERVE = """
import logging, pathlib, sys
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
from flows.service import serve
from flows.config.loading.load import load_settings
sys.exit(serve(load_settings(pathlib.Path(sys.argv[1]))))
"""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the tree: its number and its part in it."""

    pid: int
    part: str


@dataclass(frozen=True, slots=True)
class Run:
    """A flow run of the monitor, as Prefect's API tells."""

    id: str
    state: str
    expected: datetime
    started: datetime | None
    ended: datetime | None
    is_scheduled: bool
    tags: tuple[str, ...]


class LiveService:
    """One data directory with its configuration; starts and ends services on it."""

    def __init__(self, folder: Path, config: str) -> None:
        self.config = folder / "hanmi.toml"
        self.config.write_text(config, encoding="utf-8")
        self.data_dir = folder / "data"
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, environment: Mapping[str, str] | None = None) -> float:
        """Start `hanmi serve` with these variables besides; returns the time on the monotonic clock."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.config)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env={**os.environ, **(environment or {})},
            )
        return began

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ask for the end; returns the exit status and the seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(30)
        return status, time.monotonic() - began

    def kill(self, part: str) -> None:
        """kill -9 of one part (`server`, `runner`, `supervisor`), or of the whole `tree` at once."""
        victims = (
            self.processes() if part == "tree" else [each for each in self.processes() if each.part == part]
        )
        assert victims, f"no {part} among {self.processes()}"
        for each in victims:
            os.kill(each.pid, signal.SIGKILL)
        if part in ("tree", "supervisor"):
            assert self.process is not None
            self.process.wait(10)

    def end(self) -> None:
        """Leave nothing behind, whatever a test did."""
        for each in self.processes():
            os.kill(each.pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait(10)

    def processes(self) -> list[Process]:
        """Every living process that works on this data directory."""
        return list(self._find())

    def runs(self) -> list[Run]:
        """The monitor's flow runs that are known, oldest first; none while the API is away."""
        try:
            rows = self.ask("POST", "/flow_runs/filter", json={"sort": "EXPECTED_START_TIME_ASC"}).json()
            flow = self.ask("GET", "/flows/name/monitor").json()
            return [_read_run(row) for row in rows if row["flow_id"] == flow["id"]]
        except (httpx.HTTPError, KeyError):
            return []

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request to the embedded server, with its secret. Raises: httpx.HTTPError."""
        engine = self.engine()
        if engine is None:
            raise httpx.ConnectError("no service has left its address")
        with httpx.Client(trust_env=False, timeout=10) as client:
            headers = engine.headers | options.pop("headers", {})
            return client.request(method, engine.url + path, headers=headers, **options)

    def engine(self) -> Engine | None:
        """Where the embedded server is."""
        return read_engine(self.data_dir)

    def _find(self) -> Iterator[Process]:
        mark = b"HANMI_DATA_DIR=" + os.fsencode(self.data_dir)
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                is_ours = mark in (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if self.process is not None and int(entry.name) == self.process.pid and words != [b""]:
                yield Process(int(entry.name), "supervisor")
            elif is_ours and words != [b""]:
                yield Process(int(entry.name), _part(words))


def wait_for(look: Callable[[], Found], seconds: float) -> Found:
    """Look until something is there. Raises: AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)
    return found


def _part(words: list[bytes]) -> str:
    text = b" ".join(words).decode("utf-8", "replace")
    for part in ("server", "runner", "first"):
        if f"flows.service.prefect.{part}" in text:
            return part
    return "run" if "prefect.engine" in text else "worker"


def _read_run(row: dict[str, Any]) -> Run:
    started, ended = row["start_time"], row["end_time"]
    return Run(
        id=row["id"],
        state=row["state_name"],
        expected=datetime.fromisoformat(row["expected_start_time"]),
        started=datetime.fromisoformat(started) if started else None,
        ended=datetime.fromisoformat(ended) if ended else None,
        is_scheduled=bool(row["auto_scheduled"]),
        tags=tuple(row["tags"]),
    )
