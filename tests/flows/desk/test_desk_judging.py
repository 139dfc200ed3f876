"""Readers judge articles and alerts at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from flows.config.settings import Settings
from storage.database import Database
from storage.readers.judgements import list_judgements
from tests.flows.desk.stand import FILE, KEY, make_settings, open_desk

IDEA = """
[[watch]]
id = "harbors"
query = "harbor AND strike"
idea = "ports OR ships"
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("judging"), FILE + IDEA, count=8)


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    with open_desk(settings) as opened:
        yield opened


def opinions(db: Database) -> list[tuple[str, str, str]]:
    with db.reading() as tx:
        return [(one.watch, one.opinion.value, one.by) for one in list_judgements(tx)]


def test_an_article_is_judged_changed_and_taken_back(desk: tuple[httpx.Client, Database]) -> None:
    reader, db = desk
    article = json.loads(reader.get("/articles.json?entity=ncg").text.splitlines()[0])["id"]
    page = reader.get(f"/articles/{article}").text
    assert page.count('name="opinion" value="on-topic"') == 1, "one watch is met, and none comes near"
    form = {"asked": article, "watch": "ncg", "back": f"/articles/{article}"}
    for opinion in ("on-topic", "off-topic"):
        answer = reader.post("/judge", data={**form, "opinion": opinion})
        assert answer.headers["location"] == f"/articles/{article}"
        assert opinions(db) == [("ncg", opinion, "민지")]
    pressed = 'value="off-topic" data-key="n" aria-pressed="true"'
    assert pressed in reader.get(f"/articles/{article}").text
    judged = reader.get("/watches/ncg").text
    assert "off topic: 1" in judged
    assert "hanmi watch learn ncg" in judged
    with httpx.Client(base_url=reader.base_url, trust_env=False, headers=reader.headers) as other:
        other.post("/login", data={"token": KEY, "name": "Tom"})
        assert pressed not in other.get(f"/articles/{article}").text
    reader.post("/judge", data={**form, "opinion": "off-topic"})
    assert opinions(db) == []


@pytest.mark.parametrize(
    "change", [{"opinion": "nice"}, {"opinion": ""}, {"asked": "a-none"}, {"watch": "nobody"}]
)
def test_what_cannot_be_judged_is_said(desk: tuple[httpx.Client, Database], change: dict[str, str]) -> None:
    reader, db = desk
    article = json.loads(reader.get("/articles.json").text.splitlines()[0])["id"]
    form = {"asked": article, "watch": "ncg", "opinion": "late", **change}
    assert reader.post("/judge", data=form).status_code == 400
    assert opinions(db) == []


def test_what_cannot_be_done_is_said_in_the_language_of_its_reader(
    desk: tuple[httpx.Client, Database],
) -> None:
    reader, _ = desk
    unknown = reader.post("/judge?ui=ko", data={"asked": "a-none", "opinion": "late"})
    assert "알림도 아니고 보관된 기사도 아님" in unknown.text
    unchanged = reader.post("/revert?ui=ko", data={"kind": "watch", "id": "ncg"})
    assert "데스크에서 고친 것이 없음" in unchanged.text


def test_what_learning_would_change_is_shown_before_it_is_accepted(
    desk: tuple[httpx.Client, Database],
) -> None:
    reader, db = desk
    articles = [json.loads(line)["id"] for line in reader.get("/articles.json?entity=ncg").text.splitlines()]
    for number, article in enumerate(articles):
        opinion = "off-topic" if number else "on-topic"
        reader.post("/judge", data={"asked": article, "watch": "ncg", "opinion": opinion})
    page = reader.get("/watches/ncg/learn")
    assert page.status_code == 200
    assert f"{len(articles)} judgements to learn from" in page.text
    assert "@ncg" in page.text
    assert 'href="/watches/ncg/learn"' in reader.get("/watches/ncg").text
    for article in articles:
        reader.post("/judge", data={"asked": article, "watch": "harbors", "opinion": "off-topic"})
    idea = reader.get("/watches/harbors/learn")
    assert idea.status_code == 200
    assert 'class="note"' in idea.text  # examples of one side teach nothing, and that is said
    assert "적어도 3개씩 있어야 함" in reader.get("/watches/harbors/learn", params={"ui": "ko"}).text
    reader.cookies.delete("ui")
    assert reader.post("/watches/harbors/learn").status_code == 400
    assert reader.post("/watches/ncg/learn").status_code == 400
    assert reader.get("/watches/nobody/learn").status_code == 404
    with db.writing() as tx:
        tx.exec_driver_sql("DELETE FROM judgements")
    reader.post("/logout")
    assert "to learn from" not in reader.get("/watches/ncg/learn").text
    assert reader.post("/watches/harbors/learn").headers["location"] == "/login"


def test_who_is_not_logged_in_judges_nothing(desk: tuple[httpx.Client, Database]) -> None:
    reader, _ = desk
    reader.post("/logout")
    assert reader.post("/judge", data={"opinion": "late"}).headers["location"] == "/login"
    article = json.loads(reader.get("/articles.json").text.splitlines()[0])["id"]
    assert 'name="opinion"' not in reader.get(f"/articles/{article}").text
