"""Lists held to what has some property: by listing what has it, or by asking each row, as is cheaper."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from storage.database import Transaction

FEW = 5_000
"""So many rows are listed and sorted in a few milliseconds; where there are more, a page is soon full."""


def is_among(
    tx: Transaction,
    row: sa.ColumnElement[Any],
    those: sa.Select[Any],
    each: sa.ColumnElement[bool],
    counted: sa.Select[Any] | None = None,
) -> sa.ColumnElement[bool]:
    """A condition on `row`: `those` select it, which `each` says of one row.

    `counted` selects as many as `those` or more and is asked for how many there are, None: they themselves.

    A list is walked from its newest row until a page is full. Of what is common, one row in a hundred and
    more, that is soon; to list all of it first took the longer the more there was. Of what is rare the walk
    might not end before the list does.
    """
    some = (those if counted is None else counted).limit(FEW).subquery()
    are_few = int(tx.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()) < FEW
    return row.in_(those) if are_few else each
