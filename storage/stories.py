"""Stories: the articles on one event, under an id that stays."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.tables import articles, stories


def found_story(tx: Transaction, story: str, title: str) -> int:
    """Begin a story under this public id; returns its number."""
    result = tx.execute(stories.insert().values(id=story, title=title))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def join_story(tx: Transaction, number: int, story: int, when: datetime | None, why: str) -> None:
    """Link an article to a story and stretch the story's time to it; `when` None leaves that as it is."""
    tx.execute(articles.update().where(articles.c.number == number).values(story=story, story_why=why))
    if when is None:
        return
    seen = tx.execute(
        sa.select(stories.c.first_seen, stories.c.last_seen).where(stories.c.number == story)
    ).one()
    tx.execute(
        stories.update()
        .where(stories.c.number == story)
        .values(first_seen=min(seen.first_seen or when, when), last_seen=max(seen.last_seen or when, when))
    )


def read_story_number(tx: Transaction, story: str) -> int:
    """The internal number of the story that has this public id."""
    return int(tx.execute(sa.select(stories.c.number).where(stories.c.id == story)).scalar_one())


def read_story_id(tx: Transaction, number: int) -> str:
    """The public id of a story's internal number."""
    return str(tx.execute(sa.select(stories.c.id).where(stories.c.number == number)).scalar_one())
