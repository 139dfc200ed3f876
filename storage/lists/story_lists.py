"""Stories read whole: their articles, outlets, languages, entities, and how many wrote independently."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.corpus.origins import count_origins
from storage.database import Transaction
from storage.driver import as_numbers, read_rows
from storage.lists.narrowing import is_among
from storage.lists.paging import ListPage, cut_page, newest_first, walk_pages
from storage.lists.story_reports import Report, read_reports
from storage.records import Story
from storage.tables import articles, matches, mentions, stories, story_aliases

AT_ONCE = 500
"""Stories that are read at once where many are walked through."""

_WHEN = sa.func.coalesce(articles.c.published_at, articles.c.fetched_at)

_NAMED = """
    SELECT a.story, m.entity FROM articles a JOIN mentions m ON m.article = a.number
    WHERE a.story IN (SELECT n FROM {numbers} AS wanted)
    GROUP BY a.story, m.entity ORDER BY a.story, count(*) DESC, sum(m.count) DESC, m.entity
"""


def read_story(tx: Transaction, id: str) -> Story | None:
    """One story by its id or a former one, None where there is none."""
    former = sa.select(story_aliases.c.story).where(story_aliases.c.former == id).scalar_subquery()
    row = tx.execute(sa.select(stories).where((stories.c.id == id) | (stories.c.number == former))).first()
    return _read_stories(tx, [row])[0] if row else None


def list_stories(
    tx: Transaction,
    *,
    since: datetime | None = None,
    watch: str | None = None,
    entity: str | None = None,
    source: str | None = None,
    lang: str | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> ListPage[Story]:
    """Stories, the one with the latest article first; None means: any. `since` counts that article's time.

    An undated story counts by when an article last joined it. Of the other conditions each is met where one
    article of the story meets it. `after` is the cursor of an earlier page. Raises: CursorRefused.
    """
    conditions = _conditions(tx, since, watch, entity, source, lang)
    place = newest_first(stories, "last_seen", "moved_at", conditions, after=after, limit=limit)
    query = sa.select(stories, place.c.at).join(place, place.c.number == stories.c.number)
    query = query.order_by(place.c.at.desc(), stories.c.number.desc())
    rows, cursor = cut_page(tx.execute(query).all(), limit, lambda row: (row.at, row.number))
    return ListPage(_read_stories(tx, rows), next=cursor)


def walk_stories(tx: Transaction, *, limit: int | None = None, **wanted: Any) -> Iterator[Story]:
    """The stories of `list_stories` one after another, for lists too long to hold; without a limit all."""
    return walk_pages(lambda part, after: list_stories(tx, **wanted, limit=part, after=after), limit)


def _conditions(
    tx: Transaction,
    since: datetime | None,
    watch: str | None,
    entity: str | None,
    source: str | None,
    lang: str | None,
) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [stories.c.within.is_(None)]
    if since:
        dated, moved = stories.c.last_seen, stories.c.moved_at
        conditions.append((dated >= since) | dated.is_(None) & (moved >= since))
    if watch:
        conditions.append(_has_noted(tx, matches.c.article, matches.c.watch == watch))
    if entity:
        conditions.append(_has_noted(tx, mentions.c.article, mentions.c.entity == entity))
    if source:
        those = sa.select(articles.c.story).where(articles.c.source == source)
        conditions.append(is_among(tx, stories.c.number, those, _has_one(articles.c.source == source)))
    if lang:  # of which there are few, and none has an index
        conditions.append(_has_one(articles.c.lang == lang))
    return conditions


def _has_noted(
    tx: Transaction, article: sa.Column[int], what: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    those = sa.select(articles.c.story).join(article.table, article == articles.c.number).where(what)
    # One within the other: a join might begin with all that the corpus has of it, story by story.
    is_noted = sa.exists().where(article == articles.c.number, what).correlate(articles)
    return is_among(tx, stories.c.number, those, _has_one(is_noted), sa.select(article).where(what))


def _has_one(what: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether one article of the story is such."""
    return sa.exists().where(articles.c.story == stories.c.number, what).correlate(stories)


def read_number(tx: Transaction, id: str) -> int:
    """The number of the story of this id."""
    return int(tx.execute(sa.select(stories.c.number).where(stories.c.id == id)).scalar_one())


def read_heads(tx: Transaction, numbers: Iterable[int]) -> dict[int, str]:
    """The titles of stories by their numbers."""
    rows = tx.execute(sa.select(stories.c.number, stories.c.title).where(stories.c.number.in_(list(numbers))))
    return {row.number: row.title for row in rows}


def read_titles(tx: Transaction, ids: Collection[str], lang: str) -> dict[str, str]:
    """What stories are called in a language, by their ids: their title, where a report in it has that one.

    Else it is the title of their first report in it. A story without one is left out.
    """
    first = (articles.c.title != stories.c.title, _WHEN, articles.c.number)
    place = sa.func.row_number().over(partition_by=stories.c.number, order_by=first)
    titled = sa.select(stories.c.id, articles.c.title, place.label("place"))
    titled = titled.join(articles, articles.c.story == stories.c.number)
    titled = titled.where(stories.c.id.in_(list(ids)), articles.c.lang == lang, articles.c.title != "")
    found = titled.subquery()
    rows = tx.execute(sa.select(found.c.id, found.c.title).where(found.c.place == 1))
    return {row.id: row.title for row in rows}


def _read_stories(tx: Transaction, rows: Sequence[sa.Row[Any]]) -> list[Story]:
    """Rows of `stories` as records, in the same order."""
    read: list[Story] = []
    for start in range(0, len(rows), AT_ONCE):
        read += _read_part(tx, rows[start : start + AT_ONCE])
    return read


def _read_part(tx: Transaction, rows: Sequence[sa.Row[Any]]) -> list[Story]:
    reports = read_reports(tx, [row.id for row in rows])
    named = _read_named(tx, [row.number for row in rows])
    return [_make_story(row, reports[row.id], named.get(row.number, ())) for row in rows]


def _read_named(tx: Transaction, of: Sequence[int]) -> dict[int, list[str]]:
    """The entities that stories name, by their numbers, those first that most of their articles name."""
    named: dict[int, list[str]] = {}
    for story, entity in read_rows(tx, _NAMED, numbers=as_numbers(of)):
        named.setdefault(story, []).append(entity)
    return named


def _make_story(row: sa.Row[Any], reports: Sequence[Report], entities: Sequence[str]) -> Story:
    credited = [report.credited for report in reports]
    times = [report.at for report in reports]
    return Story(
        id=row.id,
        title=row.title,
        first_seen=row.first_seen or min(times),
        last_seen=row.last_seen or max(times),
        articles=tuple(one.id for one in credited),
        outlets=tuple(dict.fromkeys(one.outlet for one in credited if one.outlet)),
        origins=count_origins(credited),
        langs=tuple(dict.fromkeys(report.lang for report in reports)),
        entities=tuple(entities),
    )
