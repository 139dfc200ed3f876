"""Lists are found by index in pages, and paging shows each row once, whatever comes in between."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from storage.database import Database, Transaction, open_engine
from storage.errors import CursorRefused
from storage.lists.article_lists import ArticleFilter, list_articles, walk_articles
from storage.lists.paging import ListPage, read_cursor, walk_pages, write_cursor
from storage.lists.story_lines import count_moved, list_moved
from storage.lists.story_lists import list_stories
from storage.migrations import run_steps
from storage.promises.alerts import keep_alerts, list_alerts
from storage.records import Alert, AlertKind, Article
from storage.tables import articles, stories
from tests.judging import START, judge_and_keep, make_article, open_corpus
from tests.old_database import OLD, load_database

MANY = 23
LETTERS = "bdfgklmnprst"


def write_articles() -> list[Article]:
    """On events of their own and shared ones, some at one time, some without a date, in no order."""
    chance = random.Random(4)
    made, words = list[Article](), list[str]()
    for n in range(MANY):
        if n % 2 == 0:
            words = ["".join(chance.choices(LETTERS, k=6)) for _ in range(30)]
        text = " ".join(chance.choices(words, k=60)) + "."
        hours = None if n % 5 == 0 else float(chance.randrange(8) * 9)
        made.append(make_article(f"news.example/{n}", text, f"Title {n}", hours=hours, live=n % 2 == 0))
    return made


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_corpus(tmp_path_factory.mktemp("paging")) as database:
        for article in write_articles():
            judge_and_keep(database, article)
        with database.writing() as tx:
            keep_alerts(tx, (make_alert(n) for n in range(MANY)))
        yield database


def make_alert(number: int) -> Alert:
    return Alert(
        watch="w", watch_name="W", kind=AlertKind.FIRST, subject=f"s-{number}", revision="",
        story=f"s-{number}", article=f"a-{number}", created_at=START + timedelta(hours=number // 3),
        reasons=(), evidence=(),
    )  # fmt: skip


LISTS: dict[str, Callable[[Transaction, int | None, str | None], ListPage[Any]]] = {
    "articles": lambda tx, limit, after: list_articles(tx, ArticleFilter(limit=limit), after=after),
    "stories": lambda tx, limit, after: list_stories(tx, limit=limit, after=after),
    "moved": lambda tx, limit, after: list_moved(tx, START, limit=limit, after=after),
    "alerts": lambda tx, limit, after: list_alerts(tx, limit=limit, after=after),
}


@pytest.mark.parametrize("name", LISTS)
def test_pages_put_together_are_the_list(corpus: Database, name: str) -> None:
    read = LISTS[name]
    with corpus.reading() as tx:
        whole = [thing.id for thing in read(tx, None, None)]
        assert len(whole) == len(set(whole)) > 5
        for size in (1, 2, 3, 7, len(whole) - 1, len(whole), len(whole) + 1):
            assert [thing.id for thing in walk_pages(lambda n, at: read(tx, n, at), None, size)] == whole
            assert [thing.id for thing in walk_pages(lambda n, at: read(tx, n, at), 6, size)] == whole[:6]


def test_only_a_list_that_goes_on_has_a_cursor(corpus: Database) -> None:
    with corpus.reading() as tx:
        assert list_articles(tx, ArticleFilter()).next is None
        assert list_articles(tx, ArticleFilter(limit=MANY)).next is None
        page = list_articles(tx, ArticleFilter(limit=MANY - 1))
        assert page.next is not None
        assert len(list_articles(tx, ArticleFilter(limit=9), after=page.next)) == 1


def test_what_comes_while_somebody_pages_moves_nothing(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as database:
        for hours in range(4):
            judge_and_keep(database, make_article(f"a.example/{hours}", f"Text {hours}.", hours=hours))
        with database.reading() as tx:
            first = list_articles(tx, ArticleFilter(limit=2))
        judge_and_keep(database, make_article("a.example/new", "Newer still.", hours=9))
        with database.reading() as tx:
            rest = list_articles(tx, ArticleFilter(limit=2), after=first.next)
        assert [listed.published_at for listed in (*first, *rest)] == [
            START + timedelta(hours=hours) for hours in (3, 2, 1, 0)
        ]


@pytest.mark.sqlite_only  # its plan of queries is looked at
@pytest.mark.parametrize("name", ["articles", "stories", "moved"])
def test_a_page_is_read_by_index_and_without_texts(corpus: Database, name: str) -> None:
    asked: list[str] = []
    with corpus.reading() as tx:
        sa.event.listen(tx, "before_cursor_execute", lambda *given: asked.append(given[2]))
        page = LISTS[name](tx, 2, None)
        LISTS[name](tx, 2, page.next)
        plans = [
            row.detail
            for statement in {each for each in asked if "FROM stories" in each or "FROM articles" in each}
            for row in explain(tx, statement)
        ]
    assert asked
    assert not any("articles.text," in statement or "articles.text " in statement for statement in asked)
    assert not [plan for plan in plans if plan.startswith("SCAN") and plan.endswith(("articles", "stories"))]
    assert not [plan for plan in plans if "ix_stories_within (" in plan]  # it has the parts alone


def explain(tx: Transaction, statement: str) -> Any:
    values = ("2026",) * statement.count("?")
    return tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()


def test_filters_hold_on_every_page(corpus: Database) -> None:
    with corpus.reading() as tx:
        since = START + timedelta(hours=20)
        found = list(walk_articles(tx, ArticleFilter(since=since)))
        dated = {listed.id for listed in list_articles(tx, ArticleFilter()) if listed.published_at}
        assert found
        assert all((listed.published_at or listed.fetched_at) >= since for listed in found)
        assert {listed.id for listed in found} <= dated | {listed.id for listed in found}
        assert list(walk_articles(tx, ArticleFilter(source="nobody"))) == []


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 2**59))
def test_a_cursor_comes_back_as_it_was_written(at: datetime, number: int) -> None:
    assert read_cursor(write_cursor((at, number))) == (at, number)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "====", "한국", "a" * 5000, write_cursor((START, 1))[:-3], write_cursor((START, 1)) + "AAAA",
     write_cursor((START.replace(tzinfo=None), 1)), write_cursor((START, 10**30)),
     write_cursor((datetime.min.replace(tzinfo=timezone(timedelta(hours=9))), 1)), "\x00", "MjAyNg"],
    ids=range(12),
)  # fmt: skip
def test_a_cursor_that_was_made_up_is_refused(cursor: str) -> None:
    with pytest.raises(CursorRefused, match="begin the list again"):
        read_cursor(cursor)


def moves_on_file(tx: Transaction) -> dict[int, datetime | None]:
    whole = sa.select(stories).where(stories.c.within.is_(None))  # articles of a part stand in its story
    return {row.number: row.moved_at for row in tx.execute(whole)}


def moves_by_articles(tx: Transaction) -> dict[int, datetime | None]:
    latest = sa.select(articles.c.story, sa.func.max(articles.c.fetched_at).label("at")).group_by(
        articles.c.story
    )
    return {row.story: row.at for row in tx.execute(latest)}


def test_a_story_knows_when_an_article_last_joined_it(corpus: Database) -> None:
    with corpus.reading() as tx:
        assert moves_on_file(tx) == moves_by_articles(tx)
        assert count_moved(tx, START) == len(list_moved(tx, START, limit=None))
        assert count_moved(tx, START + timedelta(days=99)) == 0


def test_an_older_database_knows_it_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    load_database(OLD / "0006_shared_names.json.gz", url, {"{stand}": "127.0.0.1:1"})
    engine = open_engine(sa.make_url(url))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, "0009_credits")
    engine.dispose()
    with Database(url) as database, database.reading() as tx:
        assert moves_on_file(tx) == moves_by_articles(tx)
        assert all(moves_on_file(tx).values())
