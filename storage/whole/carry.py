"""Carry all rows of a database to another of either kind, and compare the two.

Both are read side by side in the order of their keys, so that the first time carries everything, and each
time after only what changed meanwhile or what a kill left out. It is the same procedure, so a half that was
carried is gone on with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from storage.corpus.search import enter_words, leave_words
from storage.database import Database, Transaction, savepoint
from storage.tables import Moment, articles, marks, metadata
from storage.whole.moved import MARKS

BATCH = 2_000
"""Rows written in one transaction."""

_TABLES = tuple(metadata.sorted_tables)
"""Those that others point to first."""

Row = tuple[Any, ...]
Note = Callable[[str, int], None]
"""Hears the name of a table and how many of its rows have been looked at."""


@dataclass(slots=True)
class Carried:
    """How many rows of each table were looked at, and what was done to the target's."""

    rows: dict[str, int] = field(default_factory=dict)
    written: int = 0
    deleted: int = 0
    touched: set[str] = field(default_factory=set)
    """Tables of which the target had other rows; the rest were equal, row by row."""


def bring_over(source: Transaction, target: Database, note: Note = lambda *_: None) -> Carried:
    """Make the target's tables equal to the source's, as this transaction sees them; then its sequences.

    The search index is entered with the articles. What the target has besides goes.

    Raises:
        StorageError: either database cannot be used.
    """
    carried = Carried()
    behind = [(table, _Carrying(table, source, target, carried, note).run()) for table in _TABLES]
    for table, keys in reversed(behind):  # whom other rows pointed to until now
        for start in range(0, len(keys), BATCH):
            with target.writing() as tx:
                for key in keys[start : start + BATCH]:
                    tx.execute(table.delete().where(*_is(table, key)))
                    carried.deleted += 1
    with target.writing() as tx:
        _set_sequences(tx)
    return carried


def digest_tables(tx: Transaction, names: Container[str] | None = None) -> dict[str, str]:
    """A digest of each table's rows in the order of their keys: equal rows, equal digests, on either kind.

    `names` are the tables that are asked for, None: all.
    """
    found = {}
    for table in _TABLES:
        if names is not None and table.name not in names:
            continue
        digest = hashlib.blake2b(digest_size=16)
        for row in stream_rows(tx, table):
            digest.update(repr(row).encode())
        found[table.name] = digest.hexdigest()
    return found


def is_empty(tx: Transaction) -> bool:
    """Whether a database holds nothing yet."""
    return all(tx.execute(sa.select(1).select_from(table).limit(1)).first() is None for table in _TABLES)


def stream_rows(tx: Transaction, table: sa.Table) -> Iterator[Row]:
    """The rows of a table by their keys, without holding them all; values are plain, and equal on both kinds.

    Texts are without NUL, which PostgreSQL cannot hold. Marks of carrying itself are left out.
    """
    keys = [_in_byte_order(tx, column) for column in table.primary_key]
    query = sa.select(table).order_by(*keys)
    if table is marks:
        query = query.where(marks.c.name.not_in(MARKS))
    plain = _plainly(table)
    for rows in tx.execute(query, execution_options={"stream_results": True}).partitions(BATCH):
        yield from map(plain, rows) if plain else map(tuple, rows)


