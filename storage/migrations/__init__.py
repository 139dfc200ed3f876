"""Bringing a database to the newest schema, by named steps that are only ever added to."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from storage.errors import StorageError
from storage.migrations.byte_order import sort_by_bytes
from storage.migrations.statistics import know_columns
from storage.whole.files import file_of, lay_copy

HEAD = "0027_words_counted_seldom"
"""The newest step in `versions/`. A test holds it to what Alembic finds there."""

OF_OURS = "name a file that is not there yet, or one of hanmi-watch"

AS_UTF8 = "make it anew: createdb --encoding=UTF8 --template=template0"

VERSIONS = Path(__file__).parent / "versions"


def migrate(engine: sa.Engine) -> None:
    """Bring the schema up to date; costs one query where it is.

    Safe when several processes open a fresh database at once: the steps run under the write lock. A SQLite
    database that is not empty is first copied to a file beside it, under the same lock, so that the way back
    to the older version is open.

    Raises:
        StorageError: a newer version of the program or another program has been here, there is no room for
            the copy, or the database's encoding is not UTF-8.
    """
    with engine.connect() as connection:
        if read_version(connection) == HEAD:
            return
    with engine.connect() as connection:
        connection = connection.execution_options(hanmi_write=True)
        with connection.begin():
            present = read_version(connection)
            if present != HEAD:
                refuse_newer(connection, present)
                if path := file_of(engine.url):
                    _see_to_old(path, present, connection)
                elif present is None:
                    _refuse_narrow(connection)
                run_steps(connection)


def _see_to_old(path: Path, present: str | None, connection: sa.Connection) -> None:
    """Lay a copy of a file that has a schema of ours. Raises: StorageError: no room, or another's tables."""
    if present is not None:
        lay_copy(path, present)
    elif names := sa.inspect(connection).get_table_names():
        named = ", ".join(sorted(names)[:3])
        raise StorageError(str(path), f"is another program's database (it holds {named})", OF_OURS)


def _refuse_narrow(connection: sa.Connection) -> None:
    """Begin in no database that cannot hold every text. Raises: StorageError."""
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        shown = connection.engine.url.render_as_string(hide_password=True)
        raise StorageError(shown, f"its encoding is {encoding}, which cannot hold every text", AS_UTF8)


def read_version(connection: sa.Connection) -> str | None:
    """The last step that this database has taken, None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return version


def run_steps(connection: sa.Connection, target: str = "head") -> None:
    """Take every step that is missing, within the transaction that is open on `connection`."""
    from alembic import command  # takes long to import and is needed once a release
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
    sort_by_bytes(connection)  # also what a later step adds
    know_columns(connection)


def refuse_newer(connection: sa.Connection, present: str | None) -> None:
    """Raises: StorageError: the last step that was taken is none of this version's."""
    steps = {path.stem for path in VERSIONS.glob("[0-9]*.py")}
    if present is not None and present not in steps:
        hint = "a newer version of hanmi-watch has been here; install that, or go back to a backup"
        raise StorageError(connection.engine.url.render_as_string(), f"its schema is {present!r}", hint)
