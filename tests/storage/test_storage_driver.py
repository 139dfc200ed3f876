"""Parts of a transaction, and statements given to the driver: what is undone, and what an error becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database, Transaction, is_storage_trouble, savepoint
from storage.driver import as_numbers, as_words, read_rows, run_statement, select_words
from storage.errors import Conflict, StorageError

NOTE = "INSERT INTO term_counts (term, articles) VALUES (:term, 1)"


def list_terms(tx: Transaction) -> list[int]:
    return [term for (term,) in read_rows(tx, "SELECT term FROM term_counts ORDER BY term")]


def fail_in_part(tx: Transaction, *terms: int) -> None:
    """Note these in a part of their own, which ends in a bug."""
    with savepoint(tx):
        for term in terms:
            run_statement(tx, NOTE, term=term)
        raise ValueError("a bug")


def lose_all(tx: Transaction) -> None:
    """What SQLite does in a part when the disk is full, and then a bug."""
    with savepoint(tx):
        run_statement(tx, "ROLLBACK")
        raise ValueError("a bug")


def test_a_part_within_a_part_is_undone_alone(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/hanmi.db") as db:
        with db.writing() as tx:
            with savepoint(tx):
                run_statement(tx, NOTE, term=1)
                with pytest.raises(ValueError, match="a bug"):
                    fail_in_part(tx, 2, 3)
                run_statement(tx, NOTE, term=4)
            run_statement(tx, NOTE, term=5)
        with db.reading() as tx:
            assert list_terms(tx) == [1, 4, 5]


def test_a_part_that_fails_takes_the_parts_within_it_along(tmp_path: Path) -> None:
    def fail_around(tx: Transaction) -> None:
        with savepoint(tx):
            with savepoint(tx):
                run_statement(tx, NOTE, term=1)
            raise ValueError("a bug")

    with Database(f"sqlite:///{tmp_path}/hanmi.db") as db, db.writing() as tx:
        with pytest.raises(ValueError, match="a bug"):
            fail_around(tx)
        assert list_terms(tx) == []


@pytest.mark.sqlite_only  # PostgreSQL says it in other words
def test_nothing_is_written_after_a_transaction_that_is_gone(tmp_path: Path) -> None:
    """Whoever goes on after bugs must not take the loss of the transaction for one."""
    with Database(f"sqlite:///{tmp_path}/hanmi.db") as db:
        with db.writing() as tx, pytest.raises(sa.exc.DBAPIError, match="no such savepoint") as caught:
            lose_all(tx)
        assert is_storage_trouble(caught.value)


@pytest.mark.parametrize(
    ("statement", "trouble"),
    [(NOTE, Conflict), ("SELECT nothing FROM nowhere", StorageError)],
    ids=["twice", "no table"],
)
def test_what_the_driver_says_is_named(tmp_path: Path, statement: str, trouble: type[Exception]) -> None:
    def write_twice(db: Database) -> None:
        with db.writing() as tx:
            run_statement(tx, NOTE, term=7)
            run_statement(tx, statement, term=7)

    with Database(f"sqlite:///{tmp_path}/hanmi.db") as db:
        with pytest.raises(trouble) as caught:
            write_twice(db)
        assert type(caught.value) is trouble
        with db.reading() as tx:
            assert list_terms(tx) == []


ODD_WORDS = [
    "",
    " ",
    "NULL",
    "null",
    "{}",
    "a,b",
    '"',
    "\\",
    '\\"',
    "한미",
    "a\nb\t",
    "'",
    "%s",
    ":w",
    "{words}",
]


def test_words_are_given_as_they_are(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/hanmi.db") as db, db.reading() as tx:
        for words in ([], ["one"], ODD_WORDS):
            rows = read_rows(tx, "SELECT w FROM {words} AS given", words=as_words(words))
            assert [word for (word,) in rows] == words
            assert list(tx.execute(select_words(tx, words)).scalars()) == words
        numbers = read_rows(tx, "SELECT CAST(w AS INTEGER) FROM {words} AS given", words=as_numbers([3, 1]))
        assert [number for (number,) in numbers] == [3, 1]
