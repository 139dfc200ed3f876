"""One cycle, run once, by a flow run or by the command line."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from flows.cycle.call_help import CallHelp
from flows.pipeline import run_cycle
from flows.report import CycleReport
from flows.runs.ping import call_ping
from flows.wiring import House


class Cycle:
    """`report` is None until the cycle has ended; `has_begun` says whether it was tried at all."""

    def __init__(
        self,
        house: House,
        *,
        only: tuple[str, ...],
        every: bool,
        budget: timedelta,
        slack: timedelta = timedelta(),
        call_help: CallHelp | None = None,
    ) -> None:
        self.only = only
        self.every = every
        self.has_begun = False
        self.report: CycleReport | None = None
        self._house = house
        self._budget = budget
        self._slack = slack
        self._call_help = call_help

    async def run(self) -> CycleReport:
        """Run the pipeline. Raises: what the pipeline raises."""
        self.has_begun = True
        self.report = await run_cycle(
            self._house,
            now=self._house.db.now(),
            only=self.only,
            every=self.every,
            budget=self._budget,
            slack=self._slack,
            call_help=self._call_help,
        )
        settings = self._house.settings
        if not self.report.has_failed(self.only, len(settings.sources)):
            await asyncio.to_thread(call_ping, settings)
        return self.report
