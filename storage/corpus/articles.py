"""The corpus: articles, the addresses that name them, what they mention and which watches they meet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from storage.address import address_key
from storage.corpus.matched import note_matched
from storage.corpus.names import is_name, leads_to, note_names
from storage.corpus.own_times import own_time_of, read_own_time
from storage.corpus.reused import find_under
from storage.database import Database, Transaction
from storage.driver import Prepared, as_numbers, as_rows, read_rows, run_many, run_statement
from storage.language.printable import storable
from storage.records import (
    Article,
    Copy,
    CopyKind,
    Kept,
    Likeness,
    Match,
    MatchRules,
    Mention,
    Sighting,
    Teaser,
    TextFrom,
)
from storage.rows import evidence_json, published_columns, read_evidence, read_published
from storage.tables import LISTED_AT, addresses, articles, matches, stories

_READ_AT_ONCE = 100

_INSERTED = (
    "id", "key", "url", "path", "source", "outlet", "title", "subtitle", "authors", "lang", "text",
    "text_from", "teaser", "genre", "extraction", "fetched_at", "sighting", "text_hash", "fingerprint_count",
    "credit", "published_at", "published_by", "published_day_only", "published_confidence",
)  # fmt: skip

_INSERT = Prepared(articles.insert().returning(articles.c.number), *_INSERTED)

_INSERT_MENTIONS = """
    INSERT INTO mentions (article, entity, count, in_title, conflict, own_s, korean)
    SELECT CAST(:article AS INTEGER), entity, count, in_title, conflict, CAST(:own_s AS BIGINT),
        CAST(:korean AS INTEGER)
    FROM {rows entity TEXT, count INTEGER, in_title BOOLEAN, conflict TEXT}
"""

_MENTIONS = """
    SELECT article, entity, count, in_title, conflict FROM mentions
    WHERE article IN (SELECT n FROM {numbers} AS wanted)
    ORDER BY count DESC, entity
