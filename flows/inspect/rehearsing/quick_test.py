"""A backtest for somebody who waits: the newest days first, for a few seconds of this thread's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.promise.terms import TellingTerms
from alerts.watch.matcher import Watchlist
from flows.inspect.rehearsing.backtest import OutOfTime, Would, count_candidates, rehearse_watches
from storage.database import Database
from storage.lists.timeline import DatedArticle

MOST_CPU_S = 3.8
"""Time of this thread that a test may take: with compiling the watch before it and counting what is left
after it, that is less than five seconds. What waits for the database or for others does not count."""

SPAN = timedelta(days=90)

FIRST_PART = timedelta(days=1)
"""The newest part; each part before it is twice as long, so that little is done in vain when time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickTest:
    """One watch against the newest of the corpus, back to `reached`; `left` texts before that were not read.

    `would` are the alerts that it would have made, the newest first, `folded` and `held` how often it would
    have kept silent or waited for a digest, `not_again` what it told of in fact and would not now.
    """

    since: datetime
    until: datetime
    reached: datetime
    read: int
    left: int
    would: tuple[Would, ...]
    matched: int
    folded: int
    held: int
    did: int
    not_again: tuple[DatedArticle, ...]
    cpu_s: float

    @property
    def gained(self) -> int:
        """How many of the alerts are of articles that were not told of in fact."""
        return sum(not one.did for one in self.would)


def rehearse_newest(
    db: Database,
    watchlist: Watchlist,
    now: datetime,
    terms: TellingTerms | None = None,
    *,
    span: timedelta = SPAN,
    budget_s: float = MOST_CPU_S,
    is_wanted: Callable[[], bool] = lambda: True,
) -> QuickTest:
    """Test the one watch of a watchlist on as much of the last `span` as the time allows, and is wanted."""
    since, reached, ends_at = now - span, now, time.thread_time() + budget_s

    def has_time() -> bool:
        return time.thread_time() < ends_at and is_wanted()

    until: datetime | None = None
    would: list[Would] = []
    did: dict[str, DatedArticle] = {}
    read = matched = folded = held = 0
    for begin in _list_begins(now, since):
        try:
            tested = rehearse_watches(db, watchlist, begin, terms, until=until, go_on=has_time)
        except OutOfTime:
            break
        (test,) = tested.tests
        read += tested.read
        matched, folded, held = matched + len(test.matched), folded + test.folded, held + test.held
        would += reversed(test.would)
        did, reached, until = test.did, begin, begin
    told = {one.line.article for one in would}
    return QuickTest(
        since=since,
        until=now,
        reached=reached,
        read=read,
        left=count_candidates(db, watchlist, since, reached) if reached > since else 0,
        would=tuple(would),
        matched=matched,
        folded=folded,
        held=held,
        did=len(did),
        not_again=tuple(line for id_, line in reversed(did.items()) if id_ not in told),
        cpu_s=time.thread_time() - ends_at + budget_s,
    )


def _list_begins(now: datetime, since: datetime) -> Iterator[datetime]:
    """Where the parts begin, the newest part first."""
    begin, part = now, FIRST_PART
    while begin > since:
        begin, part = max(begin - part, since), part * 2
        yield begin


def count_by_day(would: Sequence[Would], since: datetime, until: datetime) -> tuple[tuple[int, int], ...]:
    """How many alerts each day would have had, in Korean and in other languages, the oldest day first."""
    days = max((until - since).days, 1)
    counts = [[0, 0] for _ in range(days)]
    for one in would:
        if one.line.at is not None:
            place = min(max((one.line.at - since).days, 0), days - 1)
            counts[place][one.line.lang != "ko"] += 1
    return tuple((korean, other) for korean, other in counts)
