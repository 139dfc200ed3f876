"""The backfill flow, for work pools: files that the worker's machine can read, into the corpus."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.runs.orphans import end_with_parent


@flow(name="backfill", retries=0, persist_result=False)
async def backfill(
    paths: list[str],
    alert: bool = False,
    outlet: str | None = None,
    date: str | None = None,
    watch_again: bool = False,
) -> dict[str, Any]:
    """Bring files or folders into the corpus, as `hanmi backfill` does; its document is the result.

    The same file twice changes nothing, so a run that was killed is simply run again. There is no time
    limit: an archive may take hours.

    Raises:
        ValueError: `date` is no date, or can be read as several.
    """
    end_with_parent()
    from datetime import UTC, datetime
    from pathlib import Path

    from flows.config.loading.load import load_settings
    from flows.files.bring_in import BackfillPlan, bring_in, read_asked_date
    from flows.wiring import open_house

    settings = load_settings()
    now = datetime.now(UTC)
    plan = BackfillPlan(
        paths=tuple(Path(path) for path in paths),
        may_tell=alert,
        outlet=outlet,
        published=read_asked_date(date, settings.timezone, now) if date else None,
        watch_again=watch_again,
    )
    with open_house(settings) as house:
        report = bring_in(house, plan, now=house.db.now())
    document = report.as_json()
    rows = [{"what": name, "count": count} for name, count in document["articles"].items()]
    rows += [{"what": failure.path, "count": 1, "why": failure.reason} for failure in report.failures[:200]]
    await acreate_table_artifact(key="backfill-summary", table=rows, description="What was brought in")
    return document
