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
from storage.driver import read_rows
from storage.judging.topics import forget_topics, merge_topics
from storage.records import CopyKind, Mention, Sighting, digest_id
from storage.tables import alerts, articles, read_moment, stories, story_aliases, story_links

_ROOT = "SELECT COALESCE(within, number) FROM stories WHERE number = :number"


class LinkKind(StrEnum):
    """How a story came to hold what it holds, beyond likeness within one language."""

    LANGUAGE = "language"
    MERGE = "merge"
    SPLIT = "split"
    LIKELY = "likely"


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


def merge_stories(tx: Transaction, kept: int, gone: int) -> int:
    """Make two stories one, which keeps the id of `kept`; that of `gone` becomes a former one.

    Either may number a part. What was a part of a story that is gone is one of the story that is kept; a part
    that is gone leaves its own story for the other. Returns the number that is left.
    """
    root, former = read_root(tx, kept), read_root(tx, gone)
    if root == gone:  # a part of the other: the story stays
        kept, gone, former = gone, kept, gone
    merge_topics(tx, kept, gone)
    part = None if root == kept else kept
    if gone == former:
        _move_whole(tx, gone, root, part)
    else:
        _move_part(tx, gone, former, root, part)
    for story in {root, former, kept} - {gone}:
        _stretch(tx, story)
    return kept


def _move_whole(tx: Transaction, gone: int, root: int, part: int | None) -> None:
    """Give all that a story has to another, what is outside its parts to a part of that or to itself."""
    id = tx.execute(sa.select(stories.c.id).where(stories.c.number == gone)).scalar_one()
    own = (articles.c.story == gone) & articles.c.part.is_(None)
    tx.execute(articles.update().where(own).values(story=root, part=part))
    for table in (articles, story_links, story_aliases):
        tx.execute(table.update().where(table.c.story == gone).values(story=root))
    tx.execute(stories.update().where(stories.c.within == gone).values(within=root))
    tx.execute(stories.delete().where(stories.c.number == gone))
    tx.execute(story_aliases.insert(), {"former": id, "story": root})


def _move_part(tx: Transaction, gone: int, former: int, root: int, part: int | None) -> None:
    """Give a part of a story to another, with what was told of it; that it was likely is forgotten."""
    own = (articles.c.story == former) & (articles.c.part == gone)
    ids = list(tx.execute(sa.select(articles.c.id).where(own)).scalars())
    tx.execute(articles.update().where(own).values(story=root, part=part))
    likely = (story_links.c.kind == LinkKind.LIKELY.value) & story_links.c.article.in_(ids)
    tx.execute(story_links.delete().where(likely))
    if former != root:
        now = sa.select(stories.c.id).where(stories.c.number == root).scalar_subquery()
        tx.execute(alerts.update().where(alerts.c.article.in_(ids)).values(story=now))
    tx.execute(stories.delete().where(stories.c.number == gone))


def split_story(tx: Transaction, story: int, members: Sequence[int], id: str, title: str) -> int:
    """Give these articles of a story, or of a part, a story of their own under this id; returns its number.

    What was told of them goes with them, so that nothing is told twice. The sketches of both are gone
    and to be made anew.
    """
    forget_topics(tx, story)
    tx.execute(story_aliases.delete().where(story_aliases.c.former == id))
    added = tx.execute(stories.insert(), {"id": id, "title": title, "has_live": False})
    assert added.inserted_primary_key is not None
    number = int(added.inserted_primary_key[0])
    tx.execute(articles.update().where(articles.c.number.in_(members)).values(story=number, part=None))
    moved = sa.select(articles.c.id).where(articles.c.number.in_(members))
    tx.execute(alerts.update().where(alerts.c.article.in_(moved)).values(story=id))
    root = read_root(tx, story)
    for each in {story, root, number}:
        _stretch(tx, each)
    return number


