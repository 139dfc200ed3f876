"""A disaster rehearsed: backup, more news, a restore; nobody is told anything twice unless somebody asks."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.sinks import Reply, WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.service.lock import hold_lock
from tests.newsroom import Newsroom


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def publish(outlet: Outlet, *numbers: int, ago: timedelta = timedelta(minutes=10)) -> None:
    moment = datetime.now(UTC) - ago
    outlet.publish(*(made_up_piece(n, published=moment, extra=(ncg_sentence(n),)) for n in numbers))


def hooked(receiver: WebhookSink) -> list[str]:
    return [each.headers["webhook-id"] for each in receiver.received(accepted=True)]


@pytest.mark.parametrize("is_lost", [False, True], ids=["the old file can tell", "the old file is lost"])
def test_nobody_is_told_twice_after_a_restore(room: Newsroom, receiver: WebhookSink, is_lost: bool) -> None:
    outlet = room.open_outlet("dispatch")
    room.run()
    publish(outlet, 1)
    receiver.plan(Reply(status=503), Reply(status=503), Reply(status=503))
    room.run()  # the webhook refuses the first for now: it waits in the backup
    backup = room.folder / "kept.db"
    made = room.document("backup", str(backup))
    assert (made["articles"], made["pending"]) == (1, 1)
    publish(outlet, 20, 40)
    room.run()
    deadline = time.monotonic() + 60
    while len(hooked(receiver)) < 3 and time.monotonic() < deadline:  # each waits a second after a refusal
        time.sleep(0.2)
        room.hanmi("deliver")
    before, told = hooked(receiver), room.told()
    assert len(before) == len(set(before)) == 3

    if is_lost:
        for each in (room.folder / "data").glob("hanmi.db*"):
            each.unlink()
    done = room.document("restore", str(backup))
    assert (done["sent_since"] is None) == is_lost
    assert len(done["held"]) == (1 if is_lost else 0)
    assert room.run()["articles"]["new"] == 2  # found again
    assert (hooked(receiver), room.told()) == (before, told)
    assert ("restore" in room.hanmi("doctor").stdout) == is_lost

    publish(outlet, 60, ago=-timedelta(seconds=5))
    room.run()
    assert len(hooked(receiver)) == 4  # what is new is told as ever
    assert room.hanmi("deliver", "--restored").exit_code == 0
    again = hooked(receiver)[4:]
    assert len(again) == (3 if is_lost else 0)
    assert set(again) <= set(before)  # under the same ids
    publish(outlet, 80, ago=-timedelta(seconds=5))
    room.run()
    assert len(hooked(receiver)) == len(again) + 5


def test_a_restore_beside_a_running_service_is_refused(room: Newsroom) -> None:
    room.open_outlet("dispatch")
    room.run()
    backup = room.folder / "kept.db"
    assert room.document("backup", str(backup))["file"] == str(backup)
    with hold_lock(room.folder / "data"):
        refused = room.hanmi("restore", str(backup))
    assert refused.exit_code != 0
    assert "stop it" in str(refused.exception)
    assert "already serves" in str(refused.exception)


def test_a_servers_database_has_its_own_tools(room: Newsroom) -> None:
    room.storage = "postgresql+psycopg://hanmi@127.0.0.1:9/hanmi"
    room.write_config()
    for words, tool in ((("backup", "x.db"), "pg_dump"), (("restore", "x.db"), "pg_restore")):
        assert tool in str(room.hanmi(*words).exception)
    assert json.dumps(sorted(each.name for each in room.folder.iterdir())) == '["hanmi.toml"]'
