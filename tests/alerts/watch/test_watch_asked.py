"""A query asked of names that are compiled already finds what it finds compiled alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from storage.errors import ConfigurationError, WatchError
from storage.records import Article, Entity, Sighting, TextFrom, Watch

ENTITIES = (
    Entity(id="ncg", name="Nuclear Consultative Group", kind="body", aliases=("NCG", "핵협의그룹")),
    Entity(id="seoul", name="Seoul", kind="place", aliases=("Seoul", "서울"), requires=("korea* OR 한국",)),
    Entity(id="trump", name="Donald Trump", kind="person", aliases=("Donald Trump", "Trump", "트럼프")),
)
WATCHES = (
    Watch(id="talks", name="Talks", query="@ncg NEAR/5 (meeting OR 회의)"),
    Watch(id="query", name="Of the same id", query="tariff*"),
)
TEXTS = (
    "The NCG meeting opened in Seoul, South Korea. Tariffs were not discussed.",
    "Trump spoke of tariffs; the NCG met later, in Korean and English.",
    "핵협의그룹 회의가 한국 서울에서 열렸다. 트럼프 대통령은 관세를 말했다.",
    "Nothing of the kind happened anywhere.",
    "韓美 정상이 통화했다. 관세와 북한을 논의했다.",
)
QUERIES = (
    "@ncg",
    "tariffs",
    "tariff* OR 관세",
    "meeting",
    "@trump NEAR/15 (tariff* OR 관세)",
    "@seoul",
    "title:@ncg",
    "한미 OR 북한",
    "tariffs NOT @trump",
    "lang:ko",
    "@ncg AND origins >= 2",
)


def make_articles() -> list[Article]:
    return [
        Article(
            key=f"https://a.example/{n}", title=text.partition(".")[0], text=text, sighting=Sighting.LIVE,
            lang="en" if text.isascii() else "ko", fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            text_from=TextFrom.PAGE,
        )
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def names() -> Watchlist:
    return compile_watchlist(ENTITIES, WATCHES)


@pytest.mark.parametrize("query", QUERIES)
def test_it_finds_and_shows_the_same(names: Watchlist, query: str) -> None:
    asked = Watch(id="query", name="query", query=query)
    alone, joined = compile_watchlist(ENTITIES, [asked]), names.ask(asked)
    for article in make_articles():
        for origins in (1, 3):
            expected, found = alone.read(article, origins), joined.read(article, origins)
            assert found.matches() == expected.matches()
            assert found.mentions() == expected.mentions()
    assert joined.asks_origins == alone.asks_origins


def test_one_query_after_another_leaves_the_names_as_they_were(names: Watchlist) -> None:
    before = [names.read(article).matches() for article in make_articles()]
    for query in QUERIES:
        again = names.ask(Watch(id="a", name="a", query=query)).ask(Watch(id="b", name="b", query="spoke"))
        assert [len(again.read(article).matches()) for article in make_articles()] == [0, 1, 0, 0, 0]
    assert [names.read(article).matches() for article in make_articles()] == before


@pytest.mark.parametrize("query", ["(a OR", "@nobody", "a AND @nobody", "NOT a", '"open'])
def test_what_is_wrong_with_it_is_said_at_the_same_place(names: Watchlist, query: str) -> None:
    asked = Watch(id="query", name="query", query=query)
    with pytest.raises(WatchError) as said:
        names.ask(asked)
    with pytest.raises(ConfigurationError) as expected:
        compile_watchlist(ENTITIES, [asked])
    assert said.value.why in str(expected.value)
    assert f"character {(said.value.at or 0) + 1}" in str(expected.value)
