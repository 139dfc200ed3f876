"""A web in memory: pages, redirects and a feed, read by whole cycles without a socket or a process."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import flows.pipeline
from flows.config.loading.load import load_settings
from flows.pipeline import Tools, run_cycle
from flows.report import CycleReport
from flows.wiring import House, open_house
from storage.corpus.articles import article_numbers, read_articles_numbered
from storage.errors import HttpStatus
from storage.promises.alerts import list_alerts
from storage.records import Article, Page

SITE = "https://outlet.example"
CONFIG = f"""
[defaults]
sources = false
watchlist = false
to = []
[[source]]
id = "outlet"
url = "{SITE}/feed.xml"
kind = "feed"
[[watch]]
id = "group"
query = '"Consultative Group" OR NCG'
policy = "every"
"""


@dataclass
class PaperWeb:
    """What stands where, and where it moved; in place of the fetcher and the pool."""

    pages: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, text: str) -> None:
        self.pages[path if "://" in path else SITE + path] = text

    def move(self, path: str, to: str) -> None:
        self.moved[SITE + path] = to if "://" in to else SITE + to

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def fetch(self, url: str, **_: Any) -> Page:
        asked, url = url, url.partition("#")[0]
        at = self.moved.get(url, url)
        if at not in self.pages:
            raise HttpStatus(asked, 404)
        kind = "application/rss+xml" if at.endswith(".xml") else "text/html; charset=utf-8"
        body = self.pages[at].encode()
        return Page(
            asked=asked, url=at, status=200, content_type=kind, body=body, fetched_at=datetime.now(UTC)
        )

    @asynccontextmanager
    async def reading(self, url: str, **validators: Any) -> AsyncIterator[Page]:
        yield await self.fetch(url, **validators)

    async def run(self, job: Callable[..., Any], *args: Any, about: str, **options: Any) -> Any:
        del about
        return job(*args, **options)


@dataclass
class Bureau:
    """A house that reads a paper web."""

    house: House
    web: PaperWeb

    def run(self) -> CycleReport:
        """One cycle over all sources."""
        return asyncio.run(run_cycle(self.house, now=datetime.now(UTC), every=True))

    def kept(self) -> list[Article]:
        """The corpus, what was kept last first."""
        with self.house.db.reading() as tx:
            numbers = article_numbers(tx)[::-1]
            return [kept.article for kept in read_articles_numbered(tx, numbers)]

    def titles(self) -> list[str]:
        return sorted(article.title for article in self.kept())

    def told(self) -> list[str]:
        """The titles of the articles that were alerted of, as often as they were."""
        titles = {article.id: article.title for article in self.kept()}
        with self.house.db.reading() as tx:
            return sorted(titles[alert.article] for alert in list_alerts(tx))


@contextmanager
def open_bureau(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A house in a folder, whose cycles read nothing but its paper web."""
    web = PaperWeb()

    @asynccontextmanager
    async def open_tools(_house: House) -> AsyncIterator[Tools]:
        yield Tools(fetcher=web, pool=web)  # type: ignore[arg-type]

    monkeypatch.setattr(flows.pipeline, "_open_tools", open_tools)
    (folder / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    settings = load_settings(folder / "hanmi.toml", folder / "data")
    with open_house(settings, console=io.StringIO()) as house:
        yield Bureau(house=house, web=web)
