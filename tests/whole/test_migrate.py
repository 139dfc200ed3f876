"""Everything moves to another database and back, while deliveries wait, and nothing is told twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.scale.bulk import load_many
from bench.speed.corpus import make_wire
from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.service.lock import hold_lock
from storage.database import Database
from storage.errors import MovedAway, StorageError
from storage.tables import alerts, deliveries, delivery_alerts
from storage.whole.carry import digest_tables
from tests.newsroom import Newsroom
from tests.postgres import make_database, postgres_server

KINDS = ["sqlite", "postgresql"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[str | None]:
    with postgres_server() as address:
        yield address


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


@pytest.fixture(params=KINDS)
def to(request: pytest.FixtureRequest, tmp_path: Path, server: str | None) -> str:
    """The address of a database that is not there yet, or is empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'elsewhere' / 'new.db'}"
    if server is None:
        pytest.skip("no PostgreSQL server is installed here")
    return make_database(server, request.node.name)


def digests(url: str) -> dict[str, str]:
    with Database(url) as db, db.reading() as tx:
        return digest_tables(tx)


def tell_three(room: Newsroom, receiver: WebhookSink) -> None:
    """Three articles, one of them corrected; the last webhook is refused and waits to be retried."""
    moment = datetime.now(UTC) - timedelta(minutes=10)
    pieces = [made_up_piece(n, published=moment, extra=(ncg_sentence(n),)) for n in (1, 20, 40)]
    outlet = room.open_outlet("dispatch")
    outlet.publish(*pieces[:2])
    room.run()
    outlet.publish(replace(pieces[0], title="Correction: " + pieces[0].title))
    room.run()
    receiver.always(Reply(status=503))  # however often it is tried until the end of the cycle
    outlet.publish(pieces[2])
    assert room.run()["deliveries"]["retrying"] >= 1
    receiver.always(Reply())


def hooked(receiver: WebhookSink) -> list[str]:
    return [each.headers["webhook-id"] for each in receiver.received(accepted=True)]


def use(room: Newsroom, url: str) -> None:
    room.storage = url
    room.write_config()


def local_url(room: Newsroom) -> str:
    return f"sqlite:///{room.folder / 'data' / 'hanmi.db'}"


def test_all_of_it_moves_and_back_again(room: Newsroom, receiver: WebhookSink, to: str) -> None:
    tell_three(room, receiver)
    lists = {name: room.lines(name) for name in ("articles", "stories", "alerts", "deliveries", "sources")}
    shown = room.document("explain", lists["articles"][0]["url"])
    found = room.lines("search", "consultative")
    assert found
    waiting = {each["id"] for each in lists["deliveries"] if each["state"] == "retrying"}
    before = hooked(receiver)
    moved = room.document("migrate", "--to", to)
    assert moved["moved"]
    assert moved["rows"]["articles"] == 3
    assert digests(to) == digests(local_url(room))

    use(room, to)
    assert {name: room.lines(name) for name in lists} == lists
    assert room.lines("search", "consultative") == found
    assert room.document("explain", lists["articles"][0]["url"]) == shown
    receiver.always(Reply(status=503))
    again = room.run()
    assert (again["articles"]["new"], again["alerts"]["created"]) == (0, 0)
    receiver.always(Reply())
    room.document("redeliver", *waiting)
    assert sorted(hooked(receiver)) == sorted([*before, *waiting & set(hooked(receiver))])
    assert len(hooked(receiver)) == len(set(hooked(receiver))) == len(before) + 1

    back = f"sqlite:///{room.folder / 'back.db'}"
    assert room.document("migrate", "--to", back)["moved"]
    assert digests(back) == digests(to)
    use(room, back)
    room.open_outlet("courier").publish(
        made_up_piece(60, published=datetime.now(UTC), extra=(ncg_sentence(60),))
    )
    room.write_config()
    assert room.run()["articles"]["new"] == 1  # its number is the next
    assert len(hooked(receiver)) == len(before) + 2


def test_the_old_one_is_refused_and_changes_no_more(room: Newsroom, receiver: WebhookSink, to: str) -> None:
    tell_three(room, receiver)
    room.document("migrate", "--to", to)
    before = digests(local_url(room))
    for words in (("run",), ("deliver",), ("serve",), ("backfill", str(room.folder))):
        refused = room.hanmi(*words)
        assert isinstance(refused.exception, MovedAway), words
        assert "set [storage] url" in str(refused.exception)
    assert digests(local_url(room)) == before
    assert len(room.lines("articles")) == 3  # it can be looked at
    with pytest.raises(StorageError, match="has everything from here already"):
        raise room.hanmi("migrate", "--to", to).exception or AssertionError("it was moved again")
    other = f"sqlite:///{room.folder / 'third.db'}"
    assert "was moved to" in str(room.hanmi("migrate", "--to", other).exception)


