"""The runner's process: applies the deployments, starts what is due, and drains when it is asked to end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from prefect.runner import Runner

from flows.config.logs import FORMAT, choose_format, clean_log_records
from flows.config.schedule import read_schedule
from flows.runs.limits import fetch_ahead, look_every
from flows.runs.orphans import end_with_parent
from flows.runs.unreached import UNREACHED
from flows.service.prefect.deployments import compose_deployments
from flows.service.prefect.engine import Engine, await_engine, read_engine
from flows.service.prefect.recover import STOPPED, crash_runs, put_back, recover_runs
from flows.service.say import say
from flows.service.troubles import Troubles, why_of

log = logging.getLogger("hanmi.service")

PATIENCE = timedelta(minutes=2)
DRAIN_S = 3.0
"""How long running flows may go on once we were asked to end; then they are killed, which they survive."""

AGAIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the runner is told on its command line.

    So it need not read the configuration, whose modules would cost it 30 MB for good. `url` None means the
    embedded server; `monitor` is written as in `[schedule]`.
    """

    data_dir: str
    url: str | None
    monitor: str
    zone: str
    log_format: str = "text"


def main(arguments: list[str]) -> int:
    """Run until SIGTERM; arguments: the parent's process id, and the orders as JSON."""
    end_with_parent(int(arguments[0]))
    clean_log_records()
    logging.basicConfig(format=FORMAT)
    orders = Orders(**json.loads(arguments[1]))
    choose_format(orders.log_format, orders.zone)
    engine = _find_engine(orders)
    if engine is None or not await_engine(engine, PATIENCE):
        log.error("engine silent url=%s", engine.url if engine else None)
        return 1
    return asyncio.run(_run(orders))


def _find_engine(orders: Orders) -> Engine | None:
    """Where the server answers; its address may have to be written anew first, and is waited for."""
    if orders.url:
        return Engine(url=orders.url)
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while (engine := read_engine(Path(orders.data_dir))) is None and time.monotonic() < deadline:
        time.sleep(0.5)
    return engine


async def _begin(orders: Orders) -> Runner:
    """A runner with its deployments; where the server cannot keep them yet (a full disk), they wait."""
    troubles = Troubles()
    while True:
        try:
            if orders.url is None:  # on a server of the user's, other runs may be other people's
                await recover_runs()
            schedule = read_schedule(orders.monitor)
            runner = Runner(
                name="hanmi",
                query_seconds=look_every(schedule, orders.zone).total_seconds(),
                prefetch_seconds=fetch_ahead(schedule, orders.zone).total_seconds(),
                pause_on_shutdown=False,
                limit=4,
            )
            async for deployment in compose_deployments(schedule, orders.zone):
                await runner.aadd_deployment(deployment)
        except UNREACHED as error:
            troubles.note("schedules", why_of(error).partition("\n")[0])
            await asyncio.sleep(AGAIN_S)
        else:
            troubles.over("schedules")
            return runner


async def _run(orders: Orders) -> int:
    runner = await _begin(orders)
    serving = asyncio.create_task(runner.start())
    asked = asyncio.create_task(_asked_to_end(runner))
    say(f"the schedule runs: every {runner.query_seconds:g} s it looks for what is due")
    await asyncio.wait({serving, asked}, return_when=asyncio.FIRST_COMPLETED)
    if asked.done():
        await _drain(runner)
        # What still runs dies with our session, by the supervisor; Prefect's own way of stopping takes 14 s.
        os._exit(0)
    asked.cancel()
    # Prefect gives up after three failed polls in a row.
    log.error("runner ended why=%r", serving.exception())
    return 1


async def _asked_to_end(runner: Runner) -> None:
    """Wait for SIGTERM or SIGINT, whose handlers are ours once Prefect's runner has set its own."""
    while not runner.started:
        await asyncio.sleep(0.05)
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()


async def _drain(runner: Runner) -> None:
    """Start nothing more and let what runs end, for a time; then record of each run that it was cut off."""
    poller = runner._scheduled_run_poller  # no public way to stop polling without killing what runs
    poller.stopping = True
    in_hand = poller._submitting_flow_run_ids
    deadline = time.monotonic() + DRAIN_S
    waiting: set[UUID] = set()
    with contextlib.suppress(Exception):  # the record only, here and below; the next start sets it right
        waiting = await asyncio.wait_for(put_back(list(in_hand)), timeout=1.0)
    while in_hand - waiting and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    with contextlib.suppress(Exception):
        await asyncio.wait_for(crash_runs(in_hand - waiting, STOPPED), timeout=1.0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
