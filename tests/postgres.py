"""A PostgreSQL server of the tests' own, where the machine has one installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

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
def open_server(programs: Path, folder: Path) -> Iterator[str]:
    """Run an empty server on loopback and give the address of its database, without the database's name."""
    cluster = folder / "cluster"
    cluster.mkdir()
    if os.geteuid() == 0:  # initdb and postgres refuse to run as root
        shutil.chown(cluster, "postgres")
        for parent in (folder, *folder.parents):
            parent.chmod(parent.stat().st_mode | 0o011)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    initdb = [programs / "initdb", "-D", cluster, "-U", "hanmi", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(_as_server(initdb), check=True, capture_output=True, cwd=cluster)
    options = " ".join(
        f"-c {setting}" for setting in (*SETTINGS, f"port={port}", "listen_addresses=127.0.0.1")
    )
    control = [programs / "pg_ctl", "-D", cluster, "-w", "-l", cluster / "log"]
    subprocess.run(
        _as_server([*control, "-o", options, "start"]), check=True, capture_output=True, cwd=cluster
    )
    try:
        yield f"postgresql+psycopg://hanmi@127.0.0.1:{port}"
    finally:
        subprocess.run(
            _as_server([*control, "-m", "immediate", "stop"]), check=True, capture_output=True, cwd=cluster
        )


def _as_server(command: Sequence[str | Path]) -> list[str]:
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words
