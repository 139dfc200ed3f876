"""PostgreSQL drops connections, restarts, or is replaced by its standby: a retry, and no promise is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from storage.bugs import attempt_alone
from storage.database import FRESH_S, Database, Transaction
from storage.driver import read_rows, run_statement
from storage.errors import StorageError
from tests.live_service import wait_for
from tests.newsroom import Newsroom
from tests.postgres import Cluster, find_programs, make_database, open_cluster

PROGRAMS = find_programs()
PIECES = 8

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed here"),
]

Fault = Callable[[Cluster], None]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    assert PROGRAMS is not None
    with open_cluster(PROGRAMS) as opened:
        yield opened


@pytest.fixture
def room(
    tmp_path: Path, cluster: Cluster, stand: Newsstand, receiver: WebhookSink, postbox: MailSink
) -> Newsroom:
    url = make_database(cluster.address, "faults")
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox, storage=url)
    moment = datetime.now(UTC) - timedelta(minutes=10)
    for number in range(2):
        texts = range(10 * number, 10 * number + PIECES // 2)
        room.open_outlet(f"outlet-{number}").publish(
            *(made_up_piece(n, published=moment, extra=(ncg_sentence(n),)) for n in texts)
        )
    room.write_config()
    return room


def drop_connections(cluster: Cluster) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid()"
    with psycopg.connect(f"{cluster.address.replace('+psycopg', '')}/postgres", autocommit=True) as own:
        own.execute(f"{others} AND backend_type = 'client backend'")


def write_down(cluster: Cluster) -> None:
    """Have on its disk what was committed: this server does not wait for that, and is ended at once."""
    with psycopg.connect(f"{cluster.address.replace('+psycopg', '')}/postgres", autocommit=True) as own:
        own.execute("CHECKPOINT")


def restart(cluster: Cluster) -> None:
    cluster.end()
    time.sleep(1)
    cluster.start()


@pytest.mark.parametrize("fault", [drop_connections, restart])
def test_a_run_that_lost_its_database_is_made_up_for_by_the_next(
    room: Newsroom, cluster: Cluster, receiver: WebhookSink, fault: Fault
) -> None:
    receiver.always(Reply(hang_s=0.2))
    run = start_run(room)
    wait_for(lambda: receiver.received(accepted=True), 120)
    fault(cluster)
    run.wait(120)
    finish(room)
    check_told(receiver, repeats=1)


def test_a_connection_that_was_dropped_while_nobody_used_it_is_replaced(cluster: Cluster) -> None:
    with Database(make_database(cluster.address, "idle")) as db:
        for fault in (drop_connections, restart):
            with db.writing() as tx:
                run_statement(
                    tx, "INSERT INTO term_counts (term, articles) VALUES (1, 1) ON CONFLICT DO NOTHING"
                )
            write_down(cluster)
            fault(cluster)
            time.sleep(2 * FRESH_S)
            with db.reading() as tx:
                assert read_rows(tx, "SELECT term FROM term_counts") == [(1,)]


def ask_plainly(tx: Transaction) -> None:
    run_statement(tx, "SELECT 1")


def ask_by_parts(tx: Transaction) -> None:
    tx.execute(sa.select(1))


def say_nothing(_tx: Transaction) -> None:
    pass


def meet_a_bug(tx: Transaction) -> None:
    with suppress(sa.exc.SQLAlchemyError):
        ask_by_parts(tx)
    raise KeyError("a bug")


@pytest.mark.parametrize("within", [say_nothing, ask_plainly, ask_by_parts, meet_a_bug])
@pytest.mark.parametrize("fault", [drop_connections, restart])
def test_a_connection_lost_at_one_record_is_trouble_of_the_database_and_no_bug(
    cluster: Cluster, fault: Fault, within: Callable[[Transaction], None]
) -> None:
    def lose(tx: Transaction) -> None:
        fault(cluster)
        within(tx)

    with Database(make_database(cluster.address, "lost")) as db:
        for door in (db.writing, db.reading):
            with pytest.raises(StorageError), door() as tx:
                attempt_alone("a-1", "telling", lambda tx=tx: lose(tx), None, within=tx)
        with db.writing() as tx:  # the next finds a connection that lives
            ask_plainly(tx)


def test_a_promoted_standby_at_the_same_address_keeps_every_promise(
    room: Newsroom, cluster: Cluster, receiver: WebhookSink
) -> None:
    receiver.always(Reply(status=503))
    room.run()
    waiting = {each["id"] for each in room.lines("deliveries") if each["state"] == "retrying"}
    assert len(waiting) == PIECES
    standby = cluster.make_standby()
    try:
        cluster.await_standby()
        cluster.end()
        assert room.hanmi("run", "--all", "--json").exit_code == 1  # while there is none
        standby.promote_at(cluster.port)
        receiver.always(Reply())
        finish(room)
        assert waiting <= {each["id"] for each in room.lines("deliveries") if each["state"] == "sent"}
    finally:
        standby.end()
    check_told(receiver, repeats=0)


def start_run(room: Newsroom) -> subprocess.Popen[bytes]:
    code = "import sys; from flows.cli import main; sys.exit(main())"
    words = ["--config", str(room.config), "--data-dir", str(room.folder / "other"), "run", "--all", "--json"]
    return subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.DEVNULL)


def finish(room: Newsroom) -> None:
    """Run until nothing waits any more."""

    def is_done() -> bool:
        room.run()
        states = {each["state"] for each in room.lines("deliveries")}
        return states == {"sent"} and len(room.lines("articles")) == PIECES

    wait_for(is_done, 180)


def check_told(receiver: WebhookSink, *, repeats: int) -> None:
    """Each piece was told, under one id, and so many ids at most came twice."""
    accepted = receiver.received(accepted=True)
    ids = [each.headers["webhook-id"] for each in accepted]
    assert len(set(ids)) == PIECES
    assert len({json.loads(each.body)["data"]["article"]["title"] for each in accepted}) == PIECES
    assert len(ids) - len(set(ids)) <= repeats
