"""The demonstration's script, read from `articles.toml`: who prints what, when, and what comes of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from flows.config.bundle import SEEDS
from flows.demo.piece import Piece
from flows.files.kinds.seed_text import read_seed_text

_SCRIPT = Path(__file__).with_name("articles.toml")


class Ending(StrEnum):
    """What can become of an article."""

    COPY = "copy"
    TOLD = "told"
    MOVED = "moved"
    FOLDED = "folded"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An outlet of the script; `feed` is the kind of feed that the pipeline subscribes to."""

    id: str
    title: str
    lang: str
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """A piece that an outlet prints, and what may become of it; it bears no date before its act."""

    outlet: str
    draft: Piece
    age: timedelta
    expect: tuple[Ending, ...]

    def piece(self, now: datetime) -> Piece:
        """The piece as it is printed in an act that plays now."""
        return replace(self.draft, published=(now - self.age).replace(microsecond=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is printed between two cycles."""

    title: str
    printings: tuple[Printing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What an outlet puts right in a piece that it printed, once all acts are played."""

    title: str
    outlet: str
    slug: str
    before: str
    after: str

    def mend(self, piece: Piece) -> Piece:
        """The piece as it is printed from now on."""
        return replace(
            piece,
            title=piece.title.replace(self.before, self.after),
            paragraphs=tuple(each.replace(self.before, self.after) for each in piece.paragraphs),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoScript:
    """The whole of it."""

    companies: tuple[Company, ...]
    acts: tuple[Scene, ...]
    mending: Mending


def read_script() -> DemoScript:
    """The script as it ships; of a seed it has the title, authors and body that the seed reader finds."""
    tables = tomllib.loads(_SCRIPT.read_text(encoding="utf-8"))
    companies = tuple(Company(feed=table.pop("feed", "rss"), **table) for table in tables["outlet"])
    langs = {company.id: company.lang for company in companies}
    acts = tuple(
        Scene(title=act["title"], printings=tuple(_read_printing(table, langs) for table in act["piece"]))
        for act in tables["act"]
    )
    return DemoScript(companies=companies, acts=acts, mending=Mending(**tables["mending"]))


def _read_printing(table: dict[str, Any], langs: dict[str, str]) -> Printing:
    title, subtitle, authors, paragraphs = _read_seed(table) if "seed" in table else _read_own(table)
    draft = Piece(
        slug=table["slug"],
        title=title,
        subtitle=subtitle,
        authors=authors,
        paragraphs=paragraphs,
        published=None,
        section=table["section"],
        caption=table.get("caption"),
        lang=langs[table["outlet"]],
    )
    age = timedelta(minutes=table["minutes_ago"])
    return Printing(outlet=table["outlet"], draft=draft, age=age, expect=tuple(map(Ending, table["expect"])))


_Parts = tuple[str, str | None, tuple[str, ...], tuple[str, ...]]


def _read_own(table: dict[str, Any]) -> _Parts:
    return table["title"], table.get("subtitle"), tuple(table["authors"]), _paragraphs(table["text"])


def _read_seed(table: dict[str, Any]) -> _Parts:
    path = SEEDS / "articles" / table["seed"]
    extract = read_seed_text(path.read_bytes(), path=path.name)
    return extract.title, extract.subtitle, extract.authors, _paragraphs(extract.text)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
