"""A PostgreSQL server of the tests' own, where the machine has one installed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/opt/postgresql*/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where distributions keep the server's programs, beside the search path."""

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "unix_socket_directories=")


def find_programs() -> Path | None:
    """The folder of initdb and postgres, None where there is no server."""
    found = [path for place in PLACES for path in sorted(Path("/").glob(place.lstrip("/")), reverse=True)]
    on_path = shutil.which("initdb")
    folders = [*found, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@dataclass
class Cluster:
    """A server on a port of loopback that can end, come again, and be replaced by its standby."""

    programs: Path
    folder: Path
    who: Mapping[str, Any]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of its databases, without a database's name."""
        return f"postgresql+psycopg://hanmi@127.0.0.1:{self.port}"

    def create(self) -> None:
        initdb = ["-D", self.folder, "-U", "hanmi", "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._call("initdb", *initdb)

    def start(self) -> None:
        settings = [*SETTINGS, f"port={self.port}", "listen_addresses=127.0.0.1"]
        options = [word for each in settings for word in ("-c", each)]
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder.parent,
            **self.who,
        )
        wait_for(self.process, self.port)

    def end(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """At once, by itself (SIGQUIT), or as on a stop that cuts connections (SIGINT)."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)

    def make_standby(self) -> Cluster:
        """Another server that follows this one, on a port of its own."""
        other = Cluster(self.programs, self.folder.parent / "standby", self.who, find_port())
        here = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "hanmi"]
        self._call(
            "pg_basebackup", *here, "-D", other.folder, "-R", "-X", "stream", "-c", "fast", "--no-sync"
        )
        other.start()
        return other

    def await_standby(self) -> None:
        """Return once its standby has all that was written here."""
        ask = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn()"
        address = f"{self.address.replace('+psycopg', '')}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            until = time.monotonic() + 60
            while connection.execute(ask).fetchone() != (1,):
                if time.monotonic() > until:
                    raise RuntimeError("the standby does not follow")
                time.sleep(0.05)

    def promote_at(self, port: int) -> None:
        """Make this standby the server, at an address that was another's."""
        self._call("pg_ctl", "promote", "-D", self.folder, "-w")
        self.end(signal.SIGINT)
        self.port = port
        self.start()

    def _call(self, program: str, *words: str | Path) -> None:
        command = [self.programs / program, *words]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder.parent, **self.who)


@contextmanager
def open_cluster(programs: Path) -> Iterator[Cluster]:
    """Run an empty server on loopback, with a place for a standby."""
    # pytest's own folders are for one user, and the server refuses to run as root.
    with TemporaryDirectory(prefix="hanmi-postgres-") as folder:
        who: dict[str, Any] = {}
        if os.geteuid() == 0:
            who = {"user": "postgres", "group": "postgres"}
            shutil.chown(folder, "postgres", "postgres")
        cluster = Cluster(programs, Path(folder) / "cluster", who, find_port())
        cluster.create()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.end()  # at once: nothing of it is wanted any more


@contextmanager
def open_server(programs: Path) -> Iterator[str]:
    """Run an empty server on loopback and give the address of its databases, without a database's name."""
    with open_cluster(programs) as cluster:
        yield cluster.address


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(server: subprocess.Popen[bytes], port: int, seconds: float = 60) -> None:
    """Return once the server takes connections."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="hanmi", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the PostgreSQL server does not come up")


@contextmanager
def postgres_server() -> Iterator[str | None]:
    """The address of an empty server as `open_server` gives it, None where none is installed."""
    programs = find_programs()
    if programs is None:
        yield None
        return
    with open_server(programs) as address:
        yield address


def make_database(server: str, key: str) -> str:
    """The address of a fresh, empty database, named after a test."""
    name = f"t{zlib.crc32(key.encode()):x}"
    address = server.replace("+psycopg", "")
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # not a literal
    return f"{server}/{name}"
