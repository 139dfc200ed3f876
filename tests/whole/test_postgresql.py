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

from flows.config.settings import SEEDS
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.demo.script import read_script
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from storage.database import Database
from storage.tables import metadata
from tests.newsroom import Newsroom
from tests.postgres import find_programs, open_server
from tests.storage.test_storage_migrations import KNOWN
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
    (alert,) = room.lines("alerts")
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
    assert room.document("redeliver", room.lines("alerts")[0]["id"])
    assert len({each.headers["webhook-id"] for each in receiver.received()}) == 1


def test_a_corrected_article_is_told_and_found_as_it_is_now(room: Newsroom) -> None:
    piece = printed("ncg-to-meet-in-seoul")
    outlet = room.open_outlet("dispatch")
    (address,) = outlet.publish(piece)
    assert room.run()["alerts"]["created"] == 1
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
