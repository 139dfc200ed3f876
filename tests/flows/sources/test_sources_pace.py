"""When a source is polled next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.health.habit import Habit, Hour, learn_habit
from flows.sources.health.pace import MOST_FAILING, asked_wait, is_whole_due, plan_poll
from flows.sources.results import OK, Result
from storage.records import Page, Source

NOW = datetime(2026, 3, 2, 3, 20, tzinfo=UTC)  # Monday, 12:20 in Seoul
SOURCE = Source(
    id="s", name="S", url="https://a.kr/rss", every=timedelta(minutes=5), slowest=timedelta(minutes=30)
)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def wait(result: Result = Result.NOTHING_NEW, *, failures: int = 0, **named: timedelta) -> timedelta:
    return plan_poll(SOURCE, at=NOW, result=result, failures=failures, **named) - NOW  # type: ignore[arg-type]


@pytest.mark.parametrize("result", sorted(OK))
def test_a_source_that_answers_keeps_its_pace(result: Result) -> None:
    assert wait(result) == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (MINUTE, 5 * MINUTE),
        (20 * MINUTE, 20 * MINUTE),
        (2 * HOUR, 2 * HOUR),
        (timedelta(days=365), 6 * HOUR),
    ],
)
def test_it_is_slower_where_the_server_asks(asked: timedelta, waited: timedelta) -> None:
    assert wait(asked=asked) == waited


def test_failures_back_off_and_never_to_death() -> None:
    waits = [wait(Result.DOWN, failures=count) for count in range(1, 40)]
    assert waits[:3] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE]
    assert waits == sorted(waits)
    assert waits[-1] == MOST_FAILING


@pytest.mark.parametrize(
    ("chance", "waited"), [(0.0, 5 * MINUTE), (0.5, 5.25 * MINUTE), (0.9, 5.45 * MINUTE)]
)
def test_sources_that_fail_together_are_asked_again_within_a_tenth_of_their_wait(
    chance: float, waited: timedelta
) -> None:
    due = plan_poll(SOURCE, at=NOW, result=Result.DOWN, failures=1, chance=chance)
    assert due - NOW == waited


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(None, 15 * MINUTE), (MINUTE, 15 * MINUTE), (3 * HOUR, 3 * HOUR), (timedelta(days=9), 24 * HOUR)],
)
def test_a_throttled_source_is_left_alone_for_a_while(asked: timedelta | None, waited: timedelta) -> None:
    assert plan_poll(SOURCE, at=NOW, result=Result.THROTTLED, failures=1, retry_after=asked) - NOW == waited


@given(
    st.sampled_from(sorted(Result)),
    st.integers(0, 10_000),
    st.floats(0, 0.999),
    st.timedeltas(),
    st.timedeltas(),
)
def test_no_poll_is_sooner_than_its_pace_or_later_than_a_day(
    result: Result, failures: int, chance: float, asked: timedelta, retry_after: timedelta
) -> None:
    due = plan_poll(
        SOURCE, at=NOW, result=result, failures=failures, asked=asked, retry_after=retry_after, chance=chance
    )
    assert 5 * MINUTE <= due - NOW <= 24 * HOUR


def page(**headers: str) -> Page:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Page(asked="", url="", status=200, content_type="", body=b"", fetched_at=NOW, headers=named)


@pytest.mark.parametrize(
    ("headers", "ttl", "asked"),
    [
        ({}, None, None),
        ({}, HOUR, HOUR),
        ({"cache_control": "public, max-age=600"}, None, 10 * MINUTE),
        ({"cache_control": "max-age=600", "age": "540"}, None, MINUTE),
        ({"cache_control": "max-age=600", "age": "900"}, None, None),
        ({"cache_control": "max-age=600, no-cache"}, None, None),
        ({"cache_control": "s-maxage=600"}, None, None),
        ({"cache_control": "max-age=600"}, HOUR, HOUR),
        ({"expires": "Mon, 02 Mar 2026 03:50:00 GMT"}, None, 30 * MINUTE),
        ({"expires": "Mon, 02 Mar 2026 03:00:00 GMT"}, None, None),
        ({"expires": "0"}, None, None),
        ({"expires": "Mon, 02 Mar 2026 03:50:00 -0000"}, None, 30 * MINUTE),
        ({"expires": "Mon, 02 Mar 20260000000000000000 03:50:00 GMT"}, None, None),
        ({"expires": "Mon, 02 Mar 2026 03:50:00 +99999999999999999999"}, None, None),
        ({"expires": "9" * 5_000}, None, None),
        ({"expires": "Mon, 02 Mar 2026 03:50:00 GMT", "cache_control": "max-age=0"}, None, None),
    ],
)
def test_what_an_answer_asks_is_read_from_its_headers(
    headers: dict[str, str], ttl: timedelta | None, asked: timedelta | None
) -> None:
    assert asked_wait(page(**headers), ttl) == asked


def days(count: int, busy: range, weekdays: range = range(7)) -> list[Hour]:
    """Every hour of so many days before now, with news in the busy hours of Seoul's day."""
    hours = []
    for n in range(count * 24):
        start = NOW - n * HOUR
        local = start + 9 * HOUR
        hours.append(Hour(start=start, new=int(local.hour in busy and local.weekday() in weekdays)))
    return hours


