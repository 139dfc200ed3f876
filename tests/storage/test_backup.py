"""A backup is of one moment and checked; a restore keeps the old file and holds what may have been sent."""

from __future__ import annotations

import resource
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Database, open_engine
from storage.errors import StorageBusy, StorageError
from storage.migrations import HEAD, VERSIONS, read_version, run_steps
from storage.promises.outbox import (
    claim_delivery,
    count_states,
    keep_deliveries,
    list_deliveries,
    read_delivery,
    settle_delivery,
)
from storage.promises.outbox_held import list_restored, release_restored
from storage.records import Delivery, DeliveryState, Sent
from storage.whole import backup
from storage.whole.backup import back_up, restore
from storage.whole.moved import note_moved
from storage.whole.restored import RESTORED

pytestmark = pytest.mark.sqlite_only

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
OLDER = sorted(path.stem for path in VERSIONS.glob("0*.py"))[-2]


def a_delivery(id: str, **changes: object) -> Delivery:
    plain: dict[str, object] = {"content_type": "text/plain", "body": b"x", "alerts": (), "attempts": 0}
    plain |= {"state": DeliveryState.PENDING, "created_at": NOW, "next_attempt_at": NOW}
    return Delivery(id=id, channel="mail", recipient="desk@example.org", **(plain | changes))  # type: ignore[arg-type]  # named as fields


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def make(path: Path, *ids: str, mark: str = "first") -> None:
    with Database(url_of(path)) as db, db.writing() as tx:
        keep_deliveries(tx, [a_delivery(id) for id in ids])
        set_mark(tx, "which", mark, NOW)


def send(path: Path, *ids: str) -> None:
    with Database(url_of(path)) as db:
        for _ in ids:
            with db.writing() as tx:
                claim = claim_delivery(tx, "test", NOW)
                assert claim
                settle_delivery(tx, claim, Sent(), NOW)


def which(path: Path) -> str | None:
    with Database(url_of(path)) as db, db.reading() as tx:
        return read_mark(tx, "which")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "hanmi.db"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


