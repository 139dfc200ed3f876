"""A clock that was wrong once puts off no poll, page or look: what it planned is due now, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.cycle.read_page import PAGE_RETRIES, fault_of, retry_after
from flows.judge.sighting import judge_sighting
from flows.sources.health.coverage import follow_poll
from flows.sources.health.pace import plan_poll
from flows.sources.health.waits import MOST_RETRY_AFTER, longest_wait
from flows.sources.results import Result
from flows.versions.schedule import TIMES, assume_since, first_look, next_look
from storage.clock import TOLERANCE, ahead, due, is_ahead, is_due
from storage.corpus.articles import insert_article
from storage.corpus.inbox import LONGEST_WAITS, announce_entries, postpone_entry, read_inbox
from storage.corpus.ledger import keep_decision, read_gaps
from storage.corpus.looks import LONGEST_WAIT, Look, begin_looks, claim_looks, release_looks, settle_look
from storage.corpus.sources import (
    claim_sources,
    keep_poll,
    last_read_of_others,
    read_hourly,
    read_statuses,
    register_sources,
    release_claims,
)
from storage.database import Database
from storage.errors import HttpStatus
from storage.records import (
    Coverage,
    Decision,
    Entry,
    Health,
    Poll,
    Published,
    Sighting,
    Source,
    SourceStatus,
    Trouble,
    Waiting,
)
from tests.telling import a_kept

NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=many) for many in (1, 60, 3600, 86_400))
YEAR = 365 * DAY
SOURCE = Source(id="daily", name="Daily", url="https://daily.kr/feed")
KEY, ENTRY = "daily.kr/1", Entry(url="https://daily.kr/1", title="A walk by the lake")

JUMPS = pytest.mark.parametrize("jump", [DAY, 3 * DAY, YEAR], ids=["a day", "three days", "a year"])


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hanmi.db'}") as opened:
        yield opened


@pytest.mark.parametrize(
    ("ahead_by", "expected"),
    [
        (-YEAR, True),
        (timedelta(), True),
        (SECOND, False),
        (HOUR, False),
        (HOUR + TOLERANCE, False),
        (HOUR + TOLERANCE + SECOND, True),
        (YEAR, True),
    ],
    ids=str,
)
def test_a_time_is_due_when_it_has_come_or_lies_further_ahead_than_its_rule_allows(
    db: Database, ahead_by: timedelta, expected: bool
) -> None:
    assert is_due(NOW + ahead_by, NOW, HOUR) is expected
    assert not is_due(None, NOW, HOUR)
    with db.writing() as tx:
        register_sources(tx, [SOURCE], NOW + ahead_by)
    from sqlalchemy import select

    from storage.tables import sources

    with db.reading() as tx:
        (row,) = tx.execute(
            select(due(sources.c.next_poll_at, NOW, HOUR), ahead(sources.c.next_poll_at, NOW))
        )
    assert row == (expected, is_ahead(NOW + ahead_by, NOW))


# polls


def poll_at(db: Database, at: datetime, result: Result = Result.NEW, **asked: timedelta) -> bool:
    """Whether the source was due at a time, and if so poll it then."""
    with db.writing() as tx:
        register_sources(tx, [SOURCE], at)
    claimed = claim_sources(db, {SOURCE.id: longest_wait(SOURCE)}, "me", at, due_by=at)
    for status in claimed:
        next_at = plan_poll(SOURCE, at=at, result=result, failures=status.failures + 1, **asked)
        is_ok = result is Result.NEW
        poll = Poll(source=SOURCE.id, at=at, result=result, is_ok=is_ok, next_poll_at=next_at)
        with db.writing() as tx:
            keep_poll(tx, poll, follow_poll(status.coverage, poll))
    release_claims(db, "me")
    return bool(claimed)


@JUMPS
@pytest.mark.parametrize("result", [Result.NEW, Result.DOWN, Result.THROTTLED])
def test_a_source_polled_by_a_clock_that_was_ahead_is_polled_again_once(
    db: Database, jump: timedelta, result: Result
) -> None:
    assert poll_at(db, NOW - 10 * MINUTE)
    assert poll_at(db, NOW + jump, result, retry_after=MOST_RETRY_AFTER)
    assert poll_at(db, NOW + MINUTE)
    assert not poll_at(db, NOW + 2 * MINUTE)
    assert poll_at(db, NOW + 6 * MINUTE)


@JUMPS
def test_a_source_that_was_first_known_to_a_wrong_clock_is_polled(db: Database, jump: timedelta) -> None:
    with db.writing() as tx:
        register_sources(tx, [SOURCE], NOW + jump)
    assert poll_at(db, NOW)


def test_a_server_that_asks_for_a_day_gets_it(db: Database) -> None:
    assert poll_at(db, NOW, Result.THROTTLED, retry_after=3 * DAY)
    assert not poll_at(db, NOW + 23 * HOUR)
    assert poll_at(db, NOW + DAY)


@pytest.mark.parametrize("every", [MINUTE, DAY, 30 * DAY], ids=str)
def test_no_poll_is_put_off_longer_than_the_rule_says(every: timedelta) -> None:
    source = replace(SOURCE, every=every, slowest=max(every, HOUR))
    for result in Result:
        planned = plan_poll(
            source, at=NOW, result=result, failures=99, asked=YEAR, retry_after=YEAR, chance=0.999
        )
        assert planned - NOW <= longest_wait(source)


def test_a_source_that_fails_after_the_jump_is_called_failing_in_an_hour(db: Database) -> None:
    assert poll_at(db, NOW - HOUR)
    for at in (NOW + YEAR, NOW, NOW + 5 * MINUTE, NOW + 20 * MINUTE, NOW + HOUR):
        poll_at(db, at, Result.DOWN)
    with db.reading() as tx:
        status = read_statuses(tx)[SOURCE.id]
    assert status.coverage.health.trouble is Trouble.FAILING
    assert status.failing_since == status.coverage.failed_at == NOW


def test_what_was_last_read_in_the_future_counts_for_nothing(db: Database) -> None:
    assert poll_at(db, NOW + YEAR)
    with db.reading() as tx:
        assert last_read_of_others(tx, "another", [SOURCE.id], NOW) is None
        assert list(read_hourly(tx, SOURCE.id, since=NOW - DAY, until=NOW)) == []
    assert poll_at(db, NOW, Result.DOWN)
    with db.reading() as tx:
        assert read_statuses(tx)[SOURCE.id].last_ok_at == NOW


def test_no_time_of_a_source_lies_ahead() -> None:
    then, hour_ago = NOW + YEAR, NOW - HOUR
    coverage = Coverage(
        health=Health(trouble=Trouble.SILENT, since=then),
        read_at=then, whole_at=then, unchanged_at=hour_ago, news_at=then, failed_at=then, stuck_at=then,
    )  # fmt: skip
    status = SourceStatus(
        id="daily", url="", last_polled_at=then, last_ok_at=hour_ago, next_poll_at=then, coverage=coverage
    )
    seen = status.as_of(NOW, DAY)
    assert (seen.last_polled_at, seen.last_ok_at, seen.next_poll_at) == (NOW, hour_ago, NOW)
    assert seen.coverage.health.since == seen.coverage.news_at == seen.coverage.stuck_at == NOW
    assert seen.coverage.unchanged_at == hour_ago
    assert (
        replace(status, last_polled_at=NOW, next_poll_at=NOW + DAY).as_of(NOW, DAY).next_poll_at == NOW + DAY
    )


@JUMPS
def test_a_gap_of_a_wrong_clock_is_not_told_of_for_a_year(db: Database, jump: timedelta) -> None:
    with db.writing() as tx:
        for at in (NOW - HOUR, NOW + jump):
            keep_decision(tx, Decision(at=at, step="poll", subject="daily", verdict="gap", why="lost some"))
        assert [each.at for each in read_gaps(tx, ["daily"], NOW - DAY, NOW)] == [NOW - HOUR]


# the inbox


def test_no_page_is_put_off_longer_than_the_rule_says() -> None:
    error = HttpStatus("https://daily.kr/1", 503, retry_after=30 * DAY)
    for attempts in range(12):
        longest = LONGEST_WAITS[min(attempts + 1, len(LONGEST_WAITS) - 1)]
        waiting = Waiting(
            key=KEY, source="daily", entry=ENTRY, announced_at=NOW, after=NOW, attempts=attempts
        )
        fault = fault_of(waiting, RuntimeError(), NOW).again_at
        assert fault is not None
        assert fault - NOW <= longest
        assert (retry_after(error, attempts) or timedelta()) <= longest
    assert retry_after(error, len(PAGE_RETRIES)) is None


@JUMPS
@pytest.mark.parametrize("tries", [0, 1, 3])
def test_an_entry_put_off_by_a_clock_that_was_ahead_is_read_again_once(
    db: Database, jump: timedelta, tries: int
) -> None:
    with db.writing() as tx:
        announce_entries(tx, "daily", [(KEY, ENTRY)], now=NOW if tries else NOW + jump, after=NOW - DAY)
        for _ in range(tries):
            postpone_entry(tx, KEY, "HTTP 503", NOW + jump + MINUTE)
        assert len(read_inbox(tx, ["daily"], NOW)) == 1
        if tries:
            postpone_entry(tx, KEY, "HTTP 503", NOW + 20 * MINUTE)
            assert read_inbox(tx, ["daily"], NOW + MINUTE) == []
            assert len(read_inbox(tx, ["daily"], NOW + 20 * MINUTE)) == 1


def test_what_waits_in_the_inbox_has_its_source_claimed(db: Database) -> None:
    with db.writing() as tx:
        register_sources(tx, [SOURCE], NOW)
    assert poll_at(db, NOW)
    with db.writing() as tx:
        announce_entries(tx, "daily", [(KEY, ENTRY)], now=NOW, after=NOW - DAY)
        postpone_entry(tx, KEY, "HTTP 503", NOW + YEAR)
    assert claim_sources(db, {"daily": DAY}, "me", NOW + MINUTE, due_by=NOW + MINUTE)


@JUMPS
def test_news_that_was_announced_in_the_future_is_live(jump: timedelta) -> None:
    published = Published(at=NOW - HOUR, by="feed")
    sighting = judge_sighting(
        published, announced_at=min(NOW + jump, NOW), after=NOW + jump - HOUR, fresh=DAY
    )
    assert sighting is Sighting.LIVE


# looks


def look_at(db: Database, at: datetime) -> Look | None:
    """The look that was due at a time, taken then, None where none was."""
    found = claim_looks(db, ["example"], "me", at, limit=9)
    for look in found:
        since = assume_since(look.since, look.last_look_at, at)
        with db.writing() as tx:
            settle_look(tx, replace(look, last_look_at=at), "me", next_at=next_look(since, at))
    release_looks(db, "me")
    return found[0] if found else None


def tell(db: Database, at: datetime) -> None:
    article = a_kept().article
    with db.writing() as tx:
        insert_article(tx, article)
        begin_looks(tx, article.id, at, first_look(at), None)


@JUMPS
def test_an_article_told_of_by_a_clock_that_was_ahead_is_looked_at_till_its_schedule_ends(
    db: Database, jump: timedelta
) -> None:
    tell(db, NOW + jump)
    seen, at = [], NOW
    while at < NOW + 20 * DAY and at < NOW + jump:
        if look_at(db, at):
            seen.append(at - NOW)
        at += 5 * MINUTE if at < NOW + DAY else HOUR
    expected = [timedelta(), *TIMES]
    for found, planned in zip(seen, expected, strict=False):
        assert timedelta() <= found - planned <= 12 * HOUR
    assert len(seen) == (len(expected) if jump == YEAR else len([t for t in expected if t < jump]))


@JUMPS
def test_an_article_looked_at_by_a_clock_that_was_ahead_is_looked_at_again_once(
    db: Database, jump: timedelta
) -> None:
    tell(db, NOW - HOUR)
    assert look_at(db, NOW + jump - DAY / 2)
    assert look_at(db, NOW)
    assert look_at(db, NOW + 5 * MINUTE) is None


def test_a_page_missed_in_the_future_is_missed_from_now_on(db: Database) -> None:
    tell(db, NOW - HOUR)
    (look,) = claim_looks(db, ["example"], "me", NOW, limit=9)
    with db.writing() as tx:
        settle_look(tx, replace(look, last_look_at=NOW, missed_at=NOW + YEAR), "me", next_at=NOW + MINUTE)
    (look,) = claim_looks(db, ["example"], "me", NOW + MINUTE, limit=9)
    assert look.missed_at is None


def test_no_look_is_put_off_longer_than_the_rule_says() -> None:
    for age in (timedelta(), HOUR, DAY, 7 * DAY, 15 * DAY, 40 * DAY):
        for is_missing in (False, True):
            for asked in (None, 30 * DAY):
                at = NOW + age
                planned = next_look(NOW, at, is_missing=is_missing, asked=asked)
                assert planned is None or planned - at <= LONGEST_WAIT


def test_a_server_that_asks_for_a_month_does_not_end_the_looks() -> None:
    assert next_look(NOW, NOW + HOUR, asked=30 * DAY) is not None
