"""What was not seen, found in the ledger of polls."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.health.coverage import (
    WELL,
    Gap,
    count_hours,
    find_gap,
    find_silence,
    find_turn,
    follow_poll,
    is_stuck,
    reach_back,
)
from flows.sources.health.habit import Habit, learn_habit
from flows.sources.results import OK, Result
from storage.records import Coverage, Entry, Health, Poll, Published, SourceState, SourceStatus, Trouble
from storage.rows import coverage_json, read_coverage

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # Monday, 9:00 in Seoul
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def poll(at: datetime, result: Result, *, new: int = 0, entries: int = 20) -> Poll:
    return Poll(
        source="s",
        at=at,
        result=result,
        is_ok=result in OK,
        next_poll_at=at + 5 * MINUTE,
        entries=entries if result in (Result.NEW, Result.NOTHING_NEW) else 0,
        new=new,
        why=None if result in OK else f"it is {result}",
    )


def follow(polls: list[Poll]) -> Coverage:
    return reduce(follow_poll, polls, Coverage())


def judge_health(polls: list[Poll]) -> Health:
    return follow(polls).health


def story(words: str, step: timedelta = 30 * MINUTE) -> list[Poll]:
    """Polls from words: + new, = nothing new, 3 a 304, x down, c challenge, 0 empty, ! a gap."""
    made = {
        "+": (Result.NEW, 2),
        "=": (Result.NOTHING_NEW, 0),
        "3": (Result.UNCHANGED, 0),
        "x": (Result.DOWN, 0),
        "c": (Result.CHALLENGE, 0),
        "0": (Result.EMPTY, 0),
        "!": (Result.NEW, 20),
    }
    return [poll(START + n * step, made[word][0], new=made[word][1]) for n, word in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("", None),
        ("!", None),
        ("!+=3", None),
        ("+xx", None),
        ("+xxx", Trouble.FAILING),
        ("xxx", Trouble.FAILING),
        ("+xx=xx", None),
        ("+xxx3", Trouble.FAILING),
        ("+xxx30", Trouble.FAILING),
        ("+xxx=", None),
        ("+x3x3x", None),
        ("+c", Trouble.CHALLENGE),
        ("+c3", Trouble.CHALLENGE),
        ("+cxxx", Trouble.FAILING),
        ("+c=", None),
        ("+!", Trouble.GAP),
        ("+xxx!", Trouble.GAP),
        ("+!=", None),
        ("+!3", Trouble.GAP),
        ("0!", None),
    ],
)
def test_trouble_is_read_from_the_polls(words: str, trouble: Trouble | None) -> None:
    assert judge_health(story(words)).trouble == trouble


def test_three_quick_failures_are_no_trouble_yet() -> None:
    assert judge_health(story("+xxxxxx", step=5 * MINUTE)).trouble is None
    assert judge_health(story("+" + "x" * 14, step=5 * MINUTE)).trouble is Trouble.FAILING


def test_illness_and_recovery_are_told_once_each() -> None:
    polls = story("+=xxxxx33=+=!==")
    turns = []
    for end in range(1, len(polls) + 1):
        before, after = judge_health(polls[: end - 1]), judge_health(polls[:end])
        if turn := find_turn("s", before, after, polls[end - 1].at):
            turns.append((end - 1, turn.health.trouble, turn.is_recovery, turn.revision))
    assert [turn[:3] for turn in turns] == [
        (4, Trouble.FAILING, False),
        (9, Trouble.FAILING, True),
        (12, Trouble.GAP, False),
        (13, Trouble.GAP, True),
    ]
    assert len({turn[3] for turn in turns}) == 4


def test_a_gap_lies_between_two_readings_without_overlap() -> None:
    polls = story("+=x3!=")
    assert find_gap(follow(polls[:4]), polls[4]) == Gap(
        source="s", start=polls[1].at, end=polls[4].at, window=20
    )
    assert [find_gap(follow(polls[:n]), polls[n]) for n in (0, 1, 3, 5)] == [None] * 4


@pytest.mark.parametrize(
    ("ages", "is_gap"),
    [((1, 2, 3, 4), True), ((1, 2, 3, 900), True), ((1, 2, 60, 90), False), ((), True), ((1,), True)],
    ids=["all-since", "one-pinned", "a-span-of-time", "undated", "one-dated"],
)
def test_a_window_that_reaches_back_beyond_the_last_reading_leaves_no_gap(
    ages: tuple[int, ...], is_gap: bool
) -> None:
    polls = story("+!")
    entries = [
        Entry(url=f"https://a.kr/{age}", published=Published(at=polls[1].at - age * MINUTE, by="feed"))
        for age in ages
    ]
    found = find_gap(follow(polls[:1]), replace(polls[1], reaches_to=reach_back(entries)))
    assert (found is not None) is is_gap


def test_a_feed_of_one_entry_has_no_gaps() -> None:
    polls = [poll(START + n * HOUR, Result.NEW, new=1, entries=1) for n in range(5)]
    assert not any(find_gap(follow(polls[:n]), polls[n]) for n in range(5))


def weeks(count: int, until: datetime) -> list[Poll]:
    """Hourly polls with news from 8 to 20 o'clock in Seoul, nothing after `until`."""
    polls = []
    for n in range(count * 7 * 24):
        at = START + n * HOUR
        busy = 8 <= (at + 9 * HOUR).hour < 20 and at <= until
        polls.append(poll(at, Result.NEW if busy else Result.NOTHING_NEW, new=int(busy)))
    return polls


