"""What strangers, other sites and proxies try at the desk: it reads them nothing and changes nothing."""

from __future__ import annotations

import csv
import html
import io
import json
import logging
import re
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.config.database import open_database
from flows.config.settings import Settings
from flows.desk.access import COOKIE, Access
from flows.desk.app import HEADERS
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import open_house
from tests.flows.desk.stand import KEY, LISTEN, WEB, make_settings, open_desk

pytestmark = pytest.mark.slow  # texts of a megabyte

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202e\u2066 \x07"
LONG = "가" * 1_000_000
KOREAN = '핵협의그룹, 서울 회의; "쉼표, 따옴표"'
TITLES = {
    "markup": MARKUP,
    "long": f"NCG {LONG}",
    "formula": '=HYPERLINK("https://evil.example")',
    "korean": KOREAN,
    "script": "javascript:alert(1)",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("hostile")
    made, now = make_settings(folder, count=2), datetime.now(UTC)
    records = [
        {"url": f'https://outlet.example/{name}/"><script>alert(3)</script>', "title": title, "outlet": title,
         "authors": [title], "lang": "en", "published_at": (now - timedelta(minutes=9 + n)).isoformat(),
         "text": f"The NCG met on matter {name} {n}. {MARKUP} " + f"word{n} " * 30}
        for n, (name, title) in enumerate(TITLES.items())
    ]  # fmt: skip
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with open_house(made, console=io.StringIO()) as house:
        bring_in(house, BackfillPlan(paths=(folder / "bad.jsonl",), may_tell=True), now=house.db.now())
    return made


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Iterator[httpx.Client]:
    with open_desk(settings) as (client, _):
        yield client


PLACES = [
    "/?since=30d", "/stories", "/articles", "/alerts", "/watches/ncg", "/entities/ncg", "/deliveries",
    "/search?q=@ncg", "/stories.atom", "/alerts.atom", "/search.atom?q=@ncg", "/watches.atom",
]  # fmt: skip
LIVE = re.compile(r"<script>alert|<img src=x|href=[\"']?\s*(javascript|data):", re.I)


def test_what_a_page_wrote_does_nothing_on_any_page_or_feed(reader: httpx.Client) -> None:
    kinds = ("articles", "stories")
    ids = {kind: [line["id"] for line in read_lines(reader, f"/{kind}.json")] for kind in kinds}
    assert len(ids["articles"]) == 2 + len(TITLES)
    for path in [*PLACES, *(f"/{kind}/{id_}" for kind in kinds for id_ in ids[kind])]:
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert not LIVE.search(answer.text), path
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", answer.text), path
        assert len(answer.content) < 300_000, path


def read_lines(reader: httpx.Client, path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in reader.get(path).text.splitlines()]


ASKED = {
    "markup": MARKUP, "long": "x" * 20_000, "nul": "\0", "surrogate": "\ufffd", "no number": "9" * 40,
    "Thai digit": "๓", "date": "2026-99-99", "header": "a\r\nSet-Cookie: a=b", "brackets": "//[",
}  # fmt: skip
FILTERS = {
    "/": ("since", "limit", "after", "ui"),
    "/articles": ("since", "watch", "entity", "source", "lang", "limit", "after"),
    "/search": ("q", "after"),
    "/deliveries": ("state",),
    "/entities/ncg": ("period",),
    "/entities/offered": ("after",),
    "/sources": ("state", "lang"),
    "/watches/new": ("query", "name", "policy", "to"),
    "/login": ("key", "back"),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("path", FILTERS)
def test_what_an_address_asks_for_is_text(reader: httpx.Client, path: str, asked: str) -> None:
    for name in FILTERS[path]:
        answer = reader.get(path, params={name: ASKED[asked]}, follow_redirects=True)
        assert answer.status_code in (200, 400), name
        assert not LIVE.search(answer.text), name
        assert "\u202e" not in answer.text, name
        assert "set-cookie" not in answer.headers or name == "ui"


FORMS = {
    "/mark": ("upto",),
    "/mute": ("subject", "for", "back"),
    "/judge": ("asked", "watch", "opinion", "back"),
    "/redeliver": ("id", "back"),
    "/revert": ("kind", "id", "to", "back"),
    "/entities/accept": ("name", "kind", "aliases", "never"),
    "/sources/new": ("url",),
    "/sources/add": ("id", "url", "kind"),
    "/sources/wire/pause": ("back",),
    "/feeds/token": ("name",),
    "/watches/ncg/learn": ("nothing",),
}
SOUND = {"subject": "ncg", "for": "0s", "opinion": "known", "watch": "ncg", "kind": "watch", "id": "ncg"}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("path", FORMS)
def test_what_a_form_says_is_text(reader: httpx.Client, path: str, asked: str) -> None:
    for name in FORMS[path]:
        fields = {each: SOUND.get(each, "") for each in FORMS[path]} | {name: ASKED[asked]}
        answer = reader.post(path, data=fields)
        assert answer.status_code in (200, 303, 400, 404, 413, 422), name
        assert not LIVE.search(answer.text), name
        assert "evil" not in answer.headers.get("location", "")
        assert answer.headers.get("location", "/").startswith("/")


@pytest.mark.parametrize("path", ["/watches/save", "/entities/ncg"])
def test_a_form_that_is_older_than_the_database_is_taken(settings: Settings, path: str) -> None:
    """As it is once a backup was put back: what the form was filled in from is not there any more."""
    fields = {"id": "ncg", "name": "NCG", "query": "@ncg", "policy": "story", "kind": "body"}
    with open_desk(settings) as (client, db):
        try:
            answer = client.post(path, data=fields | {"aliases": "NCG\nTalks", "seen": "7"})
            assert answer.status_code == 303
        finally:
            with db.writing() as tx:
                tx.exec_driver_sql("DELETE FROM desk_changes")


def test_the_mark_is_a_time_that_has_been(reader: httpx.Client) -> None:
    assert reader.post("/mark", data={"upto": "2999-01-01T00:00:00+00:00"}).status_code == 303
    assert reader.cookies["seen"] < "2999"
    refused = reader.post("/mark", data={"upto": "soon\u202e"})
    assert refused.status_code == 400
    del reader.cookies["seen"]


def test_a_name_given_at_the_login_has_no_marks(settings: Settings) -> None:
    with open_desk(settings, name="민지\u202e\x07  Kim") as (client, _):
        assert "(민지 Kim)" in client.get("/trust").text


PROXIES = {"X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1", "Via": "1.1 proxy",
           "X-Real-IP": "192.0.2.1", "X-Forwarded-Host": "hanmi.example.org"}  # fmt: skip


@pytest.mark.parametrize("header", PROXIES)
def test_a_desk_without_a_token_answers_no_proxy(reader: httpx.Client, header: str) -> None:
    passed_on = {header: PROXIES[header], "Host": "127.0.0.1"}
    answer = reader.get("/articles.json", headers=passed_on)
    assert answer.status_code == 403
    assert "set [desk] url and token" in answer.text
    assert "NCG" not in answer.text
    assert reader.post("/mute", data={"subject": "ncg"}, headers=passed_on).status_code == 403
    assert reader.get("/healthz", headers=passed_on).status_code == 200


@contextmanager
def guarded(settings: Settings) -> Iterator[httpx.Client]:
    """A desk with a token, asked by a browser that has none."""
    listen = replace(LISTEN, token="t0ken", url="https://hanmi.example.org")
    with open_database(settings) as db:
        desk = Desk(replace(settings, desk=listen), db, Access(listen, ""))
        server = DeskServer(desk, listen)
        server.open()
        with httpx.Client(base_url=str(server.address), trust_env=False, headers=WEB, timeout=60) as client:
            yield client
        server.close()


def test_a_loopback_host_opens_no_desk_with_a_token(settings: Settings) -> None:
    with guarded(settings) as client:
        for headers in ({"Host": "127.0.0.1"}, {"Host": "localhost", **PROXIES}, {"Host": "[::1]:8787"}):
            for path in ("/stories.json", "/alerts.atom", "/metrics", "/articles.csv"):
                answer = client.get(path, headers={**headers, "Accept": "*/*"})
                assert answer.status_code == 403, path
            assert client.post("/mute", data={"subject": "ncg"}, headers=headers | SAME).status_code == 403


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://["}, {"Origin": ""},
    {"Origin": "http://127.0.0.1:1"}, {},
]  # fmt: skip


@pytest.mark.parametrize("foreign", FOREIGN, ids=str)
def test_no_other_page_changes_anything(reader: httpx.Client, foreign: dict[str, str]) -> None:
    kept = {name: value for name, value in reader.headers.items() if name.lower() != "sec-fetch-site"}
    with httpx.Client(base_url=reader.base_url, trust_env=False, timeout=60) as client:
        client.headers, client.cookies = httpx.Headers(kept), reader.cookies
        for path in (
            "/mute",
            "/mark",
            "/judge",
            "/watches/save",
            "/revert",
            "/logout",
            "/login",
            "/redeliver",
        ):
            answer = client.post(path, data={"token": KEY}, headers=foreign)
            assert answer.status_code == 403, path
            assert "open the page itself" in answer.text
            assert "set-cookie" not in answer.headers


def test_a_session_is_neither_guessed_nor_fixed(settings: Settings) -> None:
    with guarded(settings) as client:
        real = Access(replace(LISTEN, token="t0ken"), "").make_cookie("Tom")
        made, name, sign = real.split(".")
        other = Access(replace(LISTEN, token="other"), "").make_cookie("Tom")
        forged = (f"{int(made) + 9}.{name}.{sign}", f"{made}.{name[:-1]}A.{sign}", f"{made}.{name}.", other,
                  f"{made}.{name}.{'0' * 64}", "t0ken", "x" * 4000, "..", ".", "\u00ff")  # fmt: skip
        for cookie in forged:
            headers = {"Cookie": f"{COOKIE}={cookie}".encode("latin-1"), "Accept": "*/*"}
            assert client.get("/stories.json", headers=headers).status_code == 403, cookie
        client.cookies.set(COOKIE, "chosen-by-somebody-else")
        answer = client.post("/login", data={"token": "t0ken", "name": "Tom"}, headers=SAME)
        given = answer.headers["set-cookie"]
        assert "chosen" not in given
        assert {"HttpOnly", "SameSite=lax", "Secure"} <= {part.strip() for part in given.split(";")}
        assert answer.headers["location"] == "/"


SAME = {"Sec-Fetch-Site": "same-origin"}


def test_a_feeds_token_opens_feeds_and_no_session(settings: Settings) -> None:
    with guarded(settings) as client:
        bearer = {"Authorization": "Bearer t0ken"}
        page = client.post("/feeds/token", data={"name": "Reader"}, headers=bearer).text
        token = re.search(r"token=([\w-]{16,})", html.unescape(page))
        assert token
        feed = client.get(f"/alerts.atom?token={token[1]}")
        assert feed.status_code == 200
        assert "set-cookie" not in feed.headers
        assert token[1] not in feed.text
        tries: list[dict[str, Any]] = [
            {"params": {"token": token[1]}}, {"headers": {"Authorization": f"Bearer {token[1]}"}},
            {"headers": {"Cookie": f"{COOKIE}={token[1]}"}},
        ]  # fmt: skip
        for each in tries:
            assert client.get("/stories", **each).status_code == 303
        assert client.post("/login", data={"token": token[1]}, headers=SAME).status_code == 403
        assert client.post(f"/alerts.atom?token={token[1]}", headers=SAME).status_code in (303, 403)
        client.post("/feeds/revoke", data={"name": "Reader"}, headers=bearer)
        assert client.get(f"/alerts.atom?token={token[1]}").status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/mute", {}, 405),
        ("PUT", "/stories", {}, 405),
        ("DELETE", "/articles/a-0", {}, 405),
        ("POST", "/stories", {}, 405),
        ("POST", "/mute", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", "/stories", {"Host": "evil.example"}, 403),
        ("GET", "/stories", {"Via": "1.1 proxy"}, 403),
        ("GET", "/articles?since=soon", {}, 400),
        ("GET", "/search.json?q=(", {"Accept": "*/*"}, 400),
        ("GET", "/static/nothing.css", {}, 404),
        ("GET", "/", {}, 307),
        ("GET", "/static/desk.css", {}, 200),
        ("GET", "/healthz", {}, 200),
        ("HEAD", "/stories", {}, 200),
    ],
)
def test_every_answer_has_the_headers_and_every_refusal_says_what_to_do(
    reader: httpx.Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = reader.request(method, path, headers=headers)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value or (name, path[:8]) == ("Cache-Control", "/static/")
    if status >= 400:
        said = re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2] or answer.text)
        assert len(said.split()) > 5


