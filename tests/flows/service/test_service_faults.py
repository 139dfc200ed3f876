"""Faults of the machine under a whole service: none ends it, and the news of meanwhile is told once."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from flows.demo.faults import Drips
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.service.lock import read_holder
from tests.live_service import ROOT, LiveService, wait_for
from tests.shifted_clock import ShiftedClock

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc, sets limits"),
]

CONFIG = """
data_dir = "disk/data"
[schedule]
monitor = "15s"
[defaults]
sources = false
[fetch]
timeout = "6s"
pause = "0s"
respect_robots = false
allow_private = ["127.0.0.1"]
[alerts]
retry = ["1s", "1s", "1s"]
[desk]
listen = "127.0.0.1:0"
[[source]]
id = "wire"
url = "{feed}"
kind = "feed"
every = "1s"
[[channel]]
id = "hook"
kind = "webhook"
url = "{hook}"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""

PATIENCE_S = 120.0
"""For what takes some twenty seconds on a quiet machine."""

MOUNTED = "64m"
"""Room for both databases and their logs, and soon filled."""

NUMBERS = count(1)


@dataclass(slots=True)
class Scene:
    """A service on a disk of its own, one outlet that it watches, and the receiver that it tells."""

    live: LiveService
    outlet: Outlet
    stand: Newsstand
    hook: WebhookSink
    disk: Path
    clock: ShiftedClock | None
    is_mounted: bool
    before: int = 0
    """Deliveries that do not count any more: a database that knew of them was deleted."""
    published: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.live.data_dir

    def publish(self) -> str:
        """News on the NCG; its address."""
        number = next(NUMBERS)
        piece = made_up_piece(
            number, published=datetime.now(UTC) - timedelta(minutes=2), extra=(ncg_sentence(number),)
        )
        (address,) = self.outlet.publish(piece)
        self.published.append(address)
        return address

    def told(self) -> list[str]:
        """The addresses of what the receiver was told, each as often as it came."""
        bodies = [json.loads(each.body) for each in self.hook.received(accepted=True)[self.before :]]
        return [body["data"]["article"]["url"] for body in bodies if "article" in body.get("data", {})]

    def wait_until_told(self, address: str) -> None:
        """Raises: AssertionError where it is told not at all or more than once."""
        wait_for(lambda: address in self.told(), PATIENCE_S)
        assert self.told().count(address) == 1

    def told_twice(self) -> set[str]:
        told = self.told()
        return {address for address in told if told.count(address) > 1}

    def said(self) -> str:
        """All that the service has said."""
        return self.live.log.read_text(encoding="utf-8", errors="replace")

    def says(self, words: str, since: int) -> bool:
        """Whether it has said this since its log was so long."""
        return words in self.said()[since:]

    def completed(self) -> int:
        """How many scheduled cycles came to their end, as far as Prefect knows."""
        return sum(run.is_scheduled and run.state == "Completed" for run in self.live.runs())

    def parts(self) -> set[str]:
        return {each.part for each in self.live.processes()}

    def supervisor(self) -> int:
        assert self.live.process is not None
        assert self.live.process.poll() is None, "the service has ended"
        return self.live.process.pid

    def doctor(self) -> dict[str, str]:
        """What is to be mended, each with what the doctor says; its exit status fits that."""
        command = [sys.executable, "-c", "from flows.cli import main; main()"]
        done = subprocess.run(
            [*command, "--config", str(self.live.config), "doctor", "--json"],
            cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        found = json.loads(done.stdout)
        assert found[-1]["name"].startswith("clock"), "to its end"
        faults = {each["name"]: each["says"] for each in found if each["state"] == "mend"}
        assert done.returncode == bool(faults), done.stderr
        return faults


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("faults")
    with Newsstand() as stand, WebhookSink() as hook, own_disk(folder / "disk") as is_mounted:
        outlet = stand.outlet("wire", title="Wire")
        outlet.publish(made_up_piece(500, published=datetime.now(UTC) - timedelta(hours=1)))
        live = LiveService(folder, CONFIG.format(feed=outlet.rss, hook=hook.url))
        live.data_dir = folder / "disk" / "data"
        found = Scene(live, outlet, stand, hook, folder / "disk", compile_clock(folder), is_mounted)
        try:
            yield found
        finally:
            live.end()


@contextmanager
def own_disk(at: Path) -> Iterator[bool]:
    """A small file system of its own, where this process may mount one; whether it may."""
    at.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MOUNTED}", "none", at], capture_output=True)
    try:
        yield mount.returncode == 0
    finally:
        if mount.returncode == 0:
            subprocess.run(["umount", "--lazy", at], check=True)


def compile_clock(folder: Path) -> ShiftedClock | None:
    try:
        return ShiftedClock(folder)
    except (OSError, subprocess.CalledProcessError):
        return None


@pytest.fixture
def running(scene: Scene) -> Scene:
    """A service that runs, with all its parts, and has run on schedule."""
    scene.stand.behave()
    if scene.live.process is None or scene.live.process.poll() is not None:
        scene.live.start(scene.clock.environment if scene.clock else None)
    wait_for(lambda: {"supervisor", "server", "runner"} <= scene.parts(), PATIENCE_S)
    wait_for(scene.completed, PATIENCE_S)
    return scene