@pytest.mark.parametrize(
    ("silent_for", "trouble"),
    [
        (6 * HOUR, None),
        (13 * HOUR, None),
        (18 * HOUR, None),
        (22 * HOUR, Trouble.SILENT),
        (72 * HOUR, Trouble.SILENT),
    ],
)
def test_silence_is_measured_by_the_habit_of_the_hour(silent_for: timedelta, trouble: Trouble | None) -> None:
    until = START + timedelta(days=16, hours=10)  # 19:00 in Seoul
    polls = [each for each in weeks(4, until) if each.at <= until + silent_for]
    habit = learn(each for each in polls if each.at <= until)
    assert find_silence(until, habit, until + silent_for).trouble == trouble
    assert (
        reduce(lambda done, each: follow_poll(done, each, habit), polls, Coverage()).health.trouble == trouble
    )


def test_silence_lasts_until_there_is_news_whatever_is_learned_meanwhile() -> None:
    until = START + timedelta(days=16)
    polls = weeks(10, until)
    told = []
    done, habit = Coverage(), None
    for number, each in enumerate(polls):
        if number % 12 == 0:
            habit = learn(polls[max(0, number - 28 * 24) : number])
        after = follow_poll(done, each, habit)
        if find_turn("s", done.health, after.health, each.at):
            told.append(after.health.trouble)
        done = after
    assert told == [Trouble.SILENT]
    after = follow_poll(done, poll(polls[-1].at + HOUR, Result.UNCHANGED), habit)
    assert after.health.trouble is Trouble.SILENT
    assert follow_poll(after, poll(polls[-1].at + 2 * HOUR, Result.NEW, new=1), habit).health == WELL


def learn(polls: Iterable[Poll]) -> Habit | None:
    return learn_habit(count_hours((each.at, each.result, each.new) for each in polls), "Asia/Seoul")


def test_a_source_whose_habit_is_unknown_is_never_called_silent() -> None:
    assert find_silence(START, None, START + 300 * HOUR) == WELL
    assert find_silence(None, learn(weeks(2, START + 300 * HOUR)), START + 300 * HOUR) == WELL


def test_a_304_that_hid_entries_is_found_out() -> None:
    def entry(at: datetime) -> Entry:
        return Entry(url="https://a.kr/1", published=Published(at=at, by="feed"))

    assert is_stuck([entry(START - 2 * HOUR)], START)
    assert not is_stuck([entry(START - 10 * MINUTE), Entry(url="https://a.kr/2")], START)


@pytest.mark.parametrize(
    ("health", "polled", "failures", "state"),
    [
        (WELL, False, 0, SourceState.NEW),
        (WELL, True, 0, SourceState.OK),
        (WELL, True, 1, SourceState.FAILING),
        (Health(trouble=Trouble.GAP), True, 0, SourceState.OK),
        (Health(trouble=Trouble.SILENT), True, 0, SourceState.SILENT),
        (Health(trouble=Trouble.SILENT), True, 2, SourceState.FAILING),
        (Health(trouble=Trouble.CHALLENGE), True, 0, SourceState.FAILING),
    ],
)
def test_a_source_has_one_word_for_its_state(
    health: Health, polled: bool, failures: int, state: SourceState
) -> None:
    status = SourceStatus(
        id="s",
        url="https://a.kr/rss",
        last_polled_at=START if polled else None,
        failures=failures,
        coverage=Coverage(health=health),
    )
    assert status.state is state


MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(
    st.builds(
        Coverage,
        health=st.builds(Health, trouble=st.sampled_from(Trouble) | st.none(), since=MOMENTS | st.none()),
        read_at=MOMENTS | st.none(),
        read_entries=st.integers(0, 99),
        unchanged_at=MOMENTS | st.none(),
        unchanged=st.integers(0, 99),
        stuck_at=MOMENTS | st.none(),
    )
)
def test_coverage_survives_being_stored(coverage: Coverage) -> None:
    assert read_coverage(json.loads(json.dumps(coverage_json(coverage)))) == coverage