def test_what_is_too_long_is_refused_and_says_so(reader: httpx.Client) -> None:
    answer = reader.post("/mute", content=b"x" * 70_000)
    assert answer.status_code == 413
    assert "say it shorter" in answer.text


def test_a_busy_database_keeps_what_was_asked_for(settings: Settings) -> None:
    path = settings.storage_url.removeprefix("sqlite:///")
    with open_desk(settings, busy_wait_ms=50) as (client, _):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for page in ("/?since=30d", "/stories", "/watches/ncg", "/watches/ncg/edit", "/deliveries"):
                assert client.get(page).status_code == 200
            asked = {"subject": "ncg", "for": "7d", "back": "/watches/ncg?ui=en", "note": '"><b>\r\nx'}
            for form, fields in (("/mute", asked), ("/judge", {"opinion": "known", "asked": "x"}),
                                 ("/watches/save", {"id": "ncg", "query": "@ncg", "policy": "story"}),
                                 ("/sources/wire/poll", {}), ("/redeliver", {"id": "d-0"}),
                                 ("/revert", {"kind": "watch", "id": "ncg"}),
                                 ("/feeds/token", {"name": "x"})):  # fmt: skip
                answer = client.post(form, data=fields)
                assert answer.status_code == 503, form
                assert "Refresh" not in answer.headers  # which would ask for the form's address by GET
                assert "nothing was changed" in answer.text
                assert again_of(answer.text) == (
                    form,
                    {name: v.replace("\r\n", "\n") for name, v in fields.items()},
                )
            other.execute("ROLLBACK")
        form, fields = again_of(client.post("/mute", data=asked).text) or ("", {})
        assert form == ""
        assert "Muted until" in client.get("/watches/ncg").text
        client.post("/mute", data=asked | {"for": "0s"})


