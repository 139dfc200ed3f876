"""What is stored of a person who reads: judgements, changes, tokens, marks and unsubscribings."""

from __future__ import annotations

import sqlalchemy as sa

from storage.database import Transaction
from storage.tables import desk_changes, feed_tokens, judgements, marks, unsubscribings

NOBODY = "somebody"
"""Who changed something at the desk and is forgotten; the change itself stays in force."""


def forget_person(tx: Transaction, who: str) -> dict[str, int]:
    """Remove what is stored of a person by address or name, in whatever case; how many rows of each kind.

    Judgements go, and with them what they taught at the next learning; feed tokens of theirs open nothing
    any more; what they unsubscribed from is told to them again. What they changed at the desk stays, without
    their name.
    """
    name = who.strip().casefold()

    def is_theirs(column: sa.Column[str]) -> sa.ColumnElement[bool]:
        known = {
            each for each in tx.execute(sa.select(column).distinct()).scalars() if each.casefold() == name
        }
        return column.in_(sorted(known))

    of_marks = [
        mark
        for mark in tx.execute(sa.select(marks.c.name)).scalars()
        if mark.casefold().split()[-1:] == [name]
    ]
    changed = desk_changes.update().where(is_theirs(desk_changes.c.by)).values(by=NOBODY)
    return {
        "judgements": tx.execute(judgements.delete().where(is_theirs(judgements.c.by))).rowcount,
        "feed_tokens": tx.execute(
            feed_tokens.delete().where(is_theirs(feed_tokens.c.by) | is_theirs(feed_tokens.c.name))
        ).rowcount,
        "marks": tx.execute(marks.delete().where(marks.c.name.in_(of_marks))).rowcount,
        "unsubscribings": tx.execute(
            unsubscribings.delete().where(is_theirs(unsubscribings.c.address))
        ).rowcount,
        "changes": tx.execute(changed).rowcount,
    }
