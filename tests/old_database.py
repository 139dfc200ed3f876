"""Databases as older versions left them: dumped to JSON once, and loaded again as if it were just now.

A dump has the rows of every table but the search index, and the moment that its texts count from. Loading
builds the schema of that version by its migrations, and moves every time so that this moment is now.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.database import open_engine
from storage.migrations import run_steps
from storage.records.ids import digest_id
from storage.tables import SEARCH_TABLES, Moment, metadata

OLD = Path(__file__).parent / "old"

_MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?")


def dump_database(path: Path, *, into: Path, at: datetime, replaced: Mapping[str, str]) -> None:
    """Dump a SQLite database of `at`; `replaced` names what the loader fills in, such as an address."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if not name.startswith((SEARCH_TABLES, "sqlite_", "alembic"))]
        version = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        tables = {name: _read_table(db, name) for name in sorted(kept)}
    text = json.dumps({"version": version, "at": at.isoformat(), "tables": tables})
    for place, value in replaced.items():
        text = text.replace(value, place)
    into.write_bytes(gzip.compress(text.encode(), mtime=0))


def load_database(dump: Path, url: str, filled: Mapping[str, str]) -> datetime:
    """Build the database of a dump; returns what its moment is now, to the second like feeds."""
    text = gzip.decompress(dump.read_bytes()).decode()
    for place, value in filled.items():
        text = text.replace(place, value)
    raw = json.loads(_give_ids(text))
    now = datetime.now(UTC).replace(microsecond=0)
    by = now - datetime.fromisoformat(raw["at"])
    engine = open_engine(sa.make_url(url))
    with engine.begin() as connection:
        run_steps(connection, raw["version"])
        for table in (table for table in metadata.sorted_tables if table.name in raw["tables"]):
            columns, rows = raw["tables"][table.name]
            kept = [table.c[name.strip('"')] for name in columns]
            values = [
                {c.name: _load_cell(cell, c.type, by) for c, cell in zip(kept, row, strict=True)}
                for row in rows
            ]
            if values:
                connection.execute(table.insert().inline(), values)
            if "number" in table.c and connection.dialect.name == "postgresql":
                highest = sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1).scalar_subquery()
                row_number = sa.func.pg_get_serial_sequence(table.name, "number")
                connection.execute(sa.select(sa.func.setval(row_number, highest, False)))
    engine.dispose()
    return now


def _give_ids(text: str) -> str:
    """The ids that follow from keys, after what is in the keys was filled in."""
    columns, rows = json.loads(text)["tables"]["articles"]
    for row in rows:
        id_, key = (row[columns.index(f'"{name}"')] for name in ("id", "key"))
        text = text.replace(id_.partition("-")[2], digest_id("a", key).partition("-")[2])
    return text


def _read_table(db: sqlite3.Connection, name: str) -> tuple[list[str], list[list[Any]]]:
    cursor = db.execute(f"SELECT * FROM {name}")
    columns = [f'"{column[0]}"' for column in cursor.description]
    return columns, [[_dump_cell(cell) for cell in row] for row in cursor]


def _dump_cell(cell: Any) -> Any:
    return {"bytes": base64.b64encode(cell).decode()} if isinstance(cell, bytes) else cell


def _load_cell(cell: Any, kind: Any, by: timedelta) -> Any:
    """A cell as SQLite has it, as a value of its column, moved where it says a time."""
    if isinstance(cell, dict):
        return base64.b64decode(cell["bytes"])
    if isinstance(cell, str):
        cell = _MOMENT.sub(lambda match: _move(match[0], by), cell)
    if cell is not None and isinstance(kind, Moment):
        return datetime.fromisoformat(cell).replace(tzinfo=UTC)
    if cell is not None and isinstance(kind, sa.JSON):
        return json.loads(cell)
    return bool(cell) if isinstance(kind, sa.Boolean) else cell


def _move(moment: str, by: timedelta) -> str:
    moved = datetime.fromisoformat(moment) + by
    return moved.isoformat(sep="T" if "T" in moment else " ", timespec="microseconds")
