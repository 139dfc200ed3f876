"""SQLite's locks on a file go with any descriptor of it that our process closes, so only SQLite opens it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.service.prefect.engine import PACKAGE_ROOT
from storage.database import Database
from storage.private import make_private
from storage.whole import backup

pytestmark = pytest.mark.sqlite_only

ANOTHER = """
import sys
import sqlalchemy as sa
from storage.database import Database

with Database(sys.argv[1]) as db, db.writing() as tx:
    tx.execute(sa.text("INSERT INTO notes VALUES ('from another process')"))
"""

WATCHED = """
import os, sys
from pathlib import Path

file = sys.argv[1]

def see(event, args):
    if event == "open" and isinstance(args[0], str | bytes | os.PathLike):
        path = os.path.realpath(os.fsdecode(args[0]))
        if path in (file, file + "-wal", file + "-shm") and os.path.exists(path):
            raise SystemExit(f"{path} was opened by more than SQLite")

from flows.config.loading.load import load_settings
from flows.inspect.health.doctor import examine
from storage.database import Database
from storage.whole.backup import back_up

settings = load_settings(Path(sys.argv[2]))
with Database(settings.storage_url) as db:
    sys.addaudithook(see)
    with db.reading(), db.reading(), db.reading():
        back_up(Path(file), Path(file).with_name("backup.db"))
        list(examine(settings))
"""


def run_elsewhere(code: str, *args: str) -> None:
    """Run code in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, check=False, cwd=PACKAGE_ROOT
    )
    assert done.returncode == 0, done.stderr


def read_notes(tx: sa.Connection) -> list[str]:
    return list(tx.execute(sa.text("SELECT said FROM notes")).scalars())


def test_what_a_service_writes_after_a_command_has_ended_is_seen_by_all(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    with Database(url) as service:
        with service.writing() as tx:
            tx.execute(sa.text("CREATE TABLE notes (said TEXT)"))
        with ExitStack() as readers:  # each of them has a connection of its own
            for _ in range(4):
                readers.enter_context(service.reading())
        run_elsewhere(ANOTHER, url)
        with service.writing() as tx:
            tx.execute(sa.text("INSERT INTO notes VALUES ('from the service')"))
        with Database(url) as later, later.reading() as tx:
            assert read_notes(tx) == ["from another process", "from the service"]
        run_elsewhere(ANOTHER, url)
        with service.reading() as tx:
            assert len(read_notes(tx)) == 3


def test_nobody_but_sqlite_opens_the_files_of_a_database_in_use(tmp_path: Path) -> None:
    config = tmp_path / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\nwatchlist = false\n", encoding="utf-8")
    with Database(f"sqlite:///{tmp_path / 'data' / 'hanmi.db'}"):
        pass
    run_elsewhere(WATCHED, str((tmp_path / "data" / "hanmi.db").resolve()), str(config))


def test_a_backup_is_of_one_moment_though_a_command_begins_and_ends_meanwhile(tmp_path: Path) -> None:
    """Nothing lies beside the database when it begins, as where cron runs both at the same minute."""
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    with Database(url) as db, db.writing() as tx:
        tx.execute(sa.text("CREATE TABLE rows (moment INTEGER, text TEXT)"))
        rows = [{"text": "long " * 200} for _ in range(500)]
        tx.execute(sa.text("INSERT INTO rows VALUES (0, :text)"), rows)
    assert not (tmp_path / "hanmi.db-wal").exists()
    with closing(sqlite3.connect(backup._read_only(tmp_path / "hanmi.db"), uri=True)) as source:
        source.isolation_level = None
        source.execute("BEGIN")
        assert source.execute("SELECT moment FROM rows LIMIT 1").fetchone() == (0,)
        run_elsewhere(ANOTHER.replace("INSERT INTO notes VALUES", "UPDATE rows SET moment = 1 --"), url)
        source.execute("PRAGMA shrink_memory")
        assert source.execute("SELECT DISTINCT moment FROM rows").fetchall() == [(0,)]


def test_a_file_is_made_once_by_many_and_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "far.db")
    threads = [threading.Thread(target=make_private, args=(tmp_path / "link.db",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "far.db").stat().st_mode & 0o777 == 0o600
    (tmp_path / "far.db").write_text("kept", encoding="utf-8")
    make_private(tmp_path / "link.db")
    assert (tmp_path / "far.db").read_text(encoding="utf-8") == "kept"
