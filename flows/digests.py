"""The flow of digests, for work pools: `hanmi serve` composes them in its loop of deliveries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.states import Failed

from flows.runs.named import name_run
from flows.runs.orphans import end_after, end_with_parent
from flows.runs.overtaken import leave_to_later
from flows.runs.said import naming_trouble

LIMIT = timedelta(minutes=30)


@flow(name="digests", flow_run_name=name_run("digests"), retries=0, persist_result=False)
async def digests(stamp: dict[str, str] | None = None) -> Any:
    """Promise the digests and signs of life that are due, and send them.

    Each is promised once, however many machines ask, and whatever was missed is in the next.

    Args:
        stamp: What `hanmi deploy` registered; a worker of another make takes nothing.
    """
    end_with_parent()
    end_after(LIMIT)
    if overtaken := await leave_to_later():
        return overtaken
    from flows.config.loading.load import load_settings
    from flows.report import CycleReport  # here, so that whoever only deploys this flow stays small
    from flows.runs.alive import promise_alive
    from flows.runs.digests import promise_due
    from flows.runs.stamp import find_clock_fault, find_difference
    from flows.wiring import open_house, send_promised

    with naming_trouble("digests") as ended:
        settings, report = load_settings(), CycleReport()
        if why := find_difference(stamp, settings):
            return Failed(message=ended.fail(why))
        with open_house(settings) as house:
            if why := find_clock_fault(stamp, house.db):
                return Failed(message=ended.fail(why))
            promised = promise_due(house.db, house.settings, house.db.now(), house.terms.read_gist)
            promised += promise_alive(house.db, house.settings, house.db.now())
            send_promised(house, report)
    if ended.why:
        return Failed(message=ended.why)
    rows = [{"channel": each.channel, "recipient": each.recipient, "id": each.id} for each in promised]
    await acreate_table_artifact(key="digests-promised", table=rows, description="Digests promised")
    return {"promised": len(promised)}
