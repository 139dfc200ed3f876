"""The watches, entities, sources and languages that the database has something of."""

from __future__ import annotations

import sqlalchemy as sa

from storage.database import Transaction
from storage.language.printable import storable
from storage.tables import alerts, articles, matches, mentions, sources

_COLUMNS = {
    "watch": (matches.c.watch, alerts.c.watch),
    "entity": (mentions.c.entity,),
    "source": (articles.c.source, sources.c.id),
    "lang": (articles.c.lang,),
    "outlet": (articles.c.outlet,),
}


def names_in_use(tx: Transaction, what: str) -> set[str]:
    """Every `watch`, `entity`, `source`, `lang` or `outlet` that a row has."""
    columns = _COLUMNS[what]
    return {name for column in columns for name in tx.execute(sa.select(column).distinct()).scalars() if name}


def is_in_use(tx: Transaction, what: str, name: str) -> bool:
    """Whether a row has this one."""
    return any(
        tx.execute(sa.select(column).where(column == storable(name)).limit(1)).first() is not None
        for column in _COLUMNS[what]
    )
