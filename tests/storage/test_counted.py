"""How many articles there are is known without counting each of them again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.corpus.articles import insert_article
from storage.corpus.ledger import set_mark
from storage.database import Database
from storage.lists.metrics import COUNTED_MARK, count_articles, note_articles
from tests.judging import START, make_article, open_corpus


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as corpus:
        yield corpus


def add(db: Database, *names: str) -> None:
    for name in names:
        with db.writing() as tx:
            insert_article(tx, make_article(name, "said"))


def count(db: Database) -> int:
    with db.reading() as tx:
        return count_articles(tx)


def test_articles_are_counted_before_anybody_has_noted_how_many_there_are(db: Database) -> None:
    assert count(db) == 0
    add(db, "one", "two")
    assert count(db) == 2


def test_what_came_since_the_last_count_is_added_to_it(db: Database) -> None:
    note_articles(db)
    add(db, "one", "two", "three")
    note_articles(db)
    assert count(db) == 3
    add(db, "four", "five")
    assert count(db) == 5
    note_articles(db)
    assert count(db) == 5


def test_what_was_counted_is_not_counted_again(db: Database) -> None:
    add(db, "one", "two", "three")
    with db.writing() as tx:
        set_mark(tx, COUNTED_MARK, "2 1000", START)
    assert count(db) == 1001


def fail(db: Database) -> None:
    with db.writing() as tx:
        insert_article(tx, make_article("lost", "said"))
        raise RuntimeError


def test_an_article_that_was_given_up_leaves_no_hole_in_the_count(db: Database) -> None:
    add(db, "one")
    with pytest.raises(RuntimeError):
        fail(db)
    add(db, "two")
    note_articles(db)
    add(db, "three")
    assert count(db) == 3
