"""The first cycle of a service, at once: seeds, then one cycle, while the server is still coming up."""

from __future__ import annotations

import importlib
import sys
import time
from datetime import timedelta

from flows.config.desk_layer import with_desk_if_any
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.files.bring_in import bring_in_seeds
from flows.report import CycleReport
from flows.runs.cycle import Cycle
from flows.runs.limits import cycle_limit
from flows.runs.orphans import end_after, end_with_parent
from flows.service.prefect.engine import await_engine
from flows.service.prefect.recorded import named_engine, run_recorded
from flows.service.say import say
from flows.service.troubles import Troubles, why_of
from flows.sources.health.outage import NO_SOURCES
from flows.wiring import open_house
from storage.errors import StorageBusy, StorageError, StorageFull
from storage.language.counts import count_of

PATIENCE = timedelta(seconds=8)
"""How long the first cycle waits for the server that would record it; then it goes ahead unrecorded."""

AGAIN_S = 5.0

SEEDS_LIMIT = timedelta(minutes=10)

NAMED = 5
"""Sources and pages that are named; the rest are counted."""


def main(arguments: list[str]) -> int:
    """Bring in the seeds if that was never done, and run one cycle; the argument is the parent's id."""
    end_with_parent(int(arguments[0]))
    settings = load_settings()
    budget = cycle_limit(settings.monitor, settings.timezone)
    # Our environment has its settings; the import takes about as long as the server's start.
    importlib.import_module("flows.monitor")
    troubles = Troubles()
    while True:
        end_after(SEEDS_LIMIT + budget)
        try:
            report = _begin(settings, budget)
        except (StorageFull, StorageBusy) as error:  # these end, and until then no other cycle could do more
            troubles.note("first cycle", why_of(error))
            time.sleep(AGAIN_S)
        except StorageError as error:
            say(f"first cycle: {error}")
            return 1
        else:
            troubles.over("first cycle")
            say(summary(report))
            if not with_desk_if_any(settings).sources:
                say(NO_SOURCES)
            return 0


def _begin(settings: Settings, budget: timedelta) -> CycleReport:
    engine = named_engine(settings)
    with open_house(settings) as house:
        if seeds := bring_in_seeds(house, now=house.db.now()):
            say(f"seed corpus: {count_of(seeds.new, 'article')} brought in")
        is_up = engine is not None and await_engine(engine, PATIENCE)
        cycle = Cycle(house, only=(), every=False, budget=budget)
        return run_recorded(cycle, settings, engine if is_up else None, "first")


def summary(report: CycleReport) -> str:
    """The cycle in a line, and what could not be read: the network in one, else the first few."""
    if not report.polled:
        return "first cycle: no source is due yet"
    counts = (
        f"first cycle: {count_of(report.polled, 'source')} polled, {report.failed} failed; "
        f"{count_of(report.new, 'new article')}, {count_of(report.created, 'alert')}; {report.seconds:.0f} s"
    )
    if report.outage:
        return f"{counts}\n{report.outage}; it goes on trying, and `hanmi sources` names all"
    failed = [f"source {failure['source']}: {failure['why']}" for failure in report.failures[:NAMED]]
    if more := len(report.failures) - len(failed):
        failed.append(f"… and {more} more; `hanmi sources` names them")
    return "\n".join([counts, *failed])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
