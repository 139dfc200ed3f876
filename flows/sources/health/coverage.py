"""Detect gaps, silence and failing sources, by comparing each poll with those before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.sources.health.flaws import remark_entries
from flows.sources.health.habit import HOUR, Habit, Hour
from flows.sources.results import Result
from storage.records import Coverage, Entry, Health, Poll, Trouble
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

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
QUIET = frozenset((Result.UNCHANGED, Result.EMPTY))
"""Answers that announce nothing, and so neither end trouble nor begin it."""

UNREACHED = frozenset((Result.DOWN, Result.SLOW))
"""Failures that our own network may have caused."""

WELL = Health()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A source got into trouble or recovered, reported once. `health` is the trouble that began or ended."""

    source: str
    is_recovery: bool
    health: Health
    at: datetime

    @property
    def revision(self) -> str:
        """The same each time this turn is found."""
        since = self.health.since.isoformat() if self.health.since else ""
        return f"{self.health.trouble}:{since}:{'recovered' if self.is_recovery else 'unhealthy'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Between two polls a feed's whole window was replaced: what came in between was probably lost."""

    source: str
    start: datetime
    end: datetime
    window: int

    @property
    def why(self) -> Reason:
        """What shows that something was missed."""
        hours = (self.end - self.start) / HOUR
        return Reason(Code.GAP, window=self.window, hours=f"{hours:.1f}")


def follow_poll(before: Coverage, poll: Poll, habit: Habit | None = None) -> Coverage:
    """A source's state after one more poll. Silence is judged only if its habit is known.

    Pure: the same polls in order always give the same.
    """
    if poll.result in READ:
        return _follow_reading(before, poll, habit)
    if poll.result in QUIET:
        return _follow_quiet(before, poll, habit)
    return _follow_failure(before, poll)


def find_turn(source: str, before: Health, after: Health, at: datetime) -> Turn | None:
    """What to report about a source after a poll; None if nothing changed.

    If one trouble replaces another, the new one is reported.
    """
    if before.trouble == after.trouble:
        return None
    recovered = after.trouble is None
    return Turn(source=source, is_recovery=recovered, health=before if recovered else after, at=at)


def is_ours(before: Coverage, after: Coverage, result: str, others_read_at: datetime | None) -> bool:
    """Whether a source that begins to count as failing may not be to blame, but our own network.

    That is so while no other was read since it began to fail; `others_read_at` is when one last was,
    None where there is none to compare with.
    """
    if after.health.trouble is not Trouble.FAILING or before.health.trouble is Trouble.FAILING:
        return False
    if result not in UNREACHED or after.failed_at is None or others_read_at is None:
        return False
    return others_read_at < after.failed_at


def find_gap(before: Coverage, poll: Poll) -> Gap | None:
    """The gap between the last reading and this one, None where they overlap or no window was seen.

    Entries that are all new and still reach back beyond the last reading leave none: a query feed shows a
    span of time, and a site may give all its articles new addresses.
    """
    if before.read_at is None or before.read_entries < LEAST_WINDOW or poll.result != Result.NEW:
        return None
    if poll.entries < LEAST_WINDOW or poll.new < poll.entries:
        return None
    if poll.reaches_to is not None and poll.reaches_to <= before.read_at:
        return None
    return Gap(source=poll.source, start=before.read_at, end=poll.at, window=poll.entries)


def reach_back(entries: Iterable[Entry]) -> datetime | None:
    """How far back these entries reach by their dates; None where fewer than two have one.

    The oldest is left out: one that is pinned, or misdated, must not hide a gap.
    """
    dates = sorted(each.published.at for each in entries if each.published)
    return dates[1] if len(dates) > 1 else None


