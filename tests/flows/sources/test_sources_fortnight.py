"""A fortnight of one outlet in event time: bursts, nights, a stuck ETag, a death and a return.

Its poller is as small as can be over the pure rules of pace, habit and coverage, so that what they
promise together is shown without a network or a clock.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

import pytest

from flows.sources.health.coverage import Gap, count_hours, find_gap, find_turn, follow_poll
from flows.sources.health.habit import Habit, learn_habit
from flows.sources.health.pace import is_whole_due, plan_poll
from flows.sources.results import OK, Result, name_reading
from storage.records import Coverage, Poll, Source, Trouble

SEOUL = timedelta(hours=9)
START = datetime(2026, 3, 2, tzinfo=UTC) - SEOUL
DAY = timedelta(days=1)
WINDOW = 20
SOURCE = Source(
    id="s", name="S", url="https://a.kr/rss", every=timedelta(minutes=5), slowest=timedelta(minutes=30)
)
STUCK = (START + 4 * DAY, START + 11 * DAY)
DEAD = (START + 12 * DAY, START + 12 * DAY + timedelta(hours=14))


@dataclass
class Outlet:
    """Publishes by day, in bursts at eight and six o'clock, and shows its latest twenty."""

    times: list[datetime]

    def answer(self, at: datetime, seen_tag: int | None) -> tuple[Result, range, int]:
        """What a request brings: a result, the numbers of the entries shown, and the ETag."""
        if DEAD[0] <= at < DEAD[1]:
            return Result.DOWN, range(0), 0
        count = sum(time <= at for time in self.times)
        if seen_tag is not None and (seen_tag == count or STUCK[0] <= at < STUCK[1]):
            return Result.UNCHANGED, range(0), seen_tag
        return Result.NEW, range(max(0, count - WINDOW), count), count


@dataclass
class Poller:
    """Polls one outlet; `seen` says when each entry was first seen."""

    outlet: Outlet
    polls: list[Poll] = field(default_factory=list)
    seen: dict[int, datetime] = field(default_factory=dict)
    tag: int | None = None
    unchanged: int = 0
    whole_at: datetime = START

    def poll(self, at: datetime, habit: Habit | None) -> datetime:
        """Poll once and say when next."""
        whole = is_whole_due(self.unchanged, at - self.whole_at)
        result, shown, tag = self.outlet.answer(at, None if whole else self.tag)
        new = [number for number in shown if number not in self.seen]
        if result is Result.NEW:
            result = name_reading(len(shown), len(new))
            self.tag, self.unchanged, self.whole_at = tag, 0, at
        self.unchanged += result is Result.UNCHANGED
        self.seen.update(dict.fromkeys(new, at))
        failures = 0 if result in OK else self._failures() + 1
        next_at = plan_poll(SOURCE, at=at, result=result, failures=failures, habit=habit)
        why = None if result in OK else "no connection"
        self.polls.append(
            Poll(source="s", at=at, result=result, is_ok=result in OK, next_poll_at=next_at,
                 entries=len(shown), new=len(new), why=why)
        )  # fmt: skip
        return next_at

    def _failures(self) -> int:
        return next((n for n, poll in enumerate(reversed(self.polls)) if poll.is_ok), len(self.polls))


def publish(rng: random.Random) -> list[datetime]:
    times = []
    for day in range(14):
        morning = START + day * DAY
        times += [morning + timedelta(hours=8, minutes=rng.uniform(0, 40)) for _ in range(15)]
        times += [morning + timedelta(hours=18, minutes=rng.uniform(0, 30)) for _ in range(35)]
        times += [morning + timedelta(hours=rng.uniform(8, 22)) for _ in range(40)]
    return sorted(times)


@pytest.fixture(scope="module")
def fortnight() -> Poller:
    poller = Poller(Outlet(publish(random.Random(1))))
    at, habit = START, None
    learned = START
    while at < START + 14 * DAY:
        if at - learned > timedelta(hours=6):
            habit, learned = (
                learn_habit(
                    count_hours((poll.at, poll.result, poll.new) for poll in poller.polls), "Asia/Seoul"
                ),
                at,
            )
        at = poller.poll(at, habit)
    return poller


def follow(polls: list[Poll]) -> list[Coverage]:
    """What is known before each of these polls, and after the last."""
    return list(accumulate(polls, follow_poll, initial=Coverage()))


def in_gap(gaps: list[Gap], at: datetime) -> bool:
    return any(gap.start <= at <= gap.end for gap in gaps)


