"""What the program writes is for its user alone, be it new or of a version that left it open."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.config.data_dir import close_files, make_data_dir, strangers, sweep_drafts
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.fetch.robots import RobotsCache
from flows.inspect.health.doctor import examine
from flows.service.children import Child, Program
from flows.service.leftovers import traces_path, write_traces
from flows.service.lock import LOCK_NAME, hold_lock
from flows.service.prefect.engine import PACKAGE_ROOT, engine_home, leave_engine, new_engine
from storage.private import write_private

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(autouse=True)
def generous_umask() -> Iterator[None]:
    """As most users have it: what says nothing of its mode can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = tmp_path / "hanmi.toml"
    config.write_text("[defaults]\nsources = false\nwatchlist = false\n", encoding="utf-8")
    return load_settings(config)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def open_paths(folder: Path) -> dict[str, str]:
    """What others may read or enter below a folder, with its mode."""
    found = [folder, *folder.rglob("*")]
    return {str(path.relative_to(folder)): mode(path) for path in found if path.stat().st_mode & 0o077}


def live_a_little(settings: Settings) -> None:
    """Everything that a service lays in its directory, but for what Prefect does."""
    folder = settings.data_dir
    make_data_dir(settings)
    leave_engine(folder, new_engine(4200))
    with hold_lock(folder), open_database(settings) as db, db.writing():
        write_traces(folder, [os.getpid()])
        robots = RobotsCache("hanmi", folder / "robots.json")
        robots._is_changed = True
        robots.write()
        assert (folder / "hanmi.db-wal").exists()
        assert open_paths(folder) == {}


def test_nobody_else_can_read_what_the_program_writes(settings: Settings) -> None:
    live_a_little(settings)
    assert mode(settings.data_dir) == "0o700"
    assert mode(settings.data_dir / LOCK_NAME) == mode(settings.data_dir / "robots.json") == "0o600"


def test_what_a_child_writes_is_closed_too(settings: Settings) -> None:
    make_data_dir(settings)
    folder = settings.data_dir
    command = [sys.executable, "-c", "import os; os.mkdir('made'); open('made/file', 'w').close()"]
    child = Child(
        Program(name="test", command=command, environment={}, folder=folder, log=folder / "server.log")
    )
    child.start()
    child.wait_until(child._clock() + 20)
    assert (folder / "made/file").exists()
    assert open_paths(folder) == {}


def test_what_an_older_version_left_open_is_closed_at_the_next_start(settings: Settings) -> None:
    folder = settings.data_dir
    live_a_little(settings)
    deep = engine_home(folder) / "storage" / "leases"
    deep.mkdir(parents=True)
    (deep / "one.json").write_text("{}")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.chmod(0o755)
    make_data_dir(settings)
    close_files(settings)
    assert open_paths(folder) == {}
    assert mode(folder / "hanmi.db") == "0o600"


def test_a_database_is_closed_by_whatever_command_opens_it(settings: Settings) -> None:
    open_database(settings).close()
    (settings.data_dir / "hanmi.db").chmod(0o644)
    open_database(settings).close()
    assert mode(settings.data_dir / "hanmi.db") == "0o600"


def test_a_folder_that_holds_other_things_keeps_its_mode_and_doctor_says_so(settings: Settings) -> None:
    folder = settings.data_dir
    live_a_little(settings)
    (folder / "letters").mkdir()
    folder.chmod(0o755)
    make_data_dir(settings)
    close_files(settings)
    assert strangers(settings) == ["letters"]
    assert mode(folder) == "0o755"
    assert open_paths(folder).keys() == {".", "letters"}
    found = next(each for each in examine(settings) if each.name == "data directory")
    assert (found.state, found.mend) == ("look", f"`chmod 700 {folder}`")
    assert "letters" in found.says


def test_drafts_of_killed_processes_are_swept(settings: Settings) -> None:
    live_a_little(settings)
    kept = {each.name for each in settings.data_dir.iterdir()}
    old = ["hanmi.db.4711.new", "robots.json.4711", "service.json.4711.new", "probe.4711"]
    for name in (*old, "robots.json.4712.new", "letters.4711"):
        (settings.data_dir / name).touch()
    for name in (*kept, *old, "letters.4711"):
        os.utime(settings.data_dir / name, (0, 0))
    assert sweep_drafts(settings) == len(old)
    left = {each.name for each in settings.data_dir.iterdir()}
    assert left == kept | {"robots.json.4712.new", "letters.4711"}


def test_a_link_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("")
    make_data_dir(settings)
    (settings.data_dir / "robots.json").symlink_to(theirs)
    close_files(settings)
    assert mode(theirs) == "0o644"


def test_the_command_line_makes_nothing_that_others_can_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "init"]
    subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(PACKAGE_ROOT)}, check=True)
    assert mode(tmp_path / "hanmi.toml") == "0o600"


def test_what_cannot_be_written_leaves_the_old_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = traces_path(tmp_path)
    write_private(path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_private(path, "new")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "old"