def test_a_backup_is_of_one_moment_while_others_write(path: Path, file: Path) -> None:
    make(path)
    stop = threading.Event()

    def write() -> None:
        with Database(url_of(path)) as db:
            count = 0
            while not stop.is_set():
                with db.writing() as tx:
                    set_mark(tx, "left", str(count := count + 1), NOW)
                    set_mark(tx, "filler", "x" * 200_000, NOW)
                    set_mark(tx, "right", str(count), NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            back_up(path, file)
            with Database(url_of(file)) as db, db.reading() as tx:
                assert read_mark(tx, "left") == read_mark(tx, "right")
    finally:
        stop.set()
        writer.join()


def test_a_backup_is_one_file_of_mode_0600_with_its_counts(path: Path, file: Path) -> None:
    make(path, "d-1", "d-2")
    made = back_up(path, file)
    assert (made.articles, made.pending, made.size) == (0, 2, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(each.name for each in file.parent.iterdir()) == ["data", "kept.db"]
    assert file.read_bytes()[18:20] == b"\x01\x01"  # no log beside it is needed to read it


def test_a_newer_backup_takes_the_place_of_the_older(path: Path, file: Path) -> None:
    make(path, mark="first")
    back_up(path, file)
    make(path, mark="second")
    back_up(path, file)
    assert which(file) == "second"


def _spoil(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'deliveries'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(b"\xff" * size)


def test_a_copy_that_does_not_pass_replaces_nothing(path: Path, file: Path) -> None:
    make(path)
    back_up(path, file)
    before = file.read_bytes()
    _spoil(path)
    with pytest.raises(StorageError, match="damaged"):
        back_up(path, file)
    assert file.read_bytes() == before
    assert sorted(each.name for each in file.parent.iterdir()) == ["data", "kept.db"]


def _itself(path: Path, folder: Path) -> Path:
    return path


def _its_log(path: Path, folder: Path) -> Path:
    return path.with_name("hanmi.db-wal")


def _a_link(path: Path, folder: Path) -> Path:
    (folder / "link.db").symlink_to(path)
    return folder / "link.db"


def _a_letter(path: Path, folder: Path) -> Path:
    (folder / "hanmi.toml").write_text("[alerts]\n" * 40, encoding="utf-8")
    return folder / "hanmi.toml"


def _anothers(path: Path, folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "other.db")) as db:
        db.execute("CREATE TABLE other (x)")
    return folder / "other.db"


def _a_folder(path: Path, folder: Path) -> Path:
    return folder


def _nowhere(path: Path, folder: Path) -> Path:
    return folder / "no" / "kept.db"


@pytest.mark.parametrize("where", [_itself, _its_log, _a_link, _a_letter, _anothers, _a_folder, _nowhere])
def test_a_backup_replaces_nothing_but_a_backup(
    path: Path, tmp_path: Path, where: Callable[[Path, Path], Path]
) -> None:
    make(path)
    target = where(path, tmp_path)
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(StorageError, match=r"name|folder"):
        back_up(path, target)
    assert (target.read_bytes() if target.is_file() else None) == before


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """Files cannot grow beyond this, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_without_room_no_half_file_is_left(path: Path, file: Path) -> None:
    make(path)
    with no_room(40_000), pytest.raises(StorageError, match=r"kept\.db"):
        back_up(path, file)
    assert sorted(each.name for each in file.parent.iterdir()) == ["data"]
    back_up(path, file)
    make(path, mark="second")
    with no_room(40_000), pytest.raises(StorageError, match=r"hanmi\.db"):
        restore(path, file, NOW)
    assert sorted(each.name for each in path.parent.iterdir()) == ["hanmi.db"]
    assert which(path) == "second"


def test_without_a_database_nothing_is_made(path: Path, file: Path) -> None:
    with pytest.raises(StorageError, match="no database yet"):
        back_up(path, file)
    assert not file.exists()
    assert not path.exists()


def test_a_restore_keeps_the_old_file_and_holds_what_waited(path: Path, file: Path) -> None:
    make(path, "d-1", "d-2", mark="then")
    with Database(url_of(path)) as db, db.writing() as tx:
        assert claim_delivery(tx, "somebody", NOW)
    back_up(path, file)
    make(path, mark="later")
    done = restore(path, file, NOW)
    assert done.kept == path.with_name("hanmi.db.before-20261129T090000Z")
    assert (which(path), which(done.kept)) == ("then", "later")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Database(url_of(path)) as db:
        with db.writing() as tx:
            assert claim_delivery(tx, "test", NOW + timedelta(days=2)) is None
            assert [each.id for each in list_restored(tx)] == ["d-1", "d-2"]
            assert [each.id for each in release_restored(tx, NOW)] == ["d-1", "d-2"]
            assert list_restored(tx) == []
        with db.writing() as tx:
            assert claim_delivery(tx, "test", NOW)


def test_what_the_old_file_says_was_sent_is_not_sent_again(path: Path, file: Path) -> None:
    make(path, "d-1", "d-2")
    back_up(path, file)
    send(path, "d-1")
    make(path, "d-3", "d-4", mark="later")  # found after the backup
    send(path, "d-2", "d-3")
    assert restore(path, file, NOW).sent == 3
    with Database(url_of(path)) as db, db.writing() as tx:
        assert list_restored(tx) == []
        assert keep_deliveries(tx, [a_delivery("d-3"), a_delivery("d-4")]) == [a_delivery("d-4")]
        assert count_states(tx)[DeliveryState.SENT] == 3


def test_a_file_that_was_moved_cannot_tell_what_was_sent_from_where_it_went(path: Path, file: Path) -> None:
    make(path, "d-1", "d-2")
    back_up(path, file)
    send(path, "d-1")
    with Database(url_of(path)) as db, db.writing() as tx:
        note_moved(tx, "sqlite:////elsewhere.db", NOW)
    assert restore(path, file, NOW).sent is None
    with Database(url_of(path)) as db, db.reading() as tx:
        assert [each.id for each in list_restored(tx)] == ["d-2"]
        assert read_mark(tx, RESTORED) == NOW.isoformat()


def test_what_a_command_writes_while_a_restore_is_prepared_is_not_lost(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(path, mark="then")
    back_up(path, file)
    settle = backup._settle

    def write_meanwhile(draft: Path) -> None:
        make(path, mark="meanwhile")
        settle(draft)

    monkeypatch.setattr(backup, "_settle", write_meanwhile)
    with pytest.raises(StorageBusy, match="written to meanwhile"):
        restore(path, file, NOW)
    assert which(path) == "meanwhile"
    assert sorted(each.name for each in path.parent.iterdir() if each.name.startswith(path.name)) == [
        path.name
    ]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_old_file_that_cannot_tell_is_named(path: Path, file: Path, is_there: bool) -> None:
    make(path, "d-1")
    back_up(path, file)
    for each in path.parent.iterdir():
        each.unlink()
    if is_there:
        path.write_bytes(b"rubbish" * 10_000)
    done = restore(path, file, NOW)
    assert done.sent is None
    assert bool(done.kept) == is_there
    with Database(url_of(path)) as db, db.reading() as tx:
        assert [each.id for each in list_restored(tx)] == ["d-1"]


def test_a_database_that_somebody_has_open_is_not_replaced(path: Path, file: Path) -> None:
    make(path, mark="then")
    back_up(path, file)
    with Database(url_of(path)) as db, db.writing() as tx:
        set_mark(tx, "which", "now", NOW)
        with pytest.raises(StorageBusy, match="has it open"):
            restore(path, file, NOW)
    assert which(path) == "now"


def test_what_is_no_backup_is_refused(path: Path, file: Path) -> None:
    make(path, mark="now")
    file.write_bytes(b"a letter" * 1000)
    with pytest.raises(StorageError, match=r"kept\.db: is no backup: it is no SQLite database"):
        restore(path, file, NOW)
    file.unlink()
    with pytest.raises(StorageError, match=r"kept\.db: there is no such file"):
        restore(path, file, NOW)
    assert not file.exists()
    file.mkdir()
    with pytest.raises(StorageError, match=r"kept\.db: is no file"):
        restore(path, file, NOW)
    with pytest.raises(StorageError, match="is the database itself"):
        restore(path, path, NOW)
    assert which(path) == "now"


def test_a_backup_of_a_newer_version_is_refused_by_name(path: Path, file: Path) -> None:
    make(path, mark="now")
    make(file)
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
        db.commit()
    with pytest.raises(StorageError, match="9999_from_the_future"):
        restore(path, file, NOW)
    assert which(path) == "now"


def test_a_backup_of_an_older_version_is_brought_up_to_date(path: Path, file: Path) -> None:
    engine = open_engine(sa.make_url(url_of(file)))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, OLDER)
    engine.dispose()
    restore(path, file, NOW)
    with Database(url_of(path)) as db, db.reading() as tx:
        assert read_version(tx) == HEAD
        assert list_deliveries(tx) == []
        assert read_delivery(tx, "d-1") is None
    assert sorted(each.name for each in path.parent.iterdir()) == ["hanmi.db"]
