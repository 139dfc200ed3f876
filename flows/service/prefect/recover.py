"""Setting right what a killed service left in Prefect's records: dead runs, and a pile of late ones."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Cancelled, Crashed, Scheduled

from flows.monitor import OWNER_TAG
from flows.runs.overtaken import find_overtaken
from storage.promises.owner import is_gone

log = logging.getLogger("hanmi.service")

BEGUN = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


MISSED = "missed while the service was down"
STOPPED = "the service was stopped"


async def recover_runs() -> None:
    """Call once before the runner polls, when no run of a deployment can be alive.

    Under limit 1 a run that is `Running` for ever would keep every later one out, and after a downtime all
    that came due in it would start at once.
    """
    async with get_client() as client:
        orphans = [run for run in await _read_runs(client, BEGUN) if is_orphan(run)]
        await _crash(client, (run.id for run in orphans), "the service had ended")
        missed = outdated(await _read_runs(client, (StateType.SCHEDULED,)), datetime.now(UTC))
        for run in missed:
            await client.set_flow_run_state(run.id, Cancelled(message=MISSED), force=True)
    if orphans or missed:
        log.warning("runs recovered crashed=%d missed=%d", len(orphans), len(missed))


async def crash_runs(ids: Iterable[UUID], why: str) -> None:
    """Record of these runs that they were cut off; their concurrency slots are free again."""
    async with get_client() as client:
        await _crash(client, ids, why)


async def put_back(ids: Iterable[UUID]) -> set[UUID]:
    """Schedule again, for their own time, those of these runs that were fetched ahead and have not begun."""
    waiting = set()
    async with get_client() as client:
        for id_ in ids:
            run = await client.read_flow_run(id_)
            if run.state_type is StateType.PENDING:
                again: State[Any] = Scheduled(scheduled_time=run.expected_start_time, message=STOPPED)
                await client.set_flow_run_state(id_, again, force=True)
                waiting.add(id_)
    return waiting


def is_orphan(run: FlowRun) -> bool:
    """Whether a run that has begun has no process: the runner's have not, and others name theirs in a tag."""
    if run.deployment_id is not None:
        return True
    return any(is_gone(tag.removeprefix(OWNER_TAG)) for tag in run.tags if tag.startswith(OWNER_TAG))


def outdated(scheduled: Iterable[FlowRun], now: datetime) -> list[FlowRun]:
    """The late runs of each deployment but the newest."""
    return find_overtaken(
        run for run in scheduled if run.expected_start_time and run.expected_start_time < now
    )


async def _crash(client: PrefectClient, ids: Iterable[UUID], why: str) -> None:
    for id_ in ids:
        await client.set_flow_run_state(id_, Crashed(message=why), force=True)


async def _read_runs(client: PrefectClient, kinds: tuple[StateType, ...]) -> list[FlowRun]:
    """All runs in these states, page by page."""
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(kinds))))
    runs: list[FlowRun] = []
    while page := await client.read_flow_runs(flow_run_filter=wanted, limit=200, offset=len(runs)):
        runs += page
    return runs
