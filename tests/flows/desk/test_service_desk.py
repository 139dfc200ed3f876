"""The desk over real HTTP: feeds, health, and who may read."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flows.config.database import open_database
from flows.config.settings import DeskSettings, Settings, load_settings
from flows.desk.feeds import FeedReader
from flows.desk.server import DeskServer, is_allowed
from flows.service.resident import outbox_pass
from storage.errors import ListenError, StorageBusy

LOOPBACK = DeskSettings(host="127.0.0.1", port=0, token=None)


def read_nothing(watch: str | None, kind: str) -> tuple[str, bytes] | None:
    if watch == "busy":
        raise StorageBusy("db", "another process holds it")
    if watch == "odd":
        raise KeyError("a bug")
    return None if watch == "nobody" else (f"x/{kind}", (watch or "all").encode())


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    server = DeskServer(LOOPBACK, read_nothing)
    server.open()
    assert server.address
    yield server.address
    server.close()


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/health", 200, "ok\n"),
        ("/alerts.atom", 200, "all"),
        ("/alerts/ncg.atom", 200, "ncg"),
        ("/alerts/ncg.json?x=1", 200, "ncg"),
        ("/alerts/nobody.atom", 404, None),
        ("/alerts/busy.atom", 503, None),
        ("/alerts/odd.atom", 500, "a fault of this program; see its log\n"),
        ("/alerts/../secret.atom", 404, None),
        ("/", 404, None),
    ],
)
def test_the_desk_answers(desk: str, path: str, status: int, body: str | None) -> None:
    answer = httpx.get(desk + path, trust_env=False)
    assert answer.status_code == status
    assert body is None or answer.text == body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8787", "[", ""])
def test_a_name_that_points_here_reads_nothing(desk: str, host: str) -> None:
    answer = httpx.get(desk + "/alerts.atom", headers={"Host": host}, trust_env=False)
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    ("authorization", "query", "allowed"),
    [
        ("Bearer t0ken", "", True),
        ("", "token=t0ken", True),
        ("Bearer other", "token=t0ken", False),
        ("", "", False),
        ("", "token=", False),
        ("", "token=t0ken%20", False),
        ("Bearer t\u00f6ken", "", False),
    ],
)
def test_a_desk_with_a_token_asks_for_it(authorization: str, query: str, allowed: bool) -> None:
    desk = DeskSettings(host="0.0.0.0", port=8787, token="t0ken")
    assert is_allowed(desk, "watch.example", authorization, query) is allowed


def test_a_taken_port_is_named_and_may_be_free_later() -> None:
    first = DeskServer(LOOPBACK, read_nothing)
    first.open()
    assert first.address
    port = int(first.address.rpartition(":")[2])
    second = DeskServer(DeskSettings(host="127.0.0.1", port=port, token=None), read_nothing)
    with pytest.raises(ListenError, match=f"127.0.0.1:{port}"):
        second.open()
    assert second.address is None
    first.close()
    second.open()
    assert second.address == f"http://127.0.0.1:{port}"
    second.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\n")
    return load_settings(tmp_path / "hanmi.toml")


def test_the_feeds_of_an_empty_corpus_are_well_formed(settings: Settings) -> None:
    db = open_database(settings)
    reader = FeedReader(settings, db)
    watch = settings.watches[0].id
    for feed in (reader.read(None, "atom"), reader.read(watch, "atom")):
        assert feed is not None
        assert feed[0].startswith("application/atom+xml")
        assert ET.fromstring(feed[1]).tag == "{http://www.w3.org/2005/Atom}feed"
    json_feed = reader.read(watch, "json")
    assert json_feed is not None
    assert watch.encode() in json_feed[1]
    assert reader.read("no-such-watch", "atom") is None
    db.close()


def test_a_pass_over_an_empty_outbox_waits_for_nothing(settings: Settings) -> None:
    db = open_database(settings)
    assert outbox_pass(settings, db)(threading.Event()) is None
    db.close()