def free_part(tx: Transaction, part: int) -> str:
    """Make a part of a story a story of its own, with what was told of it; returns its id."""
    root = read_root(tx, part)
    own = (articles.c.story == root) & (articles.c.part == part)
    rows = tx.execute(sa.select(articles.c.id, articles.c.key).where(own).order_by(articles.c.number)).all()
    id, ids = digest_id("s", rows[0].key), [row.id for row in rows]
    tx.execute(story_aliases.delete().where(story_aliases.c.former == id))
    tx.execute(stories.update().where(stories.c.number == part).values(id=id, within=None))
    tx.execute(articles.update().where(own).values(story=part, part=None))
    tx.execute(alerts.update().where(alerts.c.article.in_(ids)).values(story=id))
    by_own = story_links.c.article.in_(ids)
    tx.execute(story_links.delete().where(by_own, story_links.c.kind == LinkKind.LIKELY.value))
    tx.execute(story_links.update().where(by_own, story_links.c.story == root).values(story=part))
    for each in (root, part):
        _stretch(tx, each)
    return id


def read_root(tx: Transaction, story: int) -> int:
    """The number of the story that a part stands in; a story's own."""
    ((root,),) = read_rows(tx, _ROOT, number=story)
    return int(root)


def read_id(tx: Transaction, story: int) -> str:
    """The public id of a story by its number."""
    return str(tx.execute(sa.select(stories.c.id).where(stories.c.number == story)).scalar_one())


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


_MEMBERS = """
    SELECT number, id, key, title, text, published_at, copy_group, copy_kind FROM articles
    WHERE story = :root AND COALESCE(part, story) = :own ORDER BY number
"""


def read_members(tx: Transaction, story: int) -> list[Member]:
    """The articles of a story outside its parts, or of a part, in the order of judging."""
    rows = read_rows(tx, _MEMBERS, root=read_root(tx, story), own=story)
    named = read_mentions(tx, [number for number, *_ in rows])
    return [
        Member(
            number=number,
            id=id,
            key=key,
            title=title,
            text=text,
            when=read_moment(published_at),
            group=group or number,
            is_copy=kind in (CopyKind.EXACT.value, CopyKind.NEAR.value),
            mentions=named.get(number, ()),
        )
        for number, id, key, title, text, published_at, group, kind in rows
    ]


def _stands_in(story: int, root: int) -> sa.ColumnElement[bool]:
    """Whether an article stands in a story outside its parts, or in a part of the story `root`."""
    part = None if root == story else story
    return (articles.c.story == root) & articles.c.part.is_not_distinct_from(part)


def keep_link(tx: Transaction, story: int, link: StoryLink) -> None:
    """Note how a story came to hold what it holds, or how a part of it did."""
    values = {"kind": link.kind.value, "article": link.article, "other": link.other}
    how = {"score": link.score, "is_sure": link.is_sure}
    tx.execute(story_links.insert(), {"story": read_root(tx, story), **values, **how})


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
    """Set the times of a story and of what is outside its parts, or of a part, to those of the articles."""
    root = read_root(tx, story)
    if root == story:
        times = _read_times(tx, articles.c.story == story)
        sure = _read_times(tx, _stands_in(story, root))
        own = {"sure_first": sure["first_seen"], "sure_last": sure["last_seen"]}
    else:
        times = _read_times(tx, _stands_in(story, root)) | {"moved_at": None}
        own = {}
    tx.execute(stories.update().where(stories.c.number == story).values(**times, **own))


def _read_times(tx: Transaction, which: sa.ColumnElement[bool]) -> dict[str, Any]:
    """When these articles were published and had, and whether one of them live, as columns of a story."""
    columns = (articles.c.published_at, articles.c.fetched_at, articles.c.sighting)
    rows = tx.execute(sa.select(*columns).where(which)).all()
    known = [row.published_at for row in rows if row.published_at]
    return {
        "first_seen": min(known, default=None),
        "last_seen": max(known, default=None),
        "moved_at": max((row.fetched_at for row in rows), default=None),
        "has_live": any(row.sighting == Sighting.LIVE.value for row in rows),
    }
