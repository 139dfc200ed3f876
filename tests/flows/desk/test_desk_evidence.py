"""A list shows the sentences that say why an article is in it, and no more of its date than is known."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx

from flows.desk.render import Clocks
from flows.inspect.exported import pick_shapes
from tests.flows.desk.stand import make_settings, open_desk


def sentence(text: str, *terms: str) -> dict[str, object]:
    matches = [{"start": 0, "end": 1, "text": term, "term": term, "entity": None} for term in terms]
    return {"text": text, "matches": matches}


def test_the_sentences_that_show_every_term_are_picked_in_their_order() -> None:
    found = [sentence("one", "a"), sentence("two", "a"), sentence("three", "b"), sentence("four", "a", "b")]
    assert [each["text"] for each in pick_shapes(found, 1)] == ["four"]
    assert [each["text"] for each in pick_shapes(found[:3], 2)] == ["one", "three"]
    assert pick_shapes([], 2) == []
    assert pick_shapes(found, 9) == found


def test_a_search_shows_where_each_word_of_it_stands(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    with open_desk(settings) as (reader, _):
        assert "officials</mark>" in quotes_of_first(reader, "NCG AND officials")


def quotes_of_first(reader: httpx.Client, query: str) -> str:
    page = reader.get("/search", params={"q": query}).text
    first = re.search(r"(?s)<li.*?</li>", page.partition("<main")[2])
    assert first is not None
    return html.unescape(first[0])


def test_a_day_is_said_as_a_day() -> None:
    clocks = Clocks("ko", datetime(2025, 2, 1, tzinfo=UTC))
    end = "2025-01-06T14:59:59.999999+00:00"
    assert clocks.published({"published_at": end, "published_day_only": True}) == "2025-01-06"
    assert "01-06 23:59 KST" in clocks.published({"published_at": end, "published_day_only": False})
    assert clocks.published({"published_at": None, "published_day_only": False}) == clocks.both(None)