def learned(*hours: Hour) -> Habit:
    habit = learn_habit(hours, "Asia/Seoul")
    assert habit is not None
    return habit


def test_a_habit_is_known_after_a_week() -> None:
    assert learn_habit(days(6, range(8, 20)), "Asia/Seoul") is None
    assert learn_habit([], "Asia/Seoul") is None
    assert learned(*days(7, range(8, 20))).expect(NOW) == 1.0


@pytest.mark.parametrize(
    ("seoul", "waited"),
    [
        ("2026-03-02T12:00", 5 * MINUTE),
        ("2026-03-02T02:00", 30 * MINUTE),
        ("2026-03-02T06:50", 10 * MINUTE),
        ("2026-03-02T07:30", 5 * MINUTE),
        ("2026-03-02T20:30", 5 * MINUTE),
        ("2026-03-02T20:57", 5 * MINUTE),
        ("2026-03-01T12:00", 30 * MINUTE),
        ("2026-02-28T12:00", 5 * MINUTE),
    ],
    ids=["day", "night", "before-waking", "waking", "just-after", "last-busy-hour", "sunday", "saturday"],
)
def test_a_known_habit_slows_the_hours_without_news(seoul: str, waited: timedelta) -> None:
    at = datetime.fromisoformat(seoul + "+09:00")
    habit = learned(*days(14, range(8, 20), weekdays=range(6)))
    assert plan_poll(SOURCE, at=at, result=Result.NOTHING_NEW, habit=habit) - at == waited


def test_a_poll_that_falls_in_waking_hours_is_not_put_off_where_they_begin_on_a_half_hour() -> None:
    habit = Habit(share=tuple(float(8 <= hour < 20) for hour in range(24)) * 3, timezone="Asia/Kolkata")
    at = datetime.fromisoformat("2026-03-02T06:57+05:30")
    assert plan_poll(SOURCE, at=at, result=Result.NOTHING_NEW, habit=habit) - at == 5 * MINUTE


@pytest.mark.parametrize(
    ("unchanged", "since", "whole"),
    [(0, 30 * HOUR, False), (3, HOUR, False), (24, 2 * HOUR, True), (1, 12 * HOUR, True)],
)
def test_a_stuck_304_is_found_out(unchanged: int, since: timedelta, whole: bool) -> None:
    assert is_whole_due(unchanged, since) is whole


@pytest.mark.parametrize(
    ("age", "asked"),
    [
        ("99999990", timedelta(seconds=10)),  # of 10**8 at most
        ("99999999", timedelta(seconds=1)),
        ("100000000", None),
        ("1000000000", timedelta(seconds=10**8)),  # an age of ten digits is none
        ("-5", timedelta(seconds=10**8)),
    ],
)
def test_the_longest_max_age_and_age_are_bounded(age: str, asked: timedelta | None) -> None:
    assert asked_wait(page(cache_control="max-age=9999999999", age=age), None) == asked


@pytest.mark.parametrize(
    ("failures", "waited"), [(1, 1), (2, 2), (12, 2**11), (13, 2**12), (14, 2**12), (99, 2**12)]
)
def test_a_quick_source_that_fails_is_asked_within_seventy_minutes(failures: int, waited: int) -> None:
    quick = Source(id="q", name="Q", url="https://a.kr/rss", every=timedelta(seconds=1), slowest=HOUR)
    due = plan_poll(quick, at=NOW, result=Result.DOWN, failures=failures)
    assert due - NOW == timedelta(seconds=waited)
