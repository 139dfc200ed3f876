"""Lists page by cursor, and an export is whole or broken off."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.settings import Settings
from flows.desk import office
from storage.errors import StorageBusy
from storage.lists import narrowing
from storage.records import Entity, Watch
from tests.flows.desk.stand import make_settings, open_desk, walk

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ["/stories", "/articles", "/search?q=@ncg+OR+ports", "/?since=2020-01-01"]
FEEDS = ["/stories.atom", "/search.atom?q=@ncg", "/watches.atom", "/alerts.atom", "/alerts/ncg.atom"]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("lists"), count=18)


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Iterator[httpx.Client]:
    with open_desk(settings) as (client, _):
        yield client


@pytest.mark.parametrize("path", LISTS)
def test_a_list_pages_by_cursor_and_each_thing_stands_once(reader: httpx.Client, path: str) -> None:
    limited = f"{path}{'&' if '?' in path else '?'}limit=3"
    pages = walk(reader, limited)
    names = [re.findall(r'<h2[^>]*><a href="(/[a-z]+/[^"]+)"', page.text) for page in pages]
    assert len(pages) >= 3
    assert [len(part) for part in names[:2]] == [3, 3]
    shown = [name for part in names for name in part]
    assert len(shown) == len(set(shown))
    assert "after=" in pages[1].url.query.decode()


@pytest.mark.parametrize("path", ["/stories.json", "/articles.json", "/search.json?q=@ncg+OR+ports"])
def test_machines_page_too(reader: httpx.Client, path: str) -> None:
    whole = reader.get(path).text.splitlines()
    parts = walk(reader, f"{path}{'&' if '?' in path else '?'}limit=3")
    assert [line for part in parts for line in part.text.splitlines()] == whole
    assert len(whole) >= 7
    assert len(parts) >= 3


@pytest.mark.parametrize("path", ["/stories", "/articles", "/articles.json", "/deliveries", "/search?q=@ncg"])
def test_a_cursor_that_leads_nowhere_is_refused(reader: httpx.Client, path: str) -> None:
    for cursor in ("x", "0", "9" * 40, "%00", "MjAyNg"):
        answer = reader.get(f"{path}{'&' if '?' in path else '?'}limit=5&after={cursor}")
        assert answer.status_code in (200, 400)
        if answer.status_code == 200:  # a number behind all there is: an empty page
            assert path.startswith("/search")
            assert 'class="item"' not in answer.text


@pytest.mark.parametrize("path", ["/articles", "/stories", "/search"])
def test_an_export_is_whole_however_long(
    reader: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    query = "?q=@ncg+OR+ports" if path == "/search" else ""
    whole = reader.get(f"{path}.json{query}").text
    monkeypatch.setattr("flows.desk.showing.listing.AT_ONCE", 5)
    monkeypatch.setattr("flows.desk.showing.exports.LINES_AT_ONCE", 2)
    assert reader.get(f"{path}.json{query}").text == whole
    rows = list(csv.DictReader(io.StringIO(reader.get(f"{path}.csv{query}").content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in whole.splitlines()]


def test_an_export_that_cannot_go_on_is_broken_off(
    reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.desk.showing import lists

    asked = 0

    def once(*arguments: Any, **named: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise StorageBusy("db", "another process holds it")
        return real(*arguments, **named)

    real = lists.list_articles
    monkeypatch.setattr("flows.desk.showing.listing.AT_ONCE", 5)
    monkeypatch.setattr("flows.desk.showing.lists.list_articles", once)
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        reader.get("/articles.csv")
    monkeypatch.setattr("flows.desk.showing.lists.list_articles", real)
    assert reader.get("/articles.csv").status_code == 200


def test_what_is_wrong_from_the_start_is_said_in_words(
    reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise StorageBusy("db", "another process holds it")

    monkeypatch.setattr("flows.desk.showing.lists.list_articles", busy)
    assert reader.get("/articles.json").status_code == 503


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_well_formed_and_have_no_texts(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    ids = [str(entry.findtext(f"{ATOM}id")) for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert path.startswith("/alerts") or ids
    assert b"\xe2\x80\xae" not in answer.content
    assert b"<script" not in answer.content.replace(b"&lt;script", b"")
    again = reader.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_story_has_a_feed_of_its_time_line(reader: httpx.Client) -> None:
    story = json.loads(reader.get("/stories.json").text.splitlines()[0])
    feed = ET.fromstring(reader.get(f"/stories/{story['id']}.atom").content)
    assert len(list(feed.iter(f"{ATOM}entry"))) == len(story["articles"])
    assert reader.get("/stories/s-none.atom").status_code == 404
    assert reader.get(f"/stories/{story['id']}.rss").status_code == 404


@pytest.mark.parametrize("path", ["/entities", "/watches", "/sources"])
def test_short_lists_are_exported_too(reader: httpx.Client, path: str) -> None:
    shapes = [json.loads(line) for line in reader.get(f"{path}.json").text.splitlines()]
    rows = list(csv.DictReader(io.StringIO(reader.get(f"{path}.csv").content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [shape["id"] for shape in shapes] != []


def test_today_is_a_table_too(reader: httpx.Client) -> None:
    shapes = [json.loads(line) for line in reader.get("/today.json?since=2020-01-01").text.splitlines()]
    table = reader.get("/today.csv?since=2020-01-01")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["id"], int(row["articles"])) for row in rows] == [
        (shape["id"], shape["articles"]) for shape in shapes
    ]
    assert rows
    assert "moved_at_local" in rows[0]
    assert 'href="/today.csv?since=' in reader.get("/?since=2020-01-01").text
    assert reader.get("/today.atom").status_code == 404


def test_an_export_of_sources_honours_its_filter(reader: httpx.Client) -> None:
    assert reader.get("/sources.json?state=failing").text == ""
    assert len(reader.get("/sources.json?state=new").text.splitlines()) == 1


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/today.csv?watch=ncg", "watch: this list is not narrowed by it; it takes since, limit"),
        ("/?entity=ncg", "entity: this list is not narrowed by it; it takes since, limit"),
        ("/deliveries.csv?entity=ncg", "it takes since, watch, state, limit"),
        ("/deliveries?lang=ko", "it takes since, watch, state, limit"),
        ("/watches.csv?watch=ncg", "it takes limit"),
        ("/entities.json?since=7d", "it takes limit"),
        ("/sources?source=wire", "it takes lang, state, limit"),
        ("/search.csv?q=ports&watch=ncg", "it takes since, entity, source, lang, q, limit"),
        ("/articles?wach=ncg", "did you mean watch?"),
        ("/articles.csv?Entity=ncg", "did you mean entity?"),
        ("/stories.json?langs=ko", "did you mean lang?"),
        ("/alerts?snice=7d", "did you mean since?"),
        ("/?sinse=7d", "did you mean since?"),
        ("/today.json?limt=1", "did you mean limit?"),
        ("/deliveries?stat=dead", "did you mean state?"),
        ("/search.atom?query=ncg", "query: this list is not narrowed by it"),
        ("/articles?state=dead", "state: this list is not narrowed by it"),
        ("/entities/ncg?peroid=1y", "did you mean period?"),
        ("/entities/ncg?since=1y", "since: this list is not narrowed by it; it takes period"),
        ("/articles?watch=ncg&watch=other", "watch: it is given twice"),
        ("/articles?lang=KO", "did you mean ko?"),
        ("/articles?lang=korean", "did you mean ko?"),
    ],
)
def test_a_filter_that_a_list_does_not_take_is_refused(reader: httpx.Client, address: str, says: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 400
    assert says in answer.text


def test_what_is_beside_the_filters_is_taken(reader: httpx.Client) -> None:
    for address in ("/articles.csv?raw=1&limit=2", "/articles?ui=en&limit=2", "/articles?watch=&lang=en"):
        assert reader.get(address).status_code == 200


def test_the_names_are_compiled_once_for_all_searches(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[int] = []

    def compile_counted(entities: Sequence[Entity], watches: Sequence[Watch]) -> Watchlist:
        compiled.append(len(entities))
        return compile_watchlist(entities, watches)

    monkeypatch.setattr(office, "compile_watchlist", compile_counted)
    with open_desk(settings) as (client, _):
        found = [
            client.get("/search.json", params={"q": query}) for query in ("@ncg", "ports", "@seoul OR x")
        ]
        first = json.loads(found[0].text.splitlines()[0])
        assert client.get(f"/articles/{first['id']}").status_code == 200
    assert [answer.status_code for answer in found] == [200, 200, 200]
    assert compiled == [2]


@pytest.mark.parametrize(
    ("path", "many"),
    [
        ("/articles.json?entity=ncg", 9),
        ("/articles.json?watch=ncg", 9),
        ("/articles.json?entity=ncg&limit=2", 2),
        ("/stories.json?entity=ncg", None),
        ("/stories.json?watch=ncg", None),
        ("/stories.json?source=wire", 0),
        ("/stories.json?lang=en", None),
        ("/stories.json?lang=ko", 0),
    ],
)
def test_a_list_has_the_same_of_what_is_rare_and_of_what_is_common(
    reader: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str, many: int | None
) -> None:
    rare = reader.get(path)
    monkeypatch.setattr(narrowing, "FEW", 1)
    common = reader.get(path)
    assert rare.status_code == common.status_code == 200
    assert common.text == rare.text
    assert len(rare.text.splitlines()) == many if many is not None else rare.text
