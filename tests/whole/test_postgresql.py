"""The same promises on PostgreSQL, where several machines share one database."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from flows.config.bundle import SEEDS
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.script import read_script
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from storage.corpus.articles import insert_article
from storage.corpus.ledger import read_mark, set_mark
from storage.corpus.search import SearchPhrase, keep_words, may_hold
from storage.database import Database, open_engine
from storage.driver import run_statement
from storage.lists.timeline import list_in_order
from storage.migrations import run_steps
from storage.promises.alerts import list_told
from storage.tables import articles, marks, metadata, stories
from tests.corpus import NOW, an_article
from tests.newsroom import Newsroom
from tests.postgres import find_programs, open_server
from tests.storage.test_storage_migrations import KNOWN
from tests.storage.test_term_counts import check_machines, check_remembered
from tests.whole.test_upgrade_shared_names import check_recovery

PROGRAMS = find_programs()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here"),
]

_PRINTINGS = {printing.draft.slug: printing for act in read_script().acts for printing in act.printings}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    assert PROGRAMS is not None
    with open_server(PROGRAMS) as address:
        yield address


@contextmanager
def connected(url: str, **options: Any) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, poolclass=sa.NullPool, **options)
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """A fresh, empty database."""
    name = f"t{zlib.crc32(request.node.name.encode()):x}"
    with connected(f"{server}/postgres", isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    return f"{server}/{name}"


@pytest.fixture
def room(tmp_path: Path, url: str, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox, storage=url)


def printed(slug: str) -> Piece:
    return replace(_PRINTINGS[slug].draft, published=datetime.now(UTC) - timedelta(minutes=10))


def test_the_migrated_schema_is_the_schema(url: str) -> None:
    Database(url).close()
    with connected(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=KNOWN), metadata) == []
        partial = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_stories_within'"
        assert str(connection.scalar(sa.text(partial))).endswith("WHERE (within IS NOT NULL)")


def test_the_main_job_runs_as_on_sqlite(room: Newsroom) -> None:
    outlet = room.open_outlet("dispatch")
    outlet.publish(printed("ncg-to-meet-in-seoul"))
    room.open_outlet("courier").publish(printed("final-trip-to-korea"), printed("night-market-record"))
    room.write_config()
    assert room.document("backfill", str(SEEDS / "articles"))["articles"]["new"] == 3
    assert room.document("backfill", str(SEEDS / "articles"))["articles"]["known"] == 3
    report = room.run()
    assert report["articles"] == {"new": 2, "duplicate": 1, "updated": 0, "failed": 0}
    assert room.told() == (1, 1)
    assert room.run()["alerts"]["created"] == 0
    for command in ("articles", "stories", "alerts", "deliveries", "sources"):
        assert room.lines(command)
    assert len(room.lines("search", '@ncg OR "foreign minister"')) >= 3
    (alert,) = room.lines("alerts", "--watch", "ncg")
    assert room.document("explain", room.document("show", alert["article_id"])["url"])["alerts"]
    assert room.document("watch", "test", "ncg", "--since", "90d")


def test_two_machines_on_one_database_tell_nothing_twice(room: Newsroom, receiver: WebhookSink) -> None:
    for number in range(4):
        moment = datetime.now(UTC) - timedelta(minutes=10)
        pieces = [
            made_up_piece(10 * number + n, published=moment, extra=(ncg_sentence(10 * number + n),))
            for n in range(5)
        ]
        room.open_outlet(f"outlet-{number}").publish(*pieces)
    room.write_config()
    command = [Path(sys.executable).parent / "hanmi", "--config", str(room.config), "--data-dir"]
    machines = [
        subprocess.Popen(
            [*command, str(room.folder / name), "run", "--all", "--json"], stdout=subprocess.PIPE, text=True
        )
        for name in ("seoul", "washington")
    ]
    reports = [json.loads(machine.communicate(timeout=120)[0]) for machine in machines]
    assert sum(report["articles"]["new"] for report in reports) == 20
    ids = [each.headers["webhook-id"] for each in receiver.received(accepted=True)]
    assert len(ids) == len(set(ids)) == 20
    assert {each["state"] for each in room.lines("deliveries")} == {"sent"}


def test_what_a_receiver_refuses_waits_in_the_outbox(room: Newsroom, receiver: WebhookSink) -> None:
    room.open_outlet("dispatch").publish(printed("ncg-to-meet-in-seoul"))
    receiver.plan(Reply(status=503))
    report = room.run()
    assert report["deliveries"]["retrying"] == 1
    assert room.document("redeliver", room.lines("alerts", "--watch", "ncg")[0]["id"])
    assert len({each.headers["webhook-id"] for each in receiver.received()}) == 1


def test_a_corrected_article_is_told_and_found_as_it_is_now(room: Newsroom) -> None:
    piece = printed("ncg-to-meet-in-seoul")
    outlet = room.open_outlet("dispatch")
    (address,) = outlet.publish(piece)
    room.run()
    assert len(room.lines("alerts", "--watch", "ncg")) == 1
    outlet.publish(replace(piece, title="Allies postpone Nuclear Consultative Group meeting in Seoul"))
    assert room.run()["articles"]["updated"] == 1
    assert room.told() == (2, 2)
    assert room.run()["articles"]["updated"] == 0
    assert [version["kind"] for version in room.document("show", address)["versions"]] == [
        "first",
        "correction",
    ]
    assert len(room.lines("search", "title:postpone")) == 1


def test_due_times_go_by_the_servers_clock(url: str) -> None:
    ahead = timedelta(days=3)
    with connected(url, isolation_level="AUTOCOMMIT") as connection:
        # Found before the server's own, where the search path names both in this order.
        connection.execute(
            sa.text(
                "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
                " $$SELECT pg_catalog.clock_timestamp() + interval '3 days'$$"
            )
        )
    with Database(f"{url}?options=-csearch_path=public,pg_catalog") as db:
        assert abs(db.now() - datetime.now(UTC) - ahead) < timedelta(seconds=5)


def test_what_a_shared_name_had_swallowed_is_told_once(room: Newsroom) -> None:
    check_recovery(room)


def test_texts_are_sorted_by_their_bytes(url: str) -> None:
    names = ["Zulu", "alpha", "É", "한미", "a-b", "ab", "A"]
    with Database(url) as db:
        with db.writing() as tx:
            for name in names:
                set_mark(tx, name, "", NOW)
        with db.reading() as tx:
            query = sa.select(marks.c.name).order_by(marks.c.name)
            assert list(tx.execute(query).scalars()) == sorted(names)
            others = sa.text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'text'"
                " AND table_schema = 'public' AND collation_name IS DISTINCT FROM 'C'"
            )
            assert tx.execute(others).all() == []


def test_a_nul_is_left_out_of_texts_and_lists_of_them(url: str) -> None:
    with Database(url) as db:
        with db.writing() as tx:
            set_mark(tx, "a\0b", "c\0", NOW)
            run_statement(
                tx, "INSERT INTO term_counts (term, articles) VALUES (length(:name), 1)", name="x\0yz"
            )
        with db.reading() as tx:
            assert read_mark(tx, "ab") == read_mark(tx, "a\0b") == "c"
            assert tx.execute(sa.select(sa.column("term")).select_from(sa.text("term_counts"))).scalar() == 3
            found = sa.select(marks.c.name).where(
                marks.c.name == sa.any_(sa.literal(["a\0b"], sa.ARRAY(sa.Text)))
            )
            assert tx.execute(found).scalar() == "ab"


def test_a_reading_transaction_sees_one_state(url: str) -> None:
    with Database(url) as db, db.reading() as tx:
        assert read_mark(tx, "later") is None
        with db.writing() as other:
            set_mark(other, "later", "so", NOW)
        assert read_mark(tx, "later") is None


def searched(tx: sa.Connection, *words: str, in_title: bool = False) -> list[int]:
    return sorted(
        tx.execute(
            sa.select(articles.c.number).where(may_hold(tx, SearchPhrase(words, in_title=in_title)))
        ).scalars()
    )


def test_what_writes_is_planned_once_and_what_reads_by_its_values(url: str) -> None:
    with Database(url) as db:
        for _ in range(2):
            with db.writing() as tx:
                assert tx.exec_driver_sql("SHOW plan_cache_mode").scalar() == "force_generic_plan"
            with db.reading() as tx:
                assert tx.exec_driver_sql("SHOW plan_cache_mode").scalar() == "auto"


def test_a_phrase_is_found_where_its_words_stand_side_by_side(url: str) -> None:
    filler = " ".join(f"w{number}" for number in range(17_000))
    texts = [
        ("Group talks", "a nuclear consultative group met"),
        ("Nuclear", "consultative bodies of a group"),  # over the edge of the title
        ("Long", f"{filler} nuclear consultative group"),
        ("Often", "the the " * 300 + "nuclear talks of a consultative group"),
    ]
    with Database(url) as db:
        with db.writing() as tx:
            for number, (title, text) in enumerate(texts):
                article = an_article(str(number), title, text)
                keep_words(tx, insert_article(tx, article), article)
        with db.reading() as tx:
            # where places are not all known, an article is proposed and read
            assert searched(tx, "nuclear", "consultative", "group") == [1, 3, 4]
            assert searched(tx, "consultative", "nuclear") == [3, 4]
            assert searched(tx, "nuclear", "consultative") == [1, 3, 4]
            assert searched(tx, "group", "talks", in_title=True) == [1]
            assert searched(tx, "w16998", "w16999") == [3]


OLD_ARTICLE = """
    INSERT INTO articles (id, key, title, lang, text_from, published_day_only, published_confidence,
        fetched_at, sighting, text_hash, fingerprint_count, authors, text, extraction)
    VALUES ('a-old', '1', 'Old', 'en', 'page', false, 0, '2026-11-22', 'live', 0, 0, '[]',
        'a nuclear consultative group', 0)
    RETURNING number
