"""The ledger of decisions: what was decided of which thing, when and why; only ever added to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.clock import ahead
from storage.database import Transaction
from storage.driver import Prepared, select_words
from storage.records import Decision
from storage.records.reasons import read_reason_text, write_reason_text
from storage.tables import alerts, articles, decisions, marks, polls, sources

RECENT = 2_000

_KEPT = ("at", "step", "subject", "verdict", "detail")

_ADD = Prepared(decisions.insert(), *_KEPT, "why")

DESK_TOKEN_MARK = "desk token in a feed's address"  # noqa: S105 - the name of a mark
"""The mark of the day on which the desk's own token last stood in a feed's address."""


def keep_decision(tx: Transaction, decision: Decision) -> None:
    """Add one decision."""
    keep_decisions(tx, (decision,))


def keep_decisions(tx: Transaction, made: Iterable[Decision]) -> None:
    """Add decisions in the order given."""
    rows = [
        {name: getattr(decision, name) for name in _KEPT} | {"why": write_reason_text(decision.why)}
        for decision in made
    ]
    if rows:
        _ADD.run(tx, *rows)


def read_decisions(tx: Transaction, subjects: Iterable[str]) -> list[Decision]:
    """Every decision about any of these keys and ids, oldest first."""
    rows = tx.execute(
        sa.select(decisions).where(decisions.c.subject.in_(list(subjects))).order_by(decisions.c.number)
    )
    return [read_row(row) for row in rows]


def read_gaps(tx: Transaction, sources: Iterable[str], since: datetime, now: datetime) -> list[Decision]:
    """The gaps in these sources that polls found since then, oldest first."""
    rows = tx.execute(
        sa.select(decisions)
        .where(decisions.c.subject.in_(select_words(tx, sources)), decisions.c.step == "poll")
        .where(decisions.c.verdict == "gap", decisions.c.at >= since)
        .where(~ahead(decisions.c.at, now))
        .order_by(decisions.c.number)
    )
    return [read_row(row) for row in rows]


def read_newest(tx: Transaction) -> datetime | None:
    """The latest time at which anything is said to have happened; None in an empty database.

    Of polls and decisions, which no index orders by time, only the last are looked through.
    """
    lately = (
        sa.select(table.c.at).order_by(table.c.number.desc()).limit(RECENT).subquery()
        for table in (polls, decisions)
    )
    latest = [
        sa.select(sa.func.max(column))
        for column in (articles.c.fetched_at, alerts.c.created_at, sources.c.last_polled_at)
    ]
    latest += [sa.select(sa.func.max(each.c.at)) for each in lately]
    return max((at for query in latest if (at := tx.execute(query).scalar())), default=None)


def read_mark(tx: Transaction, name: str) -> str | None:
    """With what the thing of this name was last done, None if it never was."""
    return tx.execute(sa.select(marks.c.value).where(marks.c.name == name)).scalar()


def set_mark(tx: Transaction, name: str, value: str, now: datetime) -> None:
    """Note that a thing was done."""
    tx.execute(marks.delete().where(marks.c.name == name))
    tx.execute(marks.insert().values(name=name, value=value, at=now))


def read_row(row: sa.Row[Any]) -> Decision:
    """A row of the ledger as the decision that it was, its reason as a value."""
    why = read_reason_text(row.why)
    return Decision(
        at=row.at, step=row.step, subject=row.subject, verdict=row.verdict, why=why, detail=row.detail
    )
