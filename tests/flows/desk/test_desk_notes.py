"""A watch that can be saved and may not tell what is meant says so, where it is written and later."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from flows.config.settings import Settings
from tests.flows.desk.stand import FILE, make_settings, open_desk

QUIET = FILE.replace("[defaults]", '[defaults]\ndigest = ""', 1)
DRAFT = {"id": "", "seen": "0", "name": "Ports", "query": "ports", "policy": "story", "to": "(default)"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("notes"), QUIET, count=2)


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Iterator[httpx.Client]:
    with open_desk(settings) as (client, _):
        yield client


def read_notes(page: str) -> list[str]:
    return [each.split("</p>")[0] for each in page.split('<p class="note remark">')[1:]]


@pytest.mark.parametrize(
    ("query", "noted"),
    [
        ("ports and ncg", "“and” is read as a word; write AND for the operator, or quote the word"),
        ("ports $talk", "“$talk” is read as a word: there is no [[phrase]] of the id &#39;talk&#39;"),
        ("ports lang:kr", "&#39;kr&#39; is not how articles have their language · did you mean lang:ko?"),
        ('ports "tariff*"', "a star in quotes is text and takes no ending: “tariff*”"),
    ],
)
def test_what_may_be_meant_otherwise_is_said_in_form_and_search(
    reader: httpx.Client, query: str, noted: str
) -> None:
    asked = {"/watches/try": "query", "/watches/new": "query", "/search": "q"}
    pages = [reader.get(path, params={name: query}).text for path, name in asked.items()]
    assert [read_notes(page) for page in pages] == [[noted]] * 3


def test_a_source_that_is_not_read_is_said_of_a_watch_alone(reader: httpx.Client) -> None:
    asked = "ports source:nosuch"
    assert "nosuch" in read_notes(reader.get("/watches/try", params={"query": asked}).text)[0]
    assert read_notes(reader.get("/search", params={"q": asked}).text) == []


def test_a_query_that_cannot_be_read_has_its_fault_alone(reader: httpx.Client) -> None:
    page = reader.get("/watches/try", params={"query": "(ports and"}).text
    assert read_notes(page) == []
    assert "not closed" in page


def test_a_watch_that_nobody_would_hear_of_says_so(reader: httpx.Client) -> None:
    draft = DRAFT | {"name": "Quiet ports", "policy": "digest"}
    (noted,) = read_notes(reader.get("/watches/try", params=draft).text)
    assert noted.startswith("nobody would hear of it")
    assert reader.post("/watches/save", data=draft).status_code == 303
    assert read_notes(reader.get("/watches/quiet-ports").text) == [noted]
    (korean,) = read_notes(reader.get("/watches/quiet-ports?ui=ko").text)
    assert korean.startswith("아무도 알림을 받지 못함")
    reader.get("/?ui=en")


def test_examples_that_come_out_otherwise_are_named(reader: httpx.Client) -> None:
    draft = DRAFT | {
        "name": "Harbours",
        "must_match": "ports reopened\nships sail",
        "must_not_match": "two ports",
    }
    expected = ["it must match and does not: ships sail", "it must not match and does: two ports"]
    assert read_notes(reader.get("/watches/try", params=draft).text) == []
    assert read_notes(reader.get("/watches/try", params=draft | {"test": "1"}).text) == expected
    assert reader.post("/watches/save", data=draft).status_code == 303
    assert read_notes(reader.get("/watches/harbours").text) == expected
