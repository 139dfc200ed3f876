"""How common terms are: counts that every article asks for by the hundred.

On PostgreSQL they are remembered between articles: they change with one article in eight, and to look them up
took a fifth of what the server did for one. SQLite has them in memory as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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

_COUNTS = "SELECT c.term, c.articles FROM {numbers} AS wanted JOIN term_counts c ON c.term = wanted.n"

_COUNTS_AND_WRITERS = """
    SELECT c.term, c.articles, CAST(c.xmin AS TEXT) FROM {numbers} AS wanted
    JOIN term_counts c ON c.term = wanted.n
"""

_COUNT = """
    INSERT INTO term_counts (term, articles) SELECT n, :weight FROM {numbers} AS added WHERE true
    ON CONFLICT (term) DO UPDATE SET articles = term_counts.articles + :weight
"""

_COUNT_AND_SAY = f"{_COUNT} RETURNING term, articles, CAST(xmin AS TEXT)"


@dataclass(slots=True)
class _Remembered:
    """Counts by term, 0 where nothing has it, as of the rows of the scripts that these transactions wrote.

    Whoever counts an article writes the row of its script too, so that who wrote these three last says
    whether anything was counted since, or was taken back.
    """

    writers: dict[int, str] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def take(self, rows: Sequence[tuple[int, int, str]]) -> None:
        """Know what these rows say."""
        self.counts.update((term, articles) for term, articles, _ in rows)
        self.writers |= _list_writers(rows)


_REMEMBERED: WeakKeyDictionary[sa.Engine, _Remembered] = WeakKeyDictionary()


def read_term_counts(tx: Transaction, terms: Iterable[int], script: Writing) -> tuple[dict[int, int], int]:
    """How many of the counted articles have each of these terms, and how many were counted in this script.

    Terms that none has are left out. To be asked within a transaction that writes, one at a time.
    """
    wanted = [_COUNTED[script], *terms]
    if tx.dialect.name == "postgresql":
        known = _remember(tx, wanted)
        found = {term: count for term in wanted if (count := known[term])}
    else:
        found = dict(read_rows(tx, _COUNTS, numbers=as_numbers(wanted)))
    return found, found.pop(_COUNTED[script], 0)


def count_terms(tx: Transaction, number: int, terms: Iterable[int], counted: int, script: Writing) -> None:
    """Add an article to the counts of its terms, or let it pass where `counted` is a large sample already."""
    weight = 1 if counted < SAMPLED_FROM else SAMPLE
    if number % weight:
        return
    added = as_numbers(sorted({_COUNTED[script], *terms}))
    if tx.dialect.name == "postgresql":
        _recall(tx).take(read_rows(tx, _COUNT_AND_SAY, numbers=added, weight=weight))
    else:
        run_statement(tx, _COUNT, numbers=added, weight=weight)


def _remember(tx: Transaction, wanted: Sequence[int]) -> Mapping[int, int]:
    """The counts of these terms and more, after those that nobody remembers were looked up."""
    known = _recall(tx)
    rows = _look_up(tx, [term for term in wanted if term not in known.counts])
    if _list_writers(rows) != known.writers or len(known.counts) > REMEMBERED:
        known = _REMEMBERED[tx.engine] = _Remembered()
        rows = _look_up(tx, wanted)
    known.counts |= dict.fromkeys((term for term in wanted if term not in known.counts), 0)
    known.take(rows)
    return known.counts


def _recall(tx: Transaction) -> _Remembered:
    return _REMEMBERED.setdefault(tx.engine, _Remembered())


def _look_up(tx: Transaction, terms: Iterable[int]) -> Sequence[tuple[int, int, str]]:
    """The rows of these terms and of the scripts."""
    return read_rows(tx, _COUNTS_AND_WRITERS, numbers=as_numbers({*_COUNTED.values(), *terms}))


def _list_writers(rows: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    return {term: writer for term, _, writer in rows if term < 0}