class _Carrying:
    """One table on its way; returns the keys of rows that could not be deleted yet."""

    def __init__(
        self, table: sa.Table, source: Transaction, target: Database, carried: Carried, note: Note
    ) -> None:
        self._table = table
        self._source = source
        self._target = target
        self._carried = carried
        self._note = note
        places = {column.name: place for place, column in enumerate(table.columns)}
        key = [places[column.name] for column in table.primary_key]
        self._key: Callable[[Row], Any] = itemgetter(*key)
        self._keys_of = key
        self._own = [places[each.parent.name] for each in table.foreign_keys if each.column.table is table]
        self._new: list[Row] = []
        self._changed: list[tuple[Row, Row]] = []
        self._gone: list[Row] = []
        self._pointing: list[Row] = []
        """Keys of rows and whom they point to among their own, which may come after them."""
        self._left: list[Row] = []

    def run(self) -> list[Row]:
        count = 0
        theirs = self._read_target()
        other = next(theirs, None)
        for row in stream_rows(self._source, self._table):
            while other is not None and self._key(other) < self._key(row):
                self._note_change(self._gone, other)
                other = next(theirs, None)
            if other is None or self._key(other) != self._key(row):
                self._note_change(self._new, row)
            else:
                if other != row:
                    self._note_change(self._changed, (other, row))
                other = next(theirs, None)
            count += 1
            if count % BATCH == 0:
                self._note(self._table.name, count)
        while other is not None:
            self._note_change(self._gone, other)
            other = next(theirs, None)
        self._flush()
        self._point()
        self._carried.rows[self._table.name] = count
        self._note(self._table.name, count)
        return self._left

    def _read_target(self) -> Iterator[Row]:
        """What it has; the transaction ends with the last row, as SQLite keeps every page written since it
        began in a second file."""
        with self._target.reading() as there:
            yield from stream_rows(there, self._table)

    def _note_change(self, where: list[Any], change: Any) -> None:
        where.append(change)
        if len(self._new) + len(self._changed) + len(self._gone) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        if not (self._new or self._changed or self._gone):
            return
        self._carried.touched.add(self._table.name)
        with self._target.writing() as tx:
            self._delete(tx)
            self._insert(tx)
            self._update(tx)
        self._carried.written += len(self._new) + len(self._changed)
        self._new, self._changed, self._gone = [], [], []

    def _delete(self, tx: Transaction) -> None:
        for row in self._gone:
            key = tuple(row[place] for place in self._keys_of)
            try:
                with savepoint(tx):
                    tx.execute(self._table.delete().where(*_is(self._table, key)))
            except sa.exc.IntegrityError:  # a row that changes later still points to it
                self._left.append(key)
            else:
                self._carried.deleted += 1
            if self._table is articles:
                leave_words(tx, [_words_of(row)])

    def _insert(self, tx: Transaction) -> None:
        rows = self._new
        insert_rows(tx, self._table, [self._alone(row) for row in rows] if self._own else rows)
        if self._table is articles:
            enter_words(tx, map(_words_of, rows))

    def _update(self, tx: Transaction) -> None:
        for before, row in self._changed:
            named = dict(zip(self._table.columns.keys(), _live(self._table, self._alone(row)), strict=True))
            key = tuple(row[place] for place in self._keys_of)
            tx.execute(self._table.update().where(*_is(self._table, key)).values(named))
            if self._table is articles and _words_of(before) != _words_of(row):
                leave_words(tx, [_words_of(before)])
                enter_words(tx, [_words_of(row)])

    def _alone(self, row: Row) -> Row:
        """It without whom it points to among its own, who may not be there yet; that is noted for the end."""
        if all(row[at] is None for at in self._own):
            return row
        self._pointing.append(tuple(row[place] for place in (*self._keys_of, *self._own)))
        return tuple(None if at in self._own else value for at, value in enumerate(row))

    def _point(self) -> None:
        """Have rows point to others of their table, all of which are there by now."""
        if not self._pointing:
            return
        columns = list(self._table.columns)
        update = self._table.update().values({columns[at].name: sa.bindparam(f"to_{at}") for at in self._own})
        update = update.where(*(columns[at] == sa.bindparam(f"key_{at}") for at in self._keys_of))
        names = [*(f"key_{at}" for at in self._keys_of), *(f"to_{at}" for at in self._own)]
        for start in range(0, len(self._pointing), BATCH):
            rows = self._pointing[start : start + BATCH]
            with self._target.writing() as tx:
                tx.execute(update, [dict(zip(names, row, strict=True)) for row in rows])


