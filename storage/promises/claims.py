"""Claims: which rows of a table are free, held and let go of, for sources, looks, turns and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.clock import due
from storage.database import Transaction
from storage.promises.owner import is_gone, is_living

CLAIM_LEASE = timedelta(seconds=45)
"""How long a claim holds unless renewed: longer than the 20 s that sending may take, and short
enough that what a dead machine held is free elsewhere within a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who holds claims in a table, as far as this machine can tell.

    `gone` have ended; `living` are processes of this machine that have not, besides the one that asks.
    """

    gone: tuple[str, ...]
    living: tuple[str, ...]


def read_holders(tx: Transaction, table: sa.Table, owner: str | None = None) -> Holders:
    """Who holds claims in a table; `owner` is the one that asks."""
    held = sa.select(table.c.claimed_by).where(table.c.claimed_until.is_not(None)).distinct()
    owners = list(filter(None, tx.execute(held).scalars()))
    return Holders(
        gone=tuple(filter(is_gone, owners)),
        living=tuple(each for each in owners if each != owner and is_living(each)),
    )


def is_free(
    tx: Transaction, table: sa.Table, now: datetime, owner: str | None = None
) -> sa.ColumnElement[bool]:
    """That a row is free for `owner`: nobody holds it, its holder has ended, or its lease has.

    What another living process of this machine holds is never free, whatever its lease says: the clock may
    have leapt, or the machine slept. A lease that ends later than any can was given by a wrong clock.
    """
    holders = read_holders(tx, table, owner)
    is_over = due(table.c.claimed_until, now, CLAIM_LEASE) & table.c.claimed_by.not_in(holders.living)
    return table.c.claimed_until.is_(None) | table.c.claimed_by.in_(holders.gone) | is_over


def hold(tx: Transaction, table: sa.Table, which: sa.ColumnElement[bool], owner: str, now: datetime) -> int:
    """Have these rows held by this owner for a lease from now; how many they are."""
    held = {"claimed_by": owner, "claimed_until": now + CLAIM_LEASE}
    return tx.execute(table.update().where(which).values(**held)).rowcount


def let_go(tx: Transaction, table: sa.Table, which: sa.ColumnElement[bool]) -> None:
    """Let go of these rows."""
    tx.execute(table.update().where(which).values(claimed_by=None, claimed_until=None))