"""
"""In words of its own: the tables have grown since."""


def test_what_an_older_version_entered_is_found_by_phrases(url: str) -> None:
    engine = open_engine(sa.make_url(url))
    with engine.connect() as connection, connection.begin():
        run_steps(connection, "0013_feed_tokens")
        number = connection.execute(sa.text(OLD_ARTICLE)).scalar_one()
        old = "INSERT INTO article_words VALUES (:n, array_to_tsvector(CAST(:words AS text[])))"
        words = ["a", "nuclear", "consultative", "group"]
        connection.execute(sa.text(old), {"n": number, "words": words})
    engine.dispose()
    with Database(url) as db, db.reading() as tx:
        assert searched(tx, "nuclear", "consultative") == [number]


def test_queries_are_planned_by_columns_that_a_step_has_added(url: str) -> None:
    filled = "INSERT INTO stories (id, title) SELECT 's-' || n, 'Talks' FROM generate_series(1, 500) AS n"
    with connected(url) as connection, connection.begin():
        run_steps(connection, "0022_shared_cycles")
        connection.execute(sa.text(filled))
        connection.execute(sa.text("ANALYZE stories"))
    Database(url).close()
    with connected(url) as connection:
        asked = "SELECT attname, null_frac FROM pg_stats WHERE tablename = 'stories'"
        known = dict(connection.execute(sa.text(asked)).all())
    assert known.keys() == set(stories.c.keys())
    assert known["within"] == 1.0


def test_words_are_entered_in_small_lots(url: str) -> None:
    """In large ones an article in hundreds waited for the words of all before it."""
    Database(url).close()
    with connected(url) as connection:
        asked = "SELECT reloptions FROM pg_class WHERE relname = 'ix_article_words_words'"
        assert connection.execute(sa.text(asked)).scalar_one() == ["gin_pending_list_limit=512"]


def test_words_are_not_counted_anew_for_every_tenth_article(url: str) -> None:
    Database(url).close()
    with connected(url) as connection:
        asked = "SELECT reloptions FROM pg_class WHERE relname = 'article_words'"
        assert connection.execute(sa.text(asked)).scalar_one() == ["autovacuum_analyze_scale_factor=0.5"]


def test_how_common_terms_are_is_remembered_until_somebody_counts(url: str) -> None:
    check_machines([url, url], seed=1, rounds=150)
    check_remembered(url)


def test_names_are_known_by_a_large_sample(url: str) -> None:
    """By the usual one a name of one text in a million was taken for a common one."""
    named = "INSERT INTO mentions (article, entity, count, in_title, korean) VALUES (:n, :name, 1, false, 0)"
    rows = [{"n": 1, "name": f"name-{n}"} for n in range(500)]
    with connected(url) as connection, connection.begin():
        run_steps(connection, "0024_forms_of_words")
        connection.execute(sa.text("SET session_replication_role = replica"))
        connection.execute(sa.text(named), rows)
        connection.execute(sa.text("SET session_replication_role = origin"))
    Database(url).close()
    with connected(url) as connection:
        of = "attrelid = 'mentions'::regclass AND attname = 'entity'"
        asked = f"SELECT attstattarget FROM pg_attribute WHERE {of}"
        assert connection.execute(sa.text(asked)).scalar_one() == 1000
        asked = "SELECT n_distinct FROM pg_stats WHERE tablename = 'mentions' AND attname = 'entity'"
        assert connection.execute(sa.text(asked)).scalar_one() == -1


def test_the_stories_that_moved_are_listed_once_for_all_articles(url: str) -> None:
    """Walked for each of the articles that were asked for, at a million they took minutes."""
    asked: list[tuple[str, Any]] = []
    with Database(url) as db, db.writing() as tx:
        insert_article(tx, an_article("a", "A title", "A text."))
        of = "WHERE relname = 'articles'"
        tx.execute(sa.text(f"UPDATE pg_class SET reltuples = 1000000, relpages = 1 {of}"))
        sa.event.listen(tx, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        list_in_order(tx, frozenset({1, 2, 3}), NOW)
        statement, values = asked[-1]
        plan = [row[0] for row in tx.exec_driver_sql(f"EXPLAIN {statement}", values)]
    assert any("hashed SubPlan" in line for line in plan), plan


def test_what_a_watch_told_lately_is_found_before_it_is_sorted(url: str) -> None:
    """From the newest of all on, the alerts of a watch that seldom tells took half a second at 104,000."""
    asked: list[tuple[str, Any]] = []
    with Database(url) as db, db.writing() as tx:
        tx.execute(
            sa.text("UPDATE pg_class SET reltuples = 100000, relpages = 9000 WHERE relname = 'alerts'")
        )
        sa.event.listen(tx, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        list_told(tx, "seldom", since=NOW, limit=200)
        statement, values = asked[-1]
        plan = [row[0] for row in tx.exec_driver_sql(f"EXPLAIN {statement}", values)]
    assert any("CTE lately" in line for line in plan), plan
