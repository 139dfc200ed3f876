"""Carrying makes two databases equal, whatever the other had: all at first, then what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import sqlalchemy as sa

from storage.corpus.articles import insert_article
from storage.corpus.search import SearchPhrase, change_words, keep_words, may_hold
from storage.database import Database, Transaction
from storage.tables import Moment, articles, deliveries, entries, marks, metadata, stories, story_aliases
from storage.whole import carry as carrying
from storage.whole.carry import Carried, bring_over, digest_tables, is_empty
from storage.whole.moved import note_arriving, note_moved
from tests.corpus import an_article

NOW = datetime(2026, 11, 29, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'source.db'}") as db:
        yield db


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'target.db'}") as db:
        yield db


def a_value(column: sa.Column[Any], row: int) -> Any:
    """Something that tells columns, rows, zones, scripts and kinds apart."""
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return 4 - row if 4 - row != row else None  # some point to rows after them
        return a_value(key.column, row)
    if isinstance(column.type, Moment):
        return NOW + timedelta(days=row, microseconds=row)
    if isinstance(column.type, sa.JSON):
        return {"z": [1, 2.5, None, True], "a": f"{column.name} 한미 \0 {row}"}
    if isinstance(column.type, sa.LargeBinary):
        return bytes(range(256)) * row
    if isinstance(column.type, sa.Boolean):
        return row % 2 == 0
    if isinstance(column.type, sa.Float):
        return 0.1 + row / 3
    if isinstance(column.type, sa.Integer):
        return row if column.primary_key else row * 1000
    return f"{column.table.name}.{column.name} {'zÉ한韓~a'[row]} {row}"


def fill(tx: Transaction, rows: int = 3) -> None:
    """Rows in every table."""
    for table in metadata.sorted_tables:
        own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
        for row in range(1, rows + 1):
            values = {column.name: a_value(column, row) for column in table.columns}
            tx.execute(table.insert().values(values | dict.fromkeys(own)))
        for row in range(1, rows + 1):
            for name in own:
                changed = table.update().where(table.c.number == row)
                tx.execute(changed.values({name: a_value(table.c[name], row)}))


def carry(source: Database, target: Database) -> Carried:
    with source.reading() as tx:
        return bring_over(tx, target)


def digests(db: Database) -> dict[str, str]:
    with db.reading() as tx:
        return digest_tables(tx)


def finds(db: Database, word: str) -> list[int]:
    with db.reading() as tx:
        query = sa.select(articles.c.number).where(may_hold(tx, SearchPhrase((word,))))
        return sorted(tx.execute(query).scalars())


def test_every_table_is_carried(source: Database, target: Database) -> None:
    with source.writing() as tx:
        fill(tx)
    assert carry(source, target).rows == dict.fromkeys(metadata.tables, 3)
    assert digests(target) == digests(source)
    assert carry(source, target).written == 0
    with target.writing() as tx:  # numbers go on after the last
        assert tx.execute(stories.insert().values(id="new", title="new")).inserted_primary_key == (4,)


def test_each_table_counts_in_the_comparison(source: Database, target: Database) -> None:
    with source.writing() as tx:
        fill(tx)
    carry(source, target)
    whole = digests(source)
    for table in metadata.sorted_tables:
        pointed = {key.column for other in metadata.sorted_tables for key in other.foreign_keys}
        free = [each for each in table.columns if not each.foreign_keys and each not in pointed]
        with target.writing() as tx:
            keys = [key == a_value(key, 1) for key in table.primary_key]
            tx.execute(table.update().where(*keys).values({free[-1].name: a_value(free[-1], 4)}))
        assert [name for name, digest in digests(target).items() if digest != whole[name]] == [table.name]
        carry(source, target)
        assert digests(target) == whole


def test_what_changed_meanwhile_is_carried_the_next_time(source: Database, target: Database) -> None:
    with source.writing() as tx:
        fill(tx)
    carry(source, target)
    with source.writing() as tx:
        tx.execute(articles.update().values(story=1))
        for other in metadata.sorted_tables:
            for key in other.foreign_keys:
                if key.column.table is stories and other is not articles:
                    tx.execute(other.delete().where(key.parent == 3))
        tx.execute(stories.delete().where(stories.c.number == 3))  # merged into another
        tx.execute(story_aliases.insert().values(former="s-3", story=1))
        tx.execute(entries.delete().where(entries.c.number == 2))
        again = {column.name: a_value(column, 2) for column in entries.columns} | {"number": 9}
        tx.execute(entries.insert().values(again))  # the same unique key under another number
        tx.execute(deliveries.update().where(deliveries.c.number == 2).values(attempts=9, body=b"new"))
    carried = carry(source, target)
    assert digests(target) == digests(source)
    assert carried.deleted >= 2
    assert 0 < carried.written < 12


def test_a_row_that_points_to_a_later_one_since_is_carried(source: Database, target: Database) -> None:
    with source.writing() as tx:
        fill(tx)
    carry(source, target)
    with source.writing() as tx:
        later = {column.name: a_value(column, 4) for column in articles.columns}
        tx.execute(articles.insert().values(later | {"copy_of": None, "story": None}))
        tx.execute(articles.update().where(articles.c.number == 1).values(copy_of=4))
    assert carry(source, target).touched == {"articles"}
    assert digests(target) == digests(source)


def test_only_tables_that_differed_are_compared_again(source: Database, target: Database) -> None:
    with source.writing() as tx:
        fill(tx)
    assert carry(source, target).touched == set(metadata.tables)
    assert carry(source, target).touched == set()
    with source.writing() as tx:
        tx.execute(marks.delete())
    assert carry(source, target).touched == {"marks"}
    with source.reading() as tx:
        assert list(digest_tables(tx, {"marks"})) == ["marks"]


@pytest.mark.sqlite_only
def test_what_is_written_does_not_pile_up_in_a_second_file(source: Database, target: Database) -> None:
    with source.writing() as tx:
        many = [{"name": f"{row:05}", "value": "한" * 20_000, "at": NOW} for row in range(1500)]
        tx.execute(marks.insert(), many)
    with patch.object(carrying, "BATCH", 20):
        carry(source, target)
    file = target.file
    assert file is not None
    written = file.with_name(f"{file.name}-wal").stat().st_size
    assert written < 45_000_000 < 60_000_000 < file.stat().st_size


def test_the_search_index_goes_with_the_articles(source: Database, target: Database) -> None:
    first, second = an_article("1", "Allies meet", "동맹"), an_article("2", "Ministers talk", "장관")
    with source.writing() as tx:
        for article in (first, second):
            keep_words(tx, insert_article(tx, article), article)
    carry(source, target)
    assert (finds(target, "allies"), finds(target, "장관"), finds(target, "ministers")) == ([1], [2], [2])
    changed = an_article("2", "Envoys talk", "대사")
    with source.writing() as tx:
        change_words(tx, 2, second, changed)
        tx.execute(articles.update().where(articles.c.number == 2).values(title="Envoys talk", text="대사"))
    carry(source, target)
    assert (finds(target, "envoys"), finds(target, "대사"), finds(target, "ministers")) == ([2], [2], [])


def test_a_nul_in_a_text_is_left_out(source: Database, target: Database) -> None:
    with source.writing() as tx:
        tx.execute(marks.insert().values(name="nul", value="a\0b", at=NOW))
    carry(source, target)
    with target.reading() as tx:
        assert tx.execute(sa.select(marks.c.value)).scalar() == "ab"
    assert carry(source, target).written == 0


def test_marks_of_carrying_are_each_databases_own(source: Database, target: Database) -> None:
    with source.writing() as tx:
        note_moved(tx, "elsewhere", NOW)
    with target.writing() as tx:
        assert is_empty(tx)
        note_arriving(tx, "here", NOW)
        assert not is_empty(tx)
    assert carry(source, target).written == 0
    assert digests(target) == digests(source)
