"""What is stored of a person who reads: judgements, changes, tokens, marks and unsubscribings."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa

from storage.database import Transaction
from storage.tables import desk_changes, feed_tokens, judgements, marks, unsubscribings

NOBODY = "somebody"
"""Who changed something at the desk and is forgotten; the change itself stays in force."""

LAST_LOOK = "last look "
"""What a reader's mark begins with; their name follows. All other marks are the program's own."""


def forget_person(tx: Transaction, who: str) -> dict[str, int]:
    """Remove what is stored of a person by address or name, in whatever case; how many rows of each kind.

    Judgements go, and with them what they taught at the next learning; feed tokens of theirs open nothing
    any more; what they unsubscribed from is told to them again. What they changed at the desk stays, without
    their name.
    """
    name = _fold(who)

    def is_theirs(column: sa.Column[str], before: str = "") -> sa.ColumnElement[bool]:
        known = tx.execute(sa.select(column).distinct().where(column.startswith(before))).scalars()
        return column.in_(sorted(each for each in known if _fold(each.removeprefix(before)) == name))

    changed = desk_changes.update().where(is_theirs(desk_changes.c.by)).values(by=NOBODY)
    return {
        "judgements": tx.execute(judgements.delete().where(is_theirs(judgements.c.by))).rowcount,
        "feed_tokens": tx.execute(
            feed_tokens.delete().where(is_theirs(feed_tokens.c.by) | is_theirs(feed_tokens.c.name))
        ).rowcount,
        "marks": tx.execute(marks.delete().where(is_theirs(marks.c.name, LAST_LOOK))).rowcount,
        "unsubscribings": tx.execute(
            unsubscribings.delete().where(is_theirs(unsubscribings.c.address))
        ).rowcount,
        "changes": tx.execute(changed).rowcount,
    }


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