"""

_INSERT_MATCH = "INSERT INTO matches (article, watch, evidence) VALUES (:article, :watch, :evidence)"
"""Kept, since putting them together anew costs more than running them."""

_MET = "SELECT watch FROM matches WHERE article = :article"

_parent = articles.alias("parent")
_root = articles.alias("root")


def find_path(tx: Transaction, path: str) -> str | None:
    """The id of the article that was backfilled from this file last, None where none was."""
    query = sa.select(articles.c.id).where(articles.c.path == storable(path))
    return tx.execute(query.order_by(articles.c.number.desc()).limit(1)).scalar()


def insert_article(tx: Transaction, article: Article) -> int:
    """Add an article with its addresses; returns its number. What judging found is added by `keep_verdict`.

    Raises:
        Conflict: an article of this key is there.
    """
    from storage.corpus.credits import credit_article  # whoever only reads articles need not compile it

    values = {
        "id": article.id,
        "key": article.key,
        "url": article.url,
        "path": article.path and storable(article.path),
        "source": article.source,
        "outlet": article.outlet,
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "lang": article.lang,
        "text": article.text,
        "text_from": article.text_from.value,
        "teaser": article.teaser and article.teaser.value,
        "genre": article.genre,
        "extraction": article.extraction,
        "fetched_at": article.fetched_at,
        "sighting": article.sighting.value,
        "text_hash": 0,
        "fingerprint_count": 0,
        "credit": credit_article(article),
        **published_columns(article.published),
    }
    ((number,),) = cast(Sequence[tuple[int]], _INSERT.run(tx, values).fetchall())
    note_names(tx, number, (article.key, *article.also), article.stated)
    return number


def note_genre(tx: Transaction, number: int, genre: str) -> None:
    """Note what kind of text an article is that was kept before that was noted."""
    tx.execute(articles.update().where(articles.c.number == number).values(genre=genre))


def keep_mentions(tx: Transaction, number: int, found: Sequence[Mention], new: Article | None = None) -> None:
    """Note the entities that an article names, in place of those noted before.

    `new` is the article where it was inserted just now, so that nothing was.
    """
    if new is None:
        run_statement(tx, "DELETE FROM mentions WHERE article = :article", article=number)
    if found:
        own_s, korean = own_time_of(new) if new else read_own_time(tx, number)
        rows = [
            {
                "entity": mention.entity,
                "count": mention.count,
                "in_title": mention.in_title,
                "conflict": mention.conflict,
            }
            for mention in found
        ]
        run_statement(tx, _INSERT_MENTIONS, article=number, own_s=own_s, korean=korean, rows=as_rows(rows))


def keep_matches(
    tx: Transaction,
    number: int,
    met: Sequence[Match],
    rules: MatchRules | None = None,
    *,
    is_new: bool = False,
) -> bool:
    """Note the watches that an article meets, in place of those noted before; whether they are others.

    `rules` are those that it meets them by, and that its mentions on file were found by; None: some of that
    could not be decided. `is_new`: it was inserted just now, so that nothing was noted before.
    """
    before = set() if is_new else {watch for (watch,) in read_rows(tx, _MET, article=number)}
    if before:
        tx.execute(matches.delete().where(matches.c.article == number))
    if met:
        run_many(
            tx,
            _INSERT_MATCH,
            [
                {"article": number, "watch": m.watch, "evidence": json.dumps(evidence_json(m.evidence))}
                for m in met
            ],
        )
    note_matched(tx, number, rules)
    return before != {m.watch for m in met}


def watches_met_in_group(tx: Transaction, group: str, *, before: str) -> frozenset[str]:
    """Watches that articles of a copy group met, other than the article `before`."""
    root = sa.select(articles.c.copy_group).where(articles.c.id == group).scalar_subquery()
    rows = tx.execute(
        sa.select(matches.c.watch).distinct().join(articles, articles.c.number == matches.c.article)
        .where(articles.c.copy_group == root, articles.c.id != before)
    )  # fmt: skip
    return frozenset(row.watch for row in rows)


def read_matches(tx: Transaction, article: str) -> tuple[Match, ...]:
    """The watches that an article met when it was kept, or when the corpus was last matched anew."""
    rows = tx.execute(
        sa.select(matches).join(articles, articles.c.number == matches.c.article)
        .where(articles.c.id == article).order_by(matches.c.watch)
    )  # fmt: skip
    return tuple(Match(watch=row.watch, evidence=read_evidence(row.evidence)) for row in rows)


def read_article(tx: Transaction, id_or_key: str) -> Kept | None:
    """One article by its public id or by any address key that names it."""
    by_key = leads_to(id_or_key)
    rows = tx.execute(
        _kept_query().where((articles.c.id == id_or_key) | (articles.c.number == by_key)).limit(1)
    ).all()
    return _read_kept(tx, rows)[0] if rows else None


def find_article(tx: Transaction, asked: str) -> Kept | None:
    """One article by its public id or an address, however that is written: the last that stood there."""
    keys = (*find_under(tx, address_key(asked)), asked)
    return next(filter(None, (read_article(tx, key) for key in keys)), None)


def list_replaced(tx: Transaction, asked: str) -> list[tuple[str, str]]:
    """Id and title of those that stood at an address in turn, the last first; none of a single one."""
    keys = find_under(tx, address_key(asked))
    found = [kept for key in keys if len(keys) > 1 and (kept := read_article(tx, key))]
    return [(kept.article.id, kept.article.title) for kept in found]


def read_articles(tx: Transaction, ids: Iterable[str]) -> list[Kept]:
    """Articles by their public ids, oldest first; unknown ids are left out."""
    rows = tx.execute(
        _kept_query().where(articles.c.id.in_(list(ids))).order_by(LISTED_AT, articles.c.number)
    ).all()
    return _read_kept(tx, rows)


def list_sharing(tx: Transaction, url: str) -> list[tuple[str, str]]:
    """Id and title of the articles that are shown under an address, newest first.

    With a fragment those of just this address, without one those of all its fragments. Reads the whole
    corpus: for an address that leads to no article, as a notice board's does.
    """
    is_there = articles.c.url == url
    if "#" not in url:
        is_there |= articles.c.url.startswith(f"{url}#", autoescape=True)
    query = sa.select(articles.c.id, articles.c.title).where(is_there)
    return [(row.id, row.title) for row in tx.execute(query.order_by(articles.c.number.desc()))]


def read_titles(tx: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """The titles of articles by their public ids."""
    query = sa.select(articles.c.id, articles.c.title).where(articles.c.id.in_(list(ids)))
    return {row.id: row.title for row in tx.execute(query)}


def article_number(tx: Transaction, id: str) -> int:
    """The internal number of an article that there is."""
    return int(tx.execute(sa.select(articles.c.number).where(articles.c.id == id)).scalar_one())


def article_numbers(tx: Transaction) -> list[int]:
    """The numbers of all articles, oldest first, for passes over the whole corpus."""
    return list(tx.execute(sa.select(articles.c.number).order_by(articles.c.number)).scalars())


def read_article_numbered(tx: Transaction, number: int) -> Kept:
    """One article by its internal number."""
    return _read_kept(tx, tx.execute(_kept_query().where(articles.c.number == number)).all())[0]


def read_articles_numbered(tx: Transaction, numbers: Sequence[int]) -> list[Kept]:
    """Articles by their internal numbers, in the order of these."""
    rows = tx.execute(_kept_query().where(articles.c.number.in_(numbers))).all()
    found = {row.number: kept for row, kept in zip(rows, _read_kept(tx, rows), strict=True)}
    return [found[number] for number in numbers]


def walk_articles_numbered(db: Database, numbers: Sequence[int]) -> Iterator[Kept]:
    """Articles by their internal numbers, in the order of these; no transaction lasts for more than a few."""
    for start in range(0, len(numbers), _READ_AT_ONCE):
        with db.reading() as tx:
            read = read_articles_numbered(tx, numbers[start : start + _READ_AT_ONCE])
        yield from read


def is_outlet(tx: Transaction, name: str) -> bool:
    """Whether the corpus has an article of an outlet of this name."""
    return (
        tx.execute(sa.select(articles.c.number).where(articles.c.outlet == name).limit(1)).first() is not None
    )


def read_days(tx: Transaction) -> tuple[datetime, datetime] | None:
    """When the first and the last article of the corpus were published, None without a dated one."""
    day = articles.c.published_at
    first, last = tx.execute(sa.select(sa.func.min(day), sa.func.max(day))).one()
    return None if first is None else (first, last)


def _kept_query() -> sa.Select[Any]:
    return (
        sa.select(
            articles,
            _parent.c.id.label("parent_id"),
            _root.c.id.label("root_id"),
            stories.c.id.label("story_id"),
        )
        .outerjoin(_parent, _parent.c.number == articles.c.copy_of)
        .outerjoin(_root, _root.c.number == articles.c.copy_group)
        .outerjoin(stories, stories.c.number == articles.c.story)
    )


def _read_kept(tx: Transaction, rows: Sequence[sa.Row[Any]]) -> list[Kept]:
    """Rows of `_kept_query` as records, in the same order."""
    named = read_mentions(tx, [row.number for row in rows])
    also = _read_also(tx, [row.number for row in rows])
    return [
        Kept(
            article=_read_row(row, also.get(row.number, ())),
            copy=_read_copy(row),
            group=row.root_id or row.id,
            story=row.story_id or "",
            mentions=named.get(row.number, ()),
            part=row.part,
        )
        for row in rows
    ]


def read_mentions(tx: Transaction, numbers: Sequence[int]) -> dict[int, tuple[Mention, ...]]:
    """The entities that articles name, by the articles' numbers, the most frequent first."""
    found: dict[int, list[Mention]] = {}
    for article, entity, count, in_title, conflict in read_rows(tx, _MENTIONS, numbers=as_numbers(numbers)):
        mention = Mention(entity=entity, count=count, in_title=bool(in_title), conflict=conflict)
        found.setdefault(article, []).append(mention)
    return {article: tuple(named) for article, named in found.items()}


