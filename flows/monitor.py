"""The monitoring flow: one cycle of the pipeline as Prefect sees it."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
from prefect import flow, tags
from prefect.artifacts import acreate_table_artifact
from prefect.states import Failed

from flows.runs.limits import tick_slack
from flows.runs.named import name_run
from flows.runs.orphans import end_after, end_with_parent
from flows.runs.overtaken import leave_to_later
from flows.runs.said import naming_trouble
from storage.promises.owner import this_owner

if TYPE_CHECKING:
    from flows.report import CycleReport
    from flows.runs.cycle import Cycle

log = logging.getLogger("hanmi.runs")

GRACE = timedelta(seconds=10)
"""How long after its budget a cycle that does not end is killed: it holds the only place there is."""

OWNER_TAG = "process:"
"""What the tag of a run begins with whose process no runner looks after."""


@flow(name="monitor", flow_run_name=name_run("monitor"), retries=0, persist_result=False)
async def monitor(
    only: list[str] | None = None,
    every: bool = False,
    budget_s: float = 1800.0,
    runs: int = 1,
    stamp: dict[str, str] | None = None,
) -> Any:
    """One cycle over the sources that are due; the document of `hanmi run --json`.

    This is the entry for runners and workers, in a process of its own: the configuration is read anew, and
    a process that outlives its budget, or the runner that started it, is killed. A source's next due time
    and the outbox own every retry, so Prefect retries nothing. While the database cannot be used
    (no room, held by another), the run has failed, and the next one comes anyway.

    Args:
        only: Sources by id that are polled; none: all that are due.
        every: Poll every source, due or not.
        budget_s: How many seconds the cycle may take; what is left then is for the next one.
        runs: How many runs at most share the cycle. Where more is due than one takes at a time, this one
            starts the others, as many as there are workers.
        stamp: What `hanmi deploy` registered; a worker of another make takes nothing.
    """
    end_with_parent()
    budget = timedelta(seconds=budget_s)
    end_after(budget + GRACE)
    if overtaken := await leave_to_later():
        return overtaken
    # Here, so that the runner, which only deploys this flow, stays without the pipeline's memory.
    from flows.config.loading.load import load_settings
    from flows.runs.cycle import Cycle
    from flows.runs.more_runs import start_more
    from flows.runs.stamp import find_clock_fault, find_difference
    from flows.wiring import open_house

    with naming_trouble("monitor") as ended:
        settings = load_settings()
        if why := find_difference(stamp, settings):
            return Failed(message=ended.fail(why))
        with open_house(settings) as house:
            if why := find_clock_fault(stamp, house.db):
                return Failed(message=ended.fail(why))
            cycle = Cycle(
                house,
                only=tuple(only or ()),
                every=every,
                budget=budget,
                slack=tick_slack(settings.monitor, settings.timezone),
                call_help=partial(start_more, most=runs, parameters={"only": only, "runs": 1})
                if runs > 1 and not every
                else None,
            )
            report = await cycle.run()
    if ended.why:
        return Failed(message=ended.why)
    await publish_summary(report)
    return report.as_json()


async def record_cycle(cycle: Cycle, *labels: str) -> None:
    """Run a cycle that is already set up as a flow run within this process, under these tags."""

    @flow(name="monitor", retries=0, persist_result=False)
    async def monitor(only: list[str], every: bool) -> None:
        del only, every  # shown as the run's parameters; the cycle has them
        await publish_summary(await cycle.run())

    with tags(*labels, OWNER_TAG + this_owner()):
        await monitor(only=list(cycle.only), every=cycle.every)


async def publish_summary(report: CycleReport) -> None:
    """One table artifact a run; its cells are JSON values, since it takes nothing else.

    A server that cannot keep it does not undo what the cycle did.
    """
    try:
        await acreate_table_artifact(
            key="monitor-summary", table=summary_rows(report), description="What the cycle did"
        )
    except httpx.HTTPError as error:
        log.info("summary unrecorded why=%s", error)


def summary_rows(report: CycleReport) -> list[dict[str, Any]]:
    """The report as rows of plain values: counts first, then each source that could not be read."""
    document = report.as_json()
    counts = [
        {"what": f"{group} {name}", "count": count, "why": ""}
        for group in ("sources", "articles", "alerts", "deliveries")
        for name, count in document[group].items()
    ]
    failures = [
        {"what": f"source {failure['source']}", "count": 1, "why": failure["why"]}
        for failure in report.failures
    ]
    return counts + failures
