"""A desk over HTTP on a small corpus of its own, for tests of what is changed there."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import DeskSettings, Settings
from flows.desk.access import Access
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import open_house
from storage.database import BUSY_WAIT_MS, Database

KEY = "a-key-of-this-test"
LISTEN = DeskSettings(host="127.0.0.1", port=0, token=None)
WEB = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
FILE = """
[defaults]
sources = false
watchlist = false
[[source]]
id = "wire"
name = "Wire"
url = "https://wire.example/rss"
[[entity]]
id = "ncg"
name = "Nuclear Consultative Group"
kind = "body"
aliases = ["Nuclear Consultative Group", "NCG", "핵협의그룹"]
[[entity]]
id = "seoul"
name = "Seoul"
kind = "place"
aliases = ["Seoul", "서울"]
[[watch]]
id = "ncg"
name = "NCG"
query = "@ncg"
must_match = ["The NCG met."]
[[channel]]
id = "hook"
kind = "webhook"
url = "https://hook.example/"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""
PLACES = ("Seoul", "Washington", "Busan", "Honolulu", "Tokyo")
NCG = (
    "NCG meets in {place}, round {n}",
    "The Nuclear Consultative Group met in {place} for session {n}, officials said after {n} talks.",
)
PORTS = ("Ports of {place} {n}", "Ships waited off {place} for {n} days, the port authority said on Monday.")
HOSTILE = '<script>alert("x")</script> \u202e=cmd|calc'


def make_settings(folder: Path, file: str = FILE, *, count: int = 12) -> Settings:
    """A configuration and a corpus of `count` articles, one a day, the newest of now."""
    (folder / "hanmi.toml").write_text(file, encoding="utf-8")
    settings = load_settings(folder / "hanmi.toml")
    now = datetime.now(UTC)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as out:
        for n in range(count):
            place, at = PLACES[n % len(PLACES)], now - timedelta(days=n, hours=1)
            title, text = NCG if n % 2 else PORTS
            title = HOSTILE if n == 1 else title.format(place=place, n=n)
            text = f"{title}. {text.format(place=place, n=n)}"
            record = {"url": f"https://outlet{n % 3}.example/{n}", "title": title, "text": text, "lang": "en",
                      "published_at": at.isoformat(), "outlet": f"Outlet {n % 3}"}  # fmt: skip
            out.write(json.dumps(record) + "\n")
    with open_house(settings, console=io.StringIO()) as house:
        bring_in(house, BackfillPlan(paths=(folder / "records.jsonl",)), now=house.db.now())
    return settings


@contextmanager
def open_desk(
    settings: Settings, *, name: str = "민지", busy_wait_ms: int = BUSY_WAIT_MS
) -> Iterator[tuple[httpx.Client, Database]]:
    """A reader who is logged in under this name, and the database behind the desk."""
    db = open_database(settings, busy_wait_ms=busy_wait_ms)
    server = DeskServer(Desk(settings, db, Access(LISTEN, KEY)), LISTEN)
    server.open()
    try:
        with httpx.Client(base_url=str(server.address), trust_env=False, headers=WEB, timeout=60) as client:
            assert client.post("/login", data={"token": KEY, "name": name}).status_code == 303
            yield client, db
    finally:
        server.close()
        db.close()


def walk(reader: httpx.Client, path: str) -> list[httpx.Response]:
    """Every part of a list, as its Link headers lead on."""
    parts = []
    while path:
        parts.append(reader.get(path))
        assert parts[-1].status_code == 200
        link = re.fullmatch(r'<([^>]+)>; rel="next"', parts[-1].headers.get("Link", ""))
        path = link[1] if link else ""
    return parts
