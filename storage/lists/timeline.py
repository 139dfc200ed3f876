"""The corpus over time: articles by when they were published, and how many came when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.corpus.origins import trace_origins
from storage.corpus.search import Asked, may_hold
from storage.database import Transaction
from storage.lists.story_reports import read_reports
from storage.records import AlertKind, CopyKind, Sighting
from storage.tables import Moment, alerts, articles, matches, mentions

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedArticle:
    """An article as a line in a comparison; `at` is when it was published, else when we saw the news.

    It is None for an undated file: nobody knows when that was news.
    """

    article: str
    at: datetime | None
    lang: str
    title: str
    outlet: str | None
    url: str | None


class Placed(NamedTuple):
    """Where an article stands in time, and in which story; `at` is None for an undated file."""

    number: int
    at: datetime | None
    story: int | None


def list_in_order(
    tx: Transaction, asked: Asked | AbstractSet[int] | None, since: datetime
) -> tuple[list[Placed], list[Placed]]:
    """The articles that may hold what is asked (None: any), the oldest first, and undated files.

    They are those since then, and the earlier ones of the stories that moved since then.
    """
    when = event_time()
    query = (
        sa.select(articles.c.number, when.label("at"), articles.c.story)
        .where(_is_in_order(since))
        .order_by(when, articles.c.key)
    )
    if asked is not None:
        query = query.where(may_hold(tx, asked))
    placed = [Placed(row.number, row.at, row.story) for row in tx.execute(query)]
    return [each for each in placed if each.at is not None], [each for each in placed if each.at is None]


def span_in_order(tx: Transaction, since: datetime) -> tuple[int, int]:
    """The least and the greatest number of the articles that `list_in_order` lists of all."""
    number = articles.c.number
    first, last = tx.execute(
        sa.select(sa.func.min(number), sa.func.max(number)).where(_is_in_order(since))
    ).one()
    return first or 0, last or 0


def _is_in_order(since: datetime) -> sa.ColumnElement[bool]:
    when = event_time()
    moved = sa.select(articles.c.story).where(when >= bound_moment(since), articles.c.story.is_not(None))
    moved = moved.distinct()  # or PostgreSQL takes them for too many to hash, and walks them for each article
    return when.is_(None) | (when >= bound_moment(since)) | articles.c.story.in_(moved)


def count_in_time(tx: Transaction, since: datetime) -> int:
    """How many articles are of that time or later; undated ones, which may be, count too."""
    when = event_time()
    query = sa.select(sa.func.count()).select_from(articles)
    return int(tx.execute(query.where(when.is_(None) | (when >= bound_moment(since)))).scalar_one())


def read_matched(tx: Transaction, watch: str, since: datetime) -> dict[str, DatedArticle]:
    """The articles since then, and undated ones, that are on file as meeting a watch; by id, oldest first."""
    when = event_time()
    rows = tx.execute(
        sa.select(*_LINE, when.label("at"))
        .join(matches, matches.c.article == articles.c.number)
        .where(matches.c.watch == watch, when.is_(None) | (when >= bound_moment(since)))
        .order_by(when, articles.c.key)
    )
    return {row.id: _read_line(row) for row in rows}


def read_told(tx: Transaction, watch: str, since: datetime) -> dict[str, DatedArticle]:
    """The articles since then of which a watch told, corrections aside, by their ids, the oldest first."""
    when = event_time()
    rows = tx.execute(
        sa.select(*_LINE, when.label("at"))
        .join(alerts, alerts.c.article == articles.c.id)
        .where(
            alerts.c.watch == watch,
            alerts.c.kind != AlertKind.CORRECTION.value,
            when >= bound_moment(since),
        )
        .order_by(when, articles.c.key)
    )
    return {row.id: _read_line(row) for row in rows}


def read_origins(tx: Transaction, of: Collection[str]) -> dict[str, list[tuple[datetime | None, str]]]:
    """For each of these stories when its articles came, undated ones last, and their origins."""
    came: dict[str, list[tuple[datetime | None, str]]] = {}
    for story, reports in read_reports(tx, of).items():
        origins = trace_origins([report.credited for report in reports])
        came[story] = _put_undated_last(zip((report.came_at for report in reports), origins, strict=True))
    return came


def _put_undated_last(came: Iterable[tuple[datetime | None, str]]) -> list[tuple[datetime | None, str]]:
    read = list(came)
    dated = sorted((at, origin) for at, origin in read if at is not None)
    return [*dated, *((at, origin) for at, origin in read if at is None)]


_LINE = [articles.c[name] for name in ("id", "lang", "title", "outlet", "url")]
"""What `_read_line` asks of an article beside its time."""


def _read_line(row: sa.Row[Any]) -> DatedArticle:
    return DatedArticle(
        article=row.id, at=row.at, lang=row.lang, title=row.title, outlet=row.outlet, url=row.url
    )


def list_naming(tx: Transaction, since: datetime, until: datetime, *, most: int) -> list[int]:
    """The numbers of independent texts of these days that name an entity, the newest first."""
    when = event_time()
    named = sa.exists().where(mentions.c.article == articles.c.number)
    query = (
        sa.select(articles.c.number)
        .where(when >= bound_moment(since), when < bound_moment(until), named, is_independent())
        .order_by(when.desc(), articles.c.number.desc())
        .limit(most)
    )
    return list(tx.execute(query).scalars())


def count_texts(
    tx: Transaction, lang: str, begin: datetime, since: datetime, until: datetime, asked: Asked | None = None
) -> tuple[int, int]:
    """Independent texts in a language from `since` on, and from `begin` to then; with `asked` those that may
    hold it."""
    when = event_time()
    is_now = sa.case((when >= bound_moment(since), 1), else_=0)
    query = sa.select(
        sa.func.count().label("all"), sa.func.coalesce(sa.func.sum(is_now), 0).label("now")
    ).where(_is_written(lang, begin, until))
    if asked is not None:
        query = query.where(may_hold(tx, asked))
    row = tx.execute(query).one()
    return int(row.now), int(row.all) - int(row.now)


def sample_numbers(tx: Transaction, lang: str, since: datetime, until: datetime, *, most: int) -> list[int]:
    """The numbers of independent texts in a language between two times: at most so many, evenly over them."""
    when = event_time()
    query = sa.select(articles.c.number).where(_is_written(lang, since, until)).order_by(when)
    numbers = list(tx.execute(query).scalars())
    return numbers[:: max(1, -(-len(numbers) // most))]


def _is_written(lang: str, since: datetime, until: datetime) -> sa.ColumnElement[bool]:
    when = event_time()
    return sa.and_(
        when >= bound_moment(since), when < bound_moment(until), articles.c.lang == lang, is_independent()
    )


def list_outlets(tx: Transaction) -> list[str]:
    """The names of all outlets of the corpus."""
    return [name for name in tx.execute(sa.select(articles.c.outlet).distinct()).scalars() if name]


def read_times(
    tx: Transaction, since: datetime, until: datetime, *, entities: Collection[str] | None = None
) -> list[datetime]:
    """When texts came after one time and up to another, oldest first; copies are not texts of their own.

    With `entities` only those that name one of them. A text counts at its event time; undated files do not.
    """
    when = event_time()
    query = sa.select(when.label("at")).where(*_among(since, until, entities)).order_by(when)
    return [row.at for row in tx.execute(query)]


def count_windows(
    tx: Transaction, at: datetime, days: int, *, entities: Collection[str] | None = None
) -> list[int]:
    """How many of these texts came in each 24 hours up to a time, the last 24 hours first."""
    when = event_time()
    window = sa.case(*((when > bound_moment(at - (ago + 1) * _DAY), ago) for ago in range(days))).label(
        "window"
    )
    # A query of its own: PostgreSQL sees no expression with parameters as the same when it stands twice.
    placed = sa.select(window).where(*_among(at - days * _DAY, at, entities)).subquery()
    counted = sa.select(placed.c.window, sa.func.count().label("many")).group_by(placed.c.window)
    found = {row.window: row.many for row in tx.execute(counted)}
    return [found.get(ago, 0) for ago in range(days)]


def _among(
    since: datetime, until: datetime, entities: Collection[str] | None
) -> list[sa.ColumnElement[bool]]:
    published, seen = articles.c.published_at, articles.c.fetched_at
    # Two ranges rather than one of event times, so that either index serves.
    is_within = (published > bound_moment(since)) & (published <= bound_moment(until)) | (
        published.is_(None) & (seen > bound_moment(since)) & (seen <= bound_moment(until))
    )
    conditions: list[sa.ColumnElement[bool]] = [is_within, event_time().is_not(None), is_independent()]
    if entities is not None:
        of_entity = mentions.c.entity.in_(sorted(entities))
        conditions.append(sa.exists().where(mentions.c.article == articles.c.number, of_entity))
    return conditions


def event_time() -> sa.ColumnElement[datetime | None]:
    """When it was published, else when we saw it as news; null for an undated file."""
    seen = sa.case((articles.c.sighting != Sighting.BACKFILL.value, articles.c.fetched_at))
    return sa.func.coalesce(articles.c.published_at, seen, type_=Moment)


def bound_moment(moment: datetime) -> sa.BindParameter[datetime]:
    """A time to compare an event time with, which has no column to take its type from."""
    return sa.bindparam(None, moment, type_=Moment)


def is_independent() -> sa.ColumnElement[bool]:
    """Whether a text is its own: no copy, or one of passages only."""
    return articles.c.copy_kind.is_(None) | (articles.c.copy_kind == CopyKind.PARTIAL.value)
