"""Run the tests on PostgreSQL: `python -m pytest -p tests.on_postgresql -m "not slow and not long"`.

Every SQLite database that a test opens in this process by the product's own doors is a database of a server
of the run's own. What is about the file of one (`sqlite_only`), and what a test starts in another process, is
not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from flows.config.loading import load
from storage import database
from storage.migrations import HEAD
from storage.tables import metadata
from tests.postgres import find_programs, open_server

EMPTY = "sqlite:///"
PLACES = pytest.StashKey["Places"]()


class Places:
    """Which database of the server stands for which file; emptied ones are used again.

    To make one takes a tenth of a second, to empty one a tenth of that.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        self._made: dict[str, str] = {}
        self._free: list[str] = []
        self._count = 0
        self._admin = psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True)
        self._admin.execute("CREATE DATABASE template_hanmi")
        with database.Database(f"{server}/template_hanmi"):
            pass

    def find(self, url: str, *, is_bare: bool = False) -> str:
        """The address that stands for this one; `is_bare` for one that is to have no tables."""
        if not url.startswith(EMPTY) or url == f"{EMPTY}:memory:":
            return url
        path = str(Path(url.removeprefix(EMPTY)).absolute())
        if path not in self._made:
            self._made[path] = self._free.pop() if self._free and not is_bare else self._make(is_bare)
        return f"{self.server}/{self._made[path]}"

    def drop(self, folder: Path) -> None:
        """Forget the databases of a folder."""
        for path in [path for path in self._made if Path(path).is_relative_to(folder)]:
            name = self._made.pop(path)
            if self._empty(name):
                self._free.append(name)
            else:
                self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]  # not a literal: a name of ours

    def _make(self, is_bare: bool) -> str:
        self._count += 1
        name, template = f"t{self._count}", "template0" if is_bare else "template_hanmi"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]  # not a literal: a name of ours
        return name

    def _empty(self, name: str) -> bool:
        """Delete every row; False where it has another schema by now."""
        with psycopg.connect(f"{self.server.replace('+psycopg', '')}/{name}", autocommit=True) as own:
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
            if own.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
                return False
            if own.execute("SELECT version_num FROM alembic_version").fetchall() != [(HEAD,)]:
                return False
            tables = ", ".join([*metadata.tables, "article_words"])
            own.execute(f"TRUNCATE {tables} RESTART IDENTITY")  # type: ignore[call-overload]  # not a literal: a name of ours
        return True

    def close(self) -> None:
        self._admin.close()


_OPENED = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server, and map addresses before any test has taken the functions that open them."""
    # What tests leave to be collected: a connection to a file says nothing then.
    left = "ignore:.*was deleted while still open:ResourceWarning"
    config.addinivalue_line("filterwarnings", left)
    programs = find_programs()
    if programs is None:
        pytest.exit("no PostgreSQL server is installed here", 2)
    places = Places(_OPENED.enter_context(open_server(programs)))
    _OPENED.callback(places.close)
    _map_addresses(_OPENED.enter_context(pytest.MonkeyPatch.context()), places)
    config.stash[PLACES] = places


def pytest_unconfigure() -> None:
    _OPENED.close()


@pytest.fixture(scope="session")
def places(pytestconfig: pytest.Config) -> Places:
    return pytestconfig.stash[PLACES]


@pytest.fixture(autouse=True)
def dropped(places: Places, request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test made goes with it; a shared fixture's stays."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        places.drop(folder)


def _map_addresses(patch: pytest.MonkeyPatch, places: Places) -> None:
    opened, engine, read = database.Database.__init__, database.open_engine, load._storage_url

    @wraps(opened)
    def open_database(self: database.Database, url: str, **options: Any) -> None:
        opened(self, places.find(str(url)), **options)

    @wraps(engine)
    def open_engine(url: sa.URL, *options: Any, **named: Any) -> sa.Engine:
        mapped = places.find(url.render_as_string(hide_password=False), is_bare=True)
        return engine(sa.make_url(mapped), *options, **named)

    @wraps(read)
    def storage_url(*given: Any) -> str:
        return places.find(read(*given))

    patch.setattr(database.Database, "__init__", open_database)
    patch.setattr(database, "open_engine", open_engine)
    patch.setattr(load, "_storage_url", storage_url)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    about_files = [item for item in items if item.get_closest_marker("sqlite_only")]
    config.hook.pytest_deselected(items=about_files)
    items[:] = [item for item in items if item not in set(about_files)]
