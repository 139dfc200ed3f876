"""What is known of sources besides their configuration: state, claims and the coverage ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.clock import ahead
from storage.corpus.inbox import is_entry_due
from storage.database import Database, Transaction
from storage.driver import Prepared
from storage.promises.claims import hold, is_free, let_go
from storage.records import Coverage, Poll, Rhythm, Source, SourceKind, SourceStatus, Teaser, TextSize
from storage.rows import coverage_json, read_coverage, read_rhythm, rhythm_json
from storage.tables import articles, entries, polls, read_moment, sources


def _bound(*columns: str) -> dict[str, Any]:
    """Each of these columns to the value that a row has under `new_` and its name."""
    return {name: sa.bindparam(f"new_{name}", type_=sources.c[name].type) for name in columns}


# Composed once: a cycle runs them a thousand times, and composing them takes longer than running them.
_SHOWN = ("source", "at", "result", "status", "entries", "new", "ms", "why")
_LEDGER = Prepared(polls.insert(), *_SHOWN)
_OF_SOURCE = sources.c.id == sa.bindparam("source")
_POLLED = {
    **_bound("last_polled_at", "last_result", "last_error", "next_poll_at", "coverage"),
    "kind": sa.func.coalesce(sa.bindparam("new_kind", type_=sa.Text), sources.c.kind),
}


def _up_to_now(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The time, or that of the poll where it lies ahead: a clock was wrong when it was stored."""
    return sa.case((column > _POLLED["last_polled_at"], _POLLED["last_polled_at"]), else_=column)


_NEW = (
    *("source", "new_last_polled_at", "new_last_result", "new_last_error", "new_next_poll_at"),
    *("new_coverage", "new_kind"),
)
_READ = Prepared(
    sources.update()
    .where(_OF_SOURCE)
    .values(
        _POLLED
        | _bound("etag", "last_modified")
        | {
            "last_ok_at": _POLLED["last_polled_at"],
            "failures": sa.literal_column("0"),
            "failing_since": sa.null(),
        }
    ),
    *(*_NEW, "new_etag", "new_last_modified"),
)
_FAILED = Prepared(
    sources.update()
    .where(_OF_SOURCE)
    .values(
        _POLLED
        | {
            "failures": sources.c.failures + sa.literal_column("1"),
            "failing_since": _up_to_now(sa.func.coalesce(sources.c.failing_since, _POLLED["last_polled_at"])),
            "last_ok_at": _up_to_now(sources.c.last_ok_at),
        }
    ),
    *_NEW,
)


def register_sources(tx: Transaction, configured: Iterable[Source], now: datetime) -> None:
    """Give every configured source its row; one whose address changed starts afresh, due at once."""
    known = {row.id: row.url for row in tx.execute(sa.select(sources.c.id, sources.c.url))}
    for source in configured:
        if known.get(source.id) == source.url:
            continue
        if source.id in known:
            tx.execute(sources.delete().where(sources.c.id == source.id))
        tx.execute(sources.insert().values(id=source.id, url=source.url, failures=0, next_poll_at=now))


def claim_sources(
    db: Database, among: Mapping[str, timedelta], owner: str, now: datetime, *, due_by: datetime | None
) -> tuple[SourceStatus, ...]:
    """Take the sources of these ids that nobody else holds, for a lease.

    `among` gives each the longest time that may lie between two polls of it; what is returned has no time
    that cannot be true. With `due_by` those that are due for a poll by then, or have an entry waiting that
    is; else all.
    """
    with db.writing() as tx:
        may_take = is_free(tx, sources, now, owner)
        rows = tx.execute(
            sa.select(sources).where(sources.c.id.in_(list(among)), may_take).order_by(sources.c.id)
        ).all()
        waiting = set(tx.execute(_due_entries(due_by)).scalars()) if due_by else set()
        found = [read_row(row).as_of(now, among[row.id]) for row in rows]
        free = [each for each in found if due_by is None or each.is_due(due_by) or each.id in waiting]
        take_sources(tx, [each.id for each in free], owner, now)
    return tuple(free)


def take_sources(tx: Transaction, ids: Collection[str], owner: str, now: datetime) -> None:
    """Have these sources, which must be free, held by this owner for a lease."""
    hold(tx, sources, sources.c.id.in_(list(ids)), owner, now)


