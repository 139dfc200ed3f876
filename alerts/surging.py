"""Surges as the corpus has them: when the entities of a watch were named, and what was told of it."""

from __future__ import annotations

from datetime import datetime

from alerts.surge import FEWEST, REACH, WINDOW, Rise, Surge, Volume
from alerts.watch.check import list_named
from alerts.watch.language import parse_query
from storage.database import Transaction
from storage.history import read_told
from storage.records import Article, Sighting, Watch
from storage.volume import read_times


def read_surge(tx: Transaction, watch: Watch, article: Article) -> Surge | None:
    """The rise that an article, kept in this transaction, belongs to; None where the watch waits for none.

    It is as of the article's time, and None too where that is unknown.
    """
    at = _find_time(article)
    if watch.surge is None or at is None:
        return None
    lately = read_times(tx, at - WINDOW, at, entities=_list_entities(watch))
    if len(lately) < FEWEST:
        return Surge(rise=Rise(count=len(lately)))
    told = [line.at for line in read_told(tx, watch.id, at - REACH).values() if line.at is not None]
    return read_volume(tx, watch, at, at + WINDOW).find_surge(at, watch.surge, told[::-1])


def read_volume(tx: Transaction, watch: Watch, first: datetime, last: datetime) -> Volume:
    """What surges of a watch are found in between two times."""
    since = first - REACH
    return Volume(
        read=read_times(tx, since, last), named=read_times(tx, since, last, entities=_list_entities(watch))
    )


def _find_time(article: Article) -> datetime | None:
    """When it was published, else when we saw it as news."""
    if article.published is not None:
        return article.published.at
    return article.fetched_at if article.sighting is not Sighting.BACKFILL else None


def _list_entities(watch: Watch) -> tuple[str, ...]:
    named = list_named(parse_query(watch.query, f"watch {watch.id}"))
    assert named is not None, "checked when the watchlist was compiled"
    return named
