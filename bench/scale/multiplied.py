"""A corpus of any size by bulk SQL: a newsroom that was judged for real, once for each stretch of two years.

Every copy has all rows of the first under numbers, ids, addresses, fingerprints and times of its own, so that
each table and index is as large and as mixed as it would be. All copies say the same, so that the search
index has the words of one. On PostgreSQL the rows are copied in without indexes, which are made at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.corpus.search import _INDEXES  # its rows are cut once for all copies
from storage.database import Database, Transaction
from storage.driver import run_many
from storage.records import digest_id
from storage.tables import (
    Moment,
    addresses,
    alerts,
    articles,
    decisions,
    deliveries,
    delivery_alerts,
    entries,
    fingerprints,
    judgements,
    looks,
    match_rules,
    matched_articles,
    matches,
    mentions,
    stories,
    story_aliases,
    story_links,
    story_postings,
    story_sketches,
    term_counts,
    versions,
)

AT_ONCE = 5_000
A_TRANSACTION = 25
"""Copies in one transaction."""
A_DAY = 1 << 31
"""By how much the place of a posting grows with a day."""
LEVEL = 7
"""Of FTS5's index, on which its largest segment stands after a hundred thousand articles were judged."""
A_MARK = 7919
"""By how much the fingerprints of two copies differ: no two texts of them are alike."""

NUMBERED = {
    stories: {"number": "stories", "within": "stories"},
    articles: {
        "number": "articles",
        "copy_of": "articles",
        "copy_group": "articles",
        "story": "stories",
        "part": "stories",
    },
    addresses: {"article": "articles"},
    story_aliases: {"story": "stories"},
    story_links: {"number": "story_links", "story": "stories"},
    versions: {"article": "articles"},
    looks: {"article": "articles"},
    entries: {"number": "entries"},
    alerts: {"number": "alerts"},
    deliveries: {"number": "deliveries"},
    delivery_alerts: {},
    decisions: {"number": "decisions"},
    judgements: {"number": "judgements"},
}
"""The tables that are copied row by row, parents first: which column counts in which table's numbers."""

CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f') ORDER BY contype, conname
"""
"""Foreign keys first, since they lean on the others."""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"

NAMED = frozenset(
    ["id", "key", "former", "other", "story", "article", "subject", "alert", "delivery", "bundle", "url"]
)
"""Columns with ids or addresses, wherever they hold text."""

SHIFTED = {
    mentions: {"article": "articles", "own_s": "seconds"},
    matches: {"article": "articles"},
    matched_articles: {"article": "articles"},
    fingerprints: {"fp": "marks", "doc": "articles"},
    story_sketches: {"story": "stories"},
    story_postings: {"place": "places"},
}
"""Those that are copied by the database itself, since nothing in them changes but a number."""

SHIFTS = ("articles", "stories", "places", "seconds", "marks")


@dataclass(frozen=True, slots=True)
class Original:
    """The rows that are copied, the greatest number of each table, and the index's rows by number."""

    rows: Mapping[sa.Table, Sequence[Mapping[str, Any]]]
    sizes: Mapping[str, int]
    words: Sequence[Mapping[str, Any]]

    @classmethod
    def read(cls, base: Database, dialect: str) -> Original:
        """All of a judged newsroom, for a target of this kind."""
        with base.reading() as tx:
            tables = (*NUMBERED, *SHIFTED, term_counts, match_rules)
            rows = {table: [dict(row) for row in tx.execute(sa.select(table)).mappings()] for table in tables}
        write = _INDEXES[dialect].write_row
        said = (
            (row["number"], row["title"], f"{row['subtitle'] or ''}\n{row['text']}") for row in rows[articles]
        )
        sizes = {
            table.name: max((row["number"] for row in rows[table]), default=0)
            for table in NUMBERED
            if "number" in table.c
        }
        return cls(rows=rows, sizes=sizes, words=[write(*each) for each in said])


