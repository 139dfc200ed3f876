"""When the texts that name an entity came, noted beside the name: of their own texts, no copies, alone.

A page counts them over a year. Whoever changes when an article was published, in which language it is, or
whether it is a copy, notes it here anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage.database import Transaction
from storage.driver import as_numbers, read_rows, run_many
from storage.records import CopyKind, Sighting
from storage.tables import read_moment

_READ = """
    SELECT number, copy_kind, published_at, fetched_at, sighting, lang FROM articles
    WHERE number IN (SELECT n FROM {numbers} AS wanted)
"""

_NOTE = "UPDATE mentions SET own_s = :own_s, korean = :korean WHERE article = :article"


def note_own_times(tx: Transaction, articles: Iterable[int]) -> None:
    """Note with the names of these articles, by their numbers, when each came as a text of its own."""
    rows = [
        {
            "article": number,
            "own_s": _own_second(kind, published or (None if sighting == Sighting.BACKFILL else fetched)),
            "korean": int(lang == "ko"),
        }
        for number, kind, published, fetched, sighting, lang in read_rows(
            tx, _READ, numbers=as_numbers(articles)
        )
    ]
    if rows:
        run_many(tx, _NOTE, rows)


def read_own_time(tx: Transaction, article: int) -> tuple[int | None, int]:
    """When an article came as a text of its own, None where it did not, and whether it is in Korean."""
    ((_, kind, published, fetched, sighting, lang),) = read_rows(tx, _READ, numbers=as_numbers([article]))
    return _own_second(kind, published or (None if sighting == Sighting.BACKFILL else fetched)), lang == "ko"


def _own_second(kind: str | None, at: datetime | str | None) -> int | None:
    moment = read_moment(at)
    if moment is None or kind not in (None, CopyKind.PARTIAL.value):
        return None
    return int(moment.timestamp() // 1)
