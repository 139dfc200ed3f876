"""When the texts that name an entity came, noted beside the name: of their own texts, no copies, alone.

A page counts them over a year. Whoever changes when an article was published, in which language it is, or
whether it is a copy, notes it here anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        {"article": number, "own_s": own_s, "korean": korean}
        for number, own_s, korean in _read_own(tx, articles)
    ]
    if rows:
        run_many(tx, _NOTE, rows)


def read_own_time(tx: Transaction, article: int) -> tuple[int | None, int]:
    """When an article came as a text of its own, None where it did not; and 1 for Korean, else 0."""
    ((_, own_s, korean),) = _read_own(tx, [article])
    return own_s, korean


def _read_own(tx: Transaction, articles: Iterable[int]) -> Iterator[tuple[int, int | None, int]]:
    for number, kind, published, fetched, sighting, lang in read_rows(
        tx, _READ, numbers=as_numbers(articles)
    ):
        at = published or (None if sighting == Sighting.BACKFILL else fetched)
        yield number, _own_second(kind, at), int(lang == "ko")


def _own_second(kind: str | None, at: datetime | str | None) -> int | None:
    moment = read_moment(at)
    if moment is None or kind not in (None, CopyKind.PARTIAL.value):
        return None
    return int(moment.timestamp() // 1)