def renew_claims(db: Database, owner: str, now: datetime) -> None:
    """Hold for another lease every source that this owner holds."""
    with db.writing() as tx:
        hold(tx, sources, sources.c.claimed_by == owner, owner, now)


def release_claims(db: Database, owner: str) -> None:
    """Let go of every source that this owner holds."""
    with db.writing() as tx:
        release_sources(tx, owner)


def release_sources(tx: Transaction, owner: str, but: Collection[str] = ()) -> None:
    """Let go of the sources that this owner holds, but for these."""
    held = sources.c.claimed_by == owner
    if but:
        held &= sources.c.id.not_in(list(but))
    let_go(tx, sources, held)


def keep_poll(tx: Transaction, poll: Poll, coverage: Coverage) -> None:
    """Note a poll in the coverage ledger, and what it and those before it tell of the source's state."""
    keep_polls(tx, [(poll, coverage)])


def keep_polls(tx: Transaction, kept: Sequence[tuple[Poll, Coverage]]) -> None:
    """Note polls of different sources, each with its row in the ledger, in a few statements."""
    _LEDGER.run(tx, *({name: getattr(poll, name) for name in _SHOWN} for poll, _ in kept))
    for statement, is_ok in ((_READ, True), (_FAILED, False)):
        if rows := [_poll_columns(poll, coverage) for poll, coverage in kept if poll.is_ok is is_ok]:
            statement.run(tx, *rows)


def read_source_coverage(tx: Transaction, source: str) -> Coverage:
    """What the polls of a source have shown so far."""
    return read_coverage(tx.execute(sa.select(sources.c.coverage).where(sources.c.id == source)).scalar())


def keep_coverage(tx: Transaction, source: str, coverage: Coverage) -> None:
    """Note what is known of a source between two polls."""
    tx.execute(sources.update().where(sources.c.id == source).values(coverage=coverage_json(coverage)))


def sources_heard(tx: Transaction, among: Collection[str], since: datetime) -> list[str]:
    """Those of these sources that brought articles since then."""
    query = sa.select(articles.c.source).distinct().where(articles.c.fetched_at >= since)
    return [source for source in tx.execute(query).scalars() if source in among]


def read_text_sizes(tx: Transaction, source: str, most: int) -> list[TextSize]:
    """How much text the latest articles of a source came with, the newest first."""
    query = sa.select(sa.func.length(articles.c.text), articles.c.teaser)
    latest = query.where(articles.c.source == source).order_by(articles.c.number.desc()).limit(most)
    return [
        TextSize(length=length, teaser=Teaser(teaser) if teaser else None)
        for length, teaser in tx.execute(latest)
    ]


def wish_poll(tx: Transaction, source: str, now: datetime) -> None:
    """Make a source due now, whatever pace it has."""
    tx.execute(sources.update().where(sources.c.id == source).values(next_poll_at=now))


def keep_rhythm(tx: Transaction, source: str, rhythm: Rhythm) -> None:
    """Note when a source publishes."""
    tx.execute(sources.update().where(sources.c.id == source).values(rhythm=rhythm_json(rhythm)))


def read_statuses(tx: Transaction) -> dict[str, SourceStatus]:
    """What is known of every source that ever had a row, by id."""
    return {row.id: read_row(row) for row in tx.execute(sa.select(sources).order_by(sources.c.id))}


def read_status(tx: Transaction, source: str) -> SourceStatus | None:
    """What is known of one source; None where it never had a row."""
    row = tx.execute(sa.select(sources).where(sources.c.id == source)).first()
    return read_row(row) if row else None


def read_last_good(tx: Transaction, among: Collection[str]) -> tuple[datetime | None, int]:
    """When one of these sources was read last, None where none ever was, and how many never were."""
    query = sa.select(sa.func.max(sources.c.last_ok_at), sa.func.count(sources.c.last_ok_at))
    last, read = tx.execute(query.where(sources.c.id.in_(list(among)))).one()
    return last, len(among) - read


