"""Whom a text credits is on file with its article: origins are counted without reading texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.corpus import credits
from storage.corpus.articles import insert_article, read_article, read_article_numbered
from storage.corpus.credits import credit_kept, read_credit
from storage.corpus.origins import count_origins, trace_origins
from storage.corpus.search import keep_words
from storage.corpus.versions import replace_article
from storage.database import Database, open_engine
from storage.language.agencies import AGENCIES
from storage.lists.story_lists import list_stories, read_story
from storage.lists.story_reports import read_credited, read_reports
from storage.migrations import run_steps
from storage.tables import articles
from tests.judging import judge_and_keep, make_article, open_corpus
from tests.old_database import OLD, load_database
from tests.swallowed import DUMP

LEAD = " ".join(f"The allies weighed point {n} of the agenda in week {n} of spring." for n in range(20))
CREDITED = f"SEOUL (Yonhap) -- {LEAD}"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def credits_on_file(corpus: Database) -> dict[str, str | None]:
    with corpus.reading() as tx:
        return {row.key: row.credit for row in tx.execute(sa.select(articles.c.key, articles.c.credit))}


def keep_group(corpus: Database) -> str:
    """Two outlets with one text of which only the second says whose it is, and a third of its own."""
    texts = {"a.example/1": LEAD, "b.example/1": CREDITED, "c.example/1": f"{LEAD[:400]} It ended late."}
    verdicts = [
        judge_and_keep(corpus, replace(make_article(key, text, hours=n), outlet=key[0].upper()))
        for n, (key, text) in enumerate(texts.items())
    ]
    assert len({verdict.story for verdict in verdicts}) == 1
    return verdicts[0].story


def test_a_credit_is_read_when_an_article_is_kept_and_never_again(
    corpus: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = keep_group(corpus)
    assert credits_on_file(corpus) == {"a.example/1": None, "b.example/1": "Yonhap", "c.example/1": None}

    def read(*_: object) -> None:
        raise AssertionError("a text was read for its credit")

    monkeypatch.setattr("storage.corpus.credits.read_credit", read)
    with corpus.reading() as tx:
        shown = read_story(tx, story)
        assert shown is not None
        assert [shown] == list_stories(tx)
        assert shown.origins == count_origins(read_credited(tx, story))
        assert trace_origins(read_credited(tx, story))[:2] == ["Yonhap", "Yonhap"]


def test_what_is_on_file_is_what_the_texts_say(corpus: Database) -> None:
    story = keep_group(corpus)
    with corpus.reading() as tx:
        on_file = read_credited(tx, story)
        assert on_file == [credit_kept(kept) for one in on_file if (kept := read_article(tx, one.id))]


def test_a_version_that_credits_somebody_else_changes_the_origin(corpus: Database) -> None:
    with corpus.writing() as tx:
        before = make_article("a.example/1", CREDITED)
        number = insert_article(tx, before)
        keep_words(tx, number, before)
        replace_article(tx, number, before, replace(before, text=f"(서울=뉴시스) 홍길동 기자 = {LEAD}"))
        assert read_credit(read_article_numbered(tx, number).article) == "Newsis"
    assert credits_on_file(corpus) == {"a.example/1": "Newsis"}


def test_a_story_can_be_seen_as_it_was_when_an_article_was_kept(corpus: Database) -> None:
    story = keep_group(corpus)
    with corpus.reading() as tx:
        seen = [len(read_reports(tx, [story], kept_by=number).get(story, ())) for number in range(4)]
    assert seen == [0, 1, 2, 3]


def test_many_stories_are_read_in_parts(corpus: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.lists.story_lists.AT_ONCE", 2)
    topics = ("harbour", "election", "drought", "orchestra", "railway")
    for n, topic in enumerate(topics):
        text = " ".join(f"{topic}{word}" for word in range(30))
        judge_and_keep(corpus, make_article(f"o{n}.example/1", text, f"{topic} {n}", hours=n))
    with corpus.reading() as tx:
        assert [story.origins for story in list_stories(tx)] == [1] * 5
        assert [story.title for story in list_stories(tx)] == [
            f"{topic} {n}" for n, topic in reversed([*enumerate(topics)])
        ]


def fill(url: str, step: str, text: str) -> None:
    """A database of an older schema with one article."""
    engine = open_engine(sa.make_url(url))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, step)
        connection.exec_driver_sql(
            "INSERT INTO articles (id, key, title, lang, text_from, published_day_only, published_confidence,"
            " fetched_at, sighting, text_hash, fingerprint_count, authors, text) VALUES"
            " ('a-1', 'a.example/1', 'Title', 'en', 'page', 0, 0, '2026-03-01 00:00:00.000000', 'live', 0, 0,"
            " '[]', ?)",
            (text,),
        )
    engine.dispose()


@pytest.mark.sqlite_only  # it writes old rows in SQLite's own words
@pytest.mark.parametrize("step", ["0006_links_of_stories", "0008_extraction"])
@pytest.mark.parametrize(("text", "credit"), [(CREDITED, "Yonhap"), (LEAD, None), ("", None)])
def test_an_older_database_is_filled_in(tmp_path: Path, step: str, text: str, credit: str | None) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    fill(url, step, text)
    with Database(url) as database:
        assert credits_on_file(database) == {"a.example/1": credit}


@pytest.mark.sqlite_only  # it writes old rows in SQLite's own words
def test_a_bug_at_one_text_does_not_keep_an_older_database_from_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    fill(url, "0008_extraction", CREDITED)

    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("storage.corpus.credits.read_credit", fail)
    with Database(url) as database:
        assert credits_on_file(database) == {"a.example/1": None}


def test_an_old_database_keeps_its_ids_and_has_the_credits_of_its_texts(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hanmi.db'}"
    load_database(OLD / DUMP, url, {"{stand}": "127.0.0.1:1"})
    before = open_engine(sa.make_url(url))
    with before.connect() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM articles ORDER BY number").scalars().all()
    before.dispose()
    with Database(url) as database, database.reading() as tx:
        rows = tx.execute(sa.select(articles.c.id, articles.c.credit).order_by(articles.c.number)).all()
        assert [row.id for row in rows] == ids
        kept = [read_article(tx, row.id) for row in rows]
        assert [row.credit for row in rows] == [one and read_credit(one.article) for one in kept]


ODD = str.maketrans({"s": "ſ", "k": "\u212a", "i": "İ", "I": "ı"})


@pytest.mark.parametrize("name", sorted(AGENCIES))
def test_a_foot_is_passed_over_only_where_nothing_in_it_could_credit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = (name, name.upper(), name.lower(), name.translate(ODD), name.lower().translate(ODD))
    feet = [
        foot.format(way) for way in ways for foot in ("ⓒ {} 무단전재", "({})", "It ended late. {}", "{} 제휴")
    ]
    found = [read_credit(make_article("a.example/1", f"{LEAD}\n{foot}")) for foot in feet]
    monkeypatch.setattr(credits, "_may_credit", lambda _: True)
    assert found == [read_credit(make_article("a.example/1", f"{LEAD}\n{foot}")) for foot in feet]
    assert any(found) or "photo" in name  # which speaks of pictures
