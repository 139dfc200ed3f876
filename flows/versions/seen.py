"""What a look at an article's page may come to; nothing here fetches or reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records import Article, TextFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said that nothing changed."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """The article as its page has it now, with the validators of that answer.

    `doubt` says why the text of before was kept and only the headline is new; None where all was read.
    `is_baseline` says that other rules of extraction read the article before: what differs may be our
    reading, and is no change of the page's.
    """

    article: Article
    at: datetime
    etag: str | None
    last_modified: str | None
    doubt: str | None = None
    is_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The page is not there; `is_said` where it says that the article was taken back."""

    why: str
    at: datetime
    is_said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Nothing can be said of the article: the page could not be had, or is no article just now."""

    why: str
    at: datetime
    asked: timedelta | None = None


Seen = Unchanged | Reread | Missing | Unseen


def is_whole(article: Article) -> bool:
    """Whether its page was read, and not a teaser or the feed's words alone."""
    return article.text_from is TextFrom.PAGE and article.teaser is None
