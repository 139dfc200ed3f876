"""The nightly deleting of old rows: which tables lose what, and from which day ages are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.corpus.ledger import read_mark, set_mark
from storage.database import Transaction
from storage.tables import decisions, looks, match_rules, matched_articles, polls

MARK = "upkeep"

MOST_PASSED = timedelta(days=2)
"""How much time one upkeep, of one a night, believes to have passed since the last."""


def prune_old(tx: Transaction, now: datetime, kept: timedelta) -> int:
    """Drop the rows that nobody needs once they are older than `kept`; returns how many went."""
    today = find_today(tx, now)
    if today is None:
        return 0
    before = today - kept
    return prune_ledger(tx, before=before) + prune_looks(tx, before=before) + prune_rules(tx)


def find_today(tx: Transaction, now: datetime) -> datetime | None:
    """The time that ages are counted from when old rows are dropped; None where nothing should be yet.

    A clock that is a year ahead for a night must not make everything a year old: from one upkeep to the next
    no more than `MOST_PASSED` counts. After a long rest it catches up night by night.
    """
    last = read_mark(tx, MARK)
    today = min(now, datetime.fromisoformat(last) + MOST_PASSED) if last else now
    set_mark(tx, MARK, today.isoformat(), now)
    return today if last else None


def prune_ledger(tx: Transaction, *, before: datetime) -> int:
    """Drop poll rows and poll decisions older than `before`, and looks that failed; other decisions stay.

    Returns how many rows went.
    """
    old_polls = tx.execute(polls.delete().where(polls.c.at < before)).rowcount
    old_decisions = tx.execute(
        decisions.delete().where(
            decisions.c.at < before,
            (decisions.c.step == "poll")
            | ((decisions.c.step == "look") & decisions.c.verdict.in_(["unread", "missing"])),
        )
    ).rowcount
    return int(old_polls + old_decisions)


def prune_rules(tx: Transaction) -> int:
    """Forget the watchlists by which no article was matched last; returns how many.

    Each change of a watch leaves one. What an article meets by rules that are still those of other watches is
    on file for these, so that its own row stays until it is matched again.
    """
    used = sa.select(matched_articles.c.rules).distinct()
    return int(tx.execute(match_rules.delete().where(match_rules.c.number.not_in(used))).rowcount)


def prune_looks(tx: Transaction, *, before: datetime) -> int:
    """Forget the looks whose schedule ended before then; returns how many. What was removed is kept."""
    last = sa.func.coalesce(looks.c.last_look_at, looks.c.since)
    is_over = looks.c.next_look_at.is_(None) & (last < before)
    return int(tx.execute(looks.delete().where(is_over, looks.c.removed_at.is_(None))).rowcount)
