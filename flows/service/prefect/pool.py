"""The flows on a work pool of an existing Prefect server, for workers on many machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound
from prefect.types.entrypoint import EntrypointType

from flows.config.schedule import Every, Schedule
from flows.config.settings import Settings
from flows.deliver import deliver
from flows.digests import digests
from flows.monitor import monitor
from flows.runs.limits import cycle_limit
from flows.runs.stamp import make_stamp
from flows.runs.unreached import UNREACHED
from flows.service.prefect.deployments import UPKEEP, plan_of
from flows.upkeep import upkeep
from storage.errors import ConfigurationError, EngineError

NAME = "hanmi"
"""Of each deployment: `monitor/hanmi`, `deliver/hanmi` …"""

AUTOMATION = "Hanmi: runs of dead machines have crashed"

HEARTBEAT = timedelta(seconds=30)
"""The least that Prefect allows."""

SILENT_FOR = timedelta(seconds=90)

DELIVER_EVERY = Every(timedelta(minutes=1))
LINGER = timedelta(seconds=80)
"""A run of deliveries stays until the next has surely begun: to start a process for each look would cost
more, and whenever the server goes away one is there that goes on."""

MOST_RUNS = 8
"""Runs that share a cycle at most: they are as many as there are workers, and judging is one at a time."""

ENVIRONMENT = {
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": f"{HEARTBEAT.total_seconds():.0f}",
    "DO_NOT_TRACK": "1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A deployment or the automation: what differs from what it is to be; `is_new` where it is not there."""

    name: str
    is_new: bool
    differs: tuple[str, ...] = ()
    is_paused: bool = False

    @property
    def is_same(self) -> bool:
        return not self.is_new and not self.differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One deployment as it is to be."""

    flow: Flow[..., Any]
    schedules: Sequence[tuple[Schedule, str]]
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.flow.name}/{NAME}"


async def register(settings: Settings, pool: str, *, only_look: bool = False) -> list[Registered]:
    """Register the flows on a work pool, and the automation; nothing is touched that is as it is to be.

    What the operator paused stays paused. Returns what was found of each before.

    Raises:
        ConfigurationError: the database is not one that several machines can share, or no server is named.
        EngineError: the server cannot be reached, or has no such pool.
    """
    _refuse_alone(settings)
    url = str(settings.prefect_api_url)
    try:
        async with get_client() as client:
            try:
                await client.read_work_pool(pool)
            except ObjectNotFound:
                hint = f"prefect work-pool create {pool} --type process"
                raise EngineError(url, f"there is no work pool {pool!r}", hint) from None
            found = [
                await _see_to(client, wanted, pool, settings.timezone, only_look)
                for wanted in list_wanted(settings)
            ]
            return [*found, await _see_to_automation(client, only_look)]
    except UNREACHED as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise EngineError(url, why, "see that PREFECT_API_URL and the server are right") from error


def list_wanted(settings: Settings) -> list[Wanted]:
    """The deployments of a configuration."""
    zone, stamp = settings.timezone, {"stamp": make_stamp(settings)}
    budget = {"budget_s": cycle_limit(settings.monitor, zone).total_seconds(), "runs": MOST_RUNS}
    times = dict.fromkeys(plan.schedule for plan in settings.digests)
    if settings.alive:
        times[settings.alive] = None
    daily = [(time, f"digest-{number}") for number, time in enumerate(times, 1)]
    return [
        Wanted(flow=monitor, schedules=[(settings.monitor, "main")], parameters=budget | stamp),
        Wanted(
            flow=deliver,
            schedules=[(DELIVER_EVERY, "main")],
            parameters={"linger_s": LINGER.total_seconds()} | stamp,
        ),
        Wanted(flow=digests, schedules=daily, parameters=stamp),
        Wanted(flow=upkeep, schedules=[(UPKEEP, "main")], parameters=stamp),
    ]


def compose_automation() -> AutomationCore:
    """Runs whose heartbeat has stopped are marked as crashed: their machine, or their worker, is gone."""
    ends = ("Completed", "Failed", "Cancelled", "Crashed")
    return AutomationCore(
        name=AUTOMATION,
        description="A run of ours that gave no sign of life for 90 seconds has lost its machine.",
        trigger=EventTrigger(
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            match_related=ResourceSpecification(
                {"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{NAME}"}
            ),
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{end}" for end in ends)},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT_FOR,
        ),
        actions=[
            ChangeFlowRunState(
                name=None, state=StateType.CRASHED, message="no sign of life for 90 seconds", force=False
            )
        ],
    )


def _refuse_alone(settings: Settings) -> None:
    problems = []
    if not settings.storage_url.startswith("postgresql"):
        problems.append("storage.url: workers share a PostgreSQL database; `hanmi migrate` moves to one")
    if not settings.prefect_api_url:
        problems.append("PREFECT_API_URL: is not set; it names the Prefect server that has the work pool")
    if problems:
        raise ConfigurationError(str(settings.config_path or "built-in defaults"), tuple(problems))


async def _see_to(client: PrefectClient, wanted: Wanted, pool: str, zone: str, only_look: bool) -> Registered:
    try:
        present = await client.read_deployment_by_name(wanted.name)
    except ObjectNotFound:
        present = None
    deployment = await _compose(wanted, pool, zone, is_paused=bool(present and present.paused))
    differs = tuple(_compare(present, deployment)) if present else ()
    if not only_look and (present is None or differs):
        await deployment.aapply()
        await _drop_schedules(client, wanted)
    return Registered(
        name=wanted.name,
        is_new=present is None,
        differs=differs,
        is_paused=bool(present and present.paused),
    )


async def _drop_schedules(client: PrefectClient, wanted: Wanted) -> None:
    """Take away schedules that are wanted no more: registering anew may leave them."""
    slugs = {slug for _, slug in wanted.schedules}
    there = await client.read_deployment_by_name(wanted.name)
    for old in there.schedules:
        if old.slug not in slugs:
            await client.delete_deployment_schedule(there.id, old.id)


async def _compose(wanted: Wanted, pool: str, zone: str, *, is_paused: bool) -> RunnerDeployment:
    return await wanted.flow.ato_deployment(
        NAME,
        schedules=[plan_of(schedule, zone, slug=slug) for schedule, slug in wanted.schedules],
        paused=is_paused,
        parameters=wanted.parameters,
        description=wanted.flow.description,
        tags=[NAME, wanted.flow.name],
        work_pool_name=pool,
        job_variables={"env": dict(ENVIRONMENT)},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _compare(present: DeploymentResponse, wanted: RunnerDeployment) -> Iterator[str]:
    """The names of what differs."""
    pairs = {
        "work pool": (present.work_pool_name, wanted.work_pool_name),
        "entrypoint": (present.entrypoint, wanted.entrypoint),
        "description": (present.description, wanted.description),
        "tags": (sorted(present.tags), sorted(wanted.tags)),
        "parameters": (present.parameters, wanted.parameters),
        "job variables": (present.job_variables, wanted.job_variables),
        "schedules": (_read_schedules(present.schedules), _read_schedules(wanted.schedules or ())),
    }
    for name, (there, here) in pairs.items():
        if there != here:
            yield name


def _read_schedules(schedules: Iterable[Any]) -> list[tuple[str, ...]]:
    found = []
    for each in schedules:
        plan = each.schedule
        if isinstance(plan, IntervalSchedule):
            anchor = plan.anchor_date.astimezone(UTC).isoformat()
            when = (f"every {plan.interval.total_seconds()}", anchor, str(plan.timezone))
        else:
            when = (str(getattr(plan, "cron", plan)), "", str(plan.timezone))
        found.append((str(each.slug), *when))
    return sorted(found)


async def _see_to_automation(client: PrefectClient, only_look: bool) -> Registered:
    wanted = compose_automation()
    present = await client.read_automations_by_name(AUTOMATION)
    differs = () if any(_is_same_rule(each, wanted) for each in present) else ("rule",)
    if not only_look and differs:
        for each in present:
            await client.delete_automation(each.id)
        await client.create_automation(wanted)
    return Registered(
        name=f"automation {AUTOMATION!r}", is_new=not present, differs=differs if present else ()
    )


def _is_same_rule(present: AutomationCore, wanted: AutomationCore) -> bool:
    def read(rule: AutomationCore) -> Any:
        trigger = rule.trigger
        if not isinstance(trigger, EventTrigger):
            return None
        what = (trigger.after, trigger.expect, trigger.within, trigger.posture, trigger.threshold)
        return rule.enabled, what, trigger.match, trigger.match_related, rule.actions

    return bool(read(present) == read(wanted))
