"""A name or link that several articles go by leads to none of them, and what went under it is read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from storage.endings import keys_end_alike

revision = "0007_shared_names"
down_revision = "0006_links_of_stories"

STANDING = "sure: it leads there; stated or shared: nowhere"
ITEM = "the key that it has where others share its link"
COMMENTS = {
    "TABLE addresses": "every address that names an article, and those that pages merely state",
    "COLUMN addresses.article": "whose it is",
    "COLUMN entries.state": "waiting, kept, given-up, or shared: several entries have it as their link",
}
REREAD = "it went under another article's name, and is read again"
"""`storage.corpus.inbox.REREAD` as of this step."""

LIVELY = timedelta(days=2)
"""Entries announced within it are judged as if they were read then; older ones are no news any more."""

AT_ONCE, APART = 15, timedelta(minutes=5)
"""Older entries are read so many a source at a time, so that they hold up no news of today."""

ONE_TRY = 6
"""Attempts from which on a page is not tried again, and may have to wait for a day."""

addresses = sa.table("addresses", *map(sa.column, ("key", "article", "standing")))
articles = sa.table("articles", *map(sa.column, ("number", "id", "key")))
moment = sa.DateTime(timezone=True)
entries = sa.table(
    "entries",
    *map(sa.column, ("key", "source", "url", "state", "attempts", "last_error")),
    sa.column("entry", sa.JSON()),
    *(
        sa.column(name, moment)
        for name in ("published_at", "announced_at", "announced_after", "next_attempt_at")
    ),
)
decisions = sa.table(
    "decisions",
    sa.column("at", moment),
    *map(sa.column, ("step", "subject", "verdict", "why")),
    sa.column("detail", sa.JSON()),
)


def upgrade() -> None:
    """Two columns; and names that a page merely stated are taken from its article, with what they swallowed.

    An entry that was settled under an article whose address ends otherwise may have been another article. It
    is read once more, and is known again if its page leads to that article or has its text.
    """
    op.add_column(
        "addresses", sa.Column("standing", sa.Text(), server_default="sure", nullable=False, comment=STANDING)
    )
    op.add_column("entries", sa.Column("item", sa.Text(), comment=ITEM))
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":  # SQLite keeps no comments
        for what, comment in COMMENTS.items():
            op.execute(f"COMMENT ON {what} IS '{comment}'")
    doubted = [
        doubt for _, names in groupby(_read_names(bind), lambda row: row.number) for doubt in _doubt(names)
    ]
    unproven = [doubt.key for doubt in doubted if doubt.entry is None]
    _change(bind, addresses.update().values(standing="stated"), unproven)
    swallowed = [doubt for doubt in doubted if doubt.entry is not None]
    _change(bind, addresses.delete(), [doubt.key for doubt in swallowed])
    _read_again(bind, swallowed, datetime.now(UTC))
    # What a feed lists is wanted whole once: with the words of these entries, and those that shared a link.
    op.execute("UPDATE sources SET etag = NULL, last_modified = NULL")


class _Doubt(NamedTuple):
    """A name that may not be its article's, and the entry that was settled under it, if it is one's."""

    key: str
    article: str
    entry: Any = None


def _read_names(bind: sa.Connection) -> Iterator[Any]:
    """Every further name of an article, with the entry of this address that was settled as known."""
    is_kept = (entries.c.key == addresses.c.key) & (entries.c.state == "kept")
    further = (
        sa.select(
            articles.c.number, articles.c.id, articles.c.key.label("own"), addresses.c.key, entries.c.source,
            entries.c.url, entries.c.published_at, entries.c.announced_at, entries.c.announced_after,
        )
        .join(articles, articles.c.number == addresses.c.article)
        .outerjoin(entries, is_kept)
        .where(addresses.c.key != articles.c.key)
        .order_by(articles.c.number, addresses.c.key)
    )  # fmt: skip
    yield from bind.execute(further)


def _doubt(names: Iterable[Any]) -> Iterator[_Doubt]:
    """The names of one article that end otherwise than its own address and those surely fetched for it."""
    rows = list(names)
    fetched = [rows[0].own, *(row.key for row in rows if row.url and keys_end_alike(row.key, rows[0].own))]
    for row in rows:
        if not any(keys_end_alike(row.key, key) for key in fetched):
            yield _Doubt(row.key, row.id, row if row.url else None)


def _read_again(bind: sa.Connection, swallowed: list[_Doubt], now: datetime) -> None:
    """Put entries back into the inbox with what is left of them: their address and time."""
    if not swallowed:
        return
    names = ("entry", "attempts", "next_attempt_at", "announced_at", "announced_after")
    again = {name: sa.bindparam(f"new_{name}", type_=entries.c[name].type) for name in names}
    waits = entries.update().where(entries.c.key == sa.bindparam("at_key"))
    bind.execute(waits.values(state="waiting", last_error=REREAD, **again), list(_plan(swallowed, now)))
    row = {"at": now, "step": "name", "verdict": "apart", "detail": {}}
    whys = ((doubt.key, f"{REREAD}; it had been taken for {doubt.article}") for doubt in swallowed)
    bind.execute(decisions.insert(), [row | {"subject": key, "why": why} for key, why in whys])


def _plan(swallowed: Iterable[_Doubt], now: datetime) -> Iterator[dict[str, Any]]:
    """When each is read, the latest announced first, and what its sighting is judged by."""
    older: Counter[str] = Counter()
    for doubt in sorted(swallowed, key=lambda each: _utc(each.entry.announced_at), reverse=True):
        row = doubt.entry
        announced, after, at, attempts = _utc(row.announced_at), row.announced_after, now, 0
        if announced < now - LIVELY:
            place = older[row.source]
            older[row.source] += 1
            at = min(now + APART * (1 + place // AT_ONCE), now + timedelta(days=1))
            announced, after, attempts = now, None, ONE_TRY
        yield {
            "at_key": doubt.key,
            "new_entry": _entry(row),
            "new_attempts": attempts,
            "new_next_attempt_at": at,
            "new_announced_at": announced,
            "new_announced_after": after and _utc(after),
        }


def _entry(row: Any) -> dict[str, Any]:
    stamp = row.published_at and _utc(row.published_at)
    # A day without a time is kept as its last second; in a whole zone that is such a minute.
    is_day = bool(stamp) and (stamp.minute, stamp.second, stamp.microsecond) == (59, 59, 0)
    published = stamp and {"at": stamp.isoformat(), "by": "feed", "day_only": is_day, "confidence": 1.0}
    rest = dict.fromkeys(("outlet", "guid", "lang", "updated"))
    return {"url": row.url, "title": "", "html": "", "authors": [], "published": published, **rest}


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _change(bind: sa.Connection, statement: Any, keys: list[str]) -> None:
    for start in range(0, len(keys), 500):
        bind.execute(statement.where(addresses.c.key.in_(keys[start : start + 500])))
