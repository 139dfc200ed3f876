"""Names: the address keys that lead to an article, and those that pages merely state.

An article's own key leads to it for ever. Further names are the addresses that were fetched for it, that it
was redirected to, or that its page states and that end alike. What a page states besides is noted, so that
the article is known again if that address is ever fetched and has its text; until then it leads nowhere. A
name that turns out to be that of several articles leads to none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from storage.database import Transaction
from storage.driver import as_words, read_rows, run_statement
from storage.language.printable import storable
from storage.tables import addresses, articles


class Standing(StrEnum):
    """How an address stands to the article it is noted with."""

    SURE = "sure"
    """It leads to it."""
    STATED = "stated"
    """Its page states it, and it may be another's: it leads nowhere."""
    SHARED = "shared"
    """Several articles went by it: it leads nowhere, unless it becomes an article's own key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An address key with the id of the article it is noted with; `is_own`: it is that article's key."""

    key: str
    article: str
    standing: Standing
    is_own: bool


_READ = """
    SELECT k.key, a.id, k.standing, a.key FROM {words} AS wanted JOIN addresses k ON k.key = wanted.w
    JOIN articles a ON a.number = k.article
"""

_NOTE = "{insert} addresses (key, article, standing) VALUES (:key, :article, :standing) {once}"

IS_NAME = f"standing = '{Standing.SURE}'"
"""Whether a row of `addresses` leads to its article, in a statement's own words."""

_CLEAR = "DELETE FROM addresses WHERE standing <> 'sure' AND key IN (SELECT w FROM {words} AS wanted)"

_SHARE = "UPDATE addresses SET standing = 'shared' WHERE key IN (SELECT w FROM {words} AS wanted)"


def read_names(tx: Transaction, keys: Iterable[str]) -> list[Name]:
    """What is noted of these keys, in no order; nothing of those that are not known."""
    return [
        Name(key=key, article=id_, standing=Standing(standing), is_own=key == own)
        for key, id_, standing, own in read_rows(tx, _READ, words=as_words(keys))
    ]


def note_names(tx: Transaction, number: int, sure: Collection[str], stated: Collection[str] = ()) -> None:
    """Note the names of an article by its number; a key that leads to another article stays with that one."""
    run_statement(tx, _CLEAR, words=as_words(sure))
    for standing, keys in ((Standing.SURE, sure), (Standing.STATED, stated)):
        for key in dict.fromkeys(keys):
            run_statement(tx, _NOTE, key=key, article=number, standing=standing.value)


def name_article(tx: Transaction, article: str, keys: Collection[str]) -> None:
    """Note further names of an article by its public id."""
    number = tx.execute(sa.select(articles.c.number).where(articles.c.id == article)).scalar_one()
    note_names(tx, number, keys)


def take_back(tx: Transaction, keys: Collection[str]) -> None:
    """Have keys that turned out to be those of several articles lead to none."""
    if keys:
        run_statement(tx, _SHARE, words=as_words(keys))


def note_file(tx: Transaction, article: str, path: str) -> None:
    """Note that an article, by its public id, is what this file said last; no other list shows the path."""
    number = tx.execute(sa.select(articles.c.number).where(articles.c.id == article)).scalar_one()
    key = _file_key(path)
    tx.execute(addresses.delete().where(addresses.c.key == key))
    run_statement(tx, _NOTE, key=key, article=number, standing=Standing.STATED.value)


def find_file(tx: Transaction, path: str) -> str | None:
    """The id of the article that this file said last, None where it was never brought in."""
    return next((name.article for name in read_names(tx, [_file_key(path)])), None)


def _file_key(path: str) -> str:
    return f"file:{storable(path)}"


def leads_to(key: str) -> sa.ScalarSelect[int]:
    """The number of the article that a key leads to, as a part of a statement."""
    return sa.select(addresses.c.article).where(is_name(), addresses.c.key == key).scalar_subquery()


def is_name() -> sa.ColumnElement[bool]:
    """Whether a row of `addresses` leads to its article."""
    return addresses.c.standing == Standing.SURE
