"""Many numbers in one statement: a JSON array read as rows, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa

from storage.database import Transaction

_ROWS = {
    "sqlite": "SELECT value AS n FROM json_each(:numbers)",
    "postgresql": "SELECT CAST(value AS BIGINT) AS n FROM json_array_elements_text(CAST(:numbers AS JSON))",
}


def prepare(tx: Transaction, statement: str) -> sa.TextClause:
    """A statement in which `{numbers}` stands for the rows of the JSON array `:numbers`, column `n`.

    One statement whatever their count: a list of parameters would be built anew for each length, and
    SQLite has a limit to it.
    """
    return _prepare(tx.dialect.name, statement)


def as_numbers(numbers: Iterable[int]) -> str:
    """The array to give for `:numbers`."""
    return json.dumps(list(numbers))


@cache
def _prepare(dialect: str, statement: str) -> sa.TextClause:
    return sa.text(statement.replace("{numbers}", f"({_ROWS[dialect]})"))
