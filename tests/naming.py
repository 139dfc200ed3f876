"""Whom a watchlist finds in a text."""

from __future__ import annotations

from datetime import UTC, datetime

from alerts.watch.matcher import Watchlist
from storage.records import Article, Published, Sighting, TextFrom


def read_names(watchlist: Watchlist, text: str, day: str) -> set[str]:
    """The entities that a text of this day names; its title stands before a bar."""
    title, _, body = text.rpartition("|")
    article = Article(
        key="text:bare",
        title=title,
        text=body,
        lang="en" if text.isascii() else "ko",
        published=Published(at=datetime.fromisoformat(f"{day}T03:00:00+00:00"), by="test"),
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )
    return {mention.entity for mention in watchlist.read(article).mentions()}
