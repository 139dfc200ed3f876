"""A backtest that takes matches from the file tells what one that reads the texts would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.watch import rules
from alerts.watch.ideas.model import Model
from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.loading.load import load_settings
from flows.files.bring_in import bring_in_seeds
from flows.inspect import on_file
from flows.inspect.rehearsing import candidates
from flows.inspect.rehearsing.backtest import Backtest, rehearse_watches
from flows.inspect.search import compile_query, search_corpus
from flows.keeping.new_article import keep_article, match_again
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers
from storage.corpus.matched import list_rules
from storage.corpus.search import Asked, Bounds, find_numbers
from storage.database import Database, Transaction
from storage.judging.stories import date_article
from storage.lists.timeline import list_in_order
from storage.records import Entity, Evidence, MatchRules, Published, Watch
from storage.tables import matched_articles
from storage.whole.pruning import prune_rules
from tests.corpus import NOW, Corpus, an_article

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = (
    "talks",
    "대화",
    "정상회담",
    "tariff*",
    "meeting",
    '"foreign minister"',
    "핵",
    "Trump",
    "방위비",
    "summit",
)
NAMES = ("ncg", "north-korea", "united-states", "trump", "south-korea", "usfk")
DRAWN = 12


def rehearse(db: Database, watchlist: Watchlist, *, read: bool = False) -> Backtest:
    """The backtest; with `read` as if nothing were on file."""
    if not read:
        return rehearse_watches(db, watchlist, BEGIN)
    with db.writing() as tx:
        kept = tx.execute(sa.select(matched_articles)).mappings().all()
        tx.execute(matched_articles.delete())
    try:
        return rehearse_watches(db, watchlist, BEGIN)
    finally:
        with db.writing() as tx:
            tx.execute(matched_articles.insert(), [dict(row) for row in kept])


def match_all(house: House, watchlist: Watchlist) -> None:
    with house.db.reading() as tx:
        numbers = article_numbers(tx)
    for number in numbers:
        match_again(replace(house, watchlist=watchlist), number, now=NOW)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The bundled watches over the bundled articles and a third of their own examples, an hour apart."""
    folder = tmp_path_factory.mktemp("seeded")
    (folder / "hanmi.toml").write_text('data_dir = "data"\n[defaults]\nsources = false\nto = []\n')
    with open_house(load_settings(folder / "hanmi.toml")) as house:
        bring_in_seeds(house, now=house.db.now())
        texts = [
            one for watch in house.settings.watches for one in (*watch.must_match, *watch.must_not_match)
        ]
        for at, example in enumerate(texts[::3]):
            article = an_article(
                f"{at}", example.text[:60], f"{example.text}\nIt is number {at}.", days_ago=at / 24
            )
            keep_article(house, article, now=article.fetched_at)
        yield house


def draw_query(chance: random.Random) -> str:
    known = [f"@{id_}" for id_ in NAMES]

    def draw() -> str:
        one, other = (chance.choice(known if chance.random() < 0.5 else WORDS) for _ in range(2))
        return f"({one}{chance.choice((' ', ' OR ', ' NEAR/15 ', ' SENT '))}{other})"

    return chance.choice(("{} OR {}", "{} {}", "{} NOT zebra {}")).format(draw(), draw())


def test_the_bundled_watches_come_out_the_same(seeded: House) -> None:
    watchlist = seeded.watchlist
    match_all(seeded, watchlist)
    by_file, by_text = rehearse(seeded.db, watchlist), rehearse(seeded.db, watchlist, read=True)
    assert by_file.tests == by_text.tests
    assert (by_file.read, by_text.on_file) == (0, 0)
    assert sum(len(test.matched) for test in by_file.tests) > 50
    for watch in watchlist.watches[:3]:
        alone = compile_watchlist(watchlist.entities, [watch], watchlist.learned)
        once, again = rehearse(seeded.db, alone), rehearse(seeded.db, alone, read=True)
        assert once.tests == again.tests, watch.id
        assert once.read == 0, watch.id


