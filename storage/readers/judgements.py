"""What readers judged and what ideas learned from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.promises.alerts import insert_new
from storage.records import IdeaWeights, Judgement, Opinion
from storage.tables import idea_weights, judgements

LONGEST_TEXT = 20_000
"""Characters kept of a text that was judged; what an article is about stands before that."""

WEIGHTS_KEPT = 8
"""Weights kept of a watch, the newest: enough to take back what was judged without learning again."""


def keep_judgement(tx: Transaction, judgement: Judgement) -> bool:
    """Keep what somebody thought of an article for a watch, in place of what they thought before.

    Returns whether anything changed: the same opinion again leaves the first as it is.
    """
    before = tx.execute(sa.select(judgements.c.opinion).where(_is_same(judgement))).scalar()
    if before == judgement.opinion:
        return False
    take_back(tx, judgement.watch, judgement.article, judgement.by)
    values = {name: getattr(judgement, name) for name in _COLUMNS}
    values |= {"opinion": judgement.opinion.value, "text": judgement.text[:LONGEST_TEXT]}
    tx.execute(judgements.insert().values(**values))
    return True


def take_back(tx: Transaction, watch: str, article: str, by: str) -> bool:
    """Forget what somebody thought of an article for a watch; whether there was anything."""
    there = (judgements.c.watch == watch, judgements.c.article == article, judgements.c.by == by)
    return tx.execute(judgements.delete().where(*there)).rowcount > 0


def list_judgements(
    tx: Transaction, *, watch: str | None = None, article: str | None = None, limit: int | None = None
) -> list[Judgement]:
    """What was judged, the newest first; None means: any."""
    query = sa.select(judgements).order_by(judgements.c.at.desc(), judgements.c.number.desc()).limit(limit)
    if watch is not None:
        query = query.where(judgements.c.watch == watch)
    if article is not None:
        query = query.where(judgements.c.article == article)
    return [_read(row) for row in tx.execute(query)]


def count_judgements(tx: Transaction) -> dict[str, dict[Opinion, int]]:
    """How often each opinion was given of each watch's articles."""
    counted: dict[str, dict[Opinion, int]] = {}
    query = sa.select(judgements.c.watch, judgements.c.opinion, sa.func.count()).group_by(
        judgements.c.watch, judgements.c.opinion
    )
    for watch, opinion, count in tx.execute(query):
        counted.setdefault(watch, {})[Opinion(opinion)] = count
    return counted


def accept_judgements(tx: Transaction, taught: Iterable[Judgement], now: datetime) -> int:
    """Note that a watch has learned from these; how many it had not yet."""
    fresh = judgements.c.accepted_at.is_(None)
    change = judgements.update().values(accepted_at=now)
    return sum(tx.execute(change.where(_is_same(one), fresh)).rowcount for one in taught)


def forget_person(tx: Transaction, by: str) -> int:
    """Take back everything that somebody judged; how much it was."""
    return tx.execute(judgements.delete().where(judgements.c.by == by)).rowcount


def keep_weights(tx: Transaction, weights: IdeaWeights) -> bool:
    """Keep what a watch learned from one set of examples; whether it is new. Older ones go in the end."""
    values = {name: getattr(weights, name) for name in IdeaWeights.__dataclass_fields__}
    is_new = insert_new(tx, idea_weights, values)
    of_watch = idea_weights.c.watch == weights.watch
    newest = sa.select(idea_weights.c.digest).where(of_watch).order_by(idea_weights.c.learned_at.desc())
    kept = list(tx.execute(newest.limit(WEIGHTS_KEPT)).scalars())
    tx.execute(idea_weights.delete().where(of_watch, idea_weights.c.digest.not_in([*kept, weights.digest])))
    return is_new


def read_weights(tx: Transaction, watch: str, digest: str) -> IdeaWeights | None:
    """What a watch learned from the examples of this digest."""
    there = (idea_weights.c.watch == watch, idea_weights.c.digest == digest)
    row = tx.execute(sa.select(idea_weights).where(*there)).mappings().first()
    return IdeaWeights(**row) if row else None


_COLUMNS = tuple(Judgement.__dataclass_fields__)


def _is_same(judgement: Judgement) -> sa.ColumnElement[bool]:
    return sa.and_(
        judgements.c.watch == judgement.watch,
        judgements.c.article == judgement.article,
        judgements.c.by == judgement.by,
    )


def _read(row: sa.Row[Any]) -> Judgement:
    values = {name: getattr(row, name) for name in _COLUMNS}
    return Judgement(**{**values, "opinion": Opinion(row.opinion)})
