"""A search through the newest articles first finds what one through all at once finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice

import pytest
import sqlalchemy as sa

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.database import open_database
from flows.config.settings import Settings
from flows.inspect import search
from flows.inspect.search import Hit, ask_names, compile_query, search_corpus
from storage.corpus.search import Bounds
from storage.database import Database
from storage.tables import matched_articles
from tests.flows.desk.stand import make_settings

QUERIES = ("@ncg", "ports", "officials OR ships", "lang:en", "title:@ncg", '"port authority"', "zebra",
           "@ncg AND origins >= 1", "@seoul NOT ports", "genre:news ports")  # fmt: skip
BOUNDS = (Bounds(), Bounds(entity="seoul"), Bounds(lang="ko"), Bounds(source="wire"),
          Bounds(since=datetime.now(UTC) - timedelta(days=9)))  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("parts"), count=30)


@pytest.fixture(scope="module", params=["all", "half"])
def db(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Database]:
    """With what all or half of the articles meet on file."""
    with open_database(settings) as database:
        with database.writing() as tx:
            kept = [dict(row) for row in tx.execute(sa.select(matched_articles)).mappings()]
            if request.param == "half":
                tx.execute(matched_articles.delete().where(matched_articles.c.article % 2 == 0))
        yield database
        with database.writing() as tx:
            tx.execute(matched_articles.delete())
            tx.execute(matched_articles.insert(), kept)


@pytest.fixture(scope="module")
def names(settings: Settings) -> Watchlist:
    return compile_watchlist(settings.entities, settings.watches)


Whole = Callable[[str], Sequence[list[Hit]]]
"""What a query finds within each of the bounds, all looked at at once."""


@pytest.fixture(scope="module")
def find_whole(db: Database, settings: Settings) -> Whole:
    @cache
    def find(query: str) -> Sequence[list[Hit]]:
        compiled = compile_query(query, settings.entities)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(search, "SPREAD", -1)
            return [list(search_corpus(db, compiled, bounds)) for bounds in BOUNDS]

    return find


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(("window", "enough", "spread"), [(4, 1, 9), (7, 0, 9), (4, 50, 9), (5, 1, 0)])
def test_it_finds_the_same_in_the_same_order(
    db: Database, find_whole: Whole, names: Watchlist, monkeypatch: pytest.MonkeyPatch,
    query: str, window: int, enough: int, spread: int,
) -> None:  # fmt: skip
    asked, wholes = ask_names(names, query), find_whole(query)
    monkeypatch.setattr(search, "SPREAD", spread)
    monkeypatch.setattr(search, "WINDOW", window)
    monkeypatch.setattr(search, "_READ_AT_ONCE", max(enough, 1))
    for bounds, whole in zip(BOUNDS, wholes, strict=True):
        assert list(search_corpus(db, asked, bounds)) == whole
        for place in (0, len(whole) // 2, len(whole) - 1):
            if whole:
                rest = search_corpus(db, asked, bounds, after=whole[place].number)
                assert list(rest) == whole[place + 1 :]


def test_most_of_the_corpus_is_not_asked_for_where_a_page_is_full(
    db: Database, names: Watchlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WINDOW", 10)
    monkeypatch.setattr(search, "_look_at_all", lambda *_: pytest.fail("all was asked for"))
    for query in ("officials OR ships", "@ncg"):
        assert len(list(islice(search_corpus(db, ask_names(names, query), Bounds()), 5))) == 5


def test_after_an_article_that_is_gone_there_is_nothing(db: Database, names: Watchlist) -> None:
    assert list(search_corpus(db, ask_names(names, "ports"), Bounds(), after=10**6)) == []
