"""What the service runs on a schedule, as Prefect deployments."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.schedules import Cron as CronPlan
from prefect.schedules import Interval
from prefect.schedules import Schedule as Plan
from prefect.types.entrypoint import EntrypointType

from flows.config.schedule import Cron, Every, Schedule
from flows.monitor import monitor
from flows.runs.limits import cycle_limit
from flows.upkeep import upkeep

NAME = "service"
ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)
"""Without an anchor a schedule would count from every restart anew."""

UPKEEP = Cron("17 4 * * *")
"""At night in the configured zone, off the full hour."""

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


async def compose_deployments(schedule: Schedule, zone: str) -> AsyncIterator[RunnerDeployment]:
    """The deployments of a service; one that the operator paused stays paused.

    Apply each before the next is asked for: what the operator does after it was composed is lost.
    """
    budget = cycle_limit(schedule, zone)
    async with get_client() as client:
        yield await _deploy(client, monitor, schedule, zone, {"budget_s": budget.total_seconds()})
        yield await _deploy(client, upkeep, UPKEEP, zone, {})


async def _deploy(
    client: PrefectClient,
    flow: Flow[..., Any],
    schedule: Schedule,
    zone: str,
    parameters: dict[str, Any],
) -> RunnerDeployment:
    return await flow.ato_deployment(
        NAME,
        schedule=plan_of(schedule, zone),
        paused=await _is_paused(client, f"{flow.name}/{NAME}"),
        parameters=parameters,
        concurrency_limit=ONE_AT_A_TIME,
        tags=["hanmi"],
        entrypoint_type=EntrypointType.MODULE_PATH,  # works wherever the package can be imported
    )


def plan_of(schedule: Schedule, zone: str, *, slug: str = "main") -> Plan:
    """The schedule in Prefect's words; the slug keeps it the same schedule over restarts."""
    match schedule:
        case Every(interval):
            return Interval(interval, anchor_date=ANCHOR, timezone=zone, slug=slug)
        case Cron(expression, own_zone):
            return CronPlan(expression, timezone=own_zone or zone, slug=slug)


async def _is_paused(client: PrefectClient, name: str) -> bool:
    """Applying a deployment again would un-pause it."""
    try:
        return (await client.read_deployment_by_name(name)).paused
    except ObjectNotFound:
        return False
