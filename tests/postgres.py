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


@contextmanager
def open_server(programs: Path) -> Iterator[str]:
    """Run an empty server on loopback and give the address of its databases, without a database's name."""
    # pytest's own folders are for one user, and the server refuses to run as root.
    with TemporaryDirectory(prefix="hanmi-postgres-") as folder:
        who: dict[str, Any] = {}
        if os.geteuid() == 0:
            who = {"user": "postgres", "group": "postgres"}
            shutil.chown(folder, "postgres", "postgres")
        yield from _serve(programs, Path(folder), who)


def _serve(programs: Path, folder: Path, who: Mapping[str, Any]) -> Iterator[str]:
    cluster, port = folder / "cluster", find_port()
    initdb = [programs / "initdb", "-D", cluster, "-U", "hanmi", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **who)
    settings = [*SETTINGS, f"port={port}", "listen_addresses=127.0.0.1"]
    command = [programs / "postgres", "-D", cluster, *(word for each in settings for word in ("-c", each))]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **who
    )
    try:
        wait_for(server, port)
        yield f"postgresql+psycopg://hanmi@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is wanted any more
        server.wait(timeout=60)


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