def _read_also(tx: Transaction, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    named = sa.select(addresses).where(addresses.c.article.in_(numbers), is_name())
    rows = tx.execute(named.order_by(addresses.c.key))
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row.article] = (*found.get(row.article, ()), row.key)
    return found


def _read_row(row: sa.Row[Any], also: tuple[str, ...]) -> Article:
    return Article(
        key=row.key,
        title=row.title,
        text=row.text,
        lang=row.lang,
        fetched_at=row.fetched_at,
        sighting=Sighting(row.sighting),
        text_from=TextFrom(row.text_from),
        teaser=Teaser(row.teaser) if row.teaser else None,
        genre=row.genre,
        extraction=row.extraction,
        url=row.url,
        path=row.path,
        subtitle=row.subtitle,
        authors=tuple(row.authors),
        outlet=row.outlet,
        source=row.source,
        published=read_published(row),
        also=tuple(key for key in also if key != row.key),
    )


def _read_copy(row: sa.Row[Any]) -> Copy | None:
    if row.copy_kind is None:
        return None
    likeness = Likeness(
        article=row.parent_id,
        group=row.root_id,
        shared=round(row.of_this * row.fingerprint_count),
        of_this=row.of_this,
        of_other=row.of_other,
    )
    return Copy(of=row.parent_id, kind=CopyKind(row.copy_kind), likeness=likeness)
