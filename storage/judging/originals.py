"""The original of a copy may turn up last: then the copies point to it, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.corpus.own_times import note_own_times
from storage.database import Transaction
from storage.driver import read_rows
from storage.records import Copy, CopyKind
from storage.tables import articles, read_moment

_RANK = {kind.value: rank for rank, kind in enumerate((CopyKind.EXACT, CopyKind.NEAR, CopyKind.PARTIAL))}


_POINTED = """
    SELECT number, key, published_at, copy_of, copy_kind, copy_group, of_this, of_other FROM articles
"""


class _Pointed(NamedTuple):
    """When an article was published, and where its pointer leads."""

    number: int
    key: str
    published_at: datetime | None
    copy_of: Any  # as the row has it: null of what is no copy
    copy_kind: Any
    copy_group: int
    of_this: Any
    of_other: Any


def keep_original(tx: Transaction, number: int, copies: Sequence[Copy]) -> None:
    """Turn round the pointers between an article and those it is like that were published after it.

    `copies` are all that were found like it, best first. Each article thus points to the best of those
    published before it, in whatever order several calls bring them: an exact one before one that is near,
    and then the first published; of those it shares passages with, the one that shares most. Undated articles
    stay as they are: nobody knows.
    """
    article = _read(tx, number)
    read = [(copy, _read_by_id(tx, copy.of)) for copy in copies]
    later = _list_later(article, read)
    if not later:
        return
    _point_to(tx, number, _find_parent(article, read, _list_groups(later)))
    for copy, other in later:
        if _is_better(tx, article, copy, other):
            _write(tx, other.number, number, copy.kind, copy.likeness.of_other, copy.likeness.of_this)
    _regroup(tx, _list_groups(read) | {article.copy_group, number})


_Read = tuple[Copy, _Pointed]


def _list_later(article: _Pointed, read: Sequence[_Read]) -> list[_Read]:
    return [(copy, other) for copy, other in read if _is_before(article, other)]


def _list_groups(read: Sequence[_Read]) -> set[int]:
    """The copy groups of those that are whole copies."""
    return {other.copy_group for copy, other in read if copy.kind is not CopyKind.PARTIAL}


def _find_parent(article: _Pointed, read: Sequence[_Read], turned: Set[int]) -> _Read | None:
    return next(((copy, other) for copy, other in read if _is_parent(article, other, turned)), None)


def _point_to(tx: Transaction, number: int, parent: _Read | None) -> None:
    """Have an article lead to its parent, or to none."""
    if parent is not None:
        copy, other = parent
        _write(tx, number, other.number, copy.kind, copy.likeness.of_this, copy.likeness.of_other)
        return
    values = {"copy_of": None, "copy_kind": None, "of_this": None, "of_other": None}
    tx.execute(articles.update().where(articles.c.number == number).values(values))
    note_own_times(tx, [number])


def _is_parent(article: _Pointed, other: _Pointed, turned: Set[int]) -> bool:
    """Whether an article may point to the other; an undated one of a group that turns to it makes a ring."""
    if _is_before(article, other):
        return False
    return other.published_at is not None or other.copy_group not in turned


def _is_better(tx: Transaction, article: _Pointed, copy: Copy, other: _Pointed) -> bool:
    """Whether the other's pointer should lead to the article instead of where it leads."""
    if other.copy_of is None:
        return True
    if _RANK[copy.kind] != _RANK[other.copy_kind]:
        return _RANK[copy.kind] < _RANK[other.copy_kind]
    if copy.kind is CopyKind.PARTIAL:
        return bool(copy.likeness.of_this + copy.likeness.of_other > other.of_this + other.of_other)
    return _is_before(article, _read(tx, other.copy_of))


def _regroup(tx: Transaction, groups: Set[int]) -> None:
    """Give every article of these groups the number of the one that its pointers lead to."""
    members = sa.or_(articles.c.copy_group.in_(groups), articles.c.number.in_(groups))
    rows = tx.execute(_WANTED.where(members).order_by(articles.c.number)).all()
    parents = {row.number: row.copy_of for row in rows if row.copy_kind not in (None, CopyKind.PARTIAL.value)}
    for row in rows:
        root = _find_root(row.number, parents)
        if root != row.copy_group:
            tx.execute(articles.update().where(articles.c.number == row.number).values(copy_group=root))


def _find_root(number: int, parents: Mapping[int, int]) -> int:
    """Where the pointers lead from an article; a ring ends where it would begin anew."""
    seen = {number}
    while (parent := parents.get(number)) is not None and parent not in seen:
        number = parent
        seen.add(number)
    return number


def _write(
    tx: Transaction, number: int, parent: int, kind: CopyKind, of_this: float, of_other: float
) -> None:
    values = {"copy_of": parent, "copy_kind": kind.value, "of_this": of_this, "of_other": of_other}
    tx.execute(articles.update().where(articles.c.number == number).values(values))
    note_own_times(tx, [number])


_WANTED = sa.select(
    articles.c.number, articles.c.key, articles.c.published_at, articles.c.copy_of, articles.c.copy_kind,
    articles.c.copy_group, articles.c.of_this, articles.c.of_other,
)  # fmt: skip


def _read(tx: Transaction, number: int) -> _Pointed:
    return _read_row(read_rows(tx, f"{_POINTED} WHERE number = :number", number=number))


def _read_by_id(tx: Transaction, article: str) -> _Pointed:
    return _read_row(read_rows(tx, f"{_POINTED} WHERE id = :id", id=article))


def _read_row(rows: Sequence[Any]) -> _Pointed:
    ((number, key, published_at, *pointer),) = rows
    return _Pointed(number, key, read_moment(published_at), *pointer)


def _is_before(article: _Pointed, other: _Pointed) -> bool:
    """Whether an article was published before another; of two of one time the lesser key comes first."""
    if article.published_at is None or other.published_at is None:
        return False
    return bool((article.published_at, article.key) < (other.published_at, other.key))
