"""A desk, or another server of pages, that runs as a process and is asked for pages by a reader."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.scale.newsroom import write_config
from bench.scale.postmaster import Postmaster
from bench.speed.poll import process_cpu_s, pss_mb
from tests.postgres import find_port

HANMI = str(Path(sys.executable).with_name("hanmi"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that runs: its process and port, what a reader sends with each request, and the server of its
    database where it has one."""

    process: subprocess.Popen[bytes]
    port: int
    headers: Mapping[str, str]
    postmaster: Postmaster | None = None

    def cpu_s(self) -> float:
        """The CPU that the process has taken."""
        return process_cpu_s(self.process.pid)

    def database_s(self) -> float:
        """The CPU that the server of its database has taken; 0 where there is none."""
        return self.postmaster.cpu_s() if self.postmaster else 0.0

    def pss_mb(self) -> float:
        """What it holds of memory, what it shares with others divided among them."""
        return pss_mb(self.process.pid)

    def get(self, connection: http.client.HTTPConnection, address: str) -> int:
        """Ask for an address; how many bytes came."""
        connection.request("GET", address, headers=dict(self.headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"{address} answered {answer.status}: {body[:300]!r}")
        return len(body)

    def open(self) -> http.client.HTTPConnection:
        """A connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)


@contextmanager
def serve(command: Sequence[str], port: int) -> Iterator[Served]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Served(process=process, port=port, headers={"Accept": "text/html"})
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serve_desk(home: Path, url: str, postmaster: Postmaster | None = None) -> Iterator[Served]:
    """The desk over a corpus, for a reader who is logged in."""
    port = find_port()
    write_config(home, port, url)
    with serve([HANMI, *where(home), "desk"], port) as served:
        connection = served.open()
        form = urlencode({"token": (home / "desk.key").read_text(encoding="ascii").strip(), "name": "민지"})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", "/login", form, kind)
        cookie = str(connection.getresponse().getheader("Set-Cookie")).partition(";")[0]
        headers = {**served.headers, "Cookie": cookie}
        yield Served(process=served.process, port=port, headers=headers, postmaster=postmaster)


def where(home: Path) -> list[str]:
    """The options that lead a command to a corpus."""
    return ["--config", str(home / "hanmi.toml"), "--data-dir", str(home)]
