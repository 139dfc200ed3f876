"""Articles as lists show them: found by index, in pages, without their texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.corpus.articles import read_mentions
from storage.database import Transaction
from storage.lists.narrowing import is_among
from storage.lists.paging import ListPage, cut_page, newest_first, walk_pages
from storage.records import Listed, Mention
from storage.records.articles import say_whose
from storage.tables import articles, matches, mentions, stories

_parent = articles.alias("parent")
_NAMES = (
    "number", "id", "url", "path", "title", "subtitle", "authors", "outlet", "source", "lang", "published_at",
    "published_by", "published_day_only", "fetched_at", "sighting", "text_from", "teaser", "genre",
    "copy_kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles a list shows; None means: any. `since` counts publishing, where unknown fetching."""

    since: datetime | None = None
    since_fetched: datetime | None = None
    watch: str | None = None
    entity: str | None = None
    source: str | None = None
    lang: str | None = None
    limit: int | None = None


def list_articles(tx: Transaction, wanted: ArticleFilter, *, after: str | None = None) -> ListPage[Listed]:
    """Articles, the last published first (where that is unknown: fetched), copies included.

    `after` is the cursor of an earlier page. Raises: CursorRefused.
    """
    place = newest_first(
        articles, "published_at", "fetched_at", _conditions(tx, wanted), after=after, limit=wanted.limit
    )
    query = (
        sa.select(
            *(articles.c[name] for name in _NAMES),
            place.c.at,
            _parent.c.id.label("parent_id"),
            stories.c.id.label("story_id"),
        )
        .join(place, place.c.number == articles.c.number)
        .outerjoin(_parent, _parent.c.number == articles.c.copy_of)
        .outerjoin(stories, stories.c.number == articles.c.story)
        .order_by(place.c.at.desc(), articles.c.number.desc())
    )
    rows, cursor = cut_page(tx.execute(query).all(), wanted.limit, lambda row: (row.at, row.number))
    named = read_mentions(tx, [row.number for row in rows])
    return ListPage((_read_row(row, named.get(row.number, ())) for row in rows), next=cursor)


def walk_articles(tx: Transaction, wanted: ArticleFilter) -> Iterator[Listed]:
    """The articles of `list_articles` one after another, for lists too long to hold; without a limit all."""
    return walk_pages(
        lambda limit, after: list_articles(tx, replace(wanted, limit=limit), after=after), wanted.limit
    )


def _conditions(tx: Transaction, wanted: ArticleFilter) -> list[sa.ColumnElement[bool]]:
    """The conditions besides the time of publishing are on columns that are indexed or few."""
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.since:
        published, fetched = articles.c.published_at, articles.c.fetched_at
        conditions.append((published >= wanted.since) | published.is_(None) & (fetched >= wanted.since))
    if wanted.since_fetched:
        conditions.append(articles.c.fetched_at >= wanted.since_fetched)
    if wanted.source:
        conditions.append(articles.c.source == wanted.source)
    if wanted.lang:
        conditions.append(articles.c.lang == wanted.lang)
    if wanted.watch:
        is_met = matches.c.watch == wanted.watch
        conditions.append(_is_noted(tx, matches.c.article, is_met))
    if wanted.entity:
        conditions.append(_is_noted(tx, mentions.c.article, mentions.c.entity == wanted.entity))
    return conditions


def _is_noted(
    tx: Transaction, article: sa.Column[int], what: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    each = sa.exists().where(article == articles.c.number, what)
    return is_among(tx, articles.c.number, sa.select(article).where(what), each)


def _read_row(row: sa.Row[Any], named: tuple[Mention, ...]) -> Listed:
    return Listed(
        id=row.id,
        url=row.url,
        path=row.path,
        title=row.title,
        subtitle=row.subtitle,
        authors=tuple(row.authors),
        outlet=row.outlet,
        source=row.source,
        lang=row.lang,
        published_at=row.published_at,
        published_by=row.published_by and say_whose(row.published_by, row.text_from),
        published_day_only=row.published_day_only,
        fetched_at=row.fetched_at,
        sighting=row.sighting,
        text_from=row.text_from,
        teaser=row.teaser,
        copy_of=row.parent_id,
        copy_kind=row.copy_kind,
        story=row.story_id,
        genre=row.genre,
        mentions=named,
    )
