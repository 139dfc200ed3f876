"""The services of compose.yaml as processes of this machine: its commands, environment, order, checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import yaml

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from tests.live_service import ROOT, wait_for
from tests.newsroom import Newsroom
from tests.postgres import find_port, find_programs, open_server

PROGRAMS = find_programs()
PATIENCE_S = 240
TOKEN = "a-word-for-the-desk"
SECRETS = {
    "HANMI_DATABASE_PASSWORD": "a-word-for-the-database",
    "HANMI_PREFECT_AUTH": "hanmi:a-word-for-prefect",
    "HANMI_DESK_TOKEN": TOKEN,
}
MORE = """[schedule]
monitor = "1m"
[desk]
listen = "0.0.0.0:8787"
token = "env:HANMI_DESK_TOKEN"
"""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here"),
]


@dataclass(frozen=True, slots=True)
class Places:
    """Where on this machine's loopback the services are, which have a machine each in the compose file."""

    folder: Path
    database: str
    prefect: str
    desk: str

    def settle(self, text: str) -> str:
        """The file's text with its secrets, and with this machine's addresses in place of its names."""
        for name, value in SECRETS.items():
            text = text.replace(f"${{{name}:?}}", value)
        moved = {
            "@db/": f"@{self.database}/",
            "//prefect:4200": f"//{self.prefect}",
            "//127.0.0.1:4200": f"//{self.prefect}",
            "0.0.0.0:8787": self.desk,
            "0.0.0.0": "127.0.0.1",
            "/etc/hanmi.toml": str(self.folder / "hanmi.toml"),
        }
        for there, here in moved.items():
            text = text.replace(there, here)
        return text


@dataclass(frozen=True, slots=True)
class Composed:
    """The compose file as this machine can run it."""

    file: Mapping[str, Any]
    places: Places

    def words(self, name: str) -> list[str]:
        service = self.file["services"][name]
        return [*service.get("entrypoint", ["hanmi"]), *service.get("command", ["serve"])]

    def environment(self, name: str) -> dict[str, str]:
        """What the image sets and what the file says, and nothing of ours but where the programs lie."""
        home = self.places.folder / name
        home.mkdir(exist_ok=True)
        return {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "HANMI_DATA_DIR": str(home),
            "PYTHONUNBUFFERED": "1",
            # Each has the port to itself in the file.
            "PREFECT_SERVER_API_PORT": self.places.prefect.rpartition(":")[2],
            **self.file["services"][name]["environment"],
        }

    def do(self, name: str, words: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a service's command, or its health check, to its end."""
        options: dict[str, Any] = {"env": self.environment(name), "cwd": self.places.folder / name}
        return subprocess.run(words, capture_output=True, text=True, timeout=240, **options)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """A service until it is told to end, for which it has as long as the file allows.

        Prefect's worker waits for its runs, which on a busy machine may outlast that: whoever runs the file
        kills it then, which loses nothing.
        """
        log = self.places.folder / f"{name}.log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                self.words(name), env=self.environment(name), stdout=said, stderr=said, cwd=log.parent / name
            )
        try:
            yield
            assert process.poll() is None, log.read_text(errors="replace")[-2000:]
            grace = re.match(r"\d+", self.file["services"][name].get("stop_grace_period", "10s"))
            assert grace
            process.terminate()
            with suppress(subprocess.TimeoutExpired) if name.startswith("worker") else nullcontext():
                process.wait(int(grace[0]))
        finally:
            process.kill()
            process.wait(10)

    def is_healthy(self, name: str) -> bool:
        kind, *words = self.file["services"][name]["healthcheck"]["test"]
        assert kind == "CMD"
        return self.do(name, words).returncode == 0


@pytest.fixture
def composed(tmp_path: Path) -> Iterator[Composed]:
    assert PROGRAMS is not None
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    with open_server(PROGRAMS) as address:
        places = Places(
            tmp_path, address.rpartition("@")[2], f"127.0.0.1:{find_port()}", f"127.0.0.1:{find_port()}"
        )
        file = yaml.safe_load(places.settle(text))
        with psycopg.connect(f"{address.replace('+psycopg', '')}/postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {file['services']['db']['environment']['POSTGRES_DB']}")
            admin.execute(file["configs"]["prefects_database"]["content"])
        yield Composed(file, places)


def test_what_is_published_is_told_by_the_composed_services(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink, composed: Composed
) -> None:
    room = Newsroom(tmp_path, stand, receiver, postbox, storage="env:HANMI_DATABASE", every="30s")
    outlet = room.open_outlet("dispatch")
    moment = datetime.now(UTC) - timedelta(minutes=10)
    outlet.publish(made_up_piece(1, published=moment, extra=(ncg_sentence(1),)))
    room.write_config(composed.places.settle(MORE))

    with ExitStack() as stack:
        stack.enter_context(composed.running("prefect"))
        wait_for(lambda: composed.is_healthy("prefect"), PATIENCE_S)
        done = composed.do("register", composed.words("register"))
        assert done.returncode == 0, done.stdout + done.stderr
        for name in ("desk", "worker-1", "worker-2"):
            stack.enter_context(composed.running(name))
        wait_for(lambda: room.told() == (1, 1), PATIENCE_S)
        outlet.publish(made_up_piece(2, published=moment, extra=(ncg_sentence(2),)))
        wait_for(lambda: room.told() == (2, 2), PATIENCE_S)
        with httpx.Client(base_url=f"http://{composed.places.desk}", trust_env=False) as browser:
            wait_for(lambda: browser.get("/readyz").status_code == httpx.codes.OK, 60)
            assert browser.get("/alerts.json").status_code != httpx.codes.OK
            shown = browser.get("/alerts.json", headers={"Authorization": f"Bearer {TOKEN}"})
            assert len(shown.json()["items"]) == 2
    assert len({each.id for each in receiver.received()}) == len(receiver.received()) == 2
