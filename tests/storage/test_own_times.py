"""What is counted of an entity beside its name stays what the article says, whatever becomes of that."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from flows.inspect.entity_texts import read_entity
from flows.judge.verdict import judge_article, keep_verdict
from storage.corpus.articles import insert_article, keep_mentions
from storage.database import Database, Transaction
from storage.judging.likeness import replace_copy
from storage.judging.stories import date_article
from storage.lists import entity_counts
from storage.lists.entity_counts import count_all, count_periods
from storage.lists.timeline import event_time, is_independent
from storage.migrations import run_steps
from storage.records import Article, Copy, CopyKind, Likeness, Mention, Published
from storage.tables import articles, mentions
from tests.flows.judge.test_judge_copies import NEWS
from tests.judging import START, make_article, open_corpus

NAMES = ("ncg", "trump", "seoul")
WIRE = "\n".join(NEWS)
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as corpus:
        yield corpus


def keep(tx: Transaction, article: Article, *names: str) -> int:
    """An article with its names, as the pipeline keeps it."""
    found = tuple(Mention(entity=name, count=1, in_title=False) for name in names)
    judgement = judge_article(tx, article, found)
    number = insert_article(tx, article)
    keep_mentions(tx, number, found, new=article)
    keep_verdict(tx, number, article, judgement)
    return number


def read_noted(tx: Transaction) -> list[tuple[int, str, int | None, int]]:
    query = sa.select(mentions.c.article, mentions.c.entity, mentions.c.own_s, mentions.c.korean)
    return [tuple(row) for row in tx.execute(query.order_by(mentions.c.article, mentions.c.entity))]


def work_out(tx: Transaction) -> list[tuple[int, str, int | None, int]]:
    """The same from the articles, one by one."""
    query = (
        sa.select(mentions.c.article, mentions.c.entity, event_time().label("at"), articles.c.lang,
                  is_independent().label("own"))
        .join(articles, articles.c.number == mentions.c.article)
        .order_by(mentions.c.article, mentions.c.entity)
    )  # fmt: skip
    return [
        (row.article, row.entity, int(row.at.timestamp()) if row.own and row.at else None, row.lang == "ko")
        for row in tx.execute(query)
    ]


def fill(tx: Transaction) -> None:
    """Originals and copies in either order, undated ones, files, both languages."""
    keep(tx, make_article("a.example/1", "핵협의그룹이 열렸다.", lang="ko", hours=1.5), "ncg", "seoul")
    keep(tx, make_article("late.example/1", WIRE, hours=5), "ncg", "trump")
    keep(tx, make_article("wire.example/1", WIRE, hours=1), "ncg", "trump")
    keep(tx, make_article("wire.example/2", WIRE, hours=7), "ncg")
    keep(tx, make_article("undated.example/1", "Trump spoke of ports.", hours=None), "trump")
    keep(tx, make_article("file.example/1", "A file of old, undated.", hours=None, live=False), "seoul")


def test_new_articles_and_those_that_turn_out_to_be_copies_are_noted(db: Database) -> None:
    with db.writing() as tx:
        fill(tx)
        assert read_noted(tx) == work_out(tx)
        assert [own is None for _, name, own, _ in read_noted(tx) if name == "ncg"].count(True) == 2


def test_what_changes_of_an_article_is_noted_anew(db: Database) -> None:
    with db.writing() as tx:
        fill(tx)
        (number, id_) = tx.execute(
            sa.select(articles.c.number, articles.c.id).where(articles.c.key == "file.example/1")
        ).one()
        assert date_article(tx, id_, Published(at=START - timedelta(days=9), by="page"))
        assert read_noted(tx) == work_out(tx)
        keep_mentions(tx, number, [Mention(entity="trump", count=2, in_title=True)])
        assert read_noted(tx) == work_out(tx)
        copy = tx.execute(sa.select(articles.c.number).where(articles.c.key == "late.example/1")).scalar_one()
        replace_copy(tx, copy, None)
        assert read_noted(tx) == work_out(tx)
        likeness = Likeness(article="a-1", group="a-1", shared=9, of_this=0.2, of_other=0.2)
        for kind in (CopyKind.PARTIAL, CopyKind.NEAR):
            replace_copy(tx, copy, Copy(of="a-1", kind=kind, likeness=likeness))
            assert read_noted(tx) == work_out(tx)


@pytest.mark.sqlite_only  # it opens the file itself
def test_an_older_database_is_filled_in(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with open_corpus(tmp_path) as newest, newest.writing() as tx:
        fill(tx)
        rows = {table: [dict(row) for row in tx.execute(sa.select(table)).mappings()]
                for table in (articles, mentions)}  # fmt: skip
        expected = read_noted(tx)
    with engine.begin() as old:
        run_steps(old, "0017_match_rules")
        for table in (articles, mentions):
            columns = {column["name"] for column in sa.inspect(old).get_columns(table.name)} - {"story"}
            made = [{name: value for name, value in row.items() if name in columns} for row in rows[table]]
            then = sa.table(table.name, *(sa.column(name, table.c[name].type) for name in columns))
            old.execute(sa.insert(then), made)
        run_steps(old)
        assert read_noted(old) == expected
    engine.dispose()


def test_periods_are_counted_as_one_by_one(db: Database) -> None:
    chance = random.Random(1)
    with db.writing() as tx:
        for n in range(60):
            lang, hours = chance.choice(("en", "ko")), chance.uniform(0, 200)
            names = chance.sample(NAMES, 2)
            keep(tx, make_article(f"x.example/{n}", f"Text {n} of its own.", lang=lang, hours=hours), *names)
    now = START + timedelta(hours=190)
    with db.reading() as tx:
        for since in (START + timedelta(hours=30), START - timedelta(days=400)):
            for name in NAMES:
                of = [(datetime.fromtimestamp(own, UTC), korean) for _, entity, own, korean in read_noted(tx)
                      if entity == name and own is not None and own >= since.timestamp()]  # fmt: skip
                days = Counter((at.astimezone(SEOUL).date(), korean) for at, korean in of)
                shown = read_entity(tx, name, since, now, SEOUL)
                counted = [(day, days[day, 1], days[day, 0]) for day, _, _ in shown.days]
                assert list(shown.days) == counted
                assert count_all(tx, NAMES, since)[name] == len(of)
        assert count_all(tx, ["nobody"], START) == {"nobody": 0}
        assert count_periods(tx, "nobody", [START, now]) == [(0, 0), (0, 0)]


def test_outlets_and_neighbours_are_those_of_the_newest(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as tx:
        for n in range(6):
            keep(tx, make_article(f"x.example/{n}", f"Text {n}, its own.", hours=n), "ncg", f"name-{n}")
    monkeypatch.setattr(entity_counts, "NEWEST", 2)
    with db.reading() as tx:
        shown = read_entity(tx, "ncg", START - timedelta(days=1), START + timedelta(days=1), SEOUL)
    assert shown.total == 6
    assert shown.counted == 2
    assert [name for name, _ in shown.beside] == ["name-4", "name-5"]
