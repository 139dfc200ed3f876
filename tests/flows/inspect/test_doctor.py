"""The doctor names every fault that it meets, and none keeps it from looking at the rest."""

from __future__ import annotations

import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
import sqlalchemy as sa

from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.inspect.finding import Finding
from flows.inspect.health import doctor, machine
from flows.inspect.health.doctor import examine
from flows.service.lock import LOCK_NAME, hold_lock
from flows.service.prefect.engine import PACKAGE_ROOT, leave_engine, new_engine
from storage.corpus.sources import register_sources
from storage.tables import sources

CONFIG = """
[defaults]
sources = false
watchlist = false
[[source]]
id = "wire"
url = "http://127.0.0.1:9/rss.xml"
kind = "feed"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    return load_settings(tmp_path / "hanmi.toml")


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "BUSY_WAIT_MS", 50)
    monkeypatch.setattr(machine, "answers", lambda engine: False)


Fault = Callable[[Settings], Iterator[None]]


@contextmanager
def no_folder(settings: Settings) -> Iterator[None]:
    settings.data_dir.write_text("a file where the directory should be")
    yield


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    open_database(settings).close()
    with closing(sqlite3.connect(settings.data_dir / "hanmi.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def no_database(settings: Settings) -> Iterator[None]:
    settings.data_dir.mkdir()
    (settings.data_dir / "hanmi.db").write_bytes(b"a letter" * 1000)
    yield


@contextmanager
def emptied(settings: Settings) -> Iterator[None]:
    settings.data_dir.mkdir()
    (settings.data_dir / "hanmi.db").touch()
    os.utime(settings.data_dir / "hanmi.db", (0, 0))  # for long
    yield


@contextmanager
def newer(settings: Settings) -> Iterator[None]:
    with open_database(settings) as db, db.writing() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    yield


@contextmanager
def full(settings: Settings) -> Iterator[None]:
    found = SimpleNamespace(f_bavail=0, f_frsize=4096, f_files=9, f_favail=9, f_flag=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "statvfs", lambda _: found)
        yield


@contextmanager
def over_quota(settings: Settings) -> Iterator[None]:
    def fail(_folder: Path) -> None:
        raise OSError(122, "Disk quota exceeded")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "try_writing", fail)
        yield


FILE_ONLY = pytest.mark.sqlite_only
"""What is wrong is wrong with its file."""


@contextmanager
def closed_lock(settings: Settings) -> Iterator[None]:
    def fail(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied", LOCK_NAME)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "read_holder", fail)
        yield


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    with hold_lock(settings.data_dir):
        os.utime(settings.data_dir / LOCK_NAME, (0, 0))  # for long
        yield


@contextmanager
def silent_server(settings: Settings) -> Iterator[None]:
    with serving(settings):
        leave_engine(settings.data_dir, new_engine(9))
        yield


@contextmanager
def no_cycles(settings: Settings) -> Iterator[None]:
    hours_ago = datetime.now(UTC) - timedelta(hours=3)
    with open_database(settings) as db, db.writing() as tx:
        register_sources(tx, settings.sources, hours_ago)
        tx.execute(sources.update().values(last_polled_at=hours_ago, next_poll_at=hours_ago))
    with serving(settings):
        yield


@contextmanager
def bug(settings: Settings) -> Iterator[None]:
    def fail(_settings: Settings) -> Iterator[Finding]:
        raise KeyError("a bug")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "_digests", fail)
        yield


@pytest.mark.parametrize(
    ("fault", "name", "says"),
    [
        (no_folder, "disk", "cannot be made"),
        pytest.param(held, "database", "another process holds it for writing", marks=FILE_ONLY),
        pytest.param(no_database, "database", "not a database", marks=FILE_ONLY),
        pytest.param(emptied, "database", "has 0 bytes, and holds no database", marks=FILE_ONLY),
        (newer, "database", "9999_from_the_future"),
        (full, "disk", "its disk is full"),
        (over_quota, "disk", "Disk quota exceeded"),
        (closed_lock, "service", "Permission denied"),
        (serving, "prefect", "the service's own server is gone"),
        (silent_server, "prefect", "the service's own server does not answer"),
        (no_cycles, "cycles", "no source was polled since"),
        (bug, "digests", "a bug"),
    ],
)
def test_a_fault_is_named_and_hides_no_other(
    settings: Settings, fault: Callable[[Settings], ExitStack], name: str, says: str
) -> None:
    with fault(settings):
        found = list(examine(settings))
    named = [each for each in found if each.name == name and each.state == "mend"]
    assert any(says in each.says for each in named), found
    assert {"configuration", "prefect", "service", "clock"} <= {each.name for each in found}


def test_nothing_is_wrong_with_what_is_well(settings: Settings) -> None:
    open_database(settings).close()
    assert [each.name for each in examine(settings) if each.state == "mend"] == []


def test_a_server_that_has_just_been_started_is_only_worth_a_look(settings: Settings) -> None:
    with hold_lock(settings.data_dir):
        (found,) = [each for each in examine(settings) if each.name == "prefect"]
    assert found.state == "look"


@pytest.mark.sqlite_only  # its files are looked at
def test_asking_leaves_nothing_behind(settings: Settings) -> None:
    open_database(settings).close()
    list(examine(settings))
    assert {each.name for each in settings.data_dir.iterdir()} == {"hanmi.db"}


HOLD = """
import os, resource, sys, time
from pathlib import Path
from flows.service.lock import hold_lock
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
with hold_lock(Path(sys.argv[1])):
    kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(int(sys.argv[2]))]
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(("many", "state"), [(5, "ok"), (36, "mend")])
def test_a_service_that_runs_out_of_descriptors_is_named(settings: Settings, many: int, state: str) -> None:
    command = [sys.executable, "-c", HOLD, str(settings.data_dir), str(many)]
    with subprocess.Popen(
        command, cwd=PACKAGE_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        (found,) = [each for each in examine(settings) if each.name == "service"]
        holder.stdin.write("\n")
        holder.stdin.flush()
    assert found.state == state, found


def test_a_doctor_without_descriptors_runs_to_its_end(settings: Settings) -> None:
    open_database(settings).close()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limit[1]))
    try:
        found = list(examine(settings))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    assert found[-1].name == "clock"
    assert [each.state for each in found if each.name == "database"] == ["mend"]


