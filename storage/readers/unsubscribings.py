"""Which watches an address has unsubscribed from, by a link in a mail, until it takes that back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.promises.alerts import insert_new
from storage.tables import unsubscribings


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """Everybody's watches, as address and watch, with the time of asking; addresses in lower case."""

    since: Mapping[tuple[str, str], datetime] = field(default_factory=dict)

    def of(self, address: str) -> dict[str, datetime]:
        """The watches that an address gets nothing of, and since when."""
        folded = fold_address(address)
        return {watch: at for (who, watch), at in self.since.items() if who == folded}

    def has(self, address: str, watch: str) -> bool:
        """Whether an address gets nothing of a watch."""
        return bool(self.since) and (fold_address(address), watch) in self.since

    def who(self, watch: str) -> list[str]:
        """The addresses that get nothing of a watch."""
        return sorted(who for who, each in self.since if each == watch)


NOBODY = Unsubscribed()
UNSUBSCRIBED = "unsubscribed"
"""The step of a decision that left somebody out."""


def unsubscribe(tx: Transaction, address: str, watches: Iterable[str], now: datetime) -> list[str]:
    """Tell an address nothing more of these watches; those of them that it was told of until now."""
    folded = fold_address(address)
    return [
        watch
        for watch in dict.fromkeys(watches)
        if insert_new(tx, unsubscribings, {"address": folded, "watch": watch, "at": now})
    ]


def resubscribe(tx: Transaction, address: str, watches: Iterable[str]) -> int:
    """Tell an address of these watches again; how many of them it had unsubscribed from."""
    table = unsubscribings.c
    theirs = (table.address == fold_address(address), table.watch.in_(list(watches)))
    return tx.execute(unsubscribings.delete().where(*theirs)).rowcount


def read_unsubscribed(tx: Transaction) -> Unsubscribed:
    """Who has unsubscribed from what."""
    rows = tx.execute(sa.select(unsubscribings).order_by(unsubscribings.c.address, unsubscribings.c.watch))
    return Unsubscribed({(row.address, row.watch): row.at for row in rows})


def fold_address(address: str) -> str:
    """An address as it is compared: mail servers tell no capitals apart."""
    return address.strip().casefold()
