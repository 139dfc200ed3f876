"""Runs that a schedule meant for an earlier time, and that a later one has overtaken.

Prefect schedules an hour ahead, and a worker that comes back, or whose server does, is handed at once all
that fell due meanwhile: after ten minutes of a schedule of one minute ten processes, after a night hundreds.
The last of them does all of it, so the others are cancelled, before they start where that is still possible.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed

from flows.runs.unreached import UNREACHED

log = logging.getLogger("hanmi.runs")

LATE = timedelta(seconds=45)
"""A run that begins so long after its time asks whether it was overtaken; no schedule of ours is shorter."""

TAGS = ["auto-scheduled", "hanmi"]
"""What tags a run that a schedule brings, by Prefect, and one that is ours."""

LISTS = 10
"""How many lists of due runs are cancelled by one run at most; the server gives 200 in each."""

WHY = "overtaken by a later run of its schedule, which does what was left to this one"

_TO_COME = (StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING)


async def leave_to_later() -> State[None] | None:
    """The state in which this run ends at once, None where it is to go on.

    One that a later run of its schedule has overtaken cancels the others that were, too. A run that began in
    time asks nothing, and one whose server cannot be asked goes on.
    """
    meant_for: datetime | None = flow_run.scheduled_start_time if flow_run.id else None
    if meant_for is None or datetime.now(UTC) - meant_for < LATE:
        return None
    try:
        async with get_client() as client:
            own = await client.read_flow_run(UUID(str(flow_run.id)))
            if own.work_pool_name is None or not set(TAGS) <= set(own.tags):
                return None
            due = await _list_due(client, own.work_pool_name)
            if own.id not in {each.id for each in find_overtaken([*due, own])}:
                return None
            await _cancel_overtaken(client, own.work_pool_name)
    except UNREACHED as error:
        log.warning("overtaken unasked why=%s", error)
        return None
    return Completed(name="Overtaken", message=WHY)


async def cancel_overtaken() -> None:
    """Cancel what waits in this run's work pool and was overtaken; nothing if the server cannot be asked."""
    try:
        async with get_client() as client:
            own = await client.read_flow_run(UUID(str(flow_run.id)))
            if own.work_pool_name is not None:
                await _cancel_overtaken(client, own.work_pool_name)
    except UNREACHED as error:
        log.warning("overtaken uncancelled why=%s", error)


def find_overtaken(due: Iterable[FlowRun]) -> list[FlowRun]:
    """Of runs whose time has come, those of a deployment that a later one of it follows."""
    meant_for = [(each, each.expected_start_time) for each in due if each.expected_start_time]
    last: dict[UUID | None, datetime] = {}
    for each, at in meant_for:
        last[each.deployment_id] = max(at, last.get(each.deployment_id, at))
    return [each for each, at in meant_for if at < last[each.deployment_id]]


async def _cancel_overtaken(client: PrefectClient, pool: str) -> None:
    for _ in range(LISTS):
        overtaken = find_overtaken(await _list_due(client, pool))
        waiting = [each for each in overtaken if each.state_type is StateType.SCHEDULED]
        for each in waiting:
            await client.set_flow_run_state(each.id, Cancelled(message=WHY))
        if not waiting:
            return


async def _list_due(client: PrefectClient, pool: str) -> list[FlowRun]:
    """The runs of schedules whose time has come and that have not ended, the latest first."""
    return await client.read_flow_runs(
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[pool])),
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=TAGS),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(_TO_COME))),
            expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": datetime.now(UTC)}),
        ),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
    )
