"""What every test may lean on: a clean environment, a newsstand and two sinks on loopback."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import typer.main
import typer.testing
from sqlalchemy.util import LRUCache

from alerts.watch.matcher import Watchlist
from alerts.watch.scan.hits import Scanner
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from storage import database
from storage.migrations import migrate
from storage.whole.files import file_of
from tests.kept_workers import keep_workers

# Hundreds of processes are started; where none keeps its bytecode each compiles all modules anew, a quarter
# of what a command takes.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nine thousand tests and all that they import live on to the end: to look through them for garbage every few
# hundred objects took a twelfth of a run's CPU.
gc.set_threshold(20_000, 20, 100)

_FOREIGN = ("HANMI_", "PREFECT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT")


WHOLE = {"room", "discovered"}
"""Fixtures that are a whole installation; the quick tests do without, and run in seconds."""

NOBODYS = (".invalid", ".example", ".test")

SERVED = (
    "tests/flows/service/",
    "tests/whole/test_pool",
    "tests/whole/test_bench_poll",
    "tests/whole/test_promises",
)
"""Where servers and services are started: of the processes that test, one has these, one after the other."""


def pytest_configure(config: pytest.Config) -> None:
    """Files are handed out in our order; xdist would sort them by how many tests they have."""
    config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One process has all tests of a file, and all that are served.

    xdist 3.8.0 writes a group into a name of the test that pytest 9.2 does not read, so that `loadgroup` by
    itself spreads single tests: what a file sets up was set up in each process, servers too.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "served" if _is_served(nodeid) else _file_of(nodeid)

    return ByFile(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What uses a whole installation is slow, whoever writes it, and so is what is long.

    After they were shuffled what takes longest comes first, so that no process waits for another in the end.
    """
    for item in items:
        if WHOLE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("long"):
            item.add_marker(pytest.mark.slow)
    yield
    slow = {_file_of(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not _is_served(item.nodeid), _file_of(item.nodeid) not in slow))


def pytest_collection_finish() -> None:
    """What is there before the first test is no garbage after any."""
    gc.collect()
    gc.freeze()


def _file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def _is_served(nodeid: str) -> bool:
    return nodeid.startswith(SERVED)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the configuration, proxies or Prefect profile of the machine it runs on."""
    for name in os.environ:
        if name.upper().startswith(_FOREIGN):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def no_nameserver() -> Iterator[None]:
    """Names that nobody can have (RFC 6761) are unknown at once: a nameserver may take five seconds."""
    look_up = socket.getaddrinfo

    def know_or_ask(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        if name.rstrip(".").endswith(NOBODYS):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *rest, **options)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", know_or_ask)
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the migrations make it, which takes them as long as many a test."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    database.Database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session", autouse=True)
def copied_schema(empty_database: Path) -> Iterator[None]:
    """A new database on SQLite is a copy of the empty one; what is there already takes its own steps."""
    one_at_a_time = threading.Lock()

    def migrate_copy(engine: sa.Engine) -> None:
        if engine.dialect.name == "sqlite":
            with one_at_a_time:
                _lay_schema(engine, empty_database)
        migrate(engine)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "migrate", migrate_copy)
        yield


def _lay_schema(engine: sa.Engine, empty: Path) -> None:
    """Have a file that is not there yet, or a database without tables, be as the empty one is."""
    path = file_of(engine.url)
    # the log of a file that is gone would be taken for the new one's
    if path is not None and not any(map(Path.exists, (path, path.with_name(f"{path.name}-wal")))):
        with suppress(OSError):  # SQLite says better what is wrong with its place
            beside = path.with_name(f"{path.name}.{os.getpid()}.schema")
            try:
                shutil.copyfile(empty, beside)
                beside.chmod(0o600)
                path.hardlink_to(beside)
            finally:
                beside.unlink(missing_ok=True)
            return
    with engine.connect() as connection:
        if not sa.inspect(connection).get_table_names():
            connection.rollback()
            with closing(sqlite3.connect(empty)) as source:
                source.backup(connection.connection.driver_connection)


@pytest.fixture(scope="session", autouse=True)
def unhurried_disk() -> Iterator[None]:
    """No database in this process waits for the disk: only a power cut would tell, and none is tested."""
    pragmas = [each.replace("synchronous = NORMAL", "synchronous = OFF") for each in database._PRAGMAS]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_PRAGMAS", tuple(pragmas))
        yield


class _Statements(LRUCache[Any, Any]):
    """Compiled statements by all but which of the like dialects they were compiled for."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """A statement is compiled for all databases on SQLite at once, as a process with one of them does it."""
    shared, open_engine = _Statements(2000), database.open_engine

    def open_sharing(url: sa.URL, *rest: Any, is_lean: bool = False, **options: Any) -> sa.Engine:
        engine = open_engine(url, *rest, is_lean=is_lean, **options)
        if engine.dialect.name == "sqlite" and not is_lean:
            engine._compiled_cache = shared
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "open_engine", open_sharing)
        yield


SCANNERS = 8
"""Watchlists whose patterns are kept at hand; those of all bundled names take tens of megabytes."""


@pytest.fixture(scope="session", autouse=True)
def shared_scanners() -> Iterator[None]:
    """The patterns of the same names and terms are made once, as a service makes them at its start."""
    made: dict[Any, Scanner] = {}
    make = Watchlist.scanner.func

    def find(watchlist: Watchlist) -> Scanner:
        key = (watchlist.entities, tuple(watchlist.term_numbers))
        if key not in made:
            if len(made) >= SCANNERS:
                made.pop(next(iter(made)), None)
            made[key] = make(watchlist)
        return made[key]

    shared = cached_property(find)
    shared.__set_name__(Watchlist, "scanner")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Watchlist, "scanner", shared)
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_watchlists() -> Iterator[None]:
    """The same entities and watches are compiled once: every command in this process asks for them."""
    made: dict[Any, dict[str, Any]] = {}
    compile_fully = Watchlist.__init__

    def compile_once(watchlist: Watchlist, *parts: Any) -> None:
        entities, watches, checked, learned = parts
        key = (tuple(entities), tuple(watches), tuple((id_, id(model)) for id_, model in learned.items()))
        if key not in made:
            compile_fully(watchlist, entities, watches, checked, learned)
            if len(made) >= SCANNERS:
                made.pop(next(iter(made)), None)
            made[key] = dict(watchlist.__dict__)
        watchlist.__dict__.update(made[key])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Watchlist, "__init__", compile_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_trust() -> Iterator[None]:
    """Whose certificates are believed is read once, not for each of hundreds of clients on loopback."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("httpx._transports.default.create_ssl_context", cache(httpx.create_ssl_context))
        yield


@pytest.fixture(scope="session", autouse=True)
def built_commands() -> Iterator[None]:
    """The command line is put together once: of hundreds of calls in this process that was half of each."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typer.testing, "_get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_workers() -> Iterator[None]:
    """Workers that read pages go from one command in this process to the next."""
    with keep_workers():
        yield


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """A command that runs in this process makes it keep its files from other users; it ends with the test."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    """A newsstand on 127.0.0.1 without outlets yet."""
    with Newsstand() as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[WebhookSink]:
    """A webhook receiver that answers 200 unless told otherwise."""
    with WebhookSink() as opened:
        yield opened


@pytest.fixture
def postbox() -> Iterator[MailSink]:
    """An SMTP server that keeps what it is given."""
    with MailSink() as opened:
        yield opened
