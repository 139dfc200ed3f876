"""The articles of stories without their texts: what lists show of them and origins are counted by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.corpus.origins import Credited, is_embedded
from storage.database import Transaction
from storage.driver import as_words, read_rows
from storage.records import Sighting
from storage.tables import read_moment

_REPORTS = """
    SELECT s.id, a.number, a.id, a.outlet, a.url, a.lang, a.published_at, a.fetched_at, a.sighting,
           a.copy_kind, a.of_this, a.credit, parent.id, root.id
    FROM stories s JOIN articles a ON a.story = s.number
    LEFT JOIN articles parent ON parent.number = a.copy_of
    LEFT JOIN articles root ON root.number = a.copy_group
    WHERE s.id IN (SELECT w FROM {words} AS wanted)
    ORDER BY coalesce(a.published_at, a.fetched_at), a.number
"""

_VERSIONS = """
    SELECT count(*) FROM versions v JOIN articles a ON a.number = v.article
    JOIN stories s ON s.number = a.story WHERE s.id = :story
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as one of its story; `came_at` is None for an undated file: nobody knows when that was."""

    number: int
    at: datetime
    came_at: datetime | None
    fetched_at: datetime
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
    found: dict[str, list[Report]] = {}
    for row in read_rows(tx, _REPORTS, words=as_words(of)):
        report = _read_row(row)
        if _was_there(report, kept_by, or_read_by):
            found.setdefault(row[0], []).append(report)
    return found


def read_credited(tx: Transaction, story: str) -> list[Credited]:
    """What the origins of one story follow from, oldest first."""
    return [report.credited for report in read_reports(tx, [story]).get(story, ())]


def count_versions(tx: Transaction, story: str) -> int:
    """How many versions of a story's articles are kept; with another number one says something else."""
    return int(read_rows(tx, _VERSIONS, story=story)[0][0])


def _read_row(row: Sequence[Any]) -> Report:
    number, id_, outlet, url, lang, published, fetched, sighting, copy_kind, of_this, credit = row[1:12]
    parent, root = row[12:]
    fetched_at = read_moment(fetched)
    assert fetched_at is not None  # the column may not be null
    at = read_moment(published) or fetched_at
    return Report(
        number=number,
        at=at,
        came_at=None if published is None and sighting == Sighting.BACKFILL.value else at,
        fetched_at=fetched_at,
        lang=lang,
        credited=Credited(
            id=id_,
            group=root or id_,
            credit=credit,
            outlet=outlet,
            url=url,
            within=parent if is_embedded(copy_kind, of_this) else None,
        ),
    )


def _was_there(report: Report, kept_by: int | None, or_read_by: datetime | None) -> bool:
    if kept_by is None or report.number <= kept_by:
        return True
    return or_read_by is not None and report.fetched_at <= or_read_by
