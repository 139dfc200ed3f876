"""A small corpus kept through the pipeline's own door, and the command line on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from flows.cli.app import app
from flows.config.loading.load import load_settings
from flows.keeping.new_article import keep_article
from flows.wiring import House, open_house
from storage.records import Article, Published, Sighting, TextFrom

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

CONFIG = """
data_dir = "data"
timezone = "Asia/Seoul"
[defaults]
sources = false
watchlist = false
to = []
[[entity]]
id = "ncg"
name = "Nuclear Consultative Group"
kind = "body"
aliases = ["Nuclear Consultative Group", "NCG", "핵협의그룹"]
[[entity]]
id = "north-korea"
name = "North Korea"
kind = "place"
aliases = ["North Korea", "북한"]
[[watch]]
id = "ncg"
name = "NCG"
query = "@ncg"
[[watch]]
id = "talks"
name = "Talks"
query = "@north-korea SENT (talks OR 대화)"
policy = "every"
"""


def an_article(
    key: str,
    title: str,
    text: str,
    *,
    lang: str = "en",
    days_ago: float | None = 1.0,
    outlet: str = "Example",
    source: str | None = None,
    sighting: Sighting = Sighting.LIVE,
) -> Article:
    published = None if days_ago is None else Published(at=NOW - timedelta(days=days_ago), by="feed")
    return Article(
        key=f"news.example/{key}",
        url=f"https://news.example/{key}",
        title=title,
        text=text,
        lang=lang,
        outlet=outlet,
        source=source,
        published=published,
        fetched_at=published.at if published else NOW,
        sighting=sighting,
        text_from=TextFrom.PAGE,
    )


@dataclass
class Corpus:
    """A data directory with its configuration."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "hanmi.toml"

    def configure(self, text: str = CONFIG) -> None:
        self.config.write_text(text, encoding="utf-8")

    @contextmanager
    def open(self) -> Iterator[House]:
        with open_house(load_settings(self.config)) as house:
            yield house

    def keep(self, *articles: Article, tell_backfill: bool = False) -> None:
        """Keep articles in the order given, each judged as of its own time."""
        with self.open() as house:
            for article in articles:
                keep_article(house, article, now=article.fetched_at, tell_backfill=tell_backfill)

    def hanmi(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["--config", str(self.config), *words])

    def lines(self, *words: str) -> list[Any]:
        result = self.hanmi(*words, "--json")
        assert result.exit_code == 0, (result.output, result.exception)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def document(self, *words: str) -> Any:
        (document,) = self.lines(*words)
        return document
