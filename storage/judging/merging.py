"""Stories that turn out to be one, and one that turns out to be two; their former ids stay known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.corpus.articles import read_mentions
from storage.database import Transaction
from storage.judging.topics import forget_topics, merge_topics
from storage.records import CopyKind, Mention, Sighting
from storage.tables import alerts, articles, stories, story_aliases, story_links


class LinkKind(StrEnum):
    """How a story came to hold what it holds, beyond likeness within one language."""

    LANGUAGE = "language"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """One such event: the article that showed it, and the other story by the id it had then.

    `is_sure` False says that what is told of one part should not silence the other.
    """

    kind: LinkKind
    article: str
    score: float
    is_sure: bool
    other: str | None = None


def merge_stories(tx: Transaction, kept: int, gone: int) -> None:
    """Make two stories one, which keeps the id of `kept`; that of `gone` becomes a former one."""
    rows = tx.execute(sa.select(stories).where(stories.c.number.in_([kept, gone])))
    read = {row.number: row for row in rows}
    merge_topics(tx, kept, gone)
    for table in (articles, story_links, story_aliases):
        tx.execute(table.update().where(table.c.story == gone).values(story=kept))
    tx.execute(stories.delete().where(stories.c.number == gone))
    tx.execute(story_aliases.insert(), {"former": read[gone].id, "story": kept})
    tx.execute(stories.update().where(stories.c.number == kept).values(_span(list(read.values()))))


def _span(rows: Sequence[sa.Row[Any]]) -> dict[str, Any]:
    """The times of stories taken together, as columns."""
    return {
        "first_seen": min(filter(None, (row.first_seen for row in rows)), default=None),
        "last_seen": max(filter(None, (row.last_seen for row in rows)), default=None),
        "moved_at": max(filter(None, (row.moved_at for row in rows)), default=None),
        "has_live": any(row.has_live for row in rows),
    }


def split_story(tx: Transaction, story: int, members: Sequence[int], id: str, title: str) -> int:
    """Give these articles of a story a story of their own under this id; returns its number.

    What was told of them goes with them, so that nothing is told twice. The sketches of both are gone
    and to be made anew.
    """
    forget_topics(tx, story)
    tx.execute(story_aliases.delete().where(story_aliases.c.former == id))
    added = tx.execute(stories.insert(), {"id": id, "title": title, "has_live": False})
    assert added.inserted_primary_key is not None
    number = int(added.inserted_primary_key[0])
    tx.execute(articles.update().where(articles.c.number.in_(members)).values(story=number))
    moved = sa.select(articles.c.id).where(articles.c.number.in_(members))
    tx.execute(alerts.update().where(alerts.c.article.in_(moved)).values(story=id))
    for each in (story, number):
        _stretch(tx, each)
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story, with what telling events apart asks for; `group` numbers its copy group."""

    number: int
    id: str
    key: str
    title: str
    text: str
    when: datetime | None
    group: int
    is_copy: bool
    mentions: tuple[Mention, ...]


_MEMBERS = sa.select(
    *(
        articles.c[name]
        for name in ("number", "id", "key", "title", "text", "published_at", "copy_group", "copy_kind")
    )
)


def read_members(tx: Transaction, story: int) -> list[Member]:
    """The articles of a story in the order of judging."""
    rows = tx.execute(_MEMBERS.where(articles.c.story == story).order_by(articles.c.number)).all()
    named = read_mentions(tx, [row.number for row in rows])
    return [
        Member(
            number=row.number,
            id=row.id,
            key=row.key,
            title=row.title,
            text=row.text,
            when=row.published_at,
            group=row.copy_group or row.number,
            is_copy=row.copy_kind in (CopyKind.EXACT.value, CopyKind.NEAR.value),
            mentions=named.get(row.number, ()),
        )
        for row in rows
    ]


def keep_link(tx: Transaction, story: int, link: StoryLink) -> None:
    """Note how a story came to hold what it holds."""
    values = {"kind": link.kind.value, "article": link.article, "other": link.other}
    tx.execute(story_links.insert(), {"story": story, "score": link.score, "is_sure": link.is_sure, **values})


def read_links(tx: Transaction, story: str) -> list[StoryLink]:
    """How a story came to hold what it holds, oldest first."""
    rows = tx.execute(
        sa.select(story_links)
        .join(stories, stories.c.number == story_links.c.story)
        .where(stories.c.id == story)
        .order_by(story_links.c.number)
    )
    return [
        StoryLink(
            kind=LinkKind(row.kind),
            article=row.article,
            score=row.score,
            is_sure=row.is_sure,
            other=row.other,
        )
        for row in rows
    ]


def read_former_ids(tx: Transaction, story: str) -> list[str]:
    """The ids that a story once had, in the order of their letters."""
    query = sa.select(story_aliases.c.former).join(stories, stories.c.number == story_aliases.c.story)
    return sorted(tx.execute(query.where(stories.c.id == story)).scalars())


def _stretch(tx: Transaction, story: int) -> None:
    """Set a story's times to those of its articles."""
    columns = (articles.c.published_at, articles.c.fetched_at, articles.c.sighting)
    rows = tx.execute(sa.select(*columns).where(articles.c.story == story)).all()
    times = [row.published_at for row in rows if row.published_at]
    tx.execute(
        stories.update()
        .where(stories.c.number == story)
        .values(
            first_seen=min(times, default=None),
            last_seen=max(times, default=None),
            moved_at=max((row.fetched_at for row in rows), default=None),
            has_live=any(row.sighting == Sighting.LIVE.value for row in rows),
        )
    )
