"""Statements of the judging path: one text each, run at the driver, with many numbers in one JSON array.

Judging an article asks two dozen of them, and putting each together from SQLAlchemy's parts, or handing it
over as text, cost more than what SQLite then did with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPICursor

from storage.database import Transaction, execute_plainly
from storage.errors import on_one_line
from storage.tables import Moment
from storage.trouble import trouble_of

MOMENTS = 64
"""Times kept as a column has them."""

_DIALECTS = {
    "sqlite": {
        "{numbers}": "(SELECT value AS n FROM json_each(:numbers))",
        "{words}": "(SELECT value AS w FROM json_each(:words))",
        # ON CONFLICT would keep a journal of the statement to undo it by: three times the cost
        "{insert}": "INSERT OR IGNORE INTO",
        "{once}": "",
    },
    "postgresql": {
        "{numbers}": "(SELECT n FROM unnest(CAST(:numbers AS BIGINT[])) AS given (n))",
        "{words}": "(SELECT w FROM unnest(CAST(:words AS TEXT[])) AS given (w))",
        "{insert}": "INSERT INTO",
        "{once}": "ON CONFLICT DO NOTHING",
    },
}
"""What stands in a dialect for the parts of a statement that each writes in its own way."""

_ROWS = re.compile(r"\{rows ([^{}]*)\}")
"""Where the rows of a JSON array of objects stand, with their columns and types."""

_JOINED = re.compile(r"\{joined ([a-z_]+)\}")
"""Where the numbers of a column stand in one text, see `read_joined`."""

_NAMED = re.compile(r":([a-z_]+)")


def read_rows(tx: Transaction, statement: str, **values: Any) -> Sequence[Any]:
    """The rows of a statement whose values stand as `:name`, as the driver has them: no type is converted.

    In it `{numbers}` stands for the rows of the JSON array `:numbers`, column `n`, `{words}` for those of
    `:words`, column `w`, and `{rows name TYPE, …}` for the objects of `:rows`; `{insert} table … {once}`
    passes over rows that are there, and `{joined number}` gives a column of many rows in one text for
    `read_joined`. One text whatever their count: a list of parameters would be built anew for each length,
    and SQLite has a limit to it.
    """
    cursor = _run(tx, statement, values)
    try:
        return cursor.fetchall()
    except tx.dialect.loaded_dbapi.Error as error:
        raise trouble_of(str(tx.engine.url), on_one_line(str(error))) from error


def run_statement(tx: Transaction, statement: str, **values: Any) -> int:
    """Run a statement that gives no rows, see `read_rows`; returns how many it wrote or took away."""
    return _run(tx, statement, values).rowcount


def _run(tx: Transaction, statement: str, values: dict[str, Any]) -> DBAPICursor:
    dialect = tx.dialect.name
    return execute_plainly(tx, _write(dialect, statement), _write_arrays(dialect, values))


def run_many(tx: Transaction, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement once for each of one row of values or more; see `read_rows`."""
    execute_plainly(tx, _write(tx.dialect.name, statement), rows)


class Prepared:
    """A statement of SQLAlchemy's parts that writes: put together once a dialect, then run at the driver.

    Values are converted as the columns have them. `names` are those of the values that it is given.
    """

    def __init__(self, statement: sa.Insert | sa.Update, *names: str) -> None:
        self._statement = statement.inline() if isinstance(statement, sa.Insert) else statement
        self._names = names
        self._prepared: dict[str, tuple[str, dict[str, Callable[[Any], Any]]]] = {}

    def run(self, tx: Transaction, *rows: Mapping[str, Any]) -> DBAPICursor:
        """Run it for each of these rows of values."""
        written, converters = self._prepared.get(tx.dialect.name) or self._prepare(tx.dialect)
        converted = [
            {**row, **{name: convert(row[name]) for name, convert in converters.items()}} for row in rows
        ]
        return execute_plainly(tx, written, converted[0] if len(converted) == 1 else converted)

    def _prepare(self, dialect: sa.Dialect) -> tuple[str, dict[str, Callable[[Any], Any]]]:
        named = sqlite.dialect(paramstyle="named") if dialect.name == "sqlite" else dialect
        compiled = self._statement.compile(dialect=named, column_keys=self._names)
        converters: dict[str, Callable[[Any], Any]] = {}
        for name in self._names:
            convert = compiled.binds[name].type.dialect_impl(named).bind_processor(named)
            if convert is not None:
                # Many rows have one time, and to convert it takes SQLAlchemy as long as SQLite the row.
                is_time = isinstance(compiled.binds[name].type, Moment)
                converters[name] = lru_cache(MOMENTS)(convert) if is_time else convert
        self._prepared[dialect.name] = str(compiled), converters
        return self._prepared[dialect.name]


def as_numbers(numbers: Iterable[int]) -> str:
    """The array to give for `:numbers`."""
    return str(list(numbers))  # which is JSON, in half the time


def as_words(words: Iterable[str]) -> str:
    """The array to give for `:words`."""
    return json.dumps(list(words))


def select_words(tx: Transaction, words: Iterable[str]) -> sa.TextualSelect:
    """Words for `in_` in a statement of SQLAlchemy's; one text for however many, so that it is prepared."""
    part = sa.text(_write(tx.dialect.name, "SELECT w FROM {words} AS given", named=True))
    return part.bindparams(**_write_arrays(tx.dialect.name, {"words": as_words(words)})).columns(w=sa.Text)


def as_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """The array to give for `:rows`."""
    return json.dumps(rows)


def read_joined(joined: str | None) -> list[str]:
    """The numbers that `{joined number}` gave, in digits; none where there were no rows."""
    return joined.split(",") if joined else []


def read_json(value: Any) -> Any:
    """The value of a JSON column, which psycopg has read already and SQLite gives as text."""
    return json.loads(value) if isinstance(value, str) else value


def _write_arrays(dialect: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values, with numbers and words as PostgreSQL's own arrays, which it reads in half the time."""
    if dialect != "postgresql":
        return values
    if "numbers" in values:
        values = {**values, "numbers": f"{{{values['numbers'][1:-1]}}}"}
    return {**values, "words": _write_array(values["words"])} if "words" in values else values


def _write_array(words: str) -> str:
    """PostgreSQL's own array of texts for a JSON array of texts or numbers.

    The server takes an array for as long as it is, or for ten where it plans for any, and what it reads from
    JSON for a hundred rows, for which it read all addresses of a small corpus through.
    """
    quoted = (str(word).replace("\\", r"\\").replace('"', r"\"") for word in json.loads(words))
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"


@cache
def _write(dialect: str, statement: str, *, named: bool = False) -> str:
    """The statement in a dialect's own words; psycopg marks values otherwise, and takes a `%` for a mark.

    `named`: values are marked by SQLAlchemy.
    """
    statement = _ROWS.sub(lambda found: _write_rows(dialect, found[1]), statement)
    statement = _JOINED.sub(
        r"string_agg(CAST(\1 AS TEXT), ',')" if dialect == "postgresql" else r"group_concat(\1)", statement
    )
    for part, words in _DIALECTS[dialect].items():
        statement = statement.replace(part, words)
    return statement if named or dialect == "sqlite" else _NAMED.sub(r"%(\1)s", statement.replace("%", "%%"))


def _write_rows(dialect: str, columns: str) -> str:
    if dialect == "postgresql":
        return f"json_to_recordset(CAST(:rows AS JSON)) AS given ({columns})"
    names = [column.split()[0] for column in columns.split(",")]
    read = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in names)
    return f"(SELECT {read} FROM json_each(:rows)) AS given"  # noqa: S608  # names of our own statements
