"""The delivery flow, for work pools: `hanmi serve` delivers from a loop of its own."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.orchestration import get_client
from prefect.states import Failed

from flows.runs.named import name_run
from flows.runs.orphans import end_after, end_with_parent
from flows.runs.overtaken import cancel_overtaken, leave_to_later
from flows.runs.said import naming_trouble
from flows.runs.unreached import UNREACHED

if TYPE_CHECKING:
    from flows.report import CycleReport
    from flows.wiring import House

LIMIT = timedelta(minutes=30)

LOOK_EVERY_S = 5.0
"""How often a run that stays looks into the outbox, and whether the server is there again."""


@flow(name="deliver", flow_run_name=name_run("deliver"), retries=0, persist_result=False)
async def deliver(linger_s: float = 0.0, stamp: dict[str, str] | None = None) -> Any:
    """Send what is due in the outbox, in a process of its own; the document of `hanmi deliver --json`.

    The outbox owns the retries: each delivery has its next time there.

    Args:
        linger_s: For how many seconds it stays and sends what falls due meanwhile; while the server is away,
            and no other run can come, for half an hour.
        stamp: What `hanmi deploy` registered; a worker of another make takes nothing.
    """
    end_with_parent()
    end_after(LIMIT + timedelta(seconds=linger_s))
    if overtaken := await leave_to_later():
        return overtaken
    from flows.config.loading.load import load_settings
    from flows.report import CycleReport  # here, so that whoever only deploys this flow stays small
    from flows.runs.stamp import find_clock_fault, find_difference
    from flows.wiring import open_house

    with naming_trouble("deliver") as ended:
        settings, report = load_settings(), CycleReport()
        if why := find_difference(stamp, settings):
            return Failed(message=ended.fail(why))
        with open_house(settings) as house:
            if why := find_clock_fault(stamp, house.db):
                return Failed(message=ended.fail(why))
            await _send_for(house, report, linger_s)
    if ended.why:
        return Failed(message=ended.why)
    counts: dict[str, int] = report.as_json()["deliveries"]
    rows = [{"what": name, "count": count} for name, count in counts.items()]
    await acreate_table_artifact(key="deliver-summary", table=rows, description="What the deliveries came to")
    return {"deliveries": counts}


async def _send_for(house: House, report: CycleReport, linger_s: float) -> None:
    """Send at once, and then whenever something is due until the time is over and the server is there.

    What the schedules meant for while it was away is cancelled then, but the last of each.
    """
    from flows.wiring import send_promised
    from storage.promises.outbox import next_due_at

    until, is_away, was_away = time.monotonic() + linger_s, False, False
    await asyncio.to_thread(send_promised, house, report)
    while time.monotonic() + LOOK_EVERY_S <= until or (is_away := await _is_server_away()):
        was_away |= is_away
        await asyncio.sleep(LOOK_EVERY_S)
        with house.db.reading() as tx:
            due = next_due_at(tx, house.db.now(), owner=house.owner)
        if due is not None and due <= house.db.now():
            await asyncio.to_thread(send_promised, house, report)
    if was_away:
        await cancel_overtaken()


async def _is_server_away() -> bool:
    """Whether Prefect's server does not answer, so that it cannot start the next run."""
    try:
        async with get_client() as client:
            return await client.api_healthcheck() is not None
    except (*UNREACHED, RuntimeError):
        return True