def test_nothing_is_lost_without_a_gap_being_recorded(fortnight: Poller) -> None:
    known = follow(fortnight.polls)
    gaps = [gap for each, poll in zip(known, fortnight.polls, strict=False) if (gap := find_gap(each, poll))]
    last = fortnight.polls[-1].at
    lost = [
        at for number, at in enumerate(fortnight.outlet.times) if number not in fortnight.seen and at < last
    ]
    assert lost
    assert all(in_gap(gaps, at) for at in lost)


def test_without_trouble_every_entry_is_seen_within_the_pace(fortnight: Poller) -> None:
    times = fortnight.outlet.times
    waits = [
        seen - times[number]
        for number, seen in fortnight.seen.items()
        if times[number] < STUCK[0] or times[number] >= DEAD[1] + timedelta(hours=6)
    ]
    assert max(waits) <= SOURCE.slowest
    # the rest is news of the second Sunday morning: the first fell into the week of the stuck ETag,
    # so that hour was learnt as quiet
    assert sum(wait <= SOURCE.every for wait in waits) >= 0.96 * len(waits)


def test_a_stuck_etag_is_found_out_within_hours(fortnight: Poller) -> None:
    times = fortnight.outlet.times
    hidden = [seen - times[n] for n, seen in fortnight.seen.items() if STUCK[0] <= times[n] < STUCK[1] - DAY]
    assert max(hidden) <= timedelta(hours=12, minutes=35)
    assert sum(wait <= timedelta(hours=2, minutes=10) for wait in hidden) >= 0.95 * len(hidden)


def test_no_request_breaks_the_pace(fortnight: Poller) -> None:
    for earlier, later in pairwise(fortnight.polls):
        assert later.at - earlier.at >= SOURCE.every


def test_known_nights_are_left_in_peace(fortnight: Poller) -> None:
    def by_night(day: int) -> int:
        night = START + day * DAY + timedelta(hours=1), START + day * DAY + timedelta(hours=6)
        return sum(night[0] <= poll.at < night[1] for poll in fortnight.polls)

    assert by_night(2) >= 60
    assert by_night(10) <= 11


def poll_by_the_book(times: list[datetime]) -> int:
    """How many requests one makes who knows all: the fewest that keep the contract.

    Every five minutes in the first week, whose habit is not known yet; then so in the hours that bring news,
    every half hour in the others; while the source is dead, ever more rarely.
    """
    busy = {int((time - START) % DAY / timedelta(hours=1)) for time in times}
    at, requests, failures = START, 0, 0
    while at < START + 14 * DAY:
        requests += 1
        failures = failures + 1 if DEAD[0] <= at < DEAD[1] else 0
        is_busy = int((at - START) % DAY / timedelta(hours=1)) in busy
        every = SOURCE.every if is_busy or at < START + 7 * DAY else SOURCE.slowest
        at = plan_poll(SOURCE, at=at, result=Result.DOWN, failures=failures) if failures else at + every
    return requests


def poll_when_told(times: list[datetime]) -> int:
    """How many requests see each entry within `every` of its time, for one who is free when to ask."""
    requests, seen_until = 0, START
    for time in times:
        if time > seen_until:
            requests, seen_until = requests + 1, time + SOURCE.every
    return requests


def test_requests_are_few_beside_those_of_one_who_knows_all(fortnight: Poller) -> None:
    """The issue's limit of 1.5 is kept against an oracle that is bound by `every` as we are.

    Against one that is not it cannot be: `every` is the user's word, and costs even the first six times more.
    """
    ours, times = len(fortnight.polls), fortnight.outlet.times
    bound, free = poll_by_the_book(times), poll_when_told(times)
    print(f"requests: {ours}; by the book {bound} ({ours / bound:.2f}); free {free} ({ours / free:.2f})")
    assert bound > 5 * free
    assert ours <= 1.1 * bound


def test_the_death_and_the_return_are_told_once_each(fortnight: Poller) -> None:
    turns = []
    recent = [poll for poll in fortnight.polls if poll.at >= START + 11.5 * DAY]
    for before, after in pairwise(follow(recent)):
        turns.append(find_turn("s", before.health, after.health, START))
    told = [(turn.health.trouble, turn.is_recovery) for turn in turns if turn]
    assert told.count((Trouble.FAILING, False)) == 1
    assert (Trouble.GAP, False) in told
    assert told[-1][1]


def test_what_changed_names_is_no_news(fortnight: Poller) -> None:
    """Entries are told apart by address: new GUIDs over known addresses bring nothing new."""
    poller = replace(fortnight, polls=[], seen=dict(fortnight.seen), tag=None)
    poller.poll(START + 14 * DAY - timedelta(minutes=1), None)
    again = poller.poll(START + 14 * DAY, None)
    assert poller.polls[-1].new == 0
    assert again > START + 14 * DAY
