"""Fact lines of a batch that was judged blind: what was right is still said, and what was wrong is not."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.compose.gist import say_gist
from alerts.gist.read import GistReader
from alerts.watch.matcher import compile_watchlist
from flows.config.loading.load import load_settings
from storage.records import Article, Published, Sighting, TextFrom

STILL_WRONG = {"e067"}
"""Another body's name begins with the word by which the alliance is described."""


@pytest.fixture(scope="module")
def reader() -> GistReader:
    settings = load_settings()
    return GistReader(compile_watchlist(settings.entities, settings.watches))


def list_parts(reader: GistReader, text: dict[str, Any]) -> list[str]:
    article = Article(
        key=f"text:{text['id']}",
        title=text["title"],
        text=text["text"],
        lang=text["lang"],
        published=Published(at=datetime.fromisoformat(text["published_at"]), by="test"),
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )
    gist = reader.read(article)
    line = say_gist(gist, "ko" if text["lang"] == "en" else "en") if gist else ""
    return line.partition(": ")[2].split(" · ")


@pytest.mark.parametrize("batch", ["a", "b", "c"])
def test_a_batch_keeps_what_was_right_and_nothing_that_was_wrong(reader: GistReader, batch: str) -> None:
    path = Path(__file__).with_name(f"facts_blind_{batch}.toml")
    for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]:
        said = list_parts(reader, text)
        assert set(text["right"]) <= set(said), (text["id"], said)
        assert not set(text["wrong"]) & set(said) or text["id"] in STILL_WRONG, (text["id"], said)
