"""What the doctor says of channels and of what they gave up: its advice works for the channel in question."""

from __future__ import annotations

import base64
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.inspect.health.channels import look_at_channels
from flows.inspect.health.outbox import Unsent, look_at_outbox, read_unsent
from storage.database import Database
from storage.records import DeliveryState
from storage.tables import deliveries
from storage.whole.restored import hold_pending
from tests.storage.test_storage_outbox import a_delivery, promise

HOOK = """
[defaults]
sources = false
watchlist = false
[[channel]]
id = "hook"
kind = "webhook"
url = "{url}"
secret = "{secret}"
"""
GOOD = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
AGAIN = "`hanmi redeliver --dead`"
ON = "`hanmi channel test hook` switches it on"


def settings(folder: Path, secret: str = GOOD, url: str = "https://hooks.example.org/") -> Settings:
    (folder / "hanmi.toml").write_text(HOOK.format(secret=secret, url=url), encoding="utf-8")
    return load_settings(folder / "hanmi.toml", needs=())


def advice(
    settings: Settings,
    *,
    waiting: Mapping[str, int] = {},
    dead: Mapping[str, int] = {},
    off: Mapping[str, str] = {},
) -> dict[str, tuple[str, str]]:
    unsent = Unsent(waiting=waiting, dead=dead, off=off, retrying=0, restored=0)
    return {each.name: (each.says, each.mend) for each in look_at_outbox(settings, unsent)}


def test_what_a_channel_that_works_gave_up_is_sent_again(tmp_path: Path) -> None:
    said = advice(settings(tmp_path), dead={"hook": 2})
    assert said == {
        "outbox": ("2 deliveries given up", f"`hanmi deliveries --dead` says why; {AGAIN} sends them again")
    }


def test_what_a_channel_that_is_off_gave_up_comes_back_with_it(tmp_path: Path) -> None:
    said = advice(settings(tmp_path), dead={"hook": 1}, off={"hook": "410"})
    assert said["outbox"] == ("0 deliveries to be tried again", "")
    says, mend = said["channel hook"]
    assert "1 delivery so far" in says
    assert ON in mend
    assert AGAIN not in mend


@pytest.mark.parametrize(
    ("waiting", "dead", "says", "mend"),
    [
        ({"old": 3}, {}, "waiting for it: 3 deliveries", "a [[channel]] of the id old sends them"),
        ({}, {"old": 1}, "given up there: 1 delivery", f"sends them, with {AGAIN}"),
        ({"old": 3}, {"old": 1}, "waiting for it: 3 deliveries, given up there: 1 delivery", "sends them"),
    ],
)
def test_what_is_left_of_a_channel_that_is_gone_needs_it_back(
    tmp_path: Path, waiting: dict[str, int], dead: dict[str, int], says: str, mend: str
) -> None:
    said = advice(settings(tmp_path), waiting=waiting, dead=dead)
    assert says in said["channel old"][0]
    assert mend in said["channel old"][1]
    assert said["outbox"] == ("0 deliveries to be tried again", "")


def test_what_a_channel_without_its_secret_gave_up_is_sent_once_that_is_set(tmp_path: Path) -> None:
    said = advice(settings(tmp_path, "env:NOT_SET_ANYWHERE"), dead={"hook": 1})
    assert said["outbox"][1].startswith("once the secret of hook is set: ")


def test_each_channel_is_counted_by_itself(tmp_path: Path) -> None:
    said = advice(settings(tmp_path), dead={"hook": 2, "old": 5})
    assert said["outbox"][0] == "2 deliveries given up"
    assert "5 deliveries" in said["channel old"][0]


@pytest.mark.parametrize(("many", "state"), [(23, "look"), (24, "ok")])
def test_a_short_secret_is_named_where_its_receiver_answers(tmp_path: Path, many: int, state: str) -> None:
    short = "whsec_" + base64.b64encode(b"k" * many).decode()
    with socket.create_server(("127.0.0.1", 0)) as receiver:
        url = f"http://127.0.0.1:{receiver.getsockname()[1]}/"
        (found,) = look_at_channels(settings(tmp_path, short, url))
    assert (found.name, found.state) == ("channel hook", state)
    assert short not in found.says + found.mend


def test_what_failed_and_is_held_by_a_restore_is_named_once(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as db:
        promise(db, a_delivery("d-1"))
        with db.writing() as tx:
            tx.execute(sa.update(deliveries).values(state=DeliveryState.RETRYING.value))
            assert (read_unsent(tx).retrying, read_unsent(tx).restored) == (1, 0)
            hold_pending(tx)
            assert (read_unsent(tx).retrying, read_unsent(tx).restored) == (0, 1)
