"""The service's own steps when the world fails them: each is said once, and done again when that is over."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.config.data_dir import see_room
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.service import supervisor
from flows.service.children import Child, Program
from flows.service.leftovers import end_leftovers, traces_path
from flows.service.lock import LOCK_NAME, Lock, hold_lock, read_holder
from flows.service.prefect import embedded
from flows.service.prefect.embedded import EmbeddedServer, trim_log
from flows.service.prefect.engine import PACKAGE_ROOT, engine_home, read_engine
from flows.service.resident import DeliveryLoop
from flows.service.rooms import Rooms
from flows.service.supervisor import Service
from flows.service.troubles import Troubles
from storage.database import Database
from storage.errors import ConfigurationError, LockHeld, StorageBusy, StorageFull

FULL = OSError(28, "No space left on device")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = tmp_path / "hanmi.toml"
    config.write_text(
        '[defaults]\nsources = false\nwatchlist = false\n[desk]\nlisten = "127.0.0.1:0"\n', encoding="utf-8"
    )
    return load_settings(config)


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().partition(" after_s")[0] for record in caplog.records]


# saying it once


@pytest.mark.parametrize(
    "error", [FULL, RuntimeError("can't start new thread"), MemoryError(), StorageFull("db", "full")]
)
def test_a_fault_is_said_when_it_begins_and_when_it_ends(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    troubles = Troubles()
    for _ in range(3):
        with troubles.step("traces"):
            raise error
    with troubles.step("traces"):
        pass
    with troubles.step("traces"):
        pass
    why = str(error) or "MemoryError"
    assert said(caplog) == [f"step fails step='traces' why={why}", "step works again step='traces'"]


def test_each_reason_is_said_once_while_it_lasts(caplog: pytest.LogCaptureFixture) -> None:
    troubles = Troubles()
    assert [troubles.note("desk", why) for why in ("taken", "no room", "taken")] == [True, True, False]
    troubles.over("desk")
    assert troubles.note("desk", "taken")


def test_a_bug_is_no_fault_of_the_world() -> None:
    with pytest.raises(AssertionError), Troubles().step("traces"):
        raise AssertionError


# the lock


def test_the_lock_holds_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "pwrite", raising(FULL))
    monkeypatch.setattr(os, "ftruncate", raising(FULL))
    with hold_lock(tmp_path):
        assert read_holder(tmp_path) == "another process"
        with pytest.raises(LockHeld), hold_lock(tmp_path):
            pass


def test_without_room_for_the_lock_its_fault_is_one_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", raising(FULL))
    with pytest.raises(StorageFull):
        Lock(tmp_path)
    monkeypatch.setattr(os, "open", raising(PermissionError(13, "Permission denied")))
    with pytest.raises(ConfigurationError):
        Lock(tmp_path)


def test_who_asks_for_the_holder_writes_nothing_and_shuts_nobody_out(tmp_path: Path) -> None:
    assert read_holder(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    with hold_lock(tmp_path):
        assert read_holder(tmp_path) == f"process {os.getpid()}"
    assert read_holder(tmp_path) is None


def test_a_lock_whose_file_was_deleted_is_taken_anew(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with hold_lock(folder) as lock:
        assert not lock.renew()
        (folder / LOCK_NAME).unlink()
        folder.rmdir()
        assert lock.renew()
        assert read_holder(folder) == f"process {os.getpid()}"
        assert not lock.renew()


def test_a_service_that_was_let_in_meanwhile_is_not_pushed_out(tmp_path: Path) -> None:
    with hold_lock(tmp_path) as lock:
        (tmp_path / LOCK_NAME).unlink()
        with hold_lock(tmp_path), pytest.raises(LockHeld):
            lock.renew()


# children


@pytest.mark.parametrize("folder", ["gone", "."])
def test_a_child_that_cannot_be_started_is_tried_again_with_patience(
    folder: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    program = Program(
        name="runner", command=[sys.executable, "-c", ""], environment={}, folder=tmp_path / folder
    )
    child = Child(program, lambda: clock[0])
    if folder == ".":
        monkeypatch.setattr(subprocess, "Popen", raising(OSError(24, "Too many open files")))
    troubles = Troubles()
    for _ in range(3):
        child.keep_running(troubles)
        assert not child.is_due
        clock[0] += 60
    monkeypatch.undo()
    (tmp_path / folder).mkdir(exist_ok=True)
    child.keep_running(troubles)
    child.wait_until(clock[0] + 20)
    assert child.exit_status == 0
    assert [line.partition(" why")[0] for line in said(caplog)] == [
        "step fails step='start of runner'",
        "step works again step='start of runner'",
    ]


def test_a_child_that_dies_again_and_again_for_one_reason_is_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [1000.0]
    command = [sys.executable, "-c", "raise SystemExit(1)"]
    child = Child(Program(name="runner", command=command, environment={}, folder=tmp_path), lambda: clock[0])
    for _ in range(4):
        child.keep_running(Troubles())
        child.wait_until(clock[0] + 20)
        child.bury()
        clock[0] += 60
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


def test_a_child_that_not_even_a_kill_ends_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    child = Child(Program(name="server", command=command, environment={}, folder=tmp_path))
    child.start()
    process = child.process
    assert process is not None
    monkeypatch.setattr(process, "wait", raising(subprocess.TimeoutExpired(command, 2.0)))
    child.kill()
    assert child.process is None
    assert said(caplog) == [f"child stuck name=server pid={process.pid}"]
    monkeypatch.undo()
    process.wait(10)


# what is done in threads


def test_a_thread_of_deliveries_that_could_not_begin_begins_later(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = threading.Event()

    def send_pass(_stop: threading.Event) -> datetime | None:
        reached.set()
        return None

    loop = DeliveryLoop(send_pass, Troubles())
    monkeypatch.setattr(threading.Thread, "start", raising(RuntimeError("can't start new thread")))
    with pytest.raises(RuntimeError):
        loop.keep_running()
    monkeypatch.undo()
    loop.keep_running()
    assert reached.wait(5)
    loop.stop(5)


def test_deliveries_that_wait_for_the_disk_say_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("flows.service.resident.LONGEST_NAP", timedelta(milliseconds=1))
    left, over = [StorageFull("db", "full")] * 5, threading.Event()

    def send_pass(_stop: threading.Event) -> datetime | None:
        if left:
            raise left.pop()
        if over.is_set():
            return None
        over.set()
        return None

    loop = DeliveryLoop(send_pass, Troubles())
    loop.keep_running()
    assert over.wait(5)
    loop.stop(5)
    assert said(caplog) == ["step fails step='deliveries' why=db: full", "step works again step='deliveries'"]


def test_a_desk_that_cannot_listen_listens_once_it_can(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("flows.service.rooms.DESK_AGAIN_S", 0.0)
    monkeypatch.setattr("socket.socket.bind", raising(OSError(98, "Address already in use")))
    rooms = Rooms(settings, open_database(settings), Troubles())
    for _ in range(3):
        rooms.tend()
    monkeypatch.undo()
    rooms.tend()
    assert rooms.desk_address
    rooms.close()
    assert len(said(caplog)) == 2


# the start


class Asked:
    """Signals that nobody sends, but for an end after so many waits."""

    def __init__(self, waits: int) -> None:
        self.left = waits

    @property
    def count(self) -> int:
        return 2 * (self.left <= 0)  # the second has no patience

    def wait(self, _seconds: float) -> None:
        self.left -= 1


@pytest.mark.parametrize("error", [StorageFull("db", "full"), StorageBusy("db", "held")])
def test_what_ends_by_itself_is_waited_for_at_the_start(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    troubles = [error, error]

    def open_it() -> str:
        if troubles:
            raise troubles.pop()
        return "open"

    assert supervisor._await(Asked(9), Troubles(), "database", open_it) == "open"
    assert len(said(caplog)) == 2
    assert supervisor._await(Asked(2), Troubles(), "database", raising(error)) is None


@pytest.mark.sqlite_only  # its file is held
def test_a_held_database_does_not_keep_the_start_from_hearing_a_signal(settings: Settings) -> None:
    Database(settings.storage_url).close()
    path = settings.data_dir / "hanmi.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageBusy):
            supervisor._open_promptly(settings)


# Prefect's own folder


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedServer]:
    """The embedded server with a stand-in that makes a database and waits."""
    code = "open('prefect.db', 'a').close(); import time; time.sleep(60)"
    monkeypatch.setattr(embedded, "child_command", lambda *_: [sys.executable, "-c", code])
    made = EmbeddedServer(tmp_path / "data", {}, Troubles())
    yield made
    made.end()


def until(condition: Callable[[], object], server: EmbeddedServer) -> None:
    deadline = datetime.now() + timedelta(seconds=20)  # noqa: DTZ005
    while not condition():
        assert datetime.now() < deadline, "it did not come about"  # noqa: DTZ005
        server.child.process and server.child.process.poll()


def delete_folder(home: Path) -> None:
    home.rename(home.with_name("gone"))


def delete_database(home: Path) -> None:
    (home / "prefect.db").unlink()


@pytest.mark.parametrize("lose", [delete_folder, delete_database])
def test_a_server_whose_files_are_gone_begins_anew(
    server: EmbeddedServer, tmp_path: Path, lose: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    home = engine_home(tmp_path / "data")
    assert not server.tend()
    until((home / "prefect.db").exists, server)
    assert not server.tend()
    before = server.child.process
    lose(home)
    assert server.tend()
    assert server.child.process is not before
    until((home / "prefect.db").exists, server)
    assert not server.tend()
    assert read_engine(tmp_path / "data") == server.engine
    assert [line for line in said(caplog) if "prefect lost" in line] == said(caplog)


@pytest.mark.parametrize(
    "left", [None, "{}", '{"url": "http://127.0.0.1:9/api", "secret": "of one that was killed"}']
)
def test_an_address_that_is_not_ours_is_left_anew(
    server: EmbeddedServer, tmp_path: Path, left: str | None
) -> None:
    server.tend()
    path = engine_home(tmp_path / "data") / "engine.json"
    path.unlink() if left is None else path.write_text(left)
    assert not server.tend()
    assert read_engine(tmp_path / "data") == server.engine


def test_without_room_for_its_address_the_server_runs(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("flows.service.prefect.embedded.leave_engine", raising(FULL))
    for _ in range(3):
        assert not server.tend()
    assert server.child.is_running
    assert len(said(caplog)) == 1


def test_a_log_that_grows_without_end_is_laid_aside_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "LARGEST_LOG", 100)
    path = tmp_path / "server.log"
    with path.open("ab", buffering=0) as writer:
        writer.write(b"a" * 50)
        trim_log(path)
        assert path.stat().st_size == 50
        writer.write(b"b" * 100)
        trim_log(path)
        writer.write(b"c")
    assert path.read_bytes() == b"c"
    assert (tmp_path / "server.log.1").read_bytes() == b"a" * 50 + b"b" * 100
    path.write_bytes(b"d" * 101)
    monkeypatch.setattr("shutil.copy2", raising(FULL))
    trim_log(path)
    assert [each.name for each in tmp_path.iterdir()] == ["server.log"]


# the whole


def test_a_step_that_fails_costs_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """All that one look at everything writes fails, and everything runs."""
    code = "import time; time.sleep(60)"
    for room in (embedded, supervisor):
        monkeypatch.setattr(room, "child_command", lambda *_: [sys.executable, "-c", code])
    monkeypatch.setattr(embedded, "CHECK_EVERY_S", 0.0)
    monkeypatch.setattr(embedded, "answers", lambda *_: True)
    troubles = Troubles()
    settings.data_dir.mkdir()
    with (
        closing(Rooms(settings, Database(settings.storage_url), troubles)) as rooms,
        hold_lock(settings.data_dir) as lock,
    ):
        service = Service(settings, Asked(9), lock, rooms, troubles)
        for name in ("supervisor.write_traces", "prefect.embedded.leave_engine", "prefect.embedded.trim_log"):
            monkeypatch.setattr(f"flows.service.{name}", raising(FULL))
        for _ in range(3):
            service._tend()
        assert len(service._pids()) == 2
        scratch = settings.data_dir / "tmp"
        assert scratch.is_dir()
        for child in (service._first, service._runner):
            assert child.program.environment["TMPDIR"] == str(scratch)
        service._signals = Asked(0)
        service.end()
        assert service._pids() == []
    assert sorted(line.partition(" why")[0] for line in said(caplog)) == [
        "step fails step='address of Prefect'",
        "step fails step='log of Prefect'",
        "step fails step='traces'",
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, None),
        ({"f_bavail": 3}, "disk is full"),
        ({"f_favail": 0}, "no inodes"),
        ({"f_favail": 0, "f_files": 0}, None),  # btrfs counts none
        ({"f_flag": os.ST_RDONLY}, "read-only"),
    ],
)
def test_a_disk_without_room_is_called_that(
    change: dict[str, int], says: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"f_bavail": 10**6, "f_frsize": 4096, "f_files": 100, "f_favail": 50, "f_flag": 0} | change
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(**found))
    if says is None:
        return see_room(tmp_path)
    with pytest.raises(StorageFull, match=says):
        see_room(tmp_path)
    return None


def test_traces_that_cannot_be_deleted_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traces_path(tmp_path).write_text("[]")
    monkeypatch.setattr(Path, "unlink", raising(OSError(30, "Read-only file system")))
    assert end_leftovers(tmp_path) == 0


@pytest.mark.parametrize("gone", ["pipe", "disk"])
def test_what_nobody_can_read_ends_nobody(gone: str) -> None:
    code = "from flows.service.say import say; say('one'); say('two'); raise SystemExit(3)"
    if gone == "disk":
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=PACKAGE_ROOT, stdout=full, stderr=subprocess.PIPE
            )
    else:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PACKAGE_ROOT, stdout=writing, stderr=subprocess.PIPE
        )
        os.close(writing)
    assert (done.returncode, done.stderr) == (3, b"")