def test_drawn_queries_come_out_the_same(seeded: House) -> None:
    entities = [entity for entity in seeded.settings.entities if entity.id in NAMES]
    chance = random.Random(7)
    drawn = [Watch(id=f"w{at}", name="drawn", query=draw_query(chance)) for at in range(DRAWN)]
    match_all(seeded, compile_watchlist(entities, drawn))
    met = 0
    for watch in drawn:
        alone = compile_watchlist(entities, [watch])
        by_file = rehearse(seeded.db, alone)
        assert by_file.tests == rehearse(seeded.db, alone, read=True).tests, watch.query
        assert by_file.read == 0
        met += by_file.on_file
    assert met > DRAWN


@pytest.mark.parametrize("days", [0, 1, 3, 9, 40, 4000])
def test_the_index_is_asked_for_what_lies_in_the_time_alone(
    seeded: House, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def find_noting(tx: Transaction, words: Asked, *, between: tuple[int, int]) -> AbstractSet[int]:
        asked.append(between)
        return find_numbers(tx, words, between=between)

    since = NOW - timedelta(days=days)
    watch = Watch(id="w", name="w", query='talks OR summit OR "foreign minister" OR 대화')
    one = compile_watchlist(seeded.settings.entities, [watch])
    several = compile_watchlist(seeded.settings.entities, [watch, replace(watch, id="v", query="tariff*")])
    whole = [rehearse_watches(seeded.db, each, BEGIN).tests for each in (one, several)]
    with seeded.db.reading() as tx:
        dated, undated = list_in_order(tx, None, since)
    numbers = sorted(each.number for each in (*dated, *undated)) or [0]
    monkeypatch.setattr(on_file, "find_numbers", find_noting)
    monkeypatch.setattr(candidates, "find_numbers", find_noting)
    for watchlist, tests in zip((one, several), whole, strict=True):
        for bounded, test in zip(rehearse_watches(seeded.db, watchlist, since).tests, tests, strict=True):
            assert bounded.undated == test.undated
            late = {id_: line for id_, line in test.matched.items() if line.at and line.at >= since}
            assert bounded.matched == late
    assert {*asked} == {(numbers[0], numbers[-1])}


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[House]:
    corpus = Corpus(tmp_path)
    corpus.configure()
    corpus.keep(
        an_article("one", "NCG meets", "The NCG met for talks with North Korea in mind."),
        an_article("two", "Rice", "Rice is early."),
        an_article("undated", "NCG again", "The NCG met in the spring.", days_ago=None),
    )
    with corpus.open() as house:
        yield house


def count_read(house: House, watchlist: Watchlist) -> int:
    return rehearse_watches(house.db, watchlist, BEGIN).read


def test_another_watch_may_change_and_this_one_may_not(corpus: House) -> None:
    entities, (ncg, talks) = corpus.settings.entities, corpus.settings.watches
    assert count_read(corpus, compile_watchlist(entities, [ncg])) == 0
    match_all(corpus, compile_watchlist(entities, [ncg, replace(talks, query="rice")]))
    assert count_read(corpus, compile_watchlist(entities, [ncg])) == 0
    assert count_read(corpus, compile_watchlist(entities, [replace(ncg, query="@ncg met")])) == 2
    assert count_read(corpus, compile_watchlist(entities, [talks])) == 1
    assert rehearse_watches(corpus.db, corpus.watchlist, BEGIN).on_file == 0


def test_a_search_takes_from_the_file_what_it_would_read(
    corpus: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A watch's own query is on file as the watch's, and whom an article names for every other query."""
    entities = corpus.settings.entities

    def search(query: str) -> list[tuple[str, tuple[Evidence, ...]]]:
        hits = search_corpus(corpus.db, compile_query(query, entities), Bounds())
        return [(hit.kept.article.id, hit.evidence) for hit in hits]

    def count_texts(query: str) -> int:
        read: list[str] = []
        real = Watchlist.read
        with monkeypatch.context() as patch:
            patch.setattr(Watchlist, "read", lambda *args: read.append("") or real(*args))
            search(query)
        return len(read)

    queries = ("@ncg", "@ncg OR rice", "@ncg talks", "@north-korea", "NCG met", "title:@ncg")
    by_file, counts = [search(query) for query in queries], [count_texts(query) for query in queries]
    with corpus.db.writing() as tx:
        tx.execute(matched_articles.delete())
    assert [search(query) for query in queries] == by_file
    assert all(by_file)
    assert counts == [0, 3, 1, 1, 2, 2]
    assert count_texts("@ncg") == 2


def test_a_changed_entity_makes_it_read_anew(corpus: House) -> None:
    ncg = corpus.settings.watches[0]
    first, *rest = corpus.settings.entities
    changed = [replace(first, aliases=(*first.aliases, "nuclear group")), *rest]
    assert count_read(corpus, compile_watchlist(changed, [ncg])) == 2
    also = Entity(id="rice", name="Rice", kind="thing", aliases=("Rice",))
    assert count_read(corpus, compile_watchlist([first, *rest, also], [ncg])) == 2


def test_changed_weights_make_it_read_anew(corpus: House) -> None:
    entities = corpus.settings.entities
    idea = Watch(id="idea", name="Idea", query="", idea="@ncg")
    model = Model(digest="d", bias=1, weights={"w:met": (5, 1), "w:rice": (3, 1)}, left_out={})
    match_all(corpus, compile_watchlist(entities, [idea], {"idea": model}))
    assert count_read(corpus, compile_watchlist(entities, [idea], {"idea": model})) == 0
    for other in (
        replace(model, bias=2),
        replace(model, digest="e"),
        replace(model, weights={"w:met": (3, 1), "w:rice": (5, 1)}),
    ):
        assert count_read(corpus, compile_watchlist(entities, [idea], {"idea": other})) == 2
    unlearned = compile_watchlist(entities, [idea])
    assert count_read(corpus, unlearned) == 2
    assert count_read(corpus, unlearned.teach({"idea": model})) == 0


def test_changed_code_makes_it_read_anew(corpus: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "digest_code", lambda: "another release")
    assert count_read(corpus, compile_watchlist(corpus.settings.entities, corpus.settings.watches)) == 2
    match_all(corpus, compile_watchlist(corpus.settings.entities, corpus.settings.watches))
    assert count_read(corpus, compile_watchlist(corpus.settings.entities, corpus.settings.watches)) == 0


def test_what_gets_a_date_is_read_anew(corpus: House) -> None:
    with corpus.db.writing() as tx:
        undated = an_article("undated", "", "").id
        assert date_article(tx, undated, Published(at=NOW, by="feed"))
    assert count_read(corpus, compile_watchlist(corpus.settings.entities, corpus.settings.watches[:1])) == 1


def test_a_watch_that_counts_origins_is_always_read(corpus: House) -> None:
    entities = corpus.settings.entities
    counting = Watch(id="many", name="Many", query="@ncg origins >= 1")
    match_all(corpus, compile_watchlist(entities, [counting, *corpus.settings.watches]))
    assert count_read(corpus, compile_watchlist(entities, [counting])) == 2
    assert count_read(corpus, compile_watchlist(entities, corpus.settings.watches)) == 0
    gated = [replace(entities[0], requires=("origins >= 1",)), *entities[1:]]
    match_all(corpus, compile_watchlist(gated, corpus.settings.watches))
    assert count_read(corpus, compile_watchlist(gated, corpus.settings.watches)) == 2


def test_rules_by_which_no_article_was_matched_last_are_forgotten(corpus: House) -> None:
    entities, watches = corpus.settings.entities, corpus.settings.watches
    other = [replace(watches[0], query=f"({watches[0].query}) OR brandnew"), *watches[1:]]
    changed = compile_watchlist(entities, other)
    with corpus.db.reading() as tx:
        first, *_ = article_numbers(tx)
    match_again(replace(corpus, watchlist=changed), first, now=NOW)
    assert len(list_kept_rules(corpus)) == 2
    with corpus.db.writing() as tx:
        assert prune_rules(tx) == 0  # by both articles were matched last
    match_all(corpus, changed)
    with corpus.db.writing() as tx:
        assert prune_rules(tx) == 1
    assert list_kept_rules(corpus) == [changed.rules]
    assert count_read(corpus, changed) == 0
    match_all(corpus, corpus.watchlist)
    assert count_read(corpus, corpus.watchlist) == 0


def list_kept_rules(house: House) -> list[MatchRules | None]:
    with house.db.reading() as tx:
        return list(list_rules(tx).values())


def test_what_an_older_version_matched_is_read_until_it_is_matched_again(corpus: House) -> None:
    with corpus.db.writing() as tx:
        tx.execute(matched_articles.delete())
    assert count_read(corpus, corpus.watchlist) == 2
    match_all(corpus, corpus.watchlist)
    assert count_read(corpus, corpus.watchlist) == 0