def find_silence(news_at: datetime | None, habit: Habit | None, now: datetime) -> Health:
    """Whether a source has been silent for unusually long; WELL if not, or if that is unsure.

    Counts the hours since its last news that usually bring some, and compares with its longest silence.
    """
    if habit is None or news_at is None or not habit.longest or now - news_at < habit.longest * LONGER:
        return WELL
    if _expected(habit, news_at, now) < EXPECTED:
        return WELL
    hours, usual = round((now - news_at) / HOUR), max(1, round(habit.longest / HOUR))
    why = Reason(Code.SILENT, hours=hours, usual=usual)
    return Health(trouble=Trouble.SILENT, since=news_at, why=why)


def is_stuck(new: Iterable[Entry], last_unchanged_at: datetime) -> bool:
    """Whether a 304 was wrong: it hid entries published well before it."""
    return any(
        entry.published is not None
        and not entry.published.day_only
        and entry.published.at < last_unchanged_at - SLACK
        for entry in new
    )


def count_hours(results: Iterable[tuple[datetime, str, int]]) -> tuple[Hour, ...]:
    """The hours in which a source was read, for learning its habit. Hours with only failures are left out.

    `results` are polls: when, to what result, with how many new entries.
    """
    counts: dict[datetime, int] = {}
    for at, result, new in results:
        if result in READ or result in QUIET:
            start = at.replace(minute=0, second=0, microsecond=0)
            counts[start] = counts.get(start, 0) + new
    return tuple(Hour(start=start, new=count) for start, count in sorted(counts.items()))


def _follow_reading(before: Coverage, poll: Poll, habit: Habit | None) -> Coverage:
    is_news = poll.result == Result.NEW
    health = WELL
    if gap := find_gap(before, poll):
        health = Health(trouble=Trouble.GAP, since=gap.start, why=gap.why)
    elif not is_news:
        health = _silence(before, poll, habit)
    return replace(
        before,
        health=health,
        read_at=poll.at,
        read_entries=poll.entries,
        whole_at=poll.at,
        unchanged=0,
        news_at=poll.at if is_news else before.news_at,
        failures=0,
        failed_at=None,
        remarks=remark_entries(before, poll),
    )


def _follow_quiet(before: Coverage, poll: Poll, habit: Habit | None) -> Coverage:
    """After a 304, or an answer that announces nothing."""
    after = before
    if before.health.trouble in (None, Trouble.SILENT):
        after = replace(after, health=_silence(before, poll, habit), failures=0, failed_at=None)
    # A 304 after a failure is no recovery: what it vouches for was never seen.
    if poll.result == Result.UNCHANGED:
        return replace(after, unchanged=before.unchanged + 1, unchanged_at=poll.at)
    return replace(after, unchanged=0, whole_at=poll.at, remarks=remark_entries(before, poll))


def _follow_failure(before: Coverage, poll: Poll) -> Coverage:
    failures, since = before.failures + 1, before.failed_at or poll.at
    why, health = poll.why or poll.result, before.health
    if poll.result == Result.CHALLENGE:
        health = _keep_since(health, Trouble.CHALLENGE, poll.at, why)
    elif failures >= FAILURES and poll.at - since >= FAILING_FOR:
        health = _keep_since(health, Trouble.FAILING, since, why)
    return replace(before, health=health, failures=failures, failed_at=since)


def _silence(before: Coverage, poll: Poll, habit: Habit | None) -> Health:
    """Silence lasts until there is news, whatever is learned meanwhile: its hours become the habit."""
    if before.health.trouble is Trouble.SILENT:
        return before.health
    return find_silence(before.news_at, habit, poll.at)


def _keep_since(health: Health, trouble: Trouble, since: datetime, why: str) -> Health:
    """The same trouble goes on since it began, with its latest reason."""
    if health.trouble is trouble:
        return replace(health, why=why)
    return Health(trouble=trouble, since=since, why=why)


def _expected(habit: Habit, start: datetime, end: datetime) -> float:
    """How many hours between the two used to bring news."""
    hours = min(int((end - start) / HOUR), 24 * 60)
    return sum(habit.expect(start + HOUR * n) or 0.0 for n in range(1, hours + 1))
