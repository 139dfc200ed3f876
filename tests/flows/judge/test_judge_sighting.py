"""First sightings follow the article, not its batch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.judge.sighting import cut_future, judge_sighting
from storage.records import Published, Sighting

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def said(hours_ago: float) -> Published:
    return Published(at=NOW - timedelta(hours=hours_ago), by="feed")


@pytest.mark.parametrize(
    ("published", "after", "expected"),
    [
        pytest.param(said(1), NOW - timedelta(minutes=5), Sighting.LIVE, id="fresh"),
        pytest.param(said(1), None, Sighting.LIVE, id="fresh at a first poll"),
        pytest.param(said(30), NOW - timedelta(minutes=5), Sighting.LATE, id="announced late"),
        pytest.param(said(30), None, Sighting.BACKFILL, id="old entry of a first poll"),
        pytest.param(said(60), NOW - timedelta(hours=72), Sighting.LIVE, id="published during an outage"),
        pytest.param(said(80), NOW - timedelta(hours=72), Sighting.LATE, id="older than the outage"),
        pytest.param(None, NOW - timedelta(minutes=5), Sighting.LIVE, id="undated from a known source"),
        pytest.param(None, None, Sighting.BACKFILL, id="undated at a first poll"),
        pytest.param(said(24), None, Sighting.LIVE, id="exactly at the edge of fresh"),
    ],
)
def test_a_sighting_follows_from_publication_and_the_polls_before(
    published: Published | None, after: datetime | None, expected: Sighting
) -> None:
    assert judge_sighting(published, announced_at=NOW, after=after, fresh=DAY) is expected


def test_a_clock_in_the_future_is_cut_to_the_time_of_fetching() -> None:
    cut = cut_future(said(-5), NOW)
    assert cut is not None
    assert cut.at == NOW
    assert cut_future(said(5), NOW) == said(5)