def multiply(base: Database, target: Database, copies: int, span: timedelta) -> None:
    """Fill an empty database with so many copies, the oldest first, each `span` before the next."""
    _be_careless(target)  # it reads, and SQLite drops temporary tables between a read and a write
    with target.writing() as tx:
        original = Original.read(base, tx.dialect.name)
        _be_roomy(tx, "-600000")
        for table in SHIFTED:
            tx.execute(
                sa.text(f"CREATE TEMP TABLE base_{table.name} AS SELECT * FROM {table.name} WHERE 1=0")
            )
            insert_rows(tx, _temporary(table), original.rows[table])
        if tx.dialect.name == "postgresql":
            tx.execute(sa.text("CREATE TEMP TABLE base_article_words AS SELECT * FROM article_words LIMIT 0"))
            into_base = _INDEXES["postgresql"].insert.replace("article_words", "base_article_words")
            run_many(tx, into_base, original.words)
        counts = [{**row, "articles": row["articles"] * copies} for row in original.rows[term_counts]]
        insert_rows(tx, term_counts, counts)
        insert_rows(tx, match_rules, original.rows[match_rules])
    with target.writing() as tx:
        again = _drop_indexes(tx)
        _set_words(tx, hashsize=256 << 20, automerge=0)
    for start in range(0, copies, A_TRANSACTION):
        with target.writing() as tx:
            for copy in range(start, min(start + A_TRANSACTION, copies)):
                _copy_rows(tx, original, copy, span * (copies - 1 - copy))
    with target.writing() as tx:
        _copy_shifted(tx, original, copies, span)
        for table in SHIFTED:
            tx.execute(sa.text(f"DROP TABLE base_{table.name}"))
        _be_roomy(tx, "-16000")
        _count_on(tx)
        _set_words(tx, hashsize=1 << 20, automerge=4)
        _merge_words(tx)
    for statement in again:
        with target.writing() as tx:
            tx.exec_driver_sql(statement)


def _be_roomy(tx: Transaction, pages: str) -> None:
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql(f"PRAGMA cache_size = {pages}")


def _set_words(tx: Transaction, **options: int) -> None:
    """How SQLite's index of words gathers and merges: by its own measure again and again on the way."""
    if tx.dialect.name == "sqlite":
        for name, value in options.items():
            into = "INSERT INTO article_words (article_words, rank) VALUES (:name, :value)"
            tx.execute(sa.text(into), {"name": name, "value": value})


def _merge_words(tx: Transaction) -> None:
    if tx.dialect.name == "sqlite":
        tx.execute(sa.text("INSERT INTO article_words (article_words) VALUES ('optimize')"))
        tx.execute(sa.text("UPDATE article_words_data SET block = :block WHERE id = 10"), _lift(tx))


def _lift(tx: Transaction) -> dict[str, bytes]:
    """The levels of FTS5's index with its one segment as high as where a hundred thousand were judged.

    FTS5 merges four segments of a level into one of the next. `optimize` leaves all on the second, where
    the next few hundred articles would have it all written again. The record is as `fts5_index.c` has it: a
    cookie of four bytes, the numbers of levels and of segments, a count of writes, and two bytes a level that
    is empty.
    """
    block: bytes = tx.execute(sa.text("SELECT block FROM article_words_data WHERE id = 10")).scalar_one()
    more = LEVEL + 1 - block[4]
    head = next(at for at in range(6, len(block)) if block[at] < 0x80) + 1
    return {"block": block[:4] + bytes([LEVEL + 1]) + block[5:head] + bytes(2 * more) + block[head:]}


def _be_careless(target: Database) -> None:
    """Without a journal until it is opened again: each page of an index would be written ten times."""
    with target.reading() as tx:
        connection = tx.connection.dbapi_connection
    if target.file is not None:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")


def _drop_indexes(tx: Transaction) -> list[str]:
    """Take every index and key off PostgreSQL's tables; the statements that make them again.

    A row with ten random entries in indexes costs ten times itself, and building them later a tenth of that.
    """
    if tx.dialect.name != "postgresql":
        return []
    again = []
    for table, name, made in tx.exec_driver_sql(CONSTRAINTS).all():
        tx.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")
    for name, made in tx.exec_driver_sql(INDEXES).all():
        tx.exec_driver_sql(f"DROP INDEX {name}")
        again.append(made)
    return again[::-1]


def _temporary(table: sa.Table) -> sa.Table:
    return table.to_metadata(sa.MetaData(), name=f"base_{table.name}")


