"""The articles of the corpus by when they were published, the newest first, some thousand at a time."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.lists.paging import ListPage, newest_first, write_cursor
from storage.tables import LISTED_AT, articles


def list_newest(
    tx: Transaction, most: int, *, since: datetime | None = None, after: str | None = None
) -> ListPage[int]:
    """Numbers, the last published first (where that is unknown: fetched); `after` is a cursor."""
    published, fetched = articles.c.published_at, articles.c.fetched_at
    bound = [] if since is None else [(published >= since) | published.is_(None) & (fetched >= since)]
    place = newest_first(articles, "published_at", "fetched_at", bound, after=after, limit=most)
    query = sa.select(place.c.number).order_by(place.c.at.desc(), place.c.number.desc())
    numbers = tx.execute(query).scalars().all()
    # only the last one's time is asked for: to read thousands of times takes the longest
    cursor = place_article(tx, numbers[most - 1]) if len(numbers) > most else None
    return ListPage(numbers[:most], next=cursor)


def place_article(tx: Transaction, number: int) -> str | None:
    """The cursor of what comes after an article; None where there is none of this number."""
    at = tx.execute(sa.select(LISTED_AT).where(articles.c.number == number)).scalar()
    return None if at is None else write_cursor((at, number))
