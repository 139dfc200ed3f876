"""When an alerted article is checked again: soon, then at growing intervals, then never."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate

from storage.clock import is_ahead

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

INTERVALS = (
    timedelta(minutes=10),
    timedelta(minutes=30),
    HOUR,
    3 * HOUR,
    8 * HOUR,
    DAY,
    2 * DAY,
    4 * DAY,
    8 * DAY,
)
"""From one look to the next; what is wrong is mostly mended within hours, and told of for days."""

TIMES = tuple(accumulate(INTERVALS))
"""When each look is due, from when the article was told of."""

LEAST_APART = INTERVALS[0]
"""A look that fell due late makes the one after it no sooner than this."""

MOST_ASKED = DAY
"""A wild Retry-After must not end the looks at an article."""

CONFIRM = timedelta(minutes=30)
"""How soon a page that was not there is looked for again."""


def first_look(since: datetime) -> datetime:
    """When an article that was just alerted is first looked at again."""
    return since + TIMES[0]


def assume_since(since: datetime, last_look_at: datetime | None, now: datetime) -> datetime:
    """From when the schedule counts: `since`, but where a clock that was wrong has put that into the future.

    Then it counts as if the looks so far had come in time: the next interval is longer than the one since the
    last look, so that the schedule ends as ever.
    """
    if not is_ahead(since, now):
        return since
    waited = now - last_look_at if last_look_at else timedelta()
    passed = (time for interval, time in zip(INTERVALS, TIMES, strict=True) if interval <= waited)
    return now - max(passed, default=timedelta())


def next_look(
    since: datetime, now: datetime, *, is_missing: bool = False, asked: timedelta | None = None
) -> datetime | None:
    """When an article told of at `since` is looked at next, None: no more.

    Looks missed while the service was stopped are not made up: there is one look, then the table goes on.
    A page that was not there is looked for once more even where the table has ended. `asked` is what the
    server wants us to wait; more than `MOST_ASKED` it does not get.
    """
    soonest = now + max(LEAST_APART, min(asked or timedelta(), MOST_ASKED))
    planned = next((since + time for time in TIMES if since + time >= soonest), None)
    if is_missing:
        confirmed = max(soonest, now + CONFIRM)
        return min(planned, confirmed) if planned else confirmed
    return planned
