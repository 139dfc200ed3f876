"""Counts of the texts that name an entity, copies aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.driver import as_numbers, as_words, read_rows
from storage.tables import articles, mentions

MOST = 12
"""Outlets and neighbours that are named, the most frequent."""

NEWEST = 2_000
"""Texts of which outlets and neighbours are counted: a year of a president is a hundred thousand."""

_PERIODS = """
    SELECT begin, (
        SELECT count(*) FROM mentions m WHERE m.entity = :entity AND m.own_s >= p.begin AND m.own_s < p.upto
    ), (
        SELECT coalesce(sum(m.korean), 0) FROM mentions m
        WHERE m.entity = :entity AND m.own_s >= p.begin AND m.own_s < p.upto
    )
    FROM (SELECT n AS begin, lead(n, 1, :upto) OVER (ORDER BY n) AS upto FROM {numbers} AS begins) p
    ORDER BY begin
"""

_ALL = """
    SELECT w, (SELECT count(*) FROM mentions m WHERE m.entity = wanted.w AND m.own_s >= :since)
    FROM {words} AS wanted
"""

_FOR_EVER = 1 << 62


def count_periods(tx: Transaction, entity: str, begins: Sequence[datetime]) -> list[tuple[int, int]]:
    """For each of these times (rising) the texts from then up to the next: in Korean, and in others."""
    seconds = as_numbers(_second(begin) for begin in begins)
    rows = read_rows(tx, _PERIODS, entity=entity, numbers=seconds, upto=_FOR_EVER)
    return [(int(korean), int(many) - int(korean)) for _, many, korean in rows]


def count_outlets(tx: Transaction, entity: str, since: datetime) -> list[tuple[str, int]]:
    """Who wrote how many of them, of the `NEWEST`."""
    count = sa.func.count()
    query = (
        sa.select(articles.c.outlet, count.label("many"))
        .where(articles.c.number.in_(_newest(entity, since)), articles.c.outlet.is_not(None))
        .group_by(articles.c.outlet)
        .order_by(count.desc(), articles.c.outlet)
        .limit(MOST)
    )
    return [(row.outlet, row.many) for row in tx.execute(query)]


def count_beside(tx: Transaction, entity: str, since: datetime) -> list[tuple[str, int]]:
    """Which other entities they name, and how many of them do, of the `NEWEST`."""
    count, beside = sa.func.count(), mentions.alias()
    query = (
        sa.select(beside.c.entity, count.label("many"))
        .where(beside.c.article.in_(_newest(entity, since)), beside.c.entity != entity)
        .group_by(beside.c.entity)
        .order_by(count.desc(), beside.c.entity)
        .limit(MOST)
    )
    return [(row.entity, row.many) for row in tx.execute(query)]


def count_all(tx: Transaction, entities: Iterable[str], since: datetime) -> dict[str, int]:
    """How many texts since then name each of these entities."""
    return dict(read_rows(tx, _ALL, words=as_words(entities), since=_second(since)))


def _newest(entity: str, since: datetime) -> sa.Select[tuple[int]]:
    own = mentions.c.own_s
    newest = sa.select(mentions.c.article).where(mentions.c.entity == entity, own >= _second(since))
    return newest.order_by(own.desc()).limit(NEWEST)


def _second(moment: datetime) -> int:
    """The first whole second that is not before it."""
    return -int(-moment.timestamp() // 1)
