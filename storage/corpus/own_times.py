"""When the texts that name an entity came, noted beside the name: of their own texts, no copies, alone.

A page counts them over a year. Whoever changes when an article was published, in which language it is, or
whether it is a copy, notes it here anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from storage.database import Transaction
from storage.driver import as_numbers, read_rows, run_many
from storage.records import Article, CopyKind, Sighting
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


def own_time_of(article: Article) -> tuple[int | None, int]:
    """As `read_own_time`, of an article that nothing is on file of yet."""
    published = article.published.at if article.published else None
    return _own_time(None, published, article.fetched_at, article.sighting, article.lang)


def _read_own(tx: Transaction, articles: Iterable[int]) -> Iterator[tuple[int, int | None, int]]:
    for number, *facts in read_rows(tx, _READ, numbers=as_numbers(articles)):
        yield number, *_own_time(*facts)


def _own_time(
    kind: str | None,
    published: datetime | str | None,
    fetched: datetime | str,
    sighting: str,
    lang: str | None,
) -> tuple[int | None, int]:
    """Times are those of columns or of records."""
    moment = read_moment(published or (None if sighting == Sighting.BACKFILL else fetched))
    is_own = moment is not None and kind in (None, CopyKind.PARTIAL.value)
    return int(moment.timestamp() // 1) if moment and is_own else None, int(lang == "ko")
