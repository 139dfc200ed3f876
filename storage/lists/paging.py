"""Lists in pages: a cursor says where the next page begins, whatever has come or gone since.

A list goes by a time and, where two are equal, by the row's number, both falling. The cursor is the place of
the last row that was shown, so that the next page is found in an index and nothing before it is read again.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from storage.errors import CursorRefused
from storage.tables import Moment

Thing = TypeVar("Thing")
Place = tuple[datetime, int]
"""Where a row stands in a list: its time and its number."""

AT_ONCE = 500
"""Rows in memory while a whole list is walked."""

_LONGEST = 120
_WRITTEN = re.compile(r"(?P<at>[0-9T:.+-]+) (?P<number>[0-9]{1,18})")


class ListPage(list[Thing], Generic[Thing]):
    """A part of a list; `next` is the cursor of what comes after it, None at the end of the list."""

    def __init__(self, things: Iterable[Thing] = (), *, next: str | None = None) -> None:
        super().__init__(things)
        self.next = next


def write_cursor(place: Place) -> str:
    """The cursor of what comes after a place; for an address, and for nobody to read."""
    return urlsafe_b64encode(f"{place[0].isoformat()} {place[1]}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Place:
    """The place that a cursor stands for. Raises: CursorRefused."""
    try:
        padded = cursor[:_LONGEST] + "=" * (-len(cursor) % 4)
        written = _WRITTEN.fullmatch(urlsafe_b64decode(padded.encode("ascii")).decode("ascii"))
        if written is None or len(cursor) > _LONGEST:
            raise ValueError
        at = datetime.fromisoformat(written["at"])
        at.astimezone()  # a time at either end of the calendar has no other zone
        if at.tzinfo is None:
            raise ValueError
    except (ValueError, OverflowError):
        raise refuse_cursor(cursor) from None
    return at, int(written["number"])


def place_after(things: Sequence[str], after: str | None) -> int:
    """Where a list in memory goes on after a cursor, which is one of its things. Raises: CursorRefused."""
    if after is None:
        return 0
    if after not in things:
        raise refuse_cursor(after)
    return things.index(after) + 1


def refuse_cursor(cursor: str) -> CursorRefused:
    """What is said of a cursor that no list has a place for."""
    return CursorRefused(f"cursor {cursor[:20]}", "leads nowhere", "begin the list again")


def begin_after(
    query: sa.Select[Any], at: sa.ColumnElement[Any], number: sa.ColumnElement[int], after: str | None
) -> sa.Select[Any]:
    """The query without what stands before the cursor; `at` falls, and `number` where two are equal."""
    if after is None:
        return query
    place_at, place_number = read_cursor(after)
    moment = sa.bindparam(None, place_at, type_=Moment)
    return query.where(at <= moment, (at < moment) | (number < place_number))


def newest_first(
    table: sa.Table,
    at: str,
    otherwise: str,
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    after: str | None,
    limit: int | None,
) -> sa.Subquery:
    """Numbers and times of the rows of a page, by the column `at`, or `otherwise` where that is null.

    Two queries, each in the order of an index, rather than one by a time that no index has. One row more
    than `limit` is asked for, which shows whether there is another page.
    """
    first, second = table.c[at], table.c[otherwise]
    halves = []
    for column, is_this in ((first, first.is_not(None)), (second, first.is_(None) & second.is_not(None))):
        half = sa.select(table.c.number, column.label("at")).where(is_this, *conditions)
        half = begin_after(half, column, table.c.number, after)
        half = half.order_by(column.desc(), table.c.number.desc()).limit(limit and limit + 1)
        halves.append(sa.select(half.subquery()))
    both = sa.union_all(*halves).subquery()
    query = sa.select(both.c.number, both.c.at).order_by(both.c.at.desc(), both.c.number.desc())
    return query.limit(limit and limit + 1).subquery()


def cut_page(
    rows: Sequence[Any], limit: int | None, place: Callable[[Any], Place]
) -> tuple[Sequence[Any], str | None]:
    """The rows of a page, of which one more than `limit` may have been read, and the cursor of the next."""
    if limit is None or len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(place(rows[limit - 1]))


def walk_pages(
    read: Callable[[int, str | None], ListPage[Thing]], limit: int | None, at_once: int = AT_ONCE
) -> Iterator[Thing]:
    """What a list has, one after another, at most `limit`; `read` takes how many and the cursor before."""
    left, after = limit, None
    while left is None or left > 0:
        page = read(at_once if left is None else min(at_once, left), after)
        yield from page
        after = page.next
        if after is None:
            return
        left = None if left is None else left - len(page)
