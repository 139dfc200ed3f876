"""Small corpora for the tests of judging: articles in, verdicts out, in a real database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.judge.verdict import judge_article, keep_verdict
from storage.corpus.articles import find_article, insert_article
from storage.database import Database
from storage.records import Article, Mention, Published, Sighting, TextFrom, Verdict

START = datetime(2024, 12, 26, 3, tzinfo=UTC)


def make_article(
    key: str, text: str, title: str = "", *, hours: float | None = 0.0, lang: str = "en", live: bool = True
) -> Article:
    """An article published `hours` after `START`; None: it states no date."""
    return Article(
        key=key,
        title=title,
        text=text,
        lang=lang,
        fetched_at=START + timedelta(hours=hours or 0.0),
        sighting=Sighting.LIVE if live else Sighting.BACKFILL,
        text_from=TextFrom.PAGE,
        published=None if hours is None else Published(at=START + timedelta(hours=hours), by="feed"),
    )


@contextmanager
def open_corpus(folder: Path) -> Iterator[Database]:
    """An empty database in a folder."""
    database = Database(f"sqlite:///{folder / 'corpus.db'}")
    try:
        yield database
    finally:
        database.close()


def judge_and_keep(database: Database, article: Article, mentions: tuple[Mention, ...] = ()) -> Verdict:
    """One article through judging, as the pipeline does it."""
    with database.writing() as tx:
        judgement = judge_article(tx, article, mentions)
        keep_verdict(tx, insert_article(tx, article), article, judgement)
    return judgement.verdict


def where(corpus: Database, article: Article) -> tuple[str, int | None]:
    """The story that an article is in, and the part of it, if any."""
    with corpus.reading() as tx:
        kept = find_article(tx, article.id)
    assert kept is not None
    return kept.story, kept.part
