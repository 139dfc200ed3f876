"""What discovery asks the corpus: recent texts that name entities, and how many texts hold a phrase."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.records import CopyKind
from storage.search import Asked, may_hold
from storage.tables import Moment, articles, mentions
from storage.timeline import event_time


def list_naming(tx: Transaction, since: datetime, until: datetime, *, most: int) -> list[int]:
    """The numbers of independent texts of these days that name an entity, the newest first."""
    when = event_time()
    named = sa.exists().where(mentions.c.article == articles.c.number)
    query = (
        sa.select(articles.c.number)
        .where(when >= _bound(since), when < _bound(until), named, _is_independent())
        .order_by(when.desc(), articles.c.number.desc())
        .limit(most)
    )
    return list(tx.execute(query).scalars())


def count_texts(
    tx: Transaction, lang: str, begin: datetime, since: datetime, until: datetime, asked: Asked | None = None
) -> tuple[int, int]:
    """Independent texts in a language from `since` on, and from `begin` to then; with `asked` those that may
    hold it."""
    when = event_time()
    is_now = sa.case((when >= _bound(since), 1), else_=0)
    query = sa.select(
        sa.func.count().label("all"), sa.func.coalesce(sa.func.sum(is_now), 0).label("now")
    ).where(when >= _bound(begin), when < _bound(until), articles.c.lang == lang, _is_independent())
    if asked is not None:
        query = query.where(may_hold(tx, asked))
    row = tx.execute(query).one()
    return int(row.now), int(row.all) - int(row.now)


def list_outlets(tx: Transaction) -> list[str]:
    """The names of all outlets of the corpus."""
    return [name for name in tx.execute(sa.select(articles.c.outlet).distinct()).scalars() if name]


def _is_independent() -> sa.ColumnElement[bool]:
    return articles.c.copy_kind.is_(None) | (articles.c.copy_kind == CopyKind.PARTIAL.value)


def _bound(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.bindparam(None, moment, type_=Moment)