def test_beside_a_running_service_the_bulk_goes_and_the_last_step_waits(
    room: Newsroom, receiver: WebhookSink, to: str
) -> None:
    tell_three(room, receiver)
    with hold_lock(room.folder / "data"):
        result = room.hanmi("migrate", "--to", to, "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)["moved"] is False
        assert "Stop it" in result.stderr
        room.open_outlet("courier").publish(made_up_piece(60, published=datetime.now(UTC)))
        room.write_config()
        assert room.run()["articles"]["new"] == 1  # the old one goes on
    use(room, to)
    assert "only in part" in str(room.hanmi("run").exception)  # the new one is not begun with
    use(room, "")
    assert room.document("migrate", "--to", to)["rows"]["articles"] == 4
    assert digests(to) == digests(local_url(room))


def test_what_a_kill_left_is_gone_on_with(room: Newsroom, receiver: WebhookSink, to: str) -> None:
    tell_three(room, receiver)
    whole = digests(local_url(room))
    for step in (1, 5, 12, 30, 60):
        code = f"""
import os, signal
from storage.whole import carry
steps, flush = 0, carry._Carrying._flush
def killed(self):
    global steps
    steps += 1
    if steps == {step}:
        os.kill(os.getpid(), signal.SIGKILL)
    flush(self)
carry._Carrying._flush, carry.BATCH = killed, 2
from flows.cli import main
import sys
import time
sys.argv = ["hanmi", "--config", {str(room.config)!r}, "migrate", "--to", {to!r}]
main()
"""
        killed = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120)
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert digests(local_url(room)) == whole
    assert room.document("migrate", "--to", to)["moved"]
    assert digests(to) == whole


def test_an_address_may_come_from_the_environment(
    room: Newsroom, receiver: WebhookSink, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open_outlet("dispatch")
    room.run()
    assert room.hanmi("migrate", "--to", "env:HANMI_NEW").exit_code == 2
    monkeypatch.setenv("HANMI_NEW", to)
    moved = room.document("migrate", "--to", "env:HANMI_NEW")
    assert moved["moved"]
    use(room, "env:HANMI_NEW")
    assert room.run()["sources"]["polled"] == 1


SIZES = [
    pytest.param(300, 40, id="300"),
    pytest.param(20_000, 400, id="20000", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("many", "waiting"), SIZES)
def test_a_large_corpus_moves_with_deliveries_in_flight(
    room: Newsroom, receiver: WebhookSink, to: str, many: int, waiting: int
) -> None:
    tell_three(room, receiver)
    with Database(local_url(room)) as db:
        load_many(db, islice(make_wire(), many))
        promised = promise_many(db, waiting)
    sending = subprocess.Popen(
        [sys.executable, "-c", "from flows.cli import main; main()", "--config", str(room.config), "deliver"],
        cwd=ROOT,
    )
    already = len(hooked(receiver))
    until = time.monotonic() + 60
    while len(hooked(receiver)) < already + waiting // 4 and time.monotonic() < until:
        time.sleep(0.01)
    sending.kill()
    sending.wait(10)
    whole = digests(local_url(room))
    assert room.document("migrate", "--to", to)["moved"]
    assert {name: digest for name, digest in digests(to).items() if digest != whole[name]} == {}
    use(room, to)
    assert room.hanmi("deliver").exit_code == 0
    sent = Counter(hooked(receiver))
    assert promised <= set(sent)
    assert sum(sent.values()) - len(sent) <= 1  # what was on its way at the kill
    back = f"sqlite:///{room.folder / 'back.db'}"
    assert room.document("migrate", "--to", back)["moved"]
    assert digests(back) == digests(to)


def promise_many(db: Database, many: int) -> set[str]:
    """Alerts and webhooks by the pattern of the one that waits, half of them tried before; their ids."""
    names = [f"d-many-{number}" for number in range(many)]
    with db.writing() as tx:
        waits = deliveries.c.next_attempt_at.is_not(None) & (deliveries.c.channel == "risk-hook")
        delivery = dict(tx.execute(sa.select(deliveries).where(waits)).mappings().first() or {})
        alert = dict(tx.execute(sa.select(alerts).limit(1)).mappings().one())
        del delivery["number"], alert["number"]
        delivery |= {"next_attempt_at": db.now(), "claimed_by": None, "claimed_until": None, "token": None}
        for number, name in enumerate(names):
            tried = {
                "attempts": number % 2,
                "state": ("pending", "retrying")[number % 2],
                "failures": number % 2,
            }
            tx.execute(alerts.insert().values(alert | {"id": f"al-{name}", "revision": name}))
            tx.execute(deliveries.insert().values(delivery | tried | {"id": name}))
            tx.execute(delivery_alerts.insert().values(delivery=name, alert=f"al-{name}", position=0))
    return set(names)


@pytest.mark.parametrize("to", ["sqlite"], indirect=True)
def test_what_holds_something_else_is_not_filled(room: Newsroom, receiver: WebhookSink, to: str) -> None:
    room.open_outlet("dispatch")
    room.run()
    own = local_url(room)
    assert room.hanmi("migrate", "--to", own).exit_code == 2
    assert room.hanmi("migrate", "--to", "mysql://x/y").exit_code == 2
    use(room, to)
    room.run()
    use(room, "")
    assert "holds something already" in str(room.hanmi("migrate", "--to", to).exception)
    assert room.run()["sources"]["polled"] == 1
