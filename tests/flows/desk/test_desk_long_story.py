"""A story of many reports comes a part at a time, for people and machines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import httpx
import pytest

from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.desk import timelines
from flows.keeping.new_article import keep_article
from flows.wiring import open_house
from storage.corpus.articles import article_number, read_article
from storage.corpus.versions import add_version, replace_article
from storage.database import Database
from storage.lists.story_lists import list_stories
from storage.records import VersionKind
from tests.flows.desk.browsing import WORDS
from tests.flows.desk.stand import FILE, open_desk, walk
from tests.judging import make_article

REPORTS = 33
SAID = "The Nuclear Consultative Group met in Seoul and agreed on exercises, a calendar and a hotline."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One story: its reports say the same, each with a sentence of its own."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "hanmi.toml").write_text(FILE, encoding="utf-8")
    settings = load_settings(folder / "hanmi.toml")
    begin = datetime.now(UTC) - timedelta(hours=REPORTS + 1)
    with open_house(settings, console=io.StringIO()) as house:
        for n in range(REPORTS):
            own = Random(n)
            more = (" ".join(own.choices(WORDS["en"], k=9)).capitalize() for _ in range(6))
            text = f"{SAID} {'. '.join(more)}. The delegates went to room {n + 40} afterwards."
            article = make_article(f"https://outlet{n}.example/{n}", text, f"NCG meets in Seoul, {n}")
            at = begin + timedelta(hours=n)
            article = replace(article, fetched_at=at, outlet=f"Outlet {n}")
            keep_article(house, article, now=at)
    return settings


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    with open_desk(settings) as opened:
        yield opened


def find_story(reader: httpx.Client) -> str:
    lines = [json.loads(line) for line in reader.get("/stories.json").text.splitlines()]
    longest = max(lines, key=lambda line: len(line["articles"]))
    assert len(longest["articles"]) == REPORTS
    return f"/stories/{longest['id']}"


@pytest.mark.parametrize("long", [5, 60])
def test_each_report_stands_on_one_page(
    desk: tuple[httpx.Client, Database], monkeypatch: pytest.MonkeyPatch, long: int
) -> None:
    monkeypatch.setattr(timelines, "LONG", long)
    reader, _ = desk
    story = find_story(reader)
    whole = [json.loads(line) for line in reader.get(f"{story}.json").text.splitlines()]
    assert [each["title"] for each in whole] == [f"NCG meets in Seoul, {n}" for n in range(REPORTS)]
    pages = walk(reader, f"{story}?limit=10")
    shown = [re.findall(r'<h3[^>]*><a href="/articles/([^"]+)"', page.text) for page in pages]
    assert [len(part) for part in shown] == [10, 10, 10, 3]
    assert [id_ for part in shown for id_ in part] == [each["article"] for each in whole]
    assert "11" in pages[1].text
    assert f"of {REPORTS}" in pages[1].text
    assert all("room" in page.text for page in pages)  # what each adds, on later pages too
    assert reader.get(f"{story}?after=a-none").status_code == 400
    first = walk(reader, story)
    assert [len(re.findall("<h3", page.text)) for page in first] == [20, 13]


def test_exports_of_a_story_page_and_are_whole(desk: tuple[httpx.Client, Database]) -> None:
    reader, _ = desk
    story = find_story(reader)
    whole = reader.get(f"{story}.json").text.splitlines()
    parts = walk(reader, f"{story}.json?limit=9")
    assert [line for part in parts for line in part.text.splitlines()] == whole
    assert len(parts) == 4
    rows = list(csv.DictReader(io.StringIO(reader.get(f"{story}.csv").content.decode("utf-8-sig"))))
    assert [row["article"] for row in rows] == [json.loads(line)["article"] for line in whole]
    assert {"at_utc", "at_local", "news", "new_sentences"} <= rows[0].keys()
    newest = re.findall(r"<entry>.*?<title[^>]*>([^<]+)", reader.get(f"{story}.atom").text, re.S)
    assert newest[0] == f"NCG meets in Seoul, {REPORTS - 1}"


def test_a_text_that_changed_is_read_anew(
    desk: tuple[httpx.Client, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timelines, "LONG", 5)
    reader, db = desk
    story = find_story(reader)
    lines = [json.loads(line) for line in reader.get(f"{story}.json").text.splitlines()]
    changed = lines[20]["article"]
    text = f"{SAID} A spokesman in Busan denied that any vessel had left the harbor before dawn."
    with db.writing() as tx:
        kept = read_article(tx, changed)
        assert kept is not None
        number, after = article_number(tx, changed), replace(kept.article, text=text)
        replace_article(tx, number, kept.article, after)
        add_version(
            tx, number, kept.article, read_at=datetime.now(UTC),
            kind=VersionKind.EXPANSION, title=kept.article.title, text=text, differences=(),
        )  # fmt: skip
    again = [json.loads(line) for line in reader.get(f"{story}.json").text.splitlines()]
    assert "vessel" in " ".join(again[20]["news"])


def test_few_long_stories_are_remembered(tmp_path: Path, settings: Settings) -> None:
    kept = timelines.Timelines()
    with Database(settings.storage_url) as db, db.reading() as tx:
        story = max(list_stories(tx), key=lambda each: len(each.articles))
        long = replace(story, articles=story.articles * 3)
        for n in range(timelines.MOST_STORIES + 3):
            kept.read(tx, replace(long, id=f"{story.id}"), 10 + n)
            kept.read(tx, replace(long, id=f"s-{n}"), 10)
    assert len(kept._kept) <= timelines.MOST_STORIES
