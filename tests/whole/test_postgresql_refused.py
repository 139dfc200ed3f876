"""What a PostgreSQL server does not allow is named before anything is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from flows.config.loading.load import load_settings
from flows.inspect.health.doctor import _database
from storage.database import Database
from storage.errors import StorageError
from tests.postgres import find_programs, open_server

PROGRAMS = find_programs()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    assert PROGRAMS is not None
    with open_server(PROGRAMS) as address:
        yield address


def run(server: str, *statements: str, database: str = "postgres") -> None:
    address = server.replace("+psycopg", "") + f"/{database}"
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_KR"])
def test_a_database_that_cannot_hold_every_text_is_not_begun_in(server: str, encoding: str) -> None:
    narrow = f"ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    run(server, f"CREATE DATABASE narrow_{encoding} {narrow}")
    with pytest.raises(StorageError, match=f"its encoding is {encoding}.* --encoding=UTF8"):
        Database(f"{server}/narrow_{encoding.lower()}")


def test_one_that_was_begun_in_goes_on(server: str) -> None:
    run(server, "CREATE DATABASE older ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    run(server, "CREATE TABLE alembic_version (version_num text)", database="older")
    run(server, "INSERT INTO alembic_version VALUES ('9999_of_later')", database="older")
    with pytest.raises(StorageError, match="9999_of_later"):  # it came as far as its schema
        Database(f"{server}/older")


def test_the_doctor_names_a_role_that_may_only_read(server: str, tmp_path: Path) -> None:
    run(server, "CREATE DATABASE watched", "CREATE ROLE reader LOGIN")
    Database(f"{server}/watched").close()
    run(server, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database="watched")
    file = tmp_path / "hanmi.toml"
    as_reader = server.replace("//hanmi@", "//reader@")
    file.write_text(f'[storage]\nurl = "{as_reader}/watched"\n')
    with pytest.raises(StorageError, match=r"permission denied .*give this role the right"):
        list(_database(load_settings(file)))
    file.write_text(f'[storage]\nurl = "{server}/watched"\n')
    assert next(found.state for found in _database(load_settings(file))) == "ok"