def insert_rows(tx: Transaction, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add many rows, each with a value for every column that the first has."""
    if tx.dialect.name == "postgresql":
        _copy_in(tx, table, rows)
        return
    for start in range(0, len(rows), AT_ONCE):
        tx.execute(table.insert(), rows[start : start + AT_ONCE])


def _copy_in(tx: Transaction, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """PostgreSQL's COPY, which takes a tenth of what as many INSERTs do."""
    if not rows:
        return
    columns = [column for column in table.c if column.name in rows[0]]
    converters = [(c.name, c.type.dialect_impl(tx.dialect).bind_processor(tx.dialect)) for c in columns]
    connection: Any = tx.connection.dbapi_connection
    names = ", ".join(column.name for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([convert(row[name]) if convert else row[name] for name, convert in converters])


def _copy_rows(tx: Transaction, original: Original, copy: int, back: timedelta) -> None:
    names = _rename(original, copy)
    for table, numbered in NUMBERED.items():
        by = {column: original.sizes[of] * copy for column, of in numbered.items()}
        insert_rows(tx, table, list(_changed(table, original.rows[table], by, names, back)))
    by_articles = original.sizes["articles"] * copy
    if tx.dialect.name == "postgresql":
        moved = "SELECT number + :by, words FROM base_article_words ORDER BY number"
        tx.execute(sa.text(f"INSERT INTO article_words (number, words) {moved}"), {"by": by_articles})
        return
    words = [{**row, "number": row["number"] + by_articles} for row in original.words]
    run_many(tx, _INDEXES["sqlite"].insert, words)


def _rename(original: Original, copy: int) -> dict[str, str]:
    """What each id and address is called in this copy; ids follow from what they are ids of."""
    names: dict[str, str] = {}
    for table in (articles, entries, addresses):
        for row in original.rows[table]:
            names[row["key"]] = f"{row['key']}-{copy}"
    for row in original.rows[articles]:
        names[row["id"]] = digest_id("a", names[row["key"]])
        if row["url"]:
            names[row["url"]] = f"{row['url']}-{copy}"
    for table, kind in ((stories, "s"), (deliveries, "d")):
        names.update((row["id"], digest_id(kind, row["id"], str(copy))) for row in original.rows[table])
    for row in original.rows[story_aliases]:
        names[row["former"]] = digest_id("s", row["former"], str(copy))
    for row in original.rows[alerts]:
        subject = names.get(row["subject"], row["subject"])
        names[row["id"]] = digest_id("al", row["watch"], subject, row["kind"], row["revision"])
    return names


def _changed(
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    by: Mapping[str, int],
    names: Mapping[str, str],
    back: timedelta,
) -> Iterator[dict[str, Any]]:
    changes: list[tuple[str, Callable[[Any], Any]]] = [
        (column, lambda value, more=more: value + more) for column, more in by.items()
    ]
    changes += [(c.name, lambda value: value - back) for c in table.c if isinstance(c.type, Moment)]
    texts = [c.name for c in table.c if c.name in NAMED and isinstance(c.type, sa.Text)]
    changes += [(name, lambda value: names.get(value, value)) for name in texts]
    for row in rows:
        made = dict(row)
        for name, change in changes:
            if made[name] is not None:
                made[name] = change(made[name])
        yield made


def _copy_shifted(tx: Transaction, original: Original, copies: int, span: timedelta) -> None:
    """All copies of a table at once, in the order of its key: it is built as if it had been sorted."""
    columns_of = (sa.Column(name, sa.BigInteger) for name in SHIFTS)
    numbers = sa.Table("base_copies", sa.MetaData(), *columns_of)
    columns = ", ".join(f"{column.name} BIGINT" for column in numbers.c)
    tx.execute(sa.text(f"CREATE TEMP TABLE base_copies ({columns})"))
    tx.execute(numbers.insert(), list(_shifts(original, copies, span)))
    for table, shifted in SHIFTED.items():
        columns = [column.name for column in table.c]
        chosen = [f"b.{name} + c.{shifted[name]}" if name in shifted else f"b.{name}" for name in columns]
        keys = [str(1 + columns.index(column.name)) for column in table.primary_key]
        tx.execute(
            sa.text(
                f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(chosen)}"
                f" FROM base_{table.name} b CROSS JOIN base_copies c ORDER BY {', '.join(keys)}"
            )
        )
    tx.execute(sa.text("DROP TABLE base_copies"))


def _shifts(original: Original, copies: int, span: timedelta) -> Iterator[dict[str, int]]:
    for copy in range(copies):
        back = span * (copies - 1 - copy)
        days = round(back / timedelta(days=1))
        by_stories = original.sizes["stories"] * copy
        yield {
            "articles": original.sizes["articles"] * copy,
            "stories": by_stories,
            "places": by_stories - days * A_DAY,
            "seconds": -round(back.total_seconds()),
            "marks": A_MARK * copy,
        }


def _count_on(tx: Transaction) -> None:
    """Have PostgreSQL's counters go on after the numbers that were given."""
    if tx.dialect.name != "postgresql":
        return
    for table in (*NUMBERED, match_rules):
        if "number" in table.c:
            counter = f"pg_get_serial_sequence('{table.name}', 'number')"
            tx.execute(sa.text(f"SELECT setval({counter}, (SELECT max(number) + 1 FROM {table.name}))"))
