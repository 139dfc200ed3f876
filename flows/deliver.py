"""The delivery flow, for work pools: `hanmi serve` delivers from a loop of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.runs.orphans import end_after, end_with_parent

LIMIT = timedelta(minutes=30)


@flow(name="deliver", retries=0, persist_result=False)
async def deliver() -> dict[str, Any]:
    """Send what is due in the outbox, in a process of its own; the document of `hanmi deliver --json`.

    The outbox owns the retries: each delivery has its next time there.
    """
    end_with_parent()
    end_after(LIMIT)
    from flows.config.settings import load_settings
    from flows.report import CycleReport  # here, so that whoever only deploys this flow stays small
    from flows.wiring import open_house, send_promised

    report = CycleReport()
    with open_house(load_settings()) as house:
        send_promised(house, report)
    counts: dict[str, int] = report.as_json()["deliveries"]
    rows = [{"what": name, "count": count} for name, count in counts.items()]
    await acreate_table_artifact(key="deliver-summary", table=rows, description="What the deliveries came to")
    return {"deliveries": counts}
