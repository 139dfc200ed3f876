"""A database that is full, gone or held: each fault has its name, and all goes on when it is over."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database, Transaction, savepoint
from storage.errors import StorageBusy, StorageError, StorageFull

pytestmark = pytest.mark.sqlite_only

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def write(db: Database, mark: str, size: int = 1) -> None:
    with db.writing() as tx:
        set_mark(tx, mark, "x" * size, NOW)


def read(db: Database, mark: str) -> str | None:
    with db.reading() as tx:
        return read_mark(tx, mark)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hanmi.db"


def open_db(path: Path, **options: int) -> Database:
    return Database(f"sqlite:///{path}", **options)


def test_a_full_disk_is_named_and_costs_the_transaction_only(path: Path) -> None:
    with open_db(path) as db:
        write(db, "before")
        with db.reading() as tx:
            pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        with db.writing() as tx:
            tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageFull, match="make room"):
            write(db, "during", 1_000_000)
        assert (read(db, "before"), read(db, "during")) == ("x", None)
        with db.reading() as tx:
            tx.exec_driver_sql("PRAGMA max_page_count = 1000000")
        write(db, "after", 1_000_000)


def lose(tx: Transaction) -> None:
    tx.invalidate()


def lose_and_go_on(tx: Transaction) -> None:
    tx.invalidate()
    set_mark(tx, "lost", "x", NOW)


@pytest.mark.parametrize("within", [lose, lose_and_go_on])
def test_a_connection_that_is_lost_within_a_part_is_named(
    path: Path, within: Callable[[Transaction], None]
) -> None:
    with open_db(path) as db:
        with pytest.raises(StorageError, match="was lost"), db.writing() as tx, savepoint(tx):
            within(tx)
        write(db, "after")
        assert (read(db, "lost"), read(db, "after")) == (None, "x")


def test_that_no_connection_becomes_free_is_named(path: Path) -> None:
    error = sa.exc.TimeoutError("QueuePool limit of size 5 overflow 10 reached")
    with open_db(path) as db, pytest.raises(StorageError, match="QueuePool limit"), db.reading():
        raise error


def delete(path: Path) -> None:
    for each in path.parent.glob(path.name + "*"):
        each.unlink()


def replace(path: Path) -> None:
    open_db(path.with_name("other.db")).close()
    delete(path)
    path.with_name("other.db").replace(path)


def move_away(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def drop_the_folder(path: Path) -> None:
    delete(path)
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.mkdir()


@pytest.mark.parametrize("lose", [delete, replace, move_away, drop_the_folder])
def test_nothing_is_written_to_a_file_that_is_no_longer_there(
    path: Path, lose: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    with open_db(path) as db:
        write(db, "before")
        lose(path)
        write(db, "after")
        write(db, "again")
        with open_db(path) as other:
            assert (read(other, "before"), read(other, "after")) == (None, "x")
        assert sum("database replaced" in record.message for record in caplog.records) == 1


def test_many_threads_find_the_new_file_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_db(path) as db:
        delete(path)
        threads = [threading.Thread(target=write, args=(db, f"m{n}")) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [read(db, f"m{n}") for n in range(8)] == ["x"] * 8
    assert sum("database replaced" in record.message for record in caplog.records) == 1


def test_what_undoes_a_part_is_held_in_memory_and_what_is_sorted_for_reading_in_a_file(path: Path) -> None:
    asked = "PRAGMA temp_store"
    with Database(f"sqlite:///{path}") as db:
        for _ in range(2):
            with db.writing() as tx:
                assert tx.exec_driver_sql(asked).scalar() == 2  # memory
            with db.reading() as tx:
                assert tx.exec_driver_sql(asked).scalar() == 0  # as SQLite has it: a file
        with pytest.raises(ZeroDivisionError), db.writing():
            raise ZeroDivisionError
        with db.reading() as tx:
            assert tx.exec_driver_sql(asked).scalar() == 0


def test_another_writer_is_waited_for_as_long_as_was_said(path: Path) -> None:
    with open_db(path, busy_wait_ms=50) as db, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy):
            write(db, "mark")
        other.execute("ROLLBACK")
        write(db, "mark")


READONLY = """
import os, sys
from datetime import UTC, datetime
from storage.database import Database
from storage.errors import StorageError
from storage.corpus.ledger import set_mark
from storage.whole.writable import refuse_unwritable
os.setuid(65534)
db = Database("sqlite:///" + sys.argv[1])
def write():
    with db.writing() as tx:
        set_mark(tx, "mark", "x", datetime.now(UTC))
for attempt in (write, lambda: refuse_unwritable(db)):
    try:
        attempt()
    except StorageError as error:
        print(error, flush=True)
sys.stdin.readline()
write()
refuse_unwritable(db)
print("written", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="becomes another user, by number")
def test_a_file_that_was_closed_to_us_is_written_again_once_it_is_ours(path: Path) -> None:
    import os

    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    open_db(path).close()
    for folder in path.parents:
        if folder.is_relative_to(tempfile.gettempdir()) and folder != Path(tempfile.gettempdir()):
            folder.chmod(0o777)
    path.chmod(0o644)
    command = [sys.executable, "-c", READONLY, str(path)]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for _ in range(2):
            assert "see that this user may write" in other.stdout.readline()
        for each in path.parent.glob("hanmi.db*"):
            os.chown(each, 65534, 65534)
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "written\n"


def test_what_cannot_be_opened_for_want_of_descriptors_says_so(path: Path) -> None:
    open_db(path).close()
    kept = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, kept[1]))
    try:
        with pytest.raises(StorageError, match="files left to open"):
            open_db(path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, kept)
    open_db(path).close()
