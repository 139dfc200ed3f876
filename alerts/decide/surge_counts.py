"""Surges as the corpus has them: when the entities of a watch were named, and what was told of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from alerts.decide.surge import DAYS, FEWEST, REACH_DAYS, WINDOW, Rise, Surge, Volume, Windows
from alerts.watch.query.check import list_named
from alerts.watch.query.parse import parse_query
from storage.database import Transaction
from storage.lists.timeline import count_windows, read_times, read_told
from storage.records import Article, Sighting, Watch


def read_surge(tx: Transaction, watch: Watch, article: Article) -> Surge | None:
    """The rise that an article, kept in this transaction, belongs to; None where the watch waits for none.

    It is as of the article's time, and None too where that is unknown.
    """
    at = _find_time(article)
    if watch.surge is None or at is None:
        return None
    entities = _list_entities(watch)
    (lately,) = count_windows(tx, at, 1, entities=entities)
    if lately < FEWEST:
        return Surge(rise=Rise(count=lately))
    rise = _read_windows(tx, at, DAYS + 1, entities).measure()
    if not rise.is_surge(watch.surge):
        return Surge(rise=rise)
    told = [line.at for line in read_told(tx, watch.id, at - REACH_DAYS * WINDOW).values() if line.at]
    return _read_windows(tx, at, REACH_DAYS, entities).find_surge(at, watch.surge, told[::-1])


def _read_windows(tx: Transaction, at: datetime, days: int, entities: Collection[str]) -> Windows:
    return Windows(read=count_windows(tx, at, days), named=count_windows(tx, at, days, entities=entities))


def read_volume(tx: Transaction, watch: Watch, first: datetime, last: datetime) -> Volume:
    """What surges of a watch are found in between two times."""
    since = first - REACH_DAYS * WINDOW
    return Volume(
        read=read_times(tx, since, last), named=read_times(tx, since, last, entities=_list_entities(watch))
    )


def _find_time(article: Article) -> datetime | None:
    """When it was published, else when we saw it as news."""
    if article.published is not None:
        return article.published.at
    return article.fetched_at if article.sighting is not Sighting.BACKFILL else None


def _list_entities(watch: Watch) -> tuple[str, ...]:
    named = list_named(parse_query(watch.query, f"watch {watch.id}", dict(watch.phrases)))
    assert named is not None, "checked when the watchlist was compiled"
    return named
