"""What a page asks of the database does not grow with what it shows."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa

from flows.config.settings import Settings
from storage.database import Database
from tests.flows.desk.stand import make_settings, open_desk

LISTS = [
    "/?since=90d",
    "/stories",
    "/articles",
    "/alerts",
    "/deliveries",
    "/search?q=@ncg+OR+ports",
    "/sources",
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("cost"), count=24)


@pytest.fixture(scope="module")
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    with open_desk(settings) as opened:
        yield opened


def count_statements(desk: tuple[httpx.Client, Database], path: str) -> int:
    """How many statements the database runs for a page that was asked for before."""
    reader, db = desk
    said: list[str] = []

    def listen(connection: object, *_: object) -> None:
        connection.set_trace_callback(said.append)  # type: ignore[attr-defined]  # SQLite's own

    assert reader.get(path).status_code == 200
    sa.event.listen(db._engine, "checkout", listen)
    try:
        assert reader.get(path).status_code == 200
    finally:
        sa.event.remove(db._engine, "checkout", listen)
    return len(said)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_as_much_for_two_things_as_for_twenty(
    desk: tuple[httpx.Client, Database], path: str
) -> None:
    sign = "&" if "?" in path else "?"
    few, many = (count_statements(desk, f"{path}{sign}limit={limit}") for limit in (2, 20))
    assert few > 0
    assert many <= few + 1  # the next page's place
    assert many < 50  # what the index asks within itself is counted too


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["/watches/ncg", "/entities/ncg", "/sources/wire", "/watches", "/trust"])
def test_a_page_of_one_thing_asks_little(desk: tuple[httpx.Client, Database], path: str) -> None:
    assert count_statements(desk, path) < 40