def insert_rows(tx: Transaction, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert plain rows in the quickest way that each database has."""
    if not rows:
        return
    bound = _bind_rows(tx, table, rows)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor: Any = tx.connection.cursor()
    try:
        if tx.dialect.name == "postgresql":
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in bound:
                    copy.write_row(row)
        else:
            marks_ = ", ".join("?" * len(table.columns))
            cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks_})", bound)  # noqa: S608 - names of ours
    except tx.dialect.loaded_dbapi.Error as error:
        raise sa.exc.DBAPIError.instance(
            f"INSERT INTO {table.name}", None, error, tx.dialect.loaded_dbapi.Error, dialect=tx.dialect
        ) from error


def _bind_rows(tx: Transaction, table: sa.Table, rows: Sequence[Row]) -> Sequence[Row]:
    """Plain rows as the driver takes them; the same rows where it takes every value as it is."""
    ways = [_binding(column.type, tx.dialect) for column in table.columns]
    if not any(ways):
        return rows
    return [tuple(way(value) if way else value for way, value in zip(ways, row, strict=True)) for row in rows]


def _binding(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """From a plain value to what the driver takes; None where they are the same."""
    bind = kind.dialect_impl(dialect).bind_processor(dialect)
    revive = _revival(kind)
    if bind is None or revive is None:
        return bind or revive
    return lambda value: bind(revive(value))


def _set_sequences(tx: Transaction) -> None:
    """Have the next row of each table get the number after the last; SQLite takes it from the rows."""
    if tx.dialect.name != "postgresql":
        return
    for table in _TABLES:
        if "number" in table.primary_key.columns:
            following = sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, "number")
            tx.execute(sa.select(sa.func.setval(sequence, following, False)))
    tx.execute(sa.text("ANALYZE"))  # so that the first queries are not planned for empty tables


def _plainly(table: sa.Table) -> Callable[[Iterable[Any]], Row] | None:
    """How a row is made plain: times as UTC, JSON as text, no NUL; None where its values are numbers."""
    ways = [_way(column.type) for column in table.columns]
    if not any(ways):
        return None

    def plain(row: Iterable[Any]) -> Row:
        return tuple(
            way(value) if way and value is not None else value for way, value in zip(ways, row, strict=True)
        )

    return plain


def _way(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any] | None:
    if isinstance(kind, Moment):
        return _write_moment
    if isinstance(kind, sa.JSON):
        return json.dumps
    if isinstance(kind, sa.Text):
        return _without_nul
    return bytes if isinstance(kind, sa.LargeBinary) else None


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _without_nul(text: str) -> str:
    return text.replace("\0", "") if "\0" in text else text


def _live(table: sa.Table, row: Row) -> Row:
    """The values of a plain row as the columns take them."""
    ways = [_revival(column.type) for column in table.columns]
    return tuple(way(value) if way else value for way, value in zip(ways, row, strict=True))


def _revival(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """From a plain value to a live one; None where they are the same."""
    read: Callable[[str], Any]
    if isinstance(kind, Moment):
        read = datetime.fromisoformat
    elif isinstance(kind, sa.JSON):
        read = json.loads
    else:
        return None
    return lambda value: None if value is None else read(value)


def _words_of(row: Row) -> tuple[int, str, str]:
    """What the search index has of an article: its number, its title and what else it says."""
    place = {column.name: at for at, column in enumerate(articles.columns)}
    title, subtitle, text = (row[place[name]] for name in ("title", "subtitle", "text"))
    return row[place["number"]], title, f"{subtitle or ''}\n{text}"


def _is(table: sa.Table, key: Row) -> list[sa.ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key, key, strict=True)]


def _in_byte_order(tx: Transaction, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A key in the order in which Python and SQLite have it; PostgreSQL's own may be a language's."""
    is_text = isinstance(column.type, sa.Text) and tx.dialect.name == "postgresql"
    return column.collate("C") if is_text else column
