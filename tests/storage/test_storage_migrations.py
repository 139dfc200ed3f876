"""A database is brought to the newest schema by named steps, and only once."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database, open_engine
from storage.errors import StorageError
from storage.migrations import HEAD, VERSIONS, read_version, run_steps
from storage.tables import SEARCH_TABLES, metadata
from storage.whole.files import copies_of

pytestmark = pytest.mark.sqlite_only

# The search index is of a kind of its own on each dialect, and so not in the metadata.
KNOWN = {"include_name": lambda name, kind, _: not (kind == "table" and name.startswith(SEARCH_TABLES))}


OLDER = sorted(path.stem for path in VERSIONS.glob("0*.py"))[-2]


def ddl(path: Path) -> set[tuple[str, ...]]:
    """What SQLite itself says that its tables and indexes are, whatever the order of their clauses."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'")
        )
        return {tuple(sorted(re.split(r"[\s,]+", str(row.sql).replace('"', "")))) for row in rows}


def test_a_fresh_schema_equals_a_migrated_one(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'migrated.db'}").close()
    fresh = sa.create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    metadata.create_all(fresh)
    assert ddl(tmp_path / "migrated.db") == ddl(tmp_path / "fresh.db")
    with sa.create_engine(f"sqlite:///{tmp_path / 'migrated.db'}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=KNOWN), metadata) == []


def test_the_head_is_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    Database(url).close()
    before = ddl(tmp_path / "hanmi.db")
    Database(url).close()
    assert ddl(tmp_path / "hanmi.db") == before


def test_a_newer_schema_is_refused_by_name(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    db = Database(url)
    with db.writing() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    db.close()
    with pytest.raises(StorageError, match="9999_from_the_future"):
        Database(url)


def open_older(path: Path) -> Database:
    """A database of the version before, with a mark in it, as this version opens it."""
    engine = open_engine(sa.make_url(f"sqlite:///{path}"))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, OLDER)
        connection.execute(
            sa.text("INSERT INTO marks (name, value, at) VALUES ('kept', 'so', '2026-03-01T00:00:00+00:00')")
        )
    engine.dispose()
    return Database(f"sqlite:///{path}")


def test_a_copy_is_laid_beside_a_database_before_its_schema_changes(tmp_path: Path) -> None:
    path = tmp_path / "hanmi.db"
    open_older(path).close()
    (copy,) = copies_of(path)
    assert copy.name == f"hanmi.db.{OLDER}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sa.create_engine(f"sqlite:///{copy}").connect() as connection:
        assert read_version(connection) == OLDER
        assert connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(sa.text("SELECT value FROM marks WHERE name = 'kept'")).scalar() == "so"
    copy.unlink()
    Database(f"sqlite:///{path}").close()
    assert copies_of(path) == []  # nothing changed, so nothing is copied


def test_without_room_for_the_copy_the_schema_stays(tmp_path: Path) -> None:
    path = tmp_path / "hanmi.db"
    (tmp_path / f"hanmi.db.{OLDER}").mkdir()
    with pytest.raises(StorageError, match="make room"):
        open_older(path)
    assert sorted(each.name for each in tmp_path.glob("*.new")) == []
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        assert read_version(connection) == OLDER


def test_two_processes_may_open_a_fresh_database_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    code = f"from storage.database import Database; Database({url!r}).close()"
    openers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
    complaints = [opener.communicate(timeout=60)[1].decode() for opener in openers]
    assert [opener.returncode for opener in openers] == [0, 0, 0], complaints


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "hanmi.db").write_text("this is a letter, not a database\n" * 100, encoding="utf-8")
    with pytest.raises(StorageError, match="not a database"):
        Database(f"sqlite:///{tmp_path / 'hanmi.db'}")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE moz_places (url TEXT)"))
    with pytest.raises(StorageError, match="another program's database") as caught:
        Database(f"sqlite:///{path}")
    assert "it holds moz_places" in caught.value.why
    assert sa.inspect(engine).get_table_names() == ["moz_places"]
    engine.dispose()


def test_how_many_articles_have_a_term_is_counted_anew_since_forms_of_a_word_are_one(tmp_path: Path) -> None:
    path = tmp_path / "hanmi.db"
    engine = open_engine(sa.make_url(f"sqlite:///{path}"))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, "0023_parts_of_stories")
        connection.execute(sa.text("INSERT INTO term_counts (term, articles) VALUES (-1, 9), (77, 5)"))
    engine.dispose()
    with Database(f"sqlite:///{path}").reading() as tx:
        assert tx.execute(sa.text("SELECT count(*) FROM term_counts")).scalar() == 0