@pytest.mark.slow
def test_the_exit_status_says_that_something_is_to_be_mended(settings: Settings) -> None:
    with held(settings):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from flows.cli import main; main()",
                "--config",
                str(settings.config_path),
                "doctor",
                "--json",
            ],
            cwd=PACKAGE_ROOT,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1, done.stderr
    assert [each["name"] for each in json.loads(done.stdout) if each["state"] == "mend"] == ["database"]


def read(folder: Path, text: str) -> Settings:
    (folder / "hanmi.toml").write_text(text, encoding="utf-8")
    return load_settings(folder / "hanmi.toml")


def found_by(settings: Settings, name: str) -> tuple[str, str]:
    (found,) = [each for each in examine(settings) if each.name == name]
    return found.state, found.says


WATCH = """
[defaults]
sources = false
watchlist = false
[[watch]]
id = "w"
name = "W"
query = "talks"
must_match = ["{}"]
"""


@pytest.mark.parametrize(
    ("example", "state", "says"),
    [("Talks were held.", "ok", "1 watch, "), ("A ferry sailed.", "mend", "1 example comes out otherwise")],
)
def test_the_examples_of_the_watches_are_run(tmp_path: Path, example: str, state: str, says: str) -> None:
    found = found_by(read(tmp_path, WATCH.format(example)), "watches")
    assert found[0] == state
    assert says in found[1]


def test_no_source_and_no_watch_are_worth_a_look(tmp_path: Path) -> None:
    settings = read(tmp_path, "[defaults]\nsources = false\nwatchlist = false\n")
    assert {found_by(settings, name) for name in ("sources", "watches")} == {("look", "none")}


class Site(BaseHTTPRequestHandler):
    """Answers every request with a date of 2024, and notes what was asked."""

    asked: ClassVar[list[str]] = []

    def date_time_string(self, _timestamp: float | None = None) -> str:
        return "Mon, 25 Nov 2024 00:00:00 GMT"

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Site.asked.clear()
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("fetch", "url", "state", "asked"),
    [
        pytest.param("", "http://{}/feed", "look", [], id="private and not allowed"),
        pytest.param('allow_private = ["127.0.0.1"]', "http://{}/feed?x=1", "mend", ["/"], id="allowed"),
        pytest.param(
            'proxy = "http://{}"\nallow_private = ["127.0.0.1"]',
            "http://outlet.invalid/feed",
            "mend",
            ["http://outlet.invalid/"],
            id="through the proxy",
        ),
        pytest.param(
            'proxy = "http://{}"', "http://10.0.0.1/feed", "look", [], id="private behind the proxy"
        ),
        pytest.param("", "http://localhost:1/feed", "look", [], id="by name"),
    ],
)
def test_the_clock_is_asked_for_as_sources_are_read(
    tmp_path: Path, site: str, fetch: str, url: str, state: str, asked: list[str]
) -> None:
    text = f"[defaults]\nsources = false\nwatchlist = false\n[fetch]\n{fetch.format(site)}\n"
    settings = read(tmp_path, f'{text}[[source]]\nid = "a"\nurl = "{url.format(site)}"\n')
    assert found_by(settings, "clock")[0] == state
    assert Site.asked == asked


@pytest.mark.sqlite_only  # it reads SQLite's plans
def test_no_question_looks_through_all_deliveries_or_articles(settings: Settings) -> None:
    """At a million that took half a second; to count all by an index is a question of milliseconds."""
    asked: list[tuple[str, object]] = []
    listen = ("before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    sa.event.listen(sa.Engine, *listen)
    try:
        list(examine(settings))
    finally:
        sa.event.remove(sa.Engine, *listen)
    large = [
        each for each in asked if re.search(r"\b(?:FROM|JOIN) (?:deliveries|articles|alerts)\b", each[0])
    ]
    with open_database(settings) as db, db.reading() as tx:
        plans = {
            row.detail
            for statement, values in large
            for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        }
    assert len(large) > 3
    assert {plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan} == set()
    assert {plan for plan in plans if "(next_attempt_at=?)" in plan} == set()  # null: all that was sent
