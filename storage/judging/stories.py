"""Stories: the articles on one event, under an id that stays; and what judging found of each article.

A part of a story is likely on its event, but not surely: it has a row of its own `within` that of the story,
by which judging and telling know it, and everybody else sees its articles in the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from storage.corpus.matched import note_matched
from storage.corpus.own_times import note_own_times
from storage.database import Transaction
from storage.driver import Prepared, read_rows, run_statement
from storage.records import Article, Copy, CopyKind, Published, digest_id
from storage.records.reasons import write_reason_text
from storage.rows import published_columns
from storage.tables import Moment, articles, stories

_WHEN = sa.bindparam("when", type_=Moment)

_JOIN = Prepared(
    stories.update()
    .where(stories.c.number == sa.bindparam("story"))
    .values(
        has_live=sa.or_(stories.c.has_live, sa.bindparam("is_live", type_=sa.Boolean)),
        first_seen=sa.case((stories.c.first_seen < _WHEN, stories.c.first_seen), else_=_WHEN),
        last_seen=sa.case((stories.c.last_seen > _WHEN, stories.c.last_seen), else_=_WHEN),
        sure_first=sa.case((stories.c.sure_first > _WHEN, _WHEN), else_=stories.c.sure_first),
        sure_last=sa.case((stories.c.sure_last < _WHEN, _WHEN), else_=stories.c.sure_last),
    ),
    "story", "is_live", "when",
)  # fmt: skip

_STRETCH = """
    UPDATE stories SET
        sure_first = COALESCE(sure_first, first_seen), sure_last = COALESCE(sure_last, last_seen),
        first_seen = CASE WHEN first_seen < p.began THEN first_seen ELSE p.began END,
        last_seen = CASE WHEN last_seen > p.ended THEN last_seen ELSE p.ended END,
        has_live = stories.has_live OR p.is_live
    FROM (SELECT within AS root, first_seen AS began, last_seen AS ended, has_live AS is_live
        FROM stories WHERE number = :part) AS p
    WHERE stories.number = p.root AND p.ended IS NOT NULL
"""

_JOIN_UNDATED = (
    stories.update()
    .where(stories.c.number == sa.bindparam("story"))
    .values(has_live=sa.or_(stories.c.has_live, sa.bindparam("is_live", type_=sa.Boolean)))
)

_KEEP = """
    UPDATE articles SET story = :story, part = :part, story_why = :why, text_hash = :hash,
        fingerprint_count = :count, copy_of = :parent, copy_kind = :kind, copy_group = :grp,
        of_this = :of_this, of_other = :of_other
    WHERE number = :number
"""

_MOVE = """
    UPDATE stories SET moved_at = (SELECT fetched_at FROM articles WHERE number = :number)
    WHERE number = :story AND (moved_at IS NULL
        OR moved_at < (SELECT fetched_at FROM articles WHERE number = :number))
"""

_PARENT = "SELECT a.number, a.copy_group FROM articles a WHERE a.id = :id"

_BEGIN = Prepared(
    stories.insert().returning(stories.c.number),
    "id", "title", "within", "first_seen", "last_seen", "has_live",
)  # fmt: skip


def begin_story(tx: Transaction, story: str, title: str, when: datetime | None, *, is_live: bool) -> int:
    """Begin a story under this public id with its first article; returns its number."""
    return _begin(tx, story, title, when, within=None, is_live=is_live)


def begin_part(tx: Transaction, story: int, article: Article, *, is_live: bool) -> int:
    """Begin a part of a story with its first article; returns the part's number."""
    when = article.published.at if article.published else None
    id = digest_id("p", article.key)
    part = _begin(tx, id, article.title, when, within=story, is_live=is_live)
    stretch_to_part(tx, part)
    return part


def _begin(
    tx: Transaction, id: str, title: str, when: datetime | None, *, within: int | None, is_live: bool
) -> int:
    values = {"id": id, "title": title, "within": within, "has_live": is_live}
    began = _BEGIN.run(tx, values | {"first_seen": when, "last_seen": when})
    ((number,),) = cast(Sequence[tuple[int]], began.fetchall())
    return number


def stretch_to_part(tx: Transaction, part: int) -> None:
    """Stretch a story to a part of it; what is no part changes nothing."""
    run_statement(tx, _STRETCH, part=part)


def join_story(tx: Transaction, story: int, when: datetime | None, *, is_live: bool) -> None:
    """Stretch a story, or a part and its story, to an article that joins it.

    `when` None leaves its time as it is.
    """
    if when is None:
        tx.execute(_JOIN_UNDATED, {"story": story, "is_live": is_live})
    else:
        _JOIN.run(tx, {"story": story, "is_live": is_live, "when": when})


def keep_judged(
    tx: Transaction,
    number: int,
    *,
    copy: Copy | None,
    story: int,
    part: int | None = None,
    why: str,
    text_hash: int | None,
    fingerprint_count: int,
) -> None:
    """Write what judging found to the row of the article that was just inserted under this number.

    A copy joins its parent's copy group; a partial one points to its parent and has a group of its own.
    """
    parent = group = kind = of_this = of_other = None
    if copy is not None:
        ((parent, parent_group),) = read_rows(tx, _PARENT, id=copy.of)
        kind, of_this, of_other = copy.kind.value, copy.likeness.of_this, copy.likeness.of_other
        group = None if copy.kind is CopyKind.PARTIAL else parent_group or parent
    run_statement(
        tx, _KEEP, number=number, story=story, part=part, why=write_reason_text(why), hash=text_hash or 0,
        count=fingerprint_count,
        parent=parent, kind=kind, grp=group or number, of_this=of_this, of_other=of_other,
    )  # fmt: skip
    run_statement(tx, _MOVE, number=number, story=story)
    if kind is not None:
        note_own_times(tx, [number])


def date_article(tx: Transaction, article: str, published: Published) -> bool:
    """Note when an article was published that stated no time before; whether it was one.

    It stays in its story, which stretches to it.
    """
    undated = (articles.c.id == article) & articles.c.published_at.is_(None)
    story = sa.func.coalesce(articles.c.part, articles.c.story).label("story")
    found = tx.execute(sa.select(story, articles.c.number).where(undated)).first()
    if found is None:
        return False
    tx.execute(articles.update().where(undated).values(**published_columns(published)))
    note_matched(tx, found.number, None)  # whom it names may depend on the day
    note_own_times(tx, [found.number])
    if found.story is not None:
        join_story(tx, found.story, published.at, is_live=False)
        stretch_to_part(tx, found.story)
    return True
