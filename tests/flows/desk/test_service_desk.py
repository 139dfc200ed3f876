"""The desk over real HTTP: pages, feeds, exports, and who may read and change."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import DeskSettings, Settings
from flows.desk.access import Access, is_same_origin, read_key
from flows.desk.app import HEADERS
from flows.desk.desk import Desk
from flows.desk.office import Office
from flows.desk.server import DeskServer
from flows.desk.showing.feeds import FeedReader
from flows.desk.words import WORDS, choose_lang
from flows.files.bring_in import BackfillPlan, bring_in
from flows.service.resident import outbox_pass
from flows.wiring import open_house
from storage.database import Database
from storage.errors import ListenError, StorageBusy, StorageError
from storage.records import Coverage, Flaw, Health, Remark, Trouble
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from storage.rows import coverage_json
from storage.tables import polls, sources
from tests.flows.desk.stand import make_settings, open_desk

LOOPBACK = DeskSettings(host="127.0.0.1", port=0, token=None)
WEB = {"Accept": "text/html"}
HOSTILE = '<script>alert("x")</script> \u202e=cmd|calc'
TEXT = (
    "The Nuclear Consultative Group met in Seoul on Friday, the defense ministry said. Officials from South "
    "Korea and the United States discussed extended deterrence. They agreed to meet again in Washington."
)
KEY = "a-key-of-this-test"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("desk")
    records = [
        {"url": f"https://outlet{n}.example/news/{n}", "title": title, "text": TEXT.replace("Friday", day),
         "published_at": f"2026-11-2{n}T09:00:00+09:00", "outlet": f"Outlet {n}", "lang": "en"}
        for n, (title, day) in enumerate([("NCG meets in Seoul", "Friday"), (HOSTILE, "Monday")])
    ]  # fmt: skip
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (folder / "hanmi.toml").write_text("[defaults]\nsources = false\n", encoding="utf-8")
    made = load_settings(folder / "hanmi.toml")
    with open_house(made, console=io.StringIO()) as house:
        bring_in(house, BackfillPlan(paths=(folder / "records.jsonl",)), now=house.db.now())
    return made


@pytest.fixture(scope="module")
def db(settings: Settings) -> Iterator[Database]:
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(settings: Settings, db: Database) -> Iterator[str]:
    server = DeskServer(Desk(settings, db, Access(LOOPBACK, KEY)), LOOPBACK)
    server.open()
    assert server.address
    yield server.address
    server.close()


@pytest.fixture
def reader(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, headers=WEB, timeout=60) as client:
        yield client


def ids(reader: httpx.Client, path: str) -> list[str]:
    return [json.loads(line)["id"] for line in reader.get(path).text.splitlines()]


PAGES = [
    "/", "/stories", "/articles", "/alerts", "/entities", "/entities/ncg", "/entities/ncg?period=1y",
    "/watches",
    "/watches/ncg", "/sources", "/deliveries", "/search", "/search?q=@ncg", "/trust", "/login",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_page_answers_in_both_languages(reader: httpx.Client, path: str, lang: str) -> None:
    answer = reader.get(path, headers={"Accept-Language": lang}, follow_redirects=True)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text


HELD = {"en": "brought in by backfill, which never tells", "ko": "지난 기사로 들여온 것은 알리지 않음"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_today_says_in_words_why_a_thing_was_not_told(reader: httpx.Client, lang: str) -> None:
    page = reader.get("/?since=2020-01-01", headers={"Accept-Language": lang}).text
    assert HELD[lang] in page
    assert "&#34;code&#34;" not in page


def test_the_export_of_today_says_it_too(reader: httpx.Client) -> None:
    lines = map(json.loads, reader.get("/today.json?since=2020-01-01").text.splitlines())
    whys = {held["why"] for line in lines for held in line["held"]}
    assert whys == {HELD["en"]}


VERDICTS = {"en": f"not alerted: {HELD['en']}", "ko": f"알리지 않음: {HELD['ko']}"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_article_says_in_words_what_was_decided(reader: httpx.Client, lang: str) -> None:
    for id_ in ids(reader, "/articles.json"):
        page = reader.get(f"/articles/{id_}", headers={"Accept-Language": lang}).text
        assert VERDICTS[lang] in page
        assert "folded" not in page


ILL = {"en": "nothing new for 30 h", "ko": "30시간째 새 소식 없음"}
UNDATED = {"en": "none of its 6 entries has a date", "ko": "항목 6건 모두 날짜가 없음"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_how_a_source_does_is_said_in_the_readers_language(tmp_path: Path, lang: str) -> None:
    made = make_settings(tmp_path, count=0)
    now = datetime.now(UTC)
    remark = Remark(flaw=Flaw.UNDATED, since=now, why=Reason(Code.UNDATED, count=6))
    health = Health(trouble=Trouble.SILENT, since=now, why=Reason(Code.SILENT, hours=30, usual=9))
    coverage = coverage_json(Coverage(health=health, remarks=(remark,)))
    with open_desk(made) as (client, db):
        with db.writing() as tx:
            tx.execute(sources.update().values(coverage=json.loads(json.dumps(coverage)), last_ok_at=now))
        client.headers["Accept-Language"] = lang
        pages = {path: client.get(path).text for path in ("/sources", "/sources/wire", "/trust")}
    assert [path for path, page in pages.items() if ILL[lang] not in page] == []
    assert [path for path in ("/sources", "/trust") if UNDATED[lang] not in pages[path]] == []


def test_what_a_page_of_the_web_wrote_is_text(reader: httpx.Client) -> None:
    for id_ in ids(reader, "/articles.json"):
        answer = reader.get(f"/articles/{id_}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert '<mark class="who" title="Nuclear Consultative Group">' in answer.text
    for id_ in ids(reader, "/stories.json"):
        assert reader.get(f"/stories/{id_}").status_code == 200


def test_the_address_of_today_says_since_when(reader: httpx.Client) -> None:
    answer = reader.get("/")
    assert answer.status_code == 307
    assert answer.headers["location"].startswith("/?since=")
    page = reader.get("/?since=2020-01-01")
    assert "NCG meets in Seoul" in page.text
    assert len(reader.get("/today.json?since=2020-01-01").text.splitlines()) >= 1


def test_where_nothing_was_polled_today_says_so(reader: httpx.Client) -> None:
    page = reader.get("/?since=2999-01-01").text
    assert "sources has been read yet" in page or "sources are read, the last" in page
    assert "the last never" not in page


def test_the_mark_moves_when_the_reader_says_so_and_not_by_looking(reader: httpx.Client) -> None:
    reader.get("/?since=1d")
    assert "seen" not in reader.cookies
    moved = reader.post("/mark", data={"upto": "2026-01-02T03:04:05+00:00"})
    assert moved.status_code == 303
    assert "2026-01-02T03%3A04%3A05" in reader.get("/").headers["location"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/stories/s-0", 404),
        ("/articles/a-0", 404),
        ("/watches/nobody", 404),
        ("/entities/nobody", 404),
        ("/sources/nobody", 404),
        ("/stories.xml", 404),
        ("/alerts/nobody.atom", 404),
        ("/articles?limit=-1", 400),
        ("/articles?since=soon", 400),
        ("/deliveries?state=lost", 400),
        ("/search.json?q=@nobody", 400),
        ("/search?q=" + "x" * 10_001, 400),
        ("/static/../app.py", 404),
        ("/healthz", 200),
        ("/health", 200),
        ("/readyz", 200),
    ],
)
def test_each_error_page_says_what_to_do(reader: httpx.Client, path: str, status: int) -> None:
    answer = reader.get(path)
    assert answer.status_code == status
    if status != 200:
        assert "<h1>" in answer.text
    for name, value in HEADERS.items():
        assert path.startswith("/static") or answer.headers[name] == value


def test_a_wrong_query_is_shown_with_its_fault(reader: httpx.Client) -> None:
    answer = reader.get("/search", params={"q": "@ncg NEAR/15 (talks"})
    assert answer.status_code == 200
    assert 'class="fault"' in answer.text


def test_exports_are_whole_and_tame(reader: httpx.Client) -> None:
    answer = reader.get("/articles.csv")
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(ids(reader, "/articles.json")) == 2
    assert {"published_at_utc", "published_at_local"} <= rows[0].keys()
    for path in ("/stories.csv", "/deliveries.csv", "/sources.csv", "/alerts.csv", "/search.csv?q=@ncg"):
        assert reader.get(path).status_code == 200


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_that_begins_a_formula_is_text(cell: str) -> None:
    from flows.inspect.exported import tame

    assert tame(cell) == f"'{cell}"
    assert tame(f"a{cell}") == f"a{cell}"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8787", "[", "", "127.0.0.1.evil.example"])
def test_a_name_that_points_here_reads_nothing(reader: httpx.Client, host: str) -> None:
    answer = reader.get("/articles.json", headers={"Host": host})
    assert answer.status_code in (400, 403)
    assert "NCG" not in answer.text


def log_in(reader: httpx.Client, token: str = KEY, name: str = "민지") -> httpx.Response:
    return reader.post("/login", data={"token": token, "name": name})


SAME = {"Sec-Fetch-Site": "same-origin"}


def test_changes_ask_for_the_key(reader: httpx.Client, db: Database) -> None:
    form = {"subject": "ncg", "for": "7d"}
    assert reader.post("/mute", data=form, headers=SAME).headers["location"] == "/login"
    assert log_in(reader, "wrong").status_code == 403
    assert log_in(reader).status_code == 303
    assert reader.post("/mute", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert reader.post("/mute", data=form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert reader.post("/mute", data=form).status_code == 403
    assert "Mute" in reader.get("/watches/ncg").text
    assert reader.post("/mute", data=form, headers=SAME).status_code == 303
    assert "Muted until" in reader.get("/watches/ncg").text
    assert reader.post("/mute", data=form | {"for": "0s"}, headers=SAME).status_code == 303
    assert "Muted until" not in reader.get("/watches/ncg").text
    assert reader.post("/mute", data={"subject": "nobody"}, headers=SAME).status_code == 404
    assert reader.post("/redeliver", data={"id": "d-0"}, headers=SAME).status_code == 404
    assert reader.post("/mute", content=b"x" * 70_000, headers=SAME).status_code == 413
    assert reader.get("/mute").status_code == 405
    assert reader.post("/logout", headers=SAME).status_code == 303
    assert "Mute for" not in reader.get("/watches/ncg").text


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_a_login_leads_to_no_other_site(reader: httpx.Client, to: str) -> None:
    answer = reader.post("/login", data={"token": KEY, "back": to})
    assert answer.headers["location"] == "/"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_cookie_is_not_guessed_and_ends() -> None:
    clock = Clock()
    access = Access(LOOPBACK, KEY, clock)
    cookie = access.make_cookie("민지")
    assert access.admit("", cookie).name == "민지"
    for forged in (cookie[:-1] + "0", "1." + cookie.partition(".")[2], "", "..", "1000000.bWU=."):
        assert not access.admit("", forged).may_change
    assert not Access(LOOPBACK, "another key", clock).admit("", cookie).may_change
    clock.now += 31 * 86_400
    assert not access.admit("", cookie).may_change


def test_five_failed_tries_a_minute_an_address() -> None:
    clock = Clock()
    access = Access(LOOPBACK, KEY, clock)
    for _ in range(5):
        assert access.may_try("192.0.2.1")
        access.note_failed("192.0.2.1")
    assert not access.may_try("192.0.2.1")
    assert access.may_try("192.0.2.2")
    clock.now += 61
    assert access.may_try("192.0.2.1")


@pytest.mark.parametrize(
    ("authorization", "may_read"),
    [
        ("Bearer t0ken", True),
        ("bearer t0ken", True),
        ("Bearer other", False),
        ("", False),
        ("Bearer t\u00f6", False),
    ],
)
def test_a_desk_with_a_token_asks_for_it(authorization: str, may_read: bool) -> None:
    access = Access(replace(LOOPBACK, host="0.0.0.0", token="t0ken"), "")
    assert access.admit(authorization, "").may_read is may_read
    assert access.is_own_host("watch.example")


@pytest.fixture
def guarded(settings: Settings, db: Database) -> Iterator[httpx.Client]:
    listen = replace(LOOPBACK, token="t0ken")
    server = DeskServer(Desk(settings, db, Access(listen, "")), listen)
    server.open()
    with httpx.Client(base_url=str(server.address), trust_env=False, timeout=60) as client:
        yield client
    server.close()


def test_with_a_token_nothing_is_read_without_it(guarded: httpx.Client) -> None:
    for path in ("/articles.json", "/alerts.atom", "/stories", "/metrics"):
        assert guarded.get(path).status_code in (403, 404)
    assert guarded.get("/", headers=WEB).headers["location"] == "/login"
    for path in ("/healthz", "/readyz", "/static/desk.css", "/login"):
        assert guarded.get(path).status_code == 200
    assert guarded.get("/alerts.atom?token=t0ken").status_code == 200
    assert guarded.get("/articles.json?token=t0ken").status_code == 403
    assert guarded.get("/articles.json", headers={"Authorization": "Bearer t0ken"}).status_code == 200


def test_same_origin_is_shown_by_the_browser(db: Database) -> None:
    reader = Access(LOOPBACK, KEY).admit("", Access(LOOPBACK, KEY).make_cookie("me"))
    assert is_same_origin(reader, "127.0.0.1:8787", None, "http://127.0.0.1:8787")
    assert not is_same_origin(reader, "127.0.0.1:8787", None, "null")
    assert not is_same_origin(reader, "127.0.0.1:8787", "none", None)
    assert is_same_origin(Access(LOOPBACK, KEY).admit(f"Bearer {KEY}", ""), "127.0.0.1", None, None)


def test_a_busy_database_is_a_sentence_and_a_retry(
    reader: httpx.Client, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StorageBusy("db", "another process holds it")

    monkeypatch.setattr("flows.desk.showing.lists.list_articles", busy)
    answer = reader.get("/articles")
    assert answer.status_code == 503
    assert answer.headers["Refresh"] == "5"

    def odd(*_: object, **__: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("flows.desk.showing.lists.list_articles", odd)
    assert reader.get("/articles").status_code == 500


def test_a_database_that_fails_is_not_called_busy(
    reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageError("db", "database disk image is malformed", "go back to a backup")

    monkeypatch.setattr("flows.desk.showing.lists.list_articles", fail)
    answer = reader.get("/articles", headers={"Accept": "text/html", "Accept-Language": "ko"})
    assert (answer.status_code, answer.headers["Refresh"]) == (503, "5")
    assert "데이터베이스를 쓸 수 없습니다." in answer.text
    assert "바쁩니다" not in answer.text


def test_the_key_is_ours_alone_and_stays(tmp_path: Path) -> None:
    key = read_key(tmp_path)
    assert read_key(tmp_path) == key
    assert (tmp_path / "desk.key").stat().st_mode & 0o777 == 0o600


def test_the_words_are_there_in_both_languages() -> None:
    for word, (english, korean) in WORDS.items():
        assert english, word
        assert korean, word


@pytest.mark.parametrize(
    ("asked", "kept", "accepts", "lang"),
    [
        (None, None, "", "en"),
        (None, None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, None, "fr,en;q=0.5,ko;q=0.9", "ko"),
        (None, "ko", "en", "ko"),
        ("en", "ko", "ko", "en"),
        ("xx", None, "fr;q=x", "en"),
    ],
)
def test_the_desk_speaks_as_it_is_asked(asked: str | None, kept: str | None, accepts: str, lang: str) -> None:
    assert choose_lang(asked, kept, accepts) == lang


def test_a_taken_port_is_named_and_may_be_free_later(settings: Settings, db: Database) -> None:
    desk = Desk(settings, db, Access(LOOPBACK, KEY))
    first = DeskServer(desk, LOOPBACK)
    first.open()
    assert first.address
    port = int(first.address.rpartition(":")[2])
    second = DeskServer(desk, replace(LOOPBACK, port=port))
    with pytest.raises(ListenError, match=f"127.0.0.1:{port}"):
        second.open()
    assert second.address is None
    first.close()
    second.open()
    assert second.address == f"http://127.0.0.1:{port}"
    second.close()


def test_no_part_of_an_answer_waits_for_the_one_before(settings: Settings, db: Database) -> None:
    server = DeskServer(Desk(settings, db, Access(LOOPBACK, KEY)), LOOPBACK)
    server.open()
    try:
        assert server.address
        with httpx.Client(base_url=server.address, trust_env=False) as client:
            assert client.get("/login").status_code == 200
            assert server._server
            (kept,) = server._server.server_state.connections
            connection = kept.transport.get_extra_info("socket")
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        server.close()


def test_the_feeds_of_an_empty_corpus_are_well_formed(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\n")
    settings = load_settings(tmp_path / "hanmi.toml")
    db = open_database(settings)
    reader = FeedReader(Office(settings, db))
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


def test_a_feed_that_has_not_changed_is_not_sent_again(reader: httpx.Client) -> None:
    first = reader.get("/alerts.json")
    again = reader.get("/alerts.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_a_pass_over_an_empty_outbox_waits_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\n")
    settings = load_settings(tmp_path / "hanmi.toml")
    db = open_database(settings)
    assert outbox_pass(settings, db)(threading.Event()) is None
    db.close()


def test_a_poll_that_found_nothing_new_was_read(tmp_path: Path) -> None:
    (tmp_path / "hanmi.toml").write_text(
        '[defaults]\nsources = false\n[[source]]\nid = "wire"\nname = "Wire"\nurl = "https://wire.example/rss"\n'
    )
    made = load_settings(tmp_path / "hanmi.toml")
    db = open_database(made)
    with db.writing() as tx:
        for result in ("nothing-new", "unchanged", "empty", "new", "down"):
            tx.execute(
                polls.insert().values(source="wire", at=db.now(), result=result, entries=0, new=0, ms=1)
            )
    server = DeskServer(Desk(made, db, Access(LOOPBACK, KEY)), LOOPBACK)
    server.open()
    page = httpx.get(f"{server.address}/sources/wire", headers=WEB, trust_env=False).text
    assert ("<span>4 read</span>" in page, "<b>1 failed</b>" in page) == (True, True)
    assert server.login_address == f"{server.address}/login?key={KEY}"
    server.close()
    db.close()
