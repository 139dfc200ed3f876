"""How common terms are: counts that every article asks for by the hundred.

They are remembered between articles: to look them up took a fifth of what PostgreSQL did for one, and most of
what SQLite's statements cost that read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import filterfalse, repeat
from operator import add, itemgetter
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from storage.database import Transaction
from storage.driver import as_numbers, read_rows, run_statement
from storage.judging.topics import Writing

SAMPLED_FROM = 1000
SAMPLE = 8
"""From so many counted articles on every eighth counts for eight: each touches a hundred pages."""

REMEMBERED = 100_000
"""Terms whose counts are remembered, some 10 MB."""

_COUNTED = {Writing.OTHER: -1, Writing.CJK: -2, Writing.BRIDGE: -3}
"""Rows of `term_counts` that count the articles of a script."""

_COUNTS_AND_WRITERS = {
    "sqlite": """
        SELECT c.term, c.articles, c.articles FROM {numbers} AS wanted
        JOIN term_counts c ON c.term = wanted.n
        UNION ALL SELECT -9, 0, data_version FROM pragma_data_version
    """,
    "postgresql": """
        SELECT c.term, c.articles, CAST(c.xmin AS TEXT) FROM {numbers} AS wanted
        JOIN term_counts c ON c.term = wanted.n
    """,
}
"""With what says, for the rows of scripts, whether it was we who wrote them last.

On PostgreSQL it is the transaction that did. A connection of SQLite knows, under -9 here, whether others
changed the file; what it took back itself shows in the numbers of articles, since nothing is counted that
was not asked for before.
"""

_COUNT = """
    INSERT INTO term_counts (term, articles) SELECT n, :weight FROM {numbers} AS added WHERE true
    ON CONFLICT (term) DO UPDATE SET articles = term_counts.articles + :weight
"""

_COUNT_AND_SAY = f"{_COUNT} RETURNING term, articles, CAST(xmin AS TEXT)"


Row = tuple[int, int, str | int]
"""A term, how many articles have it, and what tells who wrote that."""


@dataclass(slots=True)
class _Remembered:
    """Counts by term, 0 where nothing has it, as of what these writers wrote.

    Whoever counts an article writes the row of its script too, so that who wrote these three last says
    whether anything was counted since, or was taken back.
    """

    writers: dict[int, str | int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def take(self, rows: Sequence[Row]) -> None:
        """Know what these rows say."""
        self.counts.update((term, articles) for term, articles, _ in rows)
        self.writers |= _list_writers(rows)

    def add(self, terms: Iterable[int], script: int, weight: int) -> None:
        """Know that SQLite counted an article of a script with these terms."""
        known = self.counts.keys() & terms
        self.counts.update(
            zip(known, map(add, map(self.counts.__getitem__, known), repeat(weight)), strict=True)
        )
        self.writers[script] = int(self.writers.get(script, 0)) + weight


_REMEMBERED: WeakKeyDictionary[sa.Engine, _Remembered] = WeakKeyDictionary()
"""What is remembered of each server; of a file each connection to it has its own."""


def read_term_counts(tx: Transaction, terms: Iterable[int], script: Writing) -> tuple[dict[int, int], int]:
    """How many of the counted articles have each of these terms, and how many were counted in this script.

    Terms that none has are left out. To be asked within a transaction that writes, one at a time.
    """
    wanted = [_COUNTED[script], *terms]
    known = _remember(tx, wanted)
    counted = zip(wanted, map(known.__getitem__, wanted), strict=True)
    found = dict(filter(itemgetter(1), counted))
    return found, found.pop(_COUNTED[script], 0)


def count_terms(tx: Transaction, number: int, terms: Iterable[int], counted: int, script: Writing) -> None:
    """Add an article to the counts of its terms, or let it pass where `counted` is a large sample already."""
    weight = 1 if counted < SAMPLED_FROM else SAMPLE
    if number % weight:
        return
    counted_terms = {_COUNTED[script], *terms}
    added = as_numbers(sorted(counted_terms))
    if tx.dialect.name == "postgresql":
        _recall(tx).take(read_rows(tx, _COUNT_AND_SAY, numbers=added, weight=weight))
    else:  # to have it say what it wrote would cost it more than to count
        run_statement(tx, _COUNT, numbers=added, weight=weight)
        _recall(tx).add(counted_terms, _COUNTED[script], weight)


def _remember(tx: Transaction, wanted: list[int]) -> Mapping[int, int]:
    """The counts of these terms and more, after those that nobody remembers were looked up."""
    known = _recall(tx)
    asked = [*filterfalse(known.counts.__contains__, wanted)]
    rows = _look_up(tx, asked)
    if _list_writers(rows) != known.writers or len(known.counts) > REMEMBERED:
        known, asked = _forget(tx), wanted
        rows = _look_up(tx, asked)
    known.counts |= dict.fromkeys(asked, 0)
    known.take(rows)
    return known.counts


def _recall(tx: Transaction) -> _Remembered:
    if tx.dialect.name == "postgresql":
        return _REMEMBERED.setdefault(tx.engine, _Remembered())
    return tx.info.get(_Remembered) or _forget(tx)


def _forget(tx: Transaction) -> _Remembered:
    """Begin to remember anew."""
    if tx.dialect.name == "postgresql":
        known = _REMEMBERED[tx.engine] = _Remembered()
    else:
        known = tx.info[_Remembered] = _Remembered()
    return known


def _look_up(tx: Transaction, terms: Iterable[int]) -> Sequence[Row]:
    """The rows of these terms and of the scripts, with what tells of others."""
    statement = _COUNTS_AND_WRITERS[tx.dialect.name]
    return read_rows(tx, statement, numbers=as_numbers({*_COUNTED.values(), *terms}))


def _list_writers(rows: Iterable[Row]) -> dict[int, str | int]:
    return {term: writer for term, _, writer in rows if term < 0}