def read_troubled(tx: Transaction) -> list[SourceStatus]:
    """What is known of the sources that fail, or whose polls showed other trouble."""
    is_ill = sa.cast(sources.c.coverage, sa.Text).contains('"trouble"')
    query = sa.select(sources).where((sources.c.failures > 0) | is_ill).order_by(sources.c.id)
    return [read_row(row) for row in tx.execute(query)]


def read_hourly(
    tx: Transaction, source: str, *, since: datetime, until: datetime
) -> Iterator[tuple[datetime, str, int]]:
    """The hours in which a source was polled between the two, oldest first, by their beginning in UTC.

    Each with a result that polls of it came to and how many entries were new in these. They are counted by
    the database: of a month's polls there are thousands, and all sources are asked about twice a day.
    """
    hour = _HOURS[tx.dialect.name](polls.c.at)
    rows = tx.execute(
        sa.select(hour.label("hour"), polls.c.result, sa.func.sum(polls.c.new))
        .where(polls.c.source == source, polls.c.at >= since, polls.c.at <= until)
        .group_by("hour", polls.c.result)
        .order_by("hour")
    )
    for begin, result, new in rows:
        at = read_moment(begin)
        assert at is not None
        yield at, result, int(new)


_HOURS: dict[str, Callable[[sa.Column[Any]], sa.ColumnElement[Any]]] = {
    "sqlite": lambda at: sa.func.substr(at, 1, len("2026-01-31 12")),
    "postgresql": lambda at: sa.func.date_trunc("hour", at, "UTC"),
}


def count_results(
    tx: Transaction, source: str, begins: Sequence[datetime], until: datetime
) -> Iterator[tuple[int, str, int, int]]:
    """How often a source was polled to which result in each part of a time, and how many entries were new.

    `begins` are where the parts begin, rising; each is named by its place there. They are counted by the
    database: of a month's polls there are thousands.
    """
    place = sa.case(*((polls.c.at >= begin, n) for n, begin in reversed(list(enumerate(begins)))))
    # a query of its own: PostgreSQL sees no expression with parameters as the same when it stands twice
    placed = (
        sa.select(place.label("place"), polls.c.result, polls.c.new)
        .where(polls.c.source == source, polls.c.at >= begins[0], polls.c.at <= until)
        .subquery()
    )
    counted = sa.select(placed.c.place, placed.c.result, sa.func.count(), sa.func.sum(placed.c.new))
    for place_, result, many, new in tx.execute(counted.group_by(placed.c.place, placed.c.result)):
        yield int(place_), result, int(many), int(new or 0)


def last_read_of_others(
    tx: Transaction, source: str, among: Collection[str], now: datetime
) -> datetime | None:
    """When one of these sources, apart from this one, was last read up to now; None where none ever was."""
    others = sources.c.id.in_([id_ for id_ in among if id_ != source])
    last = sa.select(sa.func.max(sources.c.last_ok_at)).where(others, ~ahead(sources.c.last_ok_at, now))
    return tx.execute(last).scalar()


def _poll_columns(poll: Poll, coverage: Coverage) -> dict[str, Any]:
    return {
        "source": poll.source,
        "new_last_polled_at": poll.at,
        "new_last_result": poll.result,
        "new_last_error": None if poll.is_ok else poll.why,
        "new_next_poll_at": poll.next_poll_at,
        "new_coverage": coverage_json(coverage),
        "new_kind": poll.kind.value if poll.kind else None,
        "new_etag": poll.etag,
        "new_last_modified": poll.last_modified,
    }


def _due_entries(now: datetime) -> sa.Select[Any]:
    return sa.select(entries.c.source).distinct().where(is_entry_due(now))


def read_row(row: Any) -> SourceStatus:
    """What is known of a source, as its row has it."""
    return SourceStatus(
        id=row.id,
        url=row.url,
        kind=SourceKind(row.kind) if row.kind else None,
        etag=row.etag,
        last_modified=row.last_modified,
        last_polled_at=row.last_polled_at,
        last_ok_at=row.last_ok_at,
        next_poll_at=row.next_poll_at,
        last_result=row.last_result,
        last_error=row.last_error,
        failures=row.failures,
        failing_since=row.failing_since,
        coverage=read_coverage(row.coverage),
        rhythm=read_rhythm(row.rhythm),
    )
