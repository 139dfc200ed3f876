"""The original of a copy may turn up last: then the copies point to it, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.records import Copy, CopyKind
from storage.tables import articles

_RANK = {kind.value: rank for rank, kind in enumerate((CopyKind.EXACT, CopyKind.NEAR, CopyKind.PARTIAL))}


def keep_original(tx: Transaction, number: int, copies: Sequence[Copy]) -> None:
    """Turn round the pointers between an article and those it is like that were published after it.

    `copies` are all that were found like it, best first. Several calls thus give the same copies in
    whatever order they come. Undated articles stay as they are: nobody knows.
    """
    article = _read(tx, number)
    read = [(copy, _read_by_id(tx, copy.of)) for copy in copies]
    later = [(copy, other) for copy, other in read if _is_original(tx, article, copy, other)]
    if not later:
        return
    turned = {copy.of for copy, _ in later}
    own = next(((copy, other) for copy, other in read if copy.of not in turned), None)
    group = _point(tx, article, *own) if own else _unpoint(tx, article)
    for copy, other in later:
        if copy.kind is not CopyKind.PARTIAL:
            members = articles.c.copy_group == _read(tx, other.number).copy_group
            tx.execute(articles.update().where(members).values(copy_group=group))
        if _is_better(tx, article, copy, other):
            _write(tx, other.number, number, copy.kind, copy.likeness.of_other, copy.likeness.of_this)


def _is_original(tx: Transaction, article: sa.Row[Any], copy: Copy, other: sa.Row[Any]) -> bool:
    """Whether an article comes before another, and before the original of its group if they are one text."""
    if not _is_before(article, other):
        return False
    return copy.kind is CopyKind.PARTIAL or _is_before(article, _read(tx, other.copy_group))


def _is_better(tx: Transaction, article: sa.Row[Any], copy: Copy, other: sa.Row[Any]) -> bool:
    """Whether the other's pointer should lead to the article instead of where it leads."""
    if other.copy_of is None:
        return True
    if _RANK[copy.kind] != _RANK[other.copy_kind]:
        return _RANK[copy.kind] < _RANK[other.copy_kind]
    if copy.kind is CopyKind.PARTIAL:
        return bool(copy.likeness.of_this + copy.likeness.of_other > other.of_this + other.of_other)
    return _is_before(article, _read(tx, other.copy_of))


def _point(tx: Transaction, article: sa.Row[Any], copy: Copy, other: sa.Row[Any]) -> int:
    """Point an article to another; returns the number of its copy group."""
    group = int(article.number if copy.kind is CopyKind.PARTIAL else other.copy_group)
    _write(tx, article.number, other.number, copy.kind, copy.likeness.of_this, copy.likeness.of_other)
    tx.execute(articles.update().where(articles.c.number == article.number).values(copy_group=group))
    return group


def _unpoint(tx: Transaction, article: sa.Row[Any]) -> int:
    """Make an article the original of a group of its own; returns its number."""
    values = {"copy_of": None, "copy_kind": None, "of_this": None, "of_other": None}
    at = articles.c.number == article.number
    tx.execute(articles.update().where(at).values(copy_group=article.number, **values))
    return int(article.number)


def _write(
    tx: Transaction, number: int, parent: int, kind: CopyKind, of_this: float, of_other: float
) -> None:
    values = {"copy_of": parent, "copy_kind": kind.value, "of_this": of_this, "of_other": of_other}
    tx.execute(articles.update().where(articles.c.number == number).values(values))


_WANTED = sa.select(
    articles.c.number, articles.c.published_at, articles.c.copy_of, articles.c.copy_kind,
    articles.c.copy_group, articles.c.of_this, articles.c.of_other,
)  # fmt: skip


def _read(tx: Transaction, number: int) -> sa.Row[Any]:
    return tx.execute(_WANTED.where(articles.c.number == number)).one()


def _read_by_id(tx: Transaction, article: str) -> sa.Row[Any]:
    return tx.execute(_WANTED.where(articles.c.id == article)).one()


def _is_before(article: sa.Row[Any], other: sa.Row[Any]) -> bool:
    if article.published_at is None or other.published_at is None:
        return False
    return bool(article.published_at < other.published_at)
