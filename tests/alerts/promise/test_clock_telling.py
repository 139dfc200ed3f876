"""A clock that was wrong once keeps no digest back, mutes nothing for a year, and makes nothing old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.config.database import open_database
from flows.runs.alive import promise_alive
from flows.runs.digests import promise_due
from storage.corpus.ledger import read_mark
from storage.database import Database
from storage.promises.alerts import (
    keep_alerts,
    keep_mute,
    lift_mute,
    list_told,
    read_history,
    read_mutes,
    settle_mutes,
)
from storage.records import AlertKind
from storage.whole.pruning import MARK, MOST_PASSED, find_today, prune_ledger
from tests.alerts.digest.test_alerts_digest import keep, told
from tests.flows.runs.test_service_digests import SEOUL, START, configure, due_of
from tests.telling import an_alert

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEAR = 365 * DAY
NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)

JUMPS = pytest.mark.parametrize("jump", [DAY, 3 * DAY, YEAR], ids=["a day", "three days", "a year"])


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with closing(open_database(configure(tmp_path, ""))) as opened:
        yield opened


# digests


@JUMPS
@pytest.mark.parametrize("lasting", [HOUR, DAY], ids=["an hour", "a day"])
def test_a_digest_a_day_goes_on_after_a_jump_and_each_article_stands_in_one(
    db: Database, tmp_path: Path, jump: timedelta, lasting: timedelta
) -> None:
    settings = configure(tmp_path, SEOUL)
    leap, promised, by_right = START + 2 * DAY + 5 * HOUR, [], []
    for number in range(24 * 8):
        true = START + number * HOUR
        is_wrong = leap <= true < leap + lasting
        clock = true + jump if is_wrong else true
        if number % 5 == 0 or is_wrong:
            keep(db, f"https://a.example/{number}", clock)
        found = promise_due(db, settings, clock)
        promised += found
        if not is_wrong:
            by_right += found
    mornings = [datetime.fromisoformat(due_of(each)).astimezone(ZoneInfo("Asia/Seoul")) for each in by_right]
    assert {each.strftime("%H:%M") for each in mornings} == {"07:30"}
    assert len(mornings) == len(set(mornings)) == (8 if lasting == HOUR else 7)
    seen = Counter(title for each in promised for title in told(each))
    assert set(seen.values()) == {1}
    assert len(seen) >= 38


@JUMPS
def test_a_digest_first_wanted_by_a_wrong_clock_comes_at_its_time(
    db: Database, tmp_path: Path, jump: timedelta
) -> None:
    settings = configure(tmp_path, SEOUL)
    assert promise_due(db, settings, START + jump) == []
    promised = [each for hour in range(48) for each in promise_due(db, settings, START + hour * HOUR)]
    assert [due_of(each)[:16] for each in promised] == ["2025-03-07T22:30", "2025-03-08T22:30"]


@JUMPS
def test_the_sign_of_life_comes_at_its_next_time_after_a_jump(
    db: Database, tmp_path: Path, jump: timedelta
) -> None:
    settings = configure(tmp_path, '[alerts]\nalive = "0 9 * * * Asia/Seoul"\n')
    said = []
    for hour in range(24 * 6):
        true = START + hour * HOUR
        clock = true + jump if hour == 50 else true
        said += [(true, each.id) for each in promise_alive(db, settings, clock) if each.channel == "hook"]
    assert [true for true, _ in said if true != START + 50 * HOUR] == [
        START.replace(hour=0) + day * DAY for day in range(1, 7)
    ]
    assert len({id for _, id in said}) == 7


# mutes


@JUMPS
def test_a_mute_for_a_week_lasts_a_week_whatever_the_clock_showed(db: Database, jump: timedelta) -> None:
    with db.writing() as tx:
        keep_mute(tx, "ncg", NOW + jump + 7 * DAY, NOW + jump)
        assert settle_mutes(tx, NOW) == 1
        assert read_mutes(tx, NOW + 7 * DAY - HOUR) == {"ncg": NOW + 7 * DAY}
        assert settle_mutes(tx, NOW + HOUR) == 0
        assert read_mutes(tx, NOW + 7 * DAY) == {}


@JUMPS
def test_a_mute_set_rightly_outlives_a_jump(db: Database, jump: timedelta) -> None:
    with db.writing() as tx:
        keep_mute(tx, "ncg", NOW + 7 * DAY, NOW)
        keep_mute(tx, "trump", NOW + YEAR, NOW)
        settle_mutes(tx, NOW + jump)
        settle_mutes(tx, NOW + HOUR)
        assert read_mutes(tx, NOW + 6 * DAY) == {"ncg": NOW + 7 * DAY, "trump": NOW + YEAR}


def test_a_mute_that_is_lifted_leaves_nothing(db: Database) -> None:
    with db.writing() as tx:
        keep_mute(tx, "ncg", NOW + YEAR, NOW + YEAR - DAY)
        assert lift_mute(tx, "ncg")
        assert settle_mutes(tx, NOW) == 0
        assert not lift_mute(tx, "ncg")


# what was told


def test_an_alert_of_the_future_ages_with_what_was_told_after_it(db: Database) -> None:
    first = an_alert(at=NOW - DAY)
    wrong = an_alert(kind=AlertKind.FOLLOW_UP, revision="a-2", article="a-2", at=NOW + YEAR)
    with db.writing() as tx:
        keep_alerts(tx, [first, wrong])
        told = read_history(tx, "ncg", "s-1", now=NOW).told
        assert [each.created_at for each in told] == [NOW - DAY, NOW]
        keep_alerts(tx, [an_alert("another", story="s-2", at=NOW + HOUR)])
        later = an_alert(kind=AlertKind.FOLLOW_UP, revision="a-3", article="a-3", at=NOW + 3 * DAY)
        keep_alerts(tx, [later])
        told = read_history(tx, "ncg", "s-1", now=NOW + 4 * DAY).told
        assert [each.created_at for each in told] == [NOW - DAY, NOW + HOUR, NOW + 3 * DAY]
        assert list_told(tx, "ncg", since=NOW - 2 * DAY, limit=2) == ["a-3", "a-2"]
        assert replace(told[1], created_at=wrong.created_at) == wrong


# upkeep


def test_a_night_a_year_ahead_makes_nothing_a_year_old(db: Database) -> None:
    with db.writing() as tx:
        assert find_today(tx, NOW) is None  # nothing to compare with
        assert find_today(tx, NOW + DAY) == NOW + DAY
        assert find_today(tx, NOW + YEAR) == NOW + DAY + MOST_PASSED
        assert find_today(tx, NOW + 2 * DAY) == NOW + 2 * DAY
        assert read_mark(tx, MARK) == (NOW + 2 * DAY).isoformat()
        assert prune_ledger(tx, before=NOW) == 0


def test_after_a_long_rest_upkeep_catches_up(db: Database) -> None:
    with db.writing() as tx:
        find_today(tx, NOW)
        nights = [find_today(tx, NOW + YEAR + night * DAY) for night in range(400)]
    assert nights[-1] == NOW + YEAR + 399 * DAY
    assert nights == sorted(nights, key=str)
