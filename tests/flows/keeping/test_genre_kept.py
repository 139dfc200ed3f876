"""What kind of text an article is stands with it, and by whose word it was published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from flows.cli.app import app
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from storage.records.articles import say_whose
from storage.tables import articles

LINE = "The Nuclear Consultative Group met in Seoul on Tuesday, the defense ministry said on Wednesday."
REPORT = f"""{LINE}

Officials of both sides discussed how to plan for the use of American and South Korean forces together.
They agreed to meet again in Washington next year, the ministry said in a statement."""
VIEW = "The NCG has met often, and yet the questions that it was made to answer stand where they stood."
TEXT = {
    "news": {"title": "NCG meets in Seoul", "published_at": "2024-11-20T09:00:00+09:00", "text": REPORT},
    "opinion": {"title": "[사설] 핵협의그룹이 남긴 숙제"},
    "official": {"title": "Statement on the NCG", "url": "https://www.state.gov/ncg-statement"},
    "flash": {"title": "[속보] 핵협의그룹 회의 개최"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hanmi.toml").write_text("[defaults]\nsources = false\n", "utf-8")
    records = [{"text": LINE} | each for each in TEXT.values()]
    (tmp_path / "articles.json").write_text(json.dumps(records), "utf-8")
    hanmi(tmp_path, "backfill", str(tmp_path / "articles.json"))
    return tmp_path


def hanmi(folder: Path, *words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["--config", str(folder / "hanmi.toml"), *words, "--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_article_says_its_genre_and_by_whose_word_it_was_published(folder: Path) -> None:
    listed = hanmi(folder, "articles")
    assert {each["title"]: each["genre"] for each in listed} == {
        each["title"]: genre for genre, each in TEXT.items()
    }
    assert {each["title"]: each["published_by"] for each in listed} == {
        each["title"]: "file" if "published_at" in each else None for each in TEXT.values()
    }
    for each in listed:
        (shown,) = hanmi(folder, "show", each["id"])
        assert {key: shown[key] for key in each} == each


def test_what_was_kept_before_gets_its_genre_when_it_is_matched_again(folder: Path) -> None:
    db = open_database(load_settings(folder / "hanmi.toml"))
    with db.writing() as tx:
        tx.execute(articles.update().values(genre=None))
    assert {each["genre"] for each in hanmi(folder, "articles")} == {None}
    hanmi(folder, "backfill", str(folder / "articles.json"), "--watch-again")
    assert {each["genre"] for each in hanmi(folder, "articles")} == set(TEXT)
    with db.reading() as tx:
        assert tx.execute(sa.select(sa.func.count()).where(articles.c.genre.is_(None))).scalar() == 0
    db.close()


@pytest.mark.parametrize(
    ("by", "text_from", "whose"),
    [
        ("feed", "page", "feed"),
        ("json-ld", "page", "page"),
        ("meta", "file", "page"),
        ("url", "page", "page"),
        ("text", "page", "page"),
        ("text", "file", "file"),
        ("file", "file", "file"),
        ("option", "file", "file"),
    ],
)
def test_a_time_is_the_pages_the_feeds_or_the_files(by: str, text_from: str, whose: str) -> None:
    assert say_whose(by, text_from) == whose


def test_what_only_the_page_stated_is_still_known_when_the_text_is_searched(folder: Path) -> None:
    page = (
        '<html><head><title>After the NCG</title><meta property="article:section" content="Opinion"></head>'
        f"<body><article><h1>After the NCG</h1><p>{VIEW}</p>"
        "<p>Neither ally gains from another round of the same.</p></article></body></html>"
    )
    (folder / "page.html").write_text(page, "utf-8")
    hanmi(folder, "backfill", str(folder / "page.html"))
    found = {each["title"] for each in hanmi(folder, "search", "genre:opinion @ncg")}
    assert found == {"After the NCG", TEXT["opinion"]["title"]}
    others = {each["title"] for each in hanmi(folder, "search", "@ncg NOT genre:(opinion OR analysis)")}
    assert others == {TEXT["news"]["title"], TEXT["official"]["title"], TEXT["flash"]["title"]}
