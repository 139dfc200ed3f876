"""Watches written at the desk: tried before they are saved, kept once, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from alerts.watch.matcher import compile_watchlist
from flows.config.desk_layer import with_desk
from flows.config.settings import Settings
from flows.desk.changing import editing
from flows.desk.changing.editing import mark_words
from flows.desk.render import point_at
from flows.inspect.rehearsing.quick_test import rehearse_newest
from flows.wiring import open_house
from storage.database import Database
from storage.records import Policy, Watch
from tests.flows.desk.stand import make_settings, open_desk

DEFAULT = {"policy": "story", "to": "(default)"}
DRAFT = {"id": "", "seen": "0", "name": "Ports", "query": "ports AND @seoul", **DEFAULT}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("watches"))


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    with open_desk(settings) as opened:
        yield opened
        with opened[1].writing() as tx:
            tx.exec_driver_sql("DELETE FROM desk_changes")


@pytest.fixture
def reader(desk: tuple[httpx.Client, Database]) -> httpx.Client:
    return desk[0]


@pytest.fixture
def db(desk: tuple[httpx.Client, Database]) -> Database:
    return desk[1]


def watch(settings: Settings, db: Database, id_: str) -> Watch:
    return next(each for each in with_desk(settings, db).watches if each.id == id_)


def test_a_watch_has_its_korean_name_on_korean_pages(reader: httpx.Client) -> None:
    reader.post("/watches/save", data=DRAFT | {"name_ko": "항만"})
    for path in ("/watches", "/watches/ports", "/feeds", "/watches/ports/edit"):
        assert "항만" in reader.get(path, params={"ui": "ko"}).text
    assert "항만" not in reader.get("/watches", params={"ui": "en"}).text
    assert '"name": "Ports"' in reader.get("/watches.json", params={"ui": "ko"}).text


def test_a_search_becomes_a_watch_and_tells_from_the_next_run_on(
    settings: Settings, reader: httpx.Client, db: Database
) -> None:
    found = reader.get("/search", params={"q": "ports AND @seoul"}).text
    assert 'href="/watches/new?query=ports+AND+%40seoul&amp;test=1"' in found
    form = reader.get("/watches/new", params={"query": "ports AND @seoul", "test": "1"})
    assert form.status_code == 200
    assert "matching articles" in form.text
    saved = reader.post("/watches/save", data=DRAFT)
    assert (saved.status_code, saved.headers["location"]) == (303, "/watches/ports")
    page = reader.get("/watches/ports").text
    assert "ports AND @seoul" in page
    assert "민지" in page
    assert watch(settings, db, "ports").name == "Ports"
    with open_house(settings) as house:
        assert "ports" in {each.id for each in house.watchlist.watches}
        assert "ports" in house.terms.watches
    assert "Ports" in reader.get("/watches").text
    assert reader.get("/alerts/ports.atom").status_code == 200


def test_the_fault_stands_at_its_character_as_one_types(reader: httpx.Client) -> None:
    answer = reader.get("/watches/try", params={"query": "@ncg NEAR/15 (talks"})
    assert answer.status_code == 200
    assert "this bracket is not closed" in answer.text
    assert "@ncg NEAR/15 (talks\n             ^" in answer.text
    assert "<html" not in answer.text
    assert "did you mean @ncg" in reader.get("/watches/try", params={"query": "@nkg"}).text
    assert "matching articles" in reader.get("/watches/try", params={"query": "@ncg", "test": "1"}).text


def test_what_the_form_shows_is_no_change(settings: Settings, reader: httpx.Client, db: Database) -> None:
    same: dict[str, Any] = {"id": "ncg", "seen": "0", "name": "NCG", "query": "@ncg\r\n", "policy": "story"}
    same |= {"to": ["", "(default)"], "must_match": "The NCG met.\r\n", "must_not_match": ""}
    assert reader.post("/watches/save", data=same).status_code == 303
    assert with_desk(settings, db).laid == ()
    changed = {**same, "policy": "every", "to": ["", "hook"], "must_not_match": "A\r\n\r\nB"}
    assert reader.post("/watches/save", data=changed).status_code == 303
    kept = watch(settings, db, "ncg")
    assert (kept.policy, kept.to) == (Policy.EVERY, ("hook",))
    assert [example.text for example in kept.must_not_match] == ["A", "B"]
    assert [example.text for example in kept.must_match] == ["The NCG met."]
    nobody = {**changed, "seen": "1", "to": [""]}
    assert reader.post("/watches/save", data=nobody).status_code == 303
    assert watch(settings, db, "ncg").to == ()
    default = {**changed, "seen": "2", "to": ["", "(default)"]}
    assert reader.post("/watches/save", data=default).status_code == 303
    assert watch(settings, db, "ncg").to is None


def test_the_second_of_two_who_save_is_shown_what_the_first_made(
    settings: Settings, reader: httpx.Client, db: Database
) -> None:
    mine = {"id": "ncg", "name": "NCG", **DEFAULT}
    with open_desk(settings, name="Tom") as (tom, _):
        assert (
            tom.post("/watches/save", data={**mine, "seen": "0", "query": "@ncg OR summit"}).status_code
            == 303
        )
    late = reader.post("/watches/save", data={**mine, "seen": "0", "query": "@ncg OR talks"})
    assert late.status_code == 409
    assert "Tom saved this watch while you wrote" in late.text
    assert "<del>talks</del>" in late.text
    assert "<ins>summit</ins>" in late.text
    assert '<textarea id="query"' in late.text
    assert "@ncg OR talks</textarea>" in late.text
    assert 'name="seen" value="1"' in late.text
    assert watch(settings, db, "ncg").query == "@ncg OR summit"
    again = reader.post("/watches/save", data={**mine, "seen": "1", "query": "@ncg OR talks"})
    assert again.status_code == 303
    assert watch(settings, db, "ncg").query == "@ncg OR talks"


def test_changes_are_taken_back_at_the_desk(settings: Settings, reader: httpx.Client, db: Database) -> None:
    for seen, query in enumerate(("@ncg OR one", "@ncg OR two")):
        data = {"id": "ncg", "seen": str(seen), "query": query, "policy": "story"}
        assert reader.post("/watches/save", data=data).status_code == 303
    page = reader.get("/watches/ncg").text
    assert "<del>one</del>" in page
    assert "<ins>two</ins>" in page
    back = {"kind": "watch", "id": "ncg", "back": "/watches/ncg"}
    assert reader.post("/revert", data=back).headers["location"] == "/watches/ncg"
    assert watch(settings, db, "ncg").query == "@ncg OR one"
    reader.post("/revert", data={**back, "to": "2"})
    assert watch(settings, db, "ncg").query == "@ncg OR two"
    reader.post("/revert", data={**back, "drop": "1"})
    assert watch(settings, db, "ncg").query == "@ncg"
    for wrong, status in (({"kind": "x"}, 404), ({"to": "x"}, 404), ({"to": "99"}, 400), ({"id": "y"}, 400)):
        assert reader.post("/revert", data={**back, **wrong}).status_code == status


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"query": "@ncg NEAR/5 ("}, 422, "^"),
        ({"query": ""}, 422, "query"),
        ({"query": "@nobody"}, 422, "there is no entity @nobody"),
        ({"query": "x" * 10_001}, 400, "too long"),
        ({"id": "Not an id", "query": "@ncg"}, 422, "is no id"),
        ({"to": "nowhere"}, 422, "there is no channel"),
        ({"query": '"<script>alert(1)</script>" \u202e ('}, 422, "&lt;script&gt;"),
        ({"seen": "x" * 99}, 303, ""),
        ({"name": '<img src=x onerror="x">'}, 303, ""),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    reader: httpx.Client, change: dict[str, str], status: int, said: str
) -> None:
    answer = reader.post("/watches/save", data={**DRAFT, **change})
    assert answer.status_code == status
    assert said in answer.text
    assert "<script>alert" not in answer.text
    assert "<img" not in reader.get("/watches").text


def test_who_is_not_logged_in_tries_and_saves_nothing(settings: Settings, reader: httpx.Client) -> None:
    reader.post("/logout")
    assert "Log in to save" in reader.get("/watches/ncg/edit").text
    for path in ("/watches/save", "/revert"):
        assert reader.post(path, data=DRAFT).headers["location"] == "/login"
    assert reader.get("/watches/nobody/edit").status_code == 404
    assert reader.get("/watches/save").status_code in (404, 405)


def test_a_page_of_another_site_has_nothing_done_that_takes_seconds(reader: httpx.Client) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    asked = {"query": "@ncg", "test": "1"}
    for path in ("/watches/new", "/watches/ncg/edit", "/watches/try"):
        assert "matching articles" in reader.get(path, params=asked).text
        assert "matching articles" not in reader.get(path, params=asked, headers=foreign).text
    assert reader.get("/entities/offered", headers=foreign).headers["location"] == "/entities"
    assert "to learn from" not in reader.get("/watches/ncg/learn", headers=foreign).text


def test_a_trial_says_how_far_it_came(
    settings: Settings, db: Database, reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchlist = compile_watchlist(settings.entities, [Watch(id="q", name="q", query="@ncg")])
    whole = rehearse_newest(db, watchlist, db.now())
    assert (whole.reached, whole.left) == (whole.since, 0)
    assert whole.matched == 6
    assert [one.line.at for one in whole.would] == sorted((o.line.at for o in whole.would), reverse=True)

    asked = {"query": "@ncg", "test": "1"}
    assert "All of the last 90 days; 6 texts read" in reader.get("/watches/try", params=asked).text
    for left, said in ((4, "4 of stories that last moved before this are left"), (6, "Not tested: 6 texts")):
        cut_off = replace(whole, left=left, read=6 - left, reached=whole.until)
        monkeypatch.setattr(editing, "rehearse_newest", lambda *_, cut_off=cut_off, **__: cut_off)
        page = reader.get("/watches/try", params=asked).text
        assert said in page
        assert ("matching articles" in page) == (left == 4)


@pytest.mark.parametrize(
    ("query", "at", "shown"),
    [
        ("abc", 1, "abc\n ^"),
        ("회의 x", 3, "회의 x\n     ^"),
        ("one\ntwo three", 8, "two three\n    ^"),
        ("", 0, "\n^"),
    ],
)
def test_a_caret_stands_under_its_character(query: str, at: int, shown: str) -> None:
    assert point_at(query, at) == shown


def test_words_that_differ_are_marked() -> None:
    assert mark_words("a b c", "a x c") == (
        [("a", False), ("b", True), ("c", False)],
        [("a", False), ("x", True), ("c", False)],
    )
    assert mark_words(None, ["a", {"text": "b"}]) == ([("", True)], [("a · b", True)])


def test_a_story_is_made_into_a_watch(reader: httpx.Client) -> None:
    story = json.loads(reader.get("/stories.json?entity=ncg").text.splitlines()[0])
    page = reader.get(f"/stories/{story['id']}").text
    assert 'href="/watches/new?query=%40ncg' in page
