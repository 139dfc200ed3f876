"""The search index finds every article that a slow scan finds, and few others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.query.index_query import find_asked, find_asked_of_any, find_candidates
from storage.corpus.articles import insert_article
from storage.corpus.search import (
    Asked,
    SearchPhrase,
    _TextSearch,
    change_words,
    find_numbers,
    keep_words,
    list_words,
    may_hold,
)
from storage.database import Database, Transaction, open_engine
from storage.migrations import run_steps
from storage.records import Article, Entity, Role, Sighting, TextFrom, Watch
from storage.tables import articles

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def an_article(key: str, title: str, text: str = "", subtitle: str | None = None) -> Article:
    return Article(
        key=key,
        title=title,
        text=text,
        subtitle=subtitle,
        lang="en",
        fetched_at=NOW,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
    )


TEXTS = (
    ("북한이 미사일을 쐈다", "합동참모본부는 북한이 단거리 미사일을 발사했다고 밝혔다."),
    ("북한산에 눈이 왔다", "등산객이 늘었다."),
    ("한미, NCG를 열다", "한미 핵협의그룹(NCG)은 서울에서 열렸다. 한·미 양국은 확장억제를 논의했다."),
    ("핵 협의 그룹 회의", "제5차 핵 협의 그룹 회의가 워싱턴에서 열린다."),
    ("韓美 정상 통화", "尹 대통령은 美 대통령과 통화했다. 對北 정책을 논의했다."),
    ("The NCG meets", "The Nuclear Consultative Group (NCG) met in Washington, the U.S. said."),
    ("syNCGroup reports profit", "The software maker's tariffs of charges rose; cost-sharing was discussed."),
    ("Trump’s transition", "President-elect Trump’s team spoke of cost sharing and F-15K fighters."),
    ("조태열 장관 방미", "조 장관은 국무장관과 만났다."),
    ("Minister Cho Taeyul", "Foreign Minister Cho Tae-yong [sic] met his counterpart; KIDDs were held."),
    ("한미FTA 개정", "한미 FTA협상에서 K-방산과 G7 정상회의가 논의됐다. ㄱ자 집, 日 총리"),
    ("ＮＣＧ 회의", "NCG 결과가 나왔다. The word tariffed is none."),
    ("", "본문뿐인 글: 미·북 대화가 재개된다."),
)
ENTITIES = (
    Entity(
        id="ncg", name="NCG", kind="body", aliases=("Nuclear Consultative Group", "NCG", "핵협의그룹", "核협")
    ),
    Entity(id="us", name="United States", kind="place", aliases=("United States", "U.S.", "미국", "美")),
    Entity(id="north-korea", name="North Korea", kind="place", aliases=("북한", "北"), never=("북한산",)),
    Entity(
        id="cho-tae-yul",
        name="Cho Tae-yul",
        kind="person",
        aliases=("Cho Tae-yul", "조태열"),
        roles=(Role(titles=("Foreign Minister",)),),
    ),
    Entity(id="cho-tae-yong", name="Cho Tae-yong", kind="person", aliases=("Cho Tae-yong", "조태용")),
)
QUERIES = (
    "북한",
    "북",
    "한미",
    "핵협의그룹",
    "NCG",
    "미사일",
    "대북",
    "눈",
    "정상",
    "한미FTA",
    '"한미 FTA"',
    "K방산",
    "F-15K를",
    "FTA협*",
    "제5차",
    "5차",
    "협상에서K*",
    "관세 G7",
    "美",
    "미",
    "취임*",
    "tariff*",
    "tariff",
    '"cost sharing"',
    "cost-sharing",
    "US",
    "U.S.",
    "Trump",
    "transition",
    "F-15K",
    "KIDD",
    "@ncg",
    "@us",
    "@north-korea",
    "@cho-tae-yul",
    "@cho-tae-yong",
    '"Cho Tae Yul"',
    "조태열",
    "G7",
    "日",
    "일",
    "title:NCG",
    "title:@ncg",
    "lede:핵협의그룹",
    "NCG NEAR/5 washington",
    "북한 ADJ/3 미사일",
    "@ncg NOT washington",
    "(tariff* OR 북한) AND lang:en",
    "lang:en",
    "ATLEAST/2 NCG",
    "NCG SENT (met OR 열렸다)",
    "미북",
    "ㄱ자",
    "origins >= 1",
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = Database(f"sqlite:///{tmp_path_factory.mktemp('search') / 'hanmi.db'}")
    with db.writing() as tx:
        for number, (title, text) in enumerate(TEXTS):
            article = an_article(f"text:{number}", title, text)
            keep_words(tx, insert_article(tx, article), article)
    yield db
    db.close()


def list_piecewise(tx: Transaction, watchlist: Watchlist) -> set[str]:
    """The same, each part of the query asked for once and put together here."""
    numbers = find_candidates(watchlist.queries["q"], watchlist.gazetteer, partial(find_numbers, tx))
    query = sa.select(articles.c.key)
    return set(tx.execute(query if numbers is None else query.where(may_hold(tx, numbers))).scalars())


def list_found(tx: Transaction, asked: Asked) -> set[str]:
    return set(tx.execute(sa.select(articles.c.key).where(may_hold(tx, asked))).scalars())


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_through_the_index_what_it_finds_by_reading_all(db: Database, query: str) -> None:
    watchlist = compile_watchlist(ENTITIES, [Watch(id="q", name="q", query=query)])
    met = {
        f"text:{number}"
        for number, (title, text) in enumerate(TEXTS)
        if watchlist.read(an_article(f"text:{number}", title, text)).matches()
    }
    asked = find_asked(watchlist.queries["q"], watchlist.gazetteer)
    with db.reading() as tx:
        assert asked is None or met <= list_found(tx, asked)
        everything = set(tx.execute(sa.select(articles.c.key)).scalars())  # other tests add to these texts
        piecewise = list_piecewise(tx, watchlist)
        assert piecewise == (everything if asked is None else list_found(tx, asked))


def test_many_queries_find_through_the_index_what_each_finds_by_reading_all(db: Database) -> None:
    watches = [Watch(id=f"q{number}", name="q", query=query) for number, query in enumerate(QUERIES)]
    watchlist = compile_watchlist(ENTITIES, watches)
    askable = [
        tree
        for tree in watchlist.queries.values()
        if find_asked_of_any([tree], watchlist.gazetteer) is not None
    ]
    assert len(askable) > len(QUERIES) // 2
    asked = find_asked_of_any(askable, watchlist.gazetteer)
    assert asked is not None
    with db.reading() as tx:
        found = list_found(tx, asked)
    for number, (title, text) in enumerate(TEXTS):
        reading = watchlist.read(an_article(f"text:{number}", title, text))
        met = any(reading.reader.meets(tree) for tree in askable)
        assert not met or f"text:{number}" in found


def test_a_person_whom_a_text_misnames_is_found(db: Database) -> None:
    misnamed = an_article("text:9", "A visit", "Foreign Minister Cho Tae-yong met his counterpart.")
    watchlist = compile_watchlist(ENTITIES, [Watch(id="q", name="q", query="@cho-tae-yul")])
    assert watchlist.read(misnamed).matches()
    asked = find_asked(watchlist.queries["q"], watchlist.gazetteer)
    assert asked is not None
    with db._engine.connect() as tx:
        article = replace(misnamed, key="text:misnamed")
        keep_words(tx, insert_article(tx, article), article)
        assert "text:misnamed" in list_found(tx, asked)
        tx.rollback()


def nest(depth: int) -> str:
    query = "북한"
    for level in range(depth):
        query = f"({query} {'OR' if level % 2 else 'AND'} w{level})"
    return query


@pytest.mark.parametrize(
    "query",
    [
        " OR ".join(["북한", *(f"w{number}" for number in range(2000))]),
        " OR ".join(["북한", *(f"(w{number} AND x{number})" for number in range(900))]),
        " AND ".join(["북한"] * 2000),
        "(" * 55 + "북한" + ")" * 55,
        nest(55),
        "and OR or OR near OR not OR 북한",
        f'"{"한미" * 2000}" OR 북한',
    ],
    ids=["wide", "wide and deep", "repeated", "bracketed", "deep", "like operators", "long"],
)
def test_a_query_of_any_shape_can_be_asked(db: Database, query: str) -> None:
    watchlist = compile_watchlist((), [Watch(id="q", name="q", query=query)])
    asked = find_asked(watchlist.queries["q"], watchlist.gazetteer)
    with db.reading() as tx:
        found = {f"text:{number}" for number in range(len(TEXTS))} if asked is None else list_found(tx, asked)
        assert list_piecewise(tx, watchlist) <= found
        assert "text:0" in list_piecewise(tx, watchlist) or query == nest(55)
    assert "text:0" in found or query == nest(55)


def test_what_stands_side_by_side_is_asked_side_by_side(db: Database) -> None:
    with db.reading() as tx:
        assert list_found(tx, SearchPhrase(("nuclear", "consultative", "group"))) == {"text:5"}
        assert list_found(tx, SearchPhrase(("group", "consultative"))) == set()
        assert list_found(tx, SearchPhrase(("consultative",), in_title=True)) == set()


ALPHABET = st.sampled_from(
    [*"한미북일핵협의 제", *"美韓北日", *"ab12.-·,\n()’", "NCG", "U.S.", " ", "é", "İ", "ㄱ"]
)


@settings(max_examples=200, deadline=None)
@given(
    text=st.lists(ALPHABET, min_size=1, max_size=30).map("".join),
    cut=st.tuples(st.integers(0, 30), st.integers(1, 8)),
    change=st.sampled_from(["as it is", "squeezed", "open", "capital"]),
)
def test_no_text_is_missed(db: Database, text: str, cut: tuple[int, int], change: str) -> None:
    """Terms are pieces of the text, so that many of them are met."""
    start = cut[0] % len(text)
    piece = text[start : start + cut[1]].replace("\n", " ").strip()
    letters = "".join(char for char in piece if char.isalnum())
    if not letters:
        return
    term = {
        "as it is": f'"{piece}"',
        "squeezed": f'"{letters}"',
        "open": f"{letters}*",
        "capital": f'"{piece.upper()}"',
    }[change]
    watchlist = compile_watchlist((), [Watch(id="q", name="q", query=term)])
    article = an_article("text:new", "", text)
    if not watchlist.read(article).matches():
        return
    asked = find_asked(watchlist.queries["q"], watchlist.gazetteer)
    assert asked is not None
    with db._engine.connect() as tx:
        tx.begin()
        keep_words(tx, insert_article(tx, article), article)
        assert "text:new" in list_found(tx, asked)
        tx.rollback()


def test_a_new_version_stands_in_place_of_the_old(db: Database) -> None:
    before = an_article("text:v", "Zebra", "quagga", subtitle="okapi")
    after = an_article("text:v", "Zebra", "tapir")
    with db._engine.connect() as tx:
        number = insert_article(tx, before)
        keep_words(tx, number, before)
        assert list_found(tx, SearchPhrase(("okapi",))) == {"text:v"}
        change_words(tx, number, before, after)
        assert list_found(tx, SearchPhrase(("quagga",))) == list_found(tx, SearchPhrase(("okapi",))) == set()
        assert list_found(tx, SearchPhrase(("tapir",))) == {"text:v"}
        tx.rollback()


def test_articles_from_before_the_index_are_in_it(tmp_path: Path) -> None:
    engine = open_engine(sa.make_url(f"sqlite:///{tmp_path / 'hanmi.db'}"))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, "0001_the_house")
        connection.execute(  # in words of its own: the tables have grown since
            sa.text(
                "INSERT INTO articles (id, key, title, subtitle, lang, text_from, published_day_only,"
                " published_confidence, fetched_at, sighting, text_hash, fingerprint_count, authors, text)"
                " VALUES ('a-old', 'text:old', '북한이', 'with a deck', 'en', 'page', false,"
                " 0, '2026-11-22 00:00:00', 'live', 0, 0, '[]', 'An old text')"
            )
        )
    engine.dispose()
    db = Database(f"sqlite:///{tmp_path / 'hanmi.db'}")
    with db.reading() as tx:
        assert (
            list_found(tx, SearchPhrase(("북한",))) == list_found(tx, SearchPhrase(("deck",))) == {"text:old"}
        )
    db.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S.' NCG met", "the us ncg met"),
        ("한국 경제", "한국 국경 경제 제"),
        ("북한이, 美 NCG를", "북한 한이 이 美 ncg 를"),
        ("눈", "눈"),
        ("한미\n일", "한미 미 일"),
        ("—", ""),
    ],
)
def test_words_are_cut_so_that_particles_hide_none(text: str, words: str) -> None:
    assert " ".join(list_words(text)) == words


@given(
    titled=st.lists(st.sampled_from(("trump", "한국", "a")), max_size=9),
    said=st.lists(st.sampled_from(("trump", "국경", "b")), max_size=30),
    often=st.sampled_from((0, 1, 250, 254, 255, 256, 900)),
)
def test_few_words_are_written_as_many_are(titled: list[str], said: list[str], often: int) -> None:
    said = [*said, *["trump"] * often]
    few = _TextSearch._write_few(titled, said)
    assert few in (None, _TextSearch._write_many(titled, said))
    assert few is not None or often > 100


def test_a_word_without_end_is_found_by_its_beginning(db: Database) -> None:
    article = an_article("text:long", "x" * 100_000)
    with db._engine.connect() as tx:
        tx.begin()
        keep_words(tx, insert_article(tx, article), article)
        assert list_found(tx, SearchPhrase(("x" * 100_000,))) == {"text:long"}
        tx.rollback()
