"""Counts of the texts that name an entity, copies aside."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.lists.timeline import bound_moment, event_time, is_independent
from storage.tables import articles, mentions

MOST = 12
"""Outlets and neighbours that are named, the most frequent."""


def list_times(tx: Transaction, entity: str, since: datetime) -> list[tuple[datetime, str]]:
    """When each text came and in which language."""
    when = event_time()
    query = sa.select(when.label("at"), articles.c.lang).where(*_named(entity, since))
    return [(row.at, row.lang) for row in tx.execute(query)]


def count_outlets(tx: Transaction, entity: str, since: datetime) -> list[tuple[str, int]]:
    """Who wrote how many of them."""
    count = sa.func.count()
    query = (
        sa.select(articles.c.outlet, count.label("many"))
        .where(*_named(entity, since), articles.c.outlet.is_not(None))
        .group_by(articles.c.outlet)
        .order_by(count.desc(), articles.c.outlet)
        .limit(MOST)
    )
    return [(row.outlet, row.many) for row in tx.execute(query)]


def count_beside(tx: Transaction, entity: str, since: datetime) -> list[tuple[str, int]]:
    """Which other entities they name, and how many of them do."""
    count, beside = sa.func.count(), mentions.alias()
    query = (
        sa.select(beside.c.entity, count.label("many"))
        .join(articles, articles.c.number == beside.c.article)
        .where(*_named(entity, since), beside.c.entity != entity)
        .group_by(beside.c.entity)
        .order_by(count.desc(), beside.c.entity)
        .limit(MOST)
    )
    return [(row.entity, row.many) for row in tx.execute(query)]


def count_all(tx: Transaction, since: datetime) -> dict[str, int]:
    """How many texts since then name each entity."""
    when = event_time()
    query = (
        sa.select(mentions.c.entity, sa.func.count().label("many"))
        .join(articles, articles.c.number == mentions.c.article)
        .where(when >= bound_moment(since), is_independent())
        .group_by(mentions.c.entity)
    )
    return {row.entity: row.many for row in tx.execute(query)}


def _named(entity: str, since: datetime) -> list[sa.ColumnElement[bool]]:
    of = sa.select(mentions.c.article).where(mentions.c.entity == entity)
    return [articles.c.number.in_(of), event_time() >= bound_moment(since), is_independent()]