def again_of(page: str) -> tuple[str, dict[str, str]] | None:
    """Where a page's form leads that sends again what was sent, and with which fields."""
    form = re.search(r'<main.*?<form method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    if form is None:
        return None
    fields = re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', form[2], re.S)
    return form[1], {
        html.unescape(name): html.unescape(value).replace("\r\n", "\n") for name, value in fields
    }


def test_no_token_stands_in_a_log(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object) -> None:
        raise KeyError("a bug")

    caplog.set_level(logging.DEBUG)
    with guarded(settings) as client:
        for name in ("httpx", "httpcore"):  # those are the browser's own
            logging.getLogger(name).setLevel(logging.WARNING)
        client.get("/alerts.atom?token=t0ken")
        client.get("/alerts.atom?token=a-feeds-t0ken")
        client.get("/stories?token=t0ken")
        client.get("/login?key=t0ken")
        client.post("/login", data={"token": "t0ken", "name": "x"}, headers=SAME)
        client.post("/login", data={"token": "guessed-t0ken"}, headers=SAME)
        monkeypatch.setattr("flows.desk.message_links.read_link", odd)
        assert client.get("/m/signed-t0ken").status_code == 500
        monkeypatch.setattr("flows.desk.showing.lists.list_articles", odd)
        assert client.get("/articles", headers={"Authorization": "Bearer t0ken"}).status_code == 500
    assert "a bug" in caplog.text
    assert "t0ken" not in caplog.text


@pytest.fixture(scope="module")
def table(reader: httpx.Client) -> bytes:
    return reader.get("/articles.csv").content


def test_an_export_reads_as_it_was_written(reader: httpx.Client, table: bytes) -> None:
    limit = csv.field_size_limit(4_000_000)  # there is a title of a megabyte among them
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    csv.field_size_limit(limit)
    shapes = read_lines(reader, "/articles.json")
    assert [row["id"] for row in rows] == [shape["id"] for shape in shapes]
    titles = [row["title"] for row in rows]
    assert KOREAN in titles
    assert "'" + TITLES["formula"] in titles
    assert table.count(b"\r\n") == len(rows) + 1


def test_libreoffice_opens_an_export_as_it_was_written(table: bytes, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    (tmp_path / "articles.csv").write_bytes(table)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    # commas, double quotes, UTF-8: what its import offers for a file with a byte order mark
    words = [program, home, "--headless", "--infilter=CSV:44,34,76", "--convert-to", "fods", "--outdir"]
    subprocess.run([*words, str(tmp_path), str(tmp_path / "articles.csv")], check=True, timeout=180)
    cells = {cell.text for cell in ET.parse(tmp_path / "articles.fods").iter(f"{{{TEXT}}}p")}
    assert KOREAN in cells
    assert TITLES["formula"] in {str(cell).lstrip("'") for cell in cells}
    assert b"of:=HYPERLINK" not in (tmp_path / "articles.fods").read_bytes()


TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
