"""More runs of a deployment, where a cycle has more than one run takes at a time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType, WorkerStatus
from prefect.runtime import flow_run

from flows.runs.unreached import UNREACHED

log = logging.getLogger("hanmi.runs")

TAG = "shares"
"""What a run is tagged with that shares another's cycle."""


async def start_more(batches: int, *, most: int, parameters: Mapping[str, Any]) -> None:
    """Start runs of this run's deployment, with these parameters, to share its cycle.

    One for each batch, but no more than workers of the pool are online besides one, nor than `most` with this
    run; those that still wait for a worker count. If the server cannot be asked, this run goes on alone.
    """
    try:
        async with get_client() as client:
            own = await client.read_flow_run(UUID(str(flow_run.id)))
            if own.deployment_id is None or own.work_pool_name is None:
                return
            others = await _count_workers(client, own.work_pool_name) - 1
            wanted = min(batches, most - 1, others) - await _count_waiting(client, own.deployment_id)
            for number in range(wanted):
                await _start(client, own, own.deployment_id, number, parameters)
    except UNREACHED as error:
        log.warning("no more runs why=%s", error)


async def _count_workers(client: PrefectClient, pool: str) -> int:
    workers = await client.read_workers_for_work_pool(pool)
    return sum(worker.status is WorkerStatus.ONLINE for worker in workers)


async def _count_waiting(client: PrefectClient, deployment: UUID) -> int:
    waits = [StateType.SCHEDULED, StateType.PENDING]
    found = await client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[TAG]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=waits)),
        ),
    )
    return len(found)


async def _start(
    client: PrefectClient, own: FlowRun, deployment: UUID, number: int, parameters: Mapping[str, Any]
) -> None:
    await client.create_flow_run_from_deployment(
        deployment, parameters=dict(parameters), tags=[TAG], idempotency_key=f"{TAG} {own.id} {number}"
    )
