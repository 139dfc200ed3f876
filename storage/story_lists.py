"""Stories read whole: their articles, outlets, languages, entities, and how many wrote independently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from storage.articles import articles_of_story
from storage.database import Transaction
from storage.origins import count_origins
from storage.records import Story
from storage.tables import articles, matches, mentions, stories, story_aliases


def read_story(tx: Transaction, id: str) -> Story | None:
    """One story by its id or a former one, None where there is none."""
    former = sa.select(story_aliases.c.story).where(story_aliases.c.former == id).scalar_subquery()
    row = tx.execute(sa.select(stories).where((stories.c.id == id) | (stories.c.number == former))).first()
    return _read(tx, row) if row else None


def list_stories(
    tx: Transaction,
    *,
    since: datetime | None = None,
    watch: str | None = None,
    entity: str | None = None,
    source: str | None = None,
    lang: str | None = None,
    limit: int | None = None,
) -> list[Story]:
    """Stories, the one that moved last first; None means: any. `since` counts its latest article.

    Of the other conditions each is met where one article of the story meets it.
    """
    moved = sa.select(articles.c.story, sa.func.max(articles.c.fetched_at).label("at")).group_by(
        articles.c.story
    )
    latest = moved.subquery()
    query = (
        sa.select(stories)
        .join(latest, latest.c.story == stories.c.number)
        .order_by(sa.func.coalesce(stories.c.last_seen, latest.c.at).desc(), stories.c.number.desc())
        .limit(limit)
    )
    if since:
        query = query.where(sa.func.coalesce(stories.c.last_seen, latest.c.at) >= since)
    of_article = sa.select(articles.c.story)
    if watch:
        met = of_article.join(matches, matches.c.article == articles.c.number)
        query = query.where(stories.c.number.in_(met.where(matches.c.watch == watch)))
    if entity:
        named = of_article.join(mentions, mentions.c.article == articles.c.number)
        query = query.where(stories.c.number.in_(named.where(mentions.c.entity == entity)))
    if source:
        query = query.where(stories.c.number.in_(of_article.where(articles.c.source == source)))
    if lang:
        query = query.where(stories.c.number.in_(of_article.where(articles.c.lang == lang)))
    return [_read(tx, row) for row in tx.execute(query).all()]


def read_number(tx: Transaction, id: str) -> int:
    """The number of the story of this id."""
    return int(tx.execute(sa.select(stories.c.number).where(stories.c.id == id)).scalar_one())


def read_heads(tx: Transaction, numbers: Iterable[int]) -> dict[int, str]:
    """The titles of stories by their numbers."""
    rows = tx.execute(sa.select(stories.c.number, stories.c.title).where(stories.c.number.in_(list(numbers))))
    return {row.number: row.title for row in rows}


def _read(tx: Transaction, row: sa.Row[tuple[object, ...]]) -> Story:
    kept = articles_of_story(tx, str(row.id))
    times = [k.article.published.at if k.article.published else k.article.fetched_at for k in kept]
    named = Counter(m.entity for k in kept for m in k.mentions)
    return Story(
        id=str(row.id),
        title=str(row.title),
        first_seen=row.first_seen or min(times),
        last_seen=row.last_seen or max(times),
        articles=tuple(k.article.id for k in kept),
        outlets=tuple(dict.fromkeys(k.article.outlet for k in kept if k.article.outlet)),
        origins=count_origins(kept),
        langs=tuple(dict.fromkeys(k.article.lang for k in kept)),
        entities=tuple(entity for entity, _ in named.most_common()),
    )
