"""The articles of stories without their texts: what lists show of them and origins are counted by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.corpus.origins import Credited, is_embedded
from storage.database import Transaction
from storage.records import Sighting
from storage.tables import LISTED_AT, articles, stories

AT_ONCE = 500
"""Stories asked for in one statement: SQLite has a limit to its parameters."""

_parent = articles.alias("parent")
_root = articles.alias("root")

_REPORTS = (
    sa.select(
        stories.c.id.label("of"), articles.c.number, articles.c.id, articles.c.outlet, articles.c.url,
        articles.c.lang, articles.c.published_at, articles.c.fetched_at, articles.c.sighting,
        articles.c.copy_kind, articles.c.of_this, articles.c.credit,
        _parent.c.id.label("parent"), _root.c.id.label("root"),
    )
    .join(stories, stories.c.number == articles.c.story)
    .outerjoin(_parent, _parent.c.number == articles.c.copy_of)
    .outerjoin(_root, _root.c.number == articles.c.copy_group)
    .order_by(LISTED_AT, articles.c.number)
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as one of its story; `came_at` is None for an undated file: nobody knows when that was."""

    number: int
    at: datetime
    came_at: datetime | None
    lang: str
    credited: Credited


def read_reports(
    tx: Transaction,
    of: Iterable[str],
    *,
    kept_by: int | None = None,
    or_read_by: datetime | None = None,
) -> dict[str, list[Report]]:
    """The articles of each of these stories, oldest first; a story that is not there is left out.

    `kept_by`: only those that were in the corpus when the article of that number was kept, or were read by
    `or_read_by`.
    """
    query, ids, found = _REPORTS, list(of), dict[str, list[Report]]()
    if kept_by is not None:
        was_there = articles.c.number <= kept_by
        query = query.where(
            was_there if or_read_by is None else was_there | (articles.c.fetched_at <= or_read_by)
        )
    for start in range(0, len(ids), AT_ONCE):
        for row in tx.execute(query.where(stories.c.id.in_(ids[start : start + AT_ONCE]))):
            found.setdefault(row.of, []).append(_read_row(row))
    return found


def read_credited(tx: Transaction, story: str) -> list[Credited]:
    """What the origins of one story follow from, oldest first."""
    return [report.credited for report in read_reports(tx, [story]).get(story, ())]


def _read_row(row: sa.Row[Any]) -> Report:
    is_undated = row.published_at is None and row.sighting == Sighting.BACKFILL.value
    at = row.published_at or row.fetched_at
    return Report(
        number=row.number,
        at=at,
        came_at=None if is_undated else at,
        lang=row.lang,
        credited=Credited(
            id=row.id,
            group=row.root or row.id,
            credit=row.credit,
            outlet=row.outlet,
            url=row.url,
            within=row.parent if is_embedded(row.copy_kind, row.of_this) else None,
        ),
    )