@contextmanager
def full_disk(scene: Scene) -> Iterator[None]:
    if not scene.is_mounted:
        pytest.skip("needs to mount a file system of its own, which takes root")
    filling = os.open(scene.disk / "filling", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        while True:
            os.write(filling, bytes(4096))
    except OSError:
        os.close(filling)
    try:
        yield
    finally:
        (scene.disk / "filling").unlink()


def test_a_full_disk_is_said_once_and_the_news_is_told_when_there_is_room(running: Scene) -> None:
    before = len(running.said())
    with full_disk(running):
        address = running.publish()
        wait_for(lambda: running.says("its disk is full", before), PATIENCE_S)
        assert "its disk is full" in running.doctor()["disk"]
        time.sleep(16)  # a tick of the schedule
        assert address not in running.told()
        running.supervisor()
    running.wait_until_told(address)
    wait_for(lambda: running.says("step works again step='disk'", before), PATIENCE_S)
    said = running.said()[before:]
    assert said.count("step fails step='disk'") == 1
    assert said.count("Failed to update state") <= 1, "Prefect's own words, once"
    assert "Traceback" not in said


def test_files_that_were_deleted_are_made_again(running: Scene) -> None:
    before, cycles = len(running.said()), running.live.runs()
    own = running.data / "tmp" / "runner_storage"  # none that all users share
    wait_for(lambda: own.is_dir() and any(own.iterdir()), PATIENCE_S)
    for name in ("prefect", "tmp"):
        shutil.rmtree(running.data / name)
    for name in ("serve.lock", "service.json", "robots.json", "troubles.json"):
        (running.data / name).unlink(missing_ok=True)
    address = running.publish()
    wait_for(lambda: running.says("prefect lost", before), PATIENCE_S)
    wait_for(lambda: running.says("lock renewed", before), PATIENCE_S)
    wait_for((running.data / "service.json").exists, PATIENCE_S)
    assert read_holder(running.data) == f"process {running.supervisor()}"
    assert "prefect" in running.doctor() or running.live.engine() is not None
    running.wait_until_told(address)
    wait_for(running.completed, PATIENCE_S)
    known = {run.id for run in cycles}
    assert [run for run in running.live.runs() if run.id not in known], "the schedule goes on"


def test_without_descriptors_and_with_a_held_database_all_is_done_later(running: Scene) -> None:
    before, supervisor = len(running.said()), running.supervisor()
    limit = resource.prlimit(supervisor, resource.RLIMIT_NOFILE)
    used = len(os.listdir(f"/proc/{supervisor}/fd"))
    with closing(sqlite3.connect(running.data / "hanmi.db", isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        resource.prlimit(supervisor, resource.RLIMIT_NOFILE, (used, limit[1]))
        try:
            running.live.kill("runner")
            address = running.publish()
            wait_for(lambda: running.says("step fails step='start of runner'", before), PATIENCE_S)
            faults = running.doctor()
        finally:
            resource.prlimit(supervisor, resource.RLIMIT_NOFILE, limit)
        wait_for(lambda: running.says("step works again step='start of runner'", before), PATIENCE_S)
        wait_for(lambda: "run" in running.parts(), PATIENCE_S)
        time.sleep(3)
        assert address not in running.told()
        other.execute("ROLLBACK")
    assert f"of {used} that it may" in faults["service"]
    assert "another process holds it" in faults["database"]
    running.wait_until_told(address)


def test_a_run_without_memory_or_that_is_killed_is_made_up_for_by_the_next(running: Scene) -> None:
    (runner,) = [each for each in running.live.processes() if each.part == "runner"]
    limit = resource.prlimit(runner.pid, resource.RLIMIT_AS)
    resource.prlimit(runner.pid, resource.RLIMIT_AS, (300_000_000, limit[1]))  # less than a run needs
    address = running.publish()
    time.sleep(16)
    assert address not in running.told()
    resource.prlimit(runner.pid, resource.RLIMIT_AS, limit)
    running.stand.misbehave(running.outlet.rss, Drips(pause_s=0.5, step=200))
    asked = running.stand.count(running.outlet.rss)
    wait_for(lambda: running.stand.count(running.outlet.rss) > asked, PATIENCE_S)  # by a run in its middle
    running.live.kill("run")
    running.stand.behave()
    running.wait_until_told(address)
    running.supervisor()


def test_a_database_that_was_deleted_is_begun_anew(running: Scene) -> None:
    before = len(running.said())
    assert not running.told_twice(), "in any of its lives"
    running.publish()
    for each in running.data.glob("hanmi.db*"):
        each.unlink()
    wait_for(lambda: running.says("database replaced", before), PATIENCE_S)
    wait_for((running.data / "hanmi.db").exists, PATIENCE_S)
    wait_for(lambda: polls(running), PATIENCE_S)
    running.wait_until_told(running.publish())
    # the new one told all fresh news of its first poll, as it knew of no telling
    running.before = len(running.hook.received(accepted=True))


def polls(scene: Scene) -> int:
    """How many polls the database at its place has seen; none while its tables are being made."""
    with closing(sqlite3.connect(scene.data / "hanmi.db", timeout=30)) as db, suppress(sqlite3.Error):
        return int(db.execute("SELECT count(*) FROM polls").fetchone()[0])
    return 0


def test_a_clock_that_was_a_year_ahead_holds_nothing_up(running: Scene) -> None:
    if running.clock is None:
        pytest.skip("needs a C compiler")
    before = len(running.said())
    running.clock.set_ahead(timedelta(days=365))
    ahead = running.publish()
    running.wait_until_told(ahead)
    running.clock.set_ahead(timedelta())
    running.wait_until_told(running.publish())
    assert running.says("clock set back", before)


def test_it_ends_within_ten_seconds_though_the_disk_is_full_and_the_database_held(running: Scene) -> None:
    with full_disk(running), closing(sqlite3.connect(running.data / "hanmi.db", timeout=30)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        running.publish()
        time.sleep(5)
        status, took_s = running.live.stop()
        other.execute("ROLLBACK")
    assert status == 0
    assert took_s < 10
    assert running.live.processes() == []
    assert not running.told_twice(), "in any of its lives"
