"""One cycle in this process: recorded by Prefect where an API answers, else the same pipeline directly."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from datetime import timedelta

from flows.config.settings import Settings
from flows.report import CycleReport
from flows.runs.cycle import Cycle
from flows.service.prefect.engine import Engine, answers, client_environment, read_engine
from flows.service.prefect.quiet import quiet_handlers
from flows.wiring import open_house

log = logging.getLogger("hanmi.service")

BUDGET = timedelta(minutes=30)


def run_monitor(
    settings: Settings, *, only: tuple[str, ...] = (), every: bool = False, quiet: bool = False
) -> CycleReport:
    """One monitoring cycle; safe beside a running service, since sources are claimed.

    `quiet` shows alerts on stderr.

    Raises:
        StorageError: the database cannot be used.
        ConfigurationError: the watchlist cannot be compiled.
    """
    engine = named_engine(settings)
    if engine is not None and not answers(engine):
        engine = None
    with open_house(settings, console=sys.stderr if quiet else sys.stdout) as house:
        cycle = Cycle(house, only=only, every=every, budget=BUDGET)
        return run_recorded(cycle, settings, engine, "manual")


def run_recorded(cycle: Cycle, settings: Settings, engine: Engine | None, *labels: str) -> CycleReport:
    """Run the cycle, as a flow run of this engine where there is one.

    An API that goes away costs the record, never the cycle.
    """
    if engine is not None:
        use_engine(settings, engine)
        quiet_handlers()
        _try_to_record(cycle, labels)
    return cycle.report or asyncio.run(cycle.run())


def named_engine(settings: Settings) -> Engine | None:
    """The Prefect API that ought to answer: the user's, else that of the service on this data directory."""
    ours = read_engine(settings.data_dir)
    # Our children are given the address of our own server in the same variable.
    if settings.prefect_api_url is None or (ours and settings.prefect_api_url == ours.url):
        return ours
    return Engine(url=settings.prefect_api_url)


def use_engine(settings: Settings, engine: Engine) -> None:
    """Make Prefect speak to this engine; to be called before Prefect is imported."""
    os.environ.update(client_environment(settings.data_dir, engine))


def _try_to_record(cycle: Cycle, labels: tuple[str, ...]) -> None:
    from flows.monitor import record_cycle

    try:
        asyncio.run(record_cycle(cycle, *labels))
    except Exception as error:
        if cycle.has_begun and cycle.report is None:
            raise
        log.warning("cycle unrecorded why=%s", error)
