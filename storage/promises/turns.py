"""Turns: what one process at a time does for all of them, such as judging."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.database import Database
from storage.promises.alerts import insert_new
from storage.promises.claims import CLAIM_LEASE, is_free
from storage.tables import turns


def take_turn(db: Database, name: str, owner: str, now: datetime) -> bool:
    """Have the turn of this name, unless another holds it; whether it is the owner's now.

    It holds for `CLAIM_LEASE` unless renewed. To ask for a turn that is held costs no write.
    """
    with db.reading() as tx:
        is_held = ~is_free(tx, turns, now, owner)
        holder = tx.execute(sa.select(turns.c.claimed_by).where(turns.c.name == name, is_held)).scalar()
    if holder is not None:
        return bool(holder == owner)
    with db.writing() as tx:
        insert_new(tx, turns, {"name": name})
        may_take = is_free(tx, turns, now, owner)
        taken = tx.execute(
            turns.update()
            .where(turns.c.name == name, may_take)
            .values(claimed_by=owner, claimed_until=now + CLAIM_LEASE)
        )
        return taken.rowcount == 1


def renew_turn(db: Database, name: str, owner: str, now: datetime) -> None:
    """Hold the turn for another lease, if it is still the owner's."""
    with db.writing() as tx:
        tx.execute(
            turns.update()
            .where(turns.c.name == name, turns.c.claimed_by == owner)
            .values(claimed_until=now + CLAIM_LEASE)
        )


def end_turn(db: Database, name: str, owner: str) -> None:
    """Let go of the turn, if it is the owner's."""
    with db.writing() as tx:
        tx.execute(
            turns.update()
            .where(turns.c.name == name, turns.c.claimed_by == owner)
            .values(claimed_by=None, claimed_until=None)
        )
