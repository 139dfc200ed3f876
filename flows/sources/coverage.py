"""What was not seen: gaps, silence and sources in trouble, found in the ledger of polls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from flows.sources.habit import HOUR, Habit, Hour
from flows.sources.read import Result
from storage.records import Entry, Poll, SourceState

FAILURES = 3
FAILING_FOR = timedelta(hours=1)
"""Three failures over at least an hour are trouble; fewer or quicker ones pass."""

LEAST_WINDOW = 3
"""A feed that shows fewer entries at a time overlaps with nothing, and a gap cannot be told."""

EXPECTED = 8.0
"""Hours with news that silence must have skipped, by the source's habit, to count as silence."""

LONGER = 1.5
"""And it must be so many times as long as the longest silence before it."""

SLACK = timedelta(minutes=30)
"""Between an outlet's clock, its cache and ours."""

READ = frozenset((Result.NEW, Result.NOTHING_NEW))


class Trouble(StrEnum):
    """Why a source is not well."""

    FAILING = "failing"
    CHALLENGE = "challenge"
    GAP = "gap"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source does after its last poll: `trouble` None is well; `why` in words for the reader.

    `since` is when the trouble began: the first failure, the last good poll before a gap, the last news.
    """

    trouble: Trouble | None = None
    since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A source fell ill or recovered: told once each. `health` is the trouble that began or ended."""

    source: str
    is_recovery: bool
    health: Health
    at: datetime

    @property
    def revision(self) -> str:
        """The same for the same turn, however often it is found."""
        since = self.health.since.isoformat() if self.health.since else ""
        return f"{self.health.trouble}:{since}:{'recovered' if self.is_recovery else 'unhealthy'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Between two polls a feed's whole window was replaced: what came in between was probably lost."""

    source: str
    start: datetime
    end: datetime
    window: int


WELL = Health()


def judge_health(polls: Sequence[Poll]) -> Health:
    """How a source does, from its polls, oldest first; silence is `find_silence`'s to say.

    Pure: the same rows always give the same answer, so that what was told need not be kept.
    """
    fold = _Fold()
    for poll in polls:
        fold.take(poll)
    return fold.health


def find_turn(polls: Sequence[Poll], before: Health, after: Health) -> Turn | None:
    """What to tell after the last of these polls, None where nothing turned.

    Trouble that becomes other trouble is told as the new one.
    """
    if not polls or before.trouble == after.trouble:
        return None
    last = polls[-1]
    return Turn(
        source=last.source,
        is_recovery=after.trouble is None,
        health=before if after.trouble is None else after,
        at=last.at,
    )


def find_gaps(polls: Sequence[Poll]) -> tuple[Gap, ...]:
    """The gaps between these polls, oldest first."""
    gaps: list[Gap] = []
    read: Poll | None = None
    for poll in polls:
        if _is_gap(read, poll) and read is not None:
            gaps.append(Gap(source=poll.source, start=read.at, end=poll.at, window=poll.entries))
        if poll.result in READ:
            read = poll
    return tuple(gaps)


def find_silence(polls: Sequence[Poll], habit: Habit | None, now: datetime) -> Health:
    """Whether a source is silent for longer than its own habit at these hours; WELL where not, or unsure.

    Judged by the hours since its last news that used to bring some, and by its longest silence.
    """
    news = [poll.at for poll in polls if poll.result == Result.NEW]
    if habit is None or len(news) < 2 or not polls or polls[-1].result not in {*READ, Result.UNCHANGED}:
        return WELL
    last = news[-1]
    longest = max(later - earlier for earlier, later in pairwise(news))
    if now - last < longest * LONGER or _expected(habit, last, now) < EXPECTED:
        return WELL
    hours = round((now - last) / HOUR)
    usual = max(1, round(longest / HOUR))
    return Health(
        trouble=Trouble.SILENT, since=last, why=f"nothing new for {hours} h; the longest before was {usual} h"
    )


def is_stuck(new: Iterable[Entry], last_unchanged_at: datetime) -> bool:
    """Whether a 304 was wrong: entries that it hid were published well before it was said."""
    return any(
        entry.published is not None
        and not entry.published.day_only
        and entry.published.at < last_unchanged_at - SLACK
        for entry in new
    )


def count_hours(polls: Iterable[Poll]) -> tuple[Hour, ...]:
    """The hours in which a source was read, for its habit; hours of failures only are unknown."""
    new: dict[datetime, int] = {}
    for poll in polls:
        if poll.result in READ or poll.result in (Result.UNCHANGED, Result.EMPTY):
            start = poll.at.replace(minute=0, second=0, microsecond=0)
            new[start] = new.get(start, 0) + poll.new
    return tuple(Hour(start=start, new=count) for start, count in sorted(new.items()))


def state_of(health: Health, *, is_polled: bool) -> SourceState:
    """The word for a source in lists."""
    if not is_polled:
        return SourceState.NEW
    if health.trouble is Trouble.SILENT:
        return SourceState.SILENT
    return SourceState.FAILING if health.trouble in (Trouble.FAILING, Trouble.CHALLENGE) else SourceState.OK


class _Fold:
    """Health after each poll in turn."""

    def __init__(self) -> None:
        self.health = WELL
        self._failures = 0
        self._since: datetime | None = None
        self._read: Poll | None = None

    def take(self, poll: Poll) -> None:
        if poll.result in READ:
            self._take_reading(poll)
        elif poll.result not in (Result.UNCHANGED, Result.EMPTY):
            self._take_failure(poll)
        elif self.health.trouble is None:
            # A 304 after a failure is no recovery: what it vouches for was never seen.
            self._failures, self._since = 0, None

    def _take_reading(self, poll: Poll) -> None:
        self._failures, self._since = 0, None
        self.health = WELL
        if _is_gap(self._read, poll) and self._read is not None:
            hours = (poll.at - self._read.at) / HOUR
            why = f"all {poll.entries} entries are new after {hours:.1f} h: some were probably missed"
            self.health = Health(trouble=Trouble.GAP, since=self._read.at, why=why)
        self._read = poll

    def _take_failure(self, poll: Poll) -> None:
        self._failures += 1
        self._since = self._since or poll.at
        why = poll.why or poll.result
        if poll.result == Result.CHALLENGE:
            self.health = _keep_since(self.health, Trouble.CHALLENGE, poll.at, why)
        elif self._failures >= FAILURES and poll.at - self._since >= FAILING_FOR:
            self.health = _keep_since(self.health, Trouble.FAILING, self._since, why)


def _keep_since(health: Health, trouble: Trouble, since: datetime, why: str) -> Health:
    """The same trouble goes on since it began, with its latest reason."""
    if health.trouble is trouble:
        return replace(health, why=why)
    return Health(trouble=trouble, since=since, why=why)


def _is_gap(before: Poll | None, poll: Poll) -> bool:
    """Whether a whole window was replaced since the last reading."""
    if before is None or before.entries < LEAST_WINDOW or poll.result != Result.NEW:
        return False
    return poll.entries >= LEAST_WINDOW and poll.new == poll.entries


def _expected(habit: Habit, start: datetime, end: datetime) -> float:
    """How many hours between the two used to bring news."""
    hours = min(int((end - start) / HOUR), 24 * 60)
    return sum(habit.expect(start + HOUR * n) or 0.0 for n in range(1, hours + 1))
