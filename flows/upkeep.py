"""The nightly flow: prune old rows from the ledger and keep the database fast."""

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


@flow(name="upkeep", flow_run_name=name_run("upkeep"), retries=0, persist_result=False)
async def upkeep(stamp: dict[str, str] | None = None) -> Any:
    """Prune and optimize in a process of its own; what was pruned is the result.

    While the database cannot be used (no room, held by another), it has failed, and comes again.

    Args:
        stamp: What `hanmi deploy` registered; a worker of another make takes nothing.
    """
    end_with_parent()
    end_after(LIMIT)
    if overtaken := await leave_to_later():
        return overtaken
    from flows.config.database import open_database
    from flows.config.loading.load import load_settings  # here, so that the runner stays small
    from flows.runs.stamp import find_clock_fault, find_difference
    from storage.lists.metrics import note_articles
    from storage.whole.pruning import prune_old
    from storage.whole.upkeep import optimize

    with naming_trouble("upkeep") as ended:
        settings = load_settings()
        if why := find_difference(stamp, settings):
            return Failed(message=ended.fail(why))
        with open_database(settings) as db:
            if why := find_clock_fault(stamp, db):
                return Failed(message=ended.fail(why))
            with db.writing() as tx:
                pruned = prune_old(tx, db.now(), settings.polls_kept)
            note_articles(db)
            optimize(db)
    if ended.why:
        return Failed(message=ended.why)
    rows = [{"what": "ledger rows pruned", "count": pruned}]
    await acreate_table_artifact(key="upkeep-summary", table=rows, description="What upkeep removed")
    return {"pruned": pruned}
