"""Public ids by how they begin, as people shorten them."""

from __future__ import annotations

import sqlalchemy as sa

from storage.database import Transaction
from storage.tables import alerts, articles, deliveries, stories

SHORTEST = 4
"""Characters of a beginning, the kind's letters among them: `s-38`."""

MOST = 6
"""Ids that are looked up of one beginning; two are too many already."""

_COLUMNS = {"a-": articles.c.id, "s-": stories.c.id, "al-": alerts.c.id, "d-": deliveries.c.id}


def find_ids(tx: Transaction, beginning: str) -> list[str]:
    """The ids of articles, stories, alerts and deliveries that begin so, `MOST` at most, sorted.

    A whole id is its own beginning. Empty for what is too short, or begins like no id.
    """
    if len(beginning) < SHORTEST:
        return []
    column = next((column for kind, column in _COLUMNS.items() if beginning.startswith(kind)), None)
    if column is None:
        return []
    begins = column.startswith(beginning, autoescape=True)
    return sorted(tx.execute(sa.select(column).where(begins).order_by(column).limit(MOST)).scalars())
