"""What a page says of itself, as it says it: statements by their source, none judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.extract.facts.paywall import FREE, Terms

MAX_VALUE = 2_000


@dataclass(slots=True)
class Head:
    """The statements of one page, by source; each list has the surest first, and may be empty."""

    headline: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    page_title: str = ""
    h1: list[str] = field(default_factory=list)
    h2: list[str] = field(default_factory=list)
    subtitle: str | None = None
    description: str = ""
    authors: list[str] = field(default_factory=list)
    meta_authors: list[str] = field(default_factory=list)
    shown_authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    ld_dates: list[str] = field(default_factory=list)
    meta_dates: list[str] = field(default_factory=list)
    time_dates: list[str] = field(default_factory=list)
    shown_dates: list[str] = field(default_factory=list)
    lang: str | None = None
    sections: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    amp: list[str] = field(default_factory=list)
    body: str = ""
    tier: str = ""
    terms: Terms = FREE
    offset: str | None = None
    """How far from Greenwich its own times are, as `+09:00`, where one says it."""


def clip(text: str | None) -> str:
    """The beginning of a value, on one line."""
    return " ".join((text or "")[:MAX_VALUE].split())
