"""What was not seen, found in the ledger of polls."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.sources.coverage import (
    WELL,
    Gap,
    Health,
    Trouble,
    count_hours,
    find_gaps,
    find_silence,
    find_turn,
    is_stuck,
    judge_health,
    state_of,
)
from flows.sources.habit import learn_habit
from flows.sources.read import OK, Result
from storage.records import Entry, Poll, Published, SourceState

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
        if turn := find_turn(polls[:end], before, after):
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
    assert find_gaps(polls) == (Gap(source="s", start=polls[1].at, end=polls[4].at, window=20),)


def test_a_feed_of_one_entry_has_no_gaps() -> None:
    polls = [poll(START + n * HOUR, Result.NEW, new=1, entries=1) for n in range(5)]
    assert find_gaps(polls) == ()


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
    habit = learn_habit(count_hours(each for each in polls if each.at <= until), "Asia/Seoul")
    assert find_silence(polls, habit, until + silent_for).trouble == trouble


def test_a_source_whose_habit_is_unknown_is_never_called_silent() -> None:
    assert find_silence(weeks(2, START), None, START + 300 * HOUR) == WELL
    assert find_silence([], None, START) == WELL


def test_a_304_that_hid_entries_is_found_out() -> None:
    def entry(at: datetime) -> Entry:
        return Entry(url="https://a.kr/1", published=Published(at=at, by="feed"))

    assert is_stuck([entry(START - 2 * HOUR)], START)
    assert not is_stuck([entry(START - 10 * MINUTE), Entry(url="https://a.kr/2")], START)


@pytest.mark.parametrize(
    ("health", "polled", "state"),
    [
        (WELL, False, SourceState.NEW),
        (WELL, True, SourceState.OK),
        (Health(trouble=Trouble.GAP), True, SourceState.OK),
        (Health(trouble=Trouble.SILENT), True, SourceState.SILENT),
        (Health(trouble=Trouble.CHALLENGE), True, SourceState.FAILING),
    ],
)
def test_a_source_has_one_word_for_its_state(health: Health, polled: bool, state: SourceState) -> None:
    assert state_of(health, is_polled=polled) is state
