"""Which runs of a schedule a later one has overtaken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun

from flows.runs.overtaken import find_overtaken

MONITOR, DELIVER = uuid4(), uuid4()
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def meant_for(deployment: UUID, minutes: int) -> FlowRun:
    return FlowRun(
        flow_id=uuid4(), deployment_id=deployment, expected_start_time=NOON + timedelta(minutes=minutes)
    )


@pytest.mark.parametrize(
    ("monitor", "deliver", "overtaken"),
    [
        ([], [], []),
        ([5], [], []),
        ([5], [1], []),
        ([0, 5, 10], [], [0, 5]),
        ([10, 0, 5], [1], [0, 5]),
        ([5], [3, 4, 5, 6], [3, 4, 5]),
    ],
)
def test_all_but_the_last_of_each_schedule_are(
    monitor: list[int], deliver: list[int], overtaken: list[int]
) -> None:
    due = [meant_for(MONITOR, each) for each in monitor] + [meant_for(DELIVER, each) for each in deliver]
    found = [each.expected_start_time for each in find_overtaken(due)]
    assert found == [NOON + timedelta(minutes=each) for each in overtaken]


def test_two_of_the_same_time_do_not_overtake_each_other() -> None:
    assert find_overtaken([meant_for(MONITOR, 0), meant_for(MONITOR, 0)]) == []
