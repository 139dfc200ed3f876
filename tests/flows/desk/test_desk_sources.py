"""Sources at the desk: polled soon, paused, and found at a site before they are added."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from flows.config.desk_layer import with_desk
from flows.config.settings import Settings
from flows.demo.newsstand import Newsstand
from flows.demo.piece import Piece
from flows.pipeline import run_cycle
from flows.wiring import open_house
from storage.corpus.ledger import keep_decision
from storage.corpus.sources import read_statuses
from storage.database import Database
from storage.promises.alerts import read_mutes
from storage.records import Decision
from tests.flows.desk.stand import FILE, make_settings, open_desk

HERE = FILE + '[fetch]\npause = "0s"\nallow_private = ["127.0.0.1"]\n'


@pytest.fixture
def settings(tmp_path: Path, stand: Newsstand) -> Settings:
    daily = stand.outlet("daily", title="The Daily")
    daily.publish(
        Piece(slug="one", title="A harbour opens", paragraphs=("Ships came in all day.",), published=None)
    )
    return make_settings(tmp_path, HERE.replace("https://wire.example/rss", daily.rss), count=1)


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    with open_desk(settings) as opened:
        yield opened


def next_poll(db: Database) -> timedelta:
    with db.reading() as tx:
        due = read_statuses(tx)["wire"].next_poll_at
    assert due is not None
    return due - db.now()


def run(settings: Settings) -> int:
    """One cycle over what is due; how many sources were polled."""
    with open_house(settings) as house:
        return asyncio.run(run_cycle(house, now=house.db.now())).polled


def test_a_source_is_polled_by_the_next_run_when_asked(
    settings: Settings, desk: tuple[httpx.Client, Database]
) -> None:
    reader, db = desk
    assert run(settings) == 1
    assert next_poll(db) > timedelta(minutes=1)
    assert run(settings) == 0
    assert reader.post("/sources/wire/poll").headers["location"] == "/sources/wire"
    assert next_poll(db) <= timedelta()
    assert run(settings) == 1
    assert reader.post("/sources/nobody/poll").status_code == 404


def test_a_paused_source_is_left_alone_and_missed_by_nobody(
    settings: Settings, desk: tuple[httpx.Client, Database]
) -> None:
    reader, db = desk
    assert reader.post("/sources/wire/pause", data={"paused": "1"}).status_code == 303
    assert run(settings) == 0
    assert "Paused" in reader.get("/sources/wire").text
    (shape,) = map(json.loads, reader.get("/sources.json").text.splitlines())
    assert shape["paused"] is True
    with open_house(settings) as house:
        assert house.terms.sources == {}  # what is not read because somebody said so is not told as blind
        assert asyncio.run(run_cycle(house, now=house.db.now(), only=("wire",))).polled == 1
    assert reader.post("/sources/wire/pause", data={"paused": "0"}).status_code == 303
    assert with_desk(settings, db).laid == ()
    assert "민지" in reader.get("/sources/wire").text


def test_a_site_is_added_with_what_it_would_bring(
    settings: Settings, desk: tuple[httpx.Client, Database], stand: Newsstand
) -> None:
    reader, db = desk
    herald = stand.outlet("herald", title="The <b>Herald</b>")
    herald.publish(Piece(slug="two", title="Envoys meet", paragraphs=("In Seoul.",), published=db.now()))
    found = reader.post("/sources/new", data={"url": herald.front})
    assert found.status_code == 200
    assert "Envoys" in found.text
    assert "<b>Herald" not in found.text
    url = herald.rss if herald.rss in found.text else herald.atom
    added = reader.post(
        "/sources/add", data={"url": url, "kind": "feed", "lang": "en", "id": "herald", "name": "Herald"}
    )
    assert added.headers["location"] == "/sources/herald"
    assert reader.get("/sources/herald").status_code == 200
    assert [source.id for source in with_desk(settings, db).sources] == ["wire", "herald"]
    assert run(settings) == 2
    again = reader.post("/sources/add", data={"url": url, "id": "other"})
    assert again.headers["location"] == "/sources/herald"
    assert "reads this already" in reader.post("/sources/new", data={"url": url}).text


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("", 422, "is no web address"),
        ("file:///etc/passwd", 422, "is no web address"),
        ("http://169.254.169.254/latest", 200, "private"),
        ("http://10.0.0.1/", 200, "private"),
        ("http://127.0.0.1:1/", 200, "http://127.0.0.1:1/"),
        ("x" * 5000, 200, "x"),
        ("<script>alert(1)</script>", 422, "&lt;script"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_why(
    desk: tuple[httpx.Client, Database], url: str, status: int, said: str
) -> None:
    answer = desk[0].post("/sources/new", data={"url": url})
    assert answer.status_code == status
    assert said in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "웹 주소가 아님"),
        (
            "http://10.0.0.1/",
            "10.0.0.1: 공개된 주소가 아님 ([fetch]의 allow_private에 적은 내부 주소는 읽음)",
        ),
        ("http://127.0.0.1:1/", "http://127.0.0.1:1/: 웹에서 쓰지 않는 포트임(1)"),
    ],
)
def test_a_korean_reader_is_told_why_in_korean(
    desk: tuple[httpx.Client, Database], url: str, said: str
) -> None:
    answer = desk[0].post("/sources/new", data={"url": url}, params={"ui": "ko"})
    assert said in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {"url": "file:///etc/passwd", "id": "x"},
        {"url": "https://x.example/", "id": "Not An Id"},
        {"url": "https://x.example/", "id": "wire"},
        {"url": "https://x.example/", "id": "x", "kind": "tape"},
        {"url": "https://x.example/", "id": "x", "lang": "english"},
    ],
)
def test_what_is_no_source_is_not_kept(
    settings: Settings, desk: tuple[httpx.Client, Database], form: dict[str, str]
) -> None:
    assert desk[0].post("/sources/add", data=form).status_code == 400
    assert with_desk(settings, desk[1]).laid == ()


def test_who_is_not_logged_in_changes_no_source(desk: tuple[httpx.Client, Database]) -> None:
    reader, db = desk
    reader.post("/logout")
    for path in ("/sources/wire/poll", "/sources/wire/pause", "/sources/new", "/sources/add"):
        assert reader.post(path, data={"url": "http://127.0.0.1:1/"}).headers["location"] == "/login"
    assert "asks for a login" in reader.get("/sources/new").text
    with db.reading() as tx:
        assert read_mutes(tx, db.now()) == {}


def test_how_long_sources_were_not_seen_is_said_at_the_trust_page(
    desk: tuple[httpx.Client, Database],
) -> None:
    reader, db = desk
    now = db.now()
    with db.writing() as tx:
        for begin, end in ((90, 80), (5, 3)):
            start, stop = now - timedelta(hours=begin), now - timedelta(hours=end)
            detail = {"start": start.isoformat(), "end": stop.isoformat(), "regained": 0}
            keep_decision(
                tx,
                Decision(at=stop, step="poll", subject="wire", verdict="gap", why="a gap", detail=detail),
            )
        old = now - timedelta(days=40)
        detail = {"start": old.isoformat(), "end": (old + timedelta(hours=9)).isoformat(), "regained": 0}
        keep_decision(
            tx, Decision(at=old, step="poll", subject="wire", verdict="gap", why="a gap", detail=detail)
        )
    page = reader.get("/trust", params={"ui": "en"}).text
    assert "Not seen in the last 28 days" in page
    assert '<a href="/sources/wire">Wire</a> <span class="n">12 h</span>' in page
