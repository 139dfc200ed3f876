"""Turns: what one process at a time does for all of them, such as judging."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.database import Database
from storage.promises.alerts import insert_new
from storage.promises.claims import hold, is_free, let_go
from storage.tables import turns


def take_turn(db: Database, name: str, owner: str, now: datetime) -> bool:
    """Have the turn of this name, unless another holds it; whether it is the owner's now.

    It holds for a lease unless renewed. To ask for a turn that is held costs no write.
    """
    with db.reading() as tx:
        is_held = ~is_free(tx, turns, now, owner)
        holder = tx.execute(sa.select(turns.c.claimed_by).where(turns.c.name == name, is_held)).scalar()
    if holder is not None:
        return bool(holder == owner)
    with db.writing() as tx:
        insert_new(tx, turns, {"name": name})
        free = (turns.c.name == name) & is_free(tx, turns, now, owner)
        return hold(tx, turns, free, owner, now) == 1


def renew_turn(db: Database, name: str, owner: str, now: datetime) -> None:
    """Hold the turn for another lease, if it is still the owner's."""
    with db.writing() as tx:
        hold(tx, turns, _is_of(name, owner), owner, now)


def end_turn(db: Database, name: str, owner: str) -> None:
    """Let go of the turn, if it is the owner's."""
    with db.writing() as tx:
        let_go(tx, turns, _is_of(name, owner))


def _is_of(name: str, owner: str) -> sa.ColumnElement[bool]:
    return (turns.c.name == name) & (turns.c.claimed_by == owner)
