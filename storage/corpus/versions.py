"""Versions: what an article said at each look that found it changed; the newest stands in its place."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.corpus.search import change_words
from storage.database import Transaction
from storage.records import Article, Difference, Version, VersionKind
from storage.records.ids import digest_id
from storage.rows import differences_json, read_differences
from storage.tables import articles, stories, versions


def add_version(
    tx: Transaction,
    number: int,
    before: Article,
    *,
    read_at: datetime,
    kind: VersionKind,
    title: str,
    text: str,
    differences: tuple[Difference, ...],
) -> Version:
    """Add the version after the newest; the first time `before`, which was told of, becomes the first."""
    newest = tx.execute(
        sa.select(sa.func.max(versions.c.version)).where(versions.c.article == number)
    ).scalar()
    if newest is None:
        newest = 1
        _insert(tx, number, _first(before))
    version = Version(
        number=newest + 1, read_at=read_at, kind=kind, title=title, text=text, differences=differences
    )
    _insert(tx, number, version)
    return version


def read_versions(tx: Transaction, article: str) -> tuple[Version, ...]:
    """The versions of an article by its id, oldest first; empty where it never changed."""
    rows = tx.execute(
        sa.select(versions)
        .join(articles, articles.c.number == versions.c.article)
        .where(articles.c.id == article)
        .order_by(versions.c.version)
    )
    return tuple(
        Version(
            number=row.version,
            read_at=row.read_at,
            kind=VersionKind(row.kind),
            title=row.title,
            text=row.text,
            differences=read_differences(row.differences),
        )
        for row in rows
    )


def replace_article(tx: Transaction, number: int, before: Article, after: Article) -> None:
    """Put the newest version in an article's place: that is shown, searched and compared from now on.

    A story or part that the article founded is called as it is now.
    """
    from storage.corpus.credits import credit_article  # whoever only reads versions need not compile it

    values = {
        "title": after.title,
        "subtitle": after.subtitle,
        "authors": list(after.authors),
        "text": after.text,
        "text_from": after.text_from.value,
        "teaser": after.teaser and after.teaser.value,
        "genre": after.genre,
        "extraction": after.extraction,
        "credit": credit_article(after),
    }
    tx.execute(articles.update().where(articles.c.number == number).values(**values))
    if after.title != before.title:
        founded = [digest_id(prefix, before.key) for prefix in ("s", "p")]
        tx.execute(stories.update().where(stories.c.id.in_(founded)).values(title=after.title))
    change_words(tx, number, before, after)


def _first(article: Article) -> Version:
    return Version(
        number=1,
        read_at=article.fetched_at,
        kind=VersionKind.FIRST,
        title=article.title,
        text=article.text,
    )


def _insert(tx: Transaction, number: int, version: Version) -> None:
    tx.execute(
        versions.insert().values(
            article=number,
            version=version.number,
            read_at=version.read_at,
            kind=version.kind.value,
            title=version.title,
            text=version.text,
            differences=differences_json(version.differences),
        )
    )
