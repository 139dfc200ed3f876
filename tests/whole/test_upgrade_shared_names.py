"""A database of an older version takes back the names that swallowed articles, and tells what is live."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from tests.newsroom import Newsroom
from tests.old_database import OLD, load_database
from tests.raw_site import RawSite
from tests.swallowed import DUMP, NOTICES, daily_pieces, publish_all, subscribe

pytestmark = pytest.mark.slow


@pytest.fixture
def room(tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink) -> Newsroom:
    return Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)


def open_old(room: Newsroom) -> tuple[datetime, tuple[RawSite, RawSite, RawSite]]:
    """The old database in a newsroom whose outlets still have all that they published."""
    (room.folder / "data").mkdir()
    url = room.storage or f"sqlite:///{database(room)}"
    now = load_database(OLD / DUMP, url, {"{stand}": f"127.0.0.1:{room.stand.port}"})
    sites = subscribe(room)
    publish_all(sites, now)
    return now, sites


def database(room: Newsroom) -> Path:
    return room.folder / "data" / "hanmi.db"


def change(room: Newsroom, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(database(room))) as db:
        db.execute(statement, values)
        db.commit()


def titles(room: Newsroom, source: str) -> list[str]:
    return sorted(article["title"] for article in room.lines("articles", "--source", source))


def told(room: Newsroom) -> list[str]:
    """The titles of the articles that webhooks told of since the upgrade."""
    bodies = (json.loads(each.body) for each in room.receiver.received(accepted=True))
    return sorted(body["data"]["article"]["title"] for body in bodies if body["type"].startswith("alert."))


def test_what_a_shared_name_had_swallowed_is_told_once(room: Newsroom) -> None:
    check_recovery(room)


def check_recovery(room: Newsroom) -> None:
    """What was live is told once, whatever the kind of database."""
    now, _ = open_old(room)
    room.run()
    live = [piece.title for piece in daily_pieces(now)[1:3]]
    board = [NOTICES[0][0]]
    assert told(room) == sorted([*live, *board])
    assert room.told() == (3, 3)
    assert {piece.title for piece in daily_pieces(now)} <= set(titles(room, "daily"))
    room.run()
    room.run()
    assert room.told() == (3, 3)


def test_a_short_link_that_was_known_rightly_is_known_again(room: Newsroom) -> None:
    now, (_, wire, _) = open_old(room)
    room.run()
    first = daily_pieces(now)[0]
    assert first.title not in titles(room, "wire")
    assert room.stand.count(f"{wire.root}/r/77") == 1
    shown = room.document("show", f"{wire.root}/r/77")
    assert shown["title"] == first.title


def test_what_is_no_news_any_more_is_kept_and_told_to_nobody(room: Newsroom) -> None:
    now, (daily, _, _) = open_old(room)
    long_ago = now - timedelta(days=20)
    stamp = f"{long_ago:%Y-%m-%d %H:%M:%S}.000000"
    old = daily_pieces(now)[1]
    change(
        room,
        "UPDATE entries SET published_at = ?, announced_at = ?, announced_after = ? WHERE key LIKE ?",
        stamp, stamp, stamp, f"%daily/news/{old.slug}",
    )  # fmt: skip
    daily.put_feed()
    daily.put_page(f"/news/{old.slug}", old)
    room.run()
    assert old.title not in told(room)
    change(room, "UPDATE entries SET next_attempt_at = announced_at WHERE state = 'waiting'")
    room.run()
    assert old.title not in told(room)
    (kept,) = (article for article in room.lines("articles") if article["title"] == old.title)
    assert kept["sighting"] == "backfill"


def test_a_section_leads_to_no_article_any_more(room: Newsroom) -> None:
    _, (daily, _, _) = open_old(room)
    room.run()
    assert room.hanmi("show", f"{daily.root}/news/").exit_code != 0
    explained = room.document("explain", f"{daily.root}/news/en-00042")
    assert "apart" in [decision["verdict"] for decision in explained["decisions"]]
