"""A backtest for somebody who waits: what moved last first, for a few seconds of this thread's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.promise.terms import TellingTerms
from alerts.watch.matcher import Watchlist
from flows.inspect.rehearsing.backtest import OutOfTime, WatchTest, Would, read_terms, rehearse_part
from flows.inspect.rehearsing.candidates import list_candidates, list_parts
from storage.database import Database
from storage.lists.timeline import DatedArticle, read_told

MOST_CPU_S = 3.8
"""Time of this thread that a test may take: with compiling the watch before it and asking the index, that is
less than five seconds. What waits for the database or for others does not count."""

SPAN = timedelta(days=90)

PART = 48
"""About so many texts are read before the next older stories are begun; what time ends in is done in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickTest:
    """The newest of the corpus for one watch: every story that moved since `reached`, from its first text.

    `read` texts were read, and `left` ones, of the 90 days and of stories that did not move since, were not.
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
    """Test the one watch of a watchlist on as much of the last `span` as the time allows, and is wanted.

    What moved last comes first, and each story whole: what is first of it is told, and what came after that
    may be silent. Parts know nothing of each other, so that a story may be told that `rehearse_watches` would
    find told already under another.
    """
    since, ends_at = now - span, time.thread_time() + budget_s

    def has_time() -> bool:
        return time.thread_time() < ends_at and is_wanted()

    (watch,) = watchlist.watches
    with db.reading() as tx:
        candidates = list_candidates(tx, watchlist, since)
        whole = WatchTest(watch=watch, did=read_told(tx, watch.id, since))
    telling = read_terms(db, watchlist, terms)
    reached, read = now, 0
    for part, back_to in list_parts(candidates.dated, PART):
        test = WatchTest(watch=watch, did=whole.did)
        try:
            rehearse_part(db, candidates, part, {watch.id: test}, telling, has_time)
        except OutOfTime:
            break
        whole.add(test)
        reached, read = max(back_to or since, since), read + len(part)
    if read == len(candidates.dated):
        reached = since
    told = {one.line.article for one in whole.would}
    did = {id_: line for id_, line in whole.did.items() if id_ in whole.matched or _is_since(line, reached)}
    return QuickTest(
        since=since,
        until=now,
        reached=reached,
        read=read,
        left=len(candidates.dated) - read,
        would=tuple(sorted(whole.would, key=lambda one: one.line.at or since, reverse=True)),
        matched=len(whole.matched),
        folded=whole.folded,
        held=whole.held,
        did=len(did),
        not_again=tuple(line for id_, line in reversed(did.items()) if id_ not in told),
        cpu_s=time.thread_time() - ends_at + budget_s,
    )


def _is_since(line: DatedArticle, reached: datetime) -> bool:
    return line.at is not None and line.at >= reached


def count_by_day(would: Sequence[Would], since: datetime, until: datetime) -> tuple[tuple[int, int], ...]:
    """How many alerts each day would have had, in Korean and in other languages, the oldest day first."""
    days = max((until - since).days, 1)
    counts = [[0, 0] for _ in range(days)]
    for one in would:
        if one.line.at is not None:
            place = min(max((one.line.at - since).days, 0), days - 1)
            counts[place][one.line.lang != "ko"] += 1
    return tuple((korean, other) for korean, other in counts)
