"""When a source is polled next: pure rules over what its last poll came to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from flows.sources.health.habit import Habit
from flows.sources.health.waits import MOST_ASKED, MOST_FAILING, MOST_RETRY_AFTER
from flows.sources.results import OK, Result
from storage.http_times import read_http_date
from storage.records import Page, Source

LEAST_THROTTLED = timedelta(minutes=15)

WHOLE_AFTER = 24
"""Polls in a row answered 304 before one goes without validators: a stuck 304 is found out."""

WHOLE_EVERY = timedelta(hours=12)

MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
UNCACHED = re.compile(r"no-cache|no-store|must-revalidate|private", re.IGNORECASE)


def plan_poll(
    source: Source,
    *,
    at: datetime,
    result: Result,
    failures: int = 0,
    asked: timedelta | None = None,
    retry_after: timedelta | None = None,
    habit: Habit | None = None,
    chance: float = 0.0,
) -> datetime:
    """When to poll a source again after a poll at `at` that came to `result`.

    `failures` counts those in a row, this one included; `asked` is what the answer asked for
    (`asked_wait`), `retry_after` its Retry-After; `chance` in [0, 1) spreads failing
    sources by a tenth. Never sooner than the source's pace, nor than the server asks.
    """
    if result not in OK:
        return at + _back_off(source, result, failures, retry_after, chance)
    wish = max(_cap(asked, MOST_ASKED), _cap(retry_after, MOST_RETRY_AFTER))
    soonest = at + max(source.every, wish)
    slowest = at + max(source.slowest, source.every)
    if habit is None or not (habit.is_quiet(at) and habit.is_quiet(soonest)):
        return soonest
    return max(soonest, habit.wakes_at(at, slowest))


def asked_wait(page: Page, ttl: timedelta | None) -> timedelta | None:
    """How long an answer asks not to be asked again: the longest of TTL, max-age and Expires.

    None where it asks nothing. What is served from a cache counts from when it was stored (`Age`).
    """
    wishes = [ttl or timedelta(), _read_freshness(page)]
    return max(wishes) or None


def is_whole_due(unchanged: int, since_whole: timedelta) -> bool:
    """Whether the next poll goes without validators, after so many 304s in a row."""
    return unchanged >= WHOLE_AFTER or (unchanged > 0 and since_whole >= WHOLE_EVERY)


def _read_freshness(page: Page) -> timedelta:
    control = ", ".join(value for name, value in page.headers if name == "cache-control")
    if UNCACHED.search(control):
        return timedelta()
    if match := MAX_AGE.search(control):
        return timedelta(seconds=max(0, min(int(match[1]), 10**8) - _read_age(page)))
    return max(_read_expires(page.header("expires"), page.fetched_at), timedelta())


def _read_age(page: Page) -> int:
    """The seconds for which a cache has had it."""
    age = page.header("age") or ""
    return int(age) if age.isdecimal() and len(age) < 10 else 0


def _read_expires(value: str | None, now: datetime) -> timedelta:
    # `0` and `-1` are common, and mean that it has expired.
    until = read_http_date(value) if value else None
    return until - now if until else timedelta()


def _back_off(
    source: Source, result: Result, failures: int, retry_after: timedelta | None, chance: float
) -> timedelta:
    wait = min(source.every * (1 << min(max(failures - 1, 0), 12)), max(MOST_FAILING, source.every))
    if result is Result.THROTTLED:
        wait = max(wait, LEAST_THROTTLED)
    wait += wait * chance / 10
    return max(wait, _cap(retry_after, MOST_RETRY_AFTER))


def _cap(wish: timedelta | None, most: timedelta) -> timedelta:
    return min(max(wish or timedelta(), timedelta()), most)
