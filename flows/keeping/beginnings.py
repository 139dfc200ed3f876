"""Articles that their outlets have only begun: a flash or a promise, filled in at its address later."""

from __future__ import annotations

from datetime import datetime

from flows.judge.fingerprints import TEASER, read_tokens
from flows.versions.schedule import TIMES
from storage.records import Article, Teaser

GROWS_FOR = TIMES[2]
"""How long after its first sight a beginning is looked at again, though it met no watch."""

ENOUGH = 2_000
"""Characters in which a text that is no beginning has words enough."""


def may_grow(article: Article) -> bool:
    """Whether an article is so short that it may be a beginning; what is behind a paywall stays there."""
    return article.teaser is not Teaser.PAYWALL and len(read_tokens(article.text[:ENOUGH])) < TEASER


def look_at_beginning(article: Article, since: datetime, planned: datetime | None) -> datetime | None:
    """The planned look where the article may still grow by then, seen first at `since`; else None."""
    if planned is None or planned > since + GROWS_FOR or not may_grow(article):
        return None
    return planned
