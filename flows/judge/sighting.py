"""Whether an article is news when it is first seen: live, late or backfill."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from storage.records import Published, Sighting

EARLY = timedelta(days=2)
"""How far ahead a date may lie that is to be believed: tomorrow's edition, to the end of its day."""


def cut_future(published: Published | None, fetched_at: datetime) -> Published | None:
    """A time that lies in the future is cut to the time of fetching: clocks and zones are often wrong."""
    if published is None or published.at <= fetched_at:
        return published
    return replace(published, at=fetched_at)


def lies_ahead(published: Published | None, now: datetime) -> bool:
    """Whether a date is later than any zone or early edition makes it: it is another's, or misread."""
    return published is not None and published.at > now + EARLY


def judge_sighting(
    published: Published | None, *, announced_at: datetime, after: datetime | None, fresh: timedelta
) -> Sighting:
    """How an article that a source announced is first seen.

    `after` is the last good poll of the source before the one that announced it, None where that
    was the source's first. News is what was published within `fresh`, or since `after` where
    that is longer ago: an outage of ours must not turn news into old entries.
    """
    if published is None:
        return Sighting.LIVE if after else Sighting.BACKFILL
    horizon = min(announced_at - fresh, after or announced_at)
    if published.at >= horizon:
        return Sighting.LIVE
    return Sighting.LATE if after else Sighting.BACKFILL
