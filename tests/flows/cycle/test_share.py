"""What runs that share a cycle still have to poll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.cycle.share import Terms
from storage.records import SourceStatus

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = BEGAN + timedelta(seconds=40)


@pytest.mark.parametrize(
    ("last", "is_wanted"),
    [
        pytest.param(None, True, id="never"),
        pytest.param(BEGAN - timedelta(minutes=5), True, id="in the cycle before"),
        pytest.param(BEGAN + timedelta(seconds=9), False, id="in this one, by another run"),
        pytest.param(NOW + timedelta(seconds=9), True, id="ahead of now, by a wrong clock"),
        pytest.param(NOW + timedelta(days=9), True, id="far ahead of now"),
    ],
)
def test_a_run_of_all_polls_what_no_run_of_the_cycle_has(last: datetime | None, is_wanted: bool) -> None:
    house: Any = None  # which is asked for nothing here
    terms = Terms(house=house, sources={}, began=BEGAN, due_by=BEGAN, every=True)
    assert (
        terms.is_wanted(SourceStatus(id="daily", url="https://daily.example/feed", last_polled_at=last), NOW)
        is is_wanted
    )
