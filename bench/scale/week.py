"""Days of cycles under a given clock, on each database: `python -m bench.scale.week --days 7 [--prefect]`.

Three hundred outlets in memory (`press.py`), a third polled every five minutes, the others every
fifteen: most answer that nothing is new, some bring articles, one in ten is down for six hours of every other
day, some never come back. 288 cycles a day go through the pipeline, digests are promised when they are due,
upkeep runs every night, polls are kept for three days. What is told goes to a webhook receiver that refuses
one in twenty. At the end all that was to be told must have been told once, and nothing may wait or be lost.

The table has a line a day: what was done, the memory of the process with its workers (PSS, that of servers
taken off), bytes of the database, rows of the ledger of polls, and CPU a cycle, of this program without the
outlets and of the PostgreSQL server. One process runs all cycles, with workers that last, so that what leaks
would show; `serve` starts a process for each. Outlets publish nothing in the last twelve hours. With
`--prefect` each cycle is a flow run, of an embedded server beside SQLite, beside PostgreSQL of one that has a
PostgreSQL of its own (`engines.py`), and a second line has its history, its memory and its CPU a run.
Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import sqlalchemy as sa

from bench.scale.engines import Recorder, embedded_prefect, prefect_on_postgresql
from bench.scale.postmaster import Postmaster
from bench.scale.press import Press
from bench.speed.cycle import cpu_s
from bench.speed.poll import pss_mb, tree
from flows import pipeline
from flows.config.loading.load import load_settings
from flows.demo.sinks import Reply, WebhookSink
from flows.report import CycleReport
from flows.runs.cycle import Cycle
from flows.runs.digests import promise_due
from flows.wiring import House, open_house
from flows.workers.pool import WorkerPool
from storage.lists.metrics import count_unsent, measure_database
from storage.tables import alerts, articles, decisions, entries, polls
from storage.whole.pruning import prune_old
from storage.whole.upkeep import optimize
from tests.postgres import make_database, postgres_server

EVERY = timedelta(minutes=5)
A_DAY = timedelta(days=1) // EVERY
QUIET_END = timedelta(hours=12)
UPKEEP_AT = 4
REFUSED = 20
BEGAN = datetime(2026, 3, 2, tzinfo=UTC)

CONFIG = """
timezone = "Asia/Seoul"
{storage}
[fetch]
pause = "0s"
[retention]
polls = "3d"
[defaults]
sources = false
to = ["stories"]
[[channel]]
id = "all"
kind = "webhook"
url = "{hook}"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[channel]]
id = "stories"
kind = "webhook"
url = "{hook}/stories"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[watch]]
id = "every-report"
name = "Every report"
query = 'NCG OR "Nuclear Consultative Group" OR 핵협의그룹'
policy = "every"
to = ["all"]
"""
SOURCE = (
    '[[source]]\nid = "{0.id}"\nurl = "{0.root}rss.xml"\nkind = "feed"\nlang = "{0.lang}"\nevery = "{1}"\n'
)
PACES = ("5m", "15m", "15m")
HEADS = (
    *("day", "runs", "polls", "304", "failed", "articles", "told", "retried"),
    *("PSS MB", "db MB", "polls kept", "decisions", "cpu ms", "server ms"),
)


class LastingPool(WorkerPool):
    """Workers that outlive the cycle: starting them 288 times a day is `serve`'s to pay, and known."""

    async def close(self) -> None:
        """Not yet."""


@dataclass
class Clock:
    """A clock that is set."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Told:
    """What the receiver took: how often each message, and of which articles each of the channels heard."""

    chance: random.Random = field(default_factory=lambda: random.Random(1))
    messages: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    refused: int = 0

    def take(self, hook: WebhookSink) -> None:
        """Note what came since the last time, and have one in so many of what comes next refused."""
        came = hook.received()
        for received in came:
            if received.status != 200:
                self.refused += 1
                continue
            self.messages[received.id] += 1
            said = json.loads(received.body)
            if received.path == "/hook" and not said["type"].startswith("source."):
                self.reports[said["data"]["article"]["url"]] += 1
        hook.forget()
        if came and self.chance.random() < len(came) / REFUSED:
            hook.plan(Reply(status=503))


@dataclass
class Day:
    """What a day's cycles came to."""

    runs: int = 0
    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    sent: int = 0
    retrying: int = 0

    def add(self, report: CycleReport) -> None:
        """Count one cycle in. A fault of this program ends the bench."""
        if report.faults:
            sys.exit(f"faults: {report.failures}")
        self.runs += 1
        for name in ("polled", "unchanged", "failed", "new", "sent", "retrying"):
            setattr(self, name, getattr(self, name) + getattr(report, name))

    def counts(self) -> tuple[int, ...]:
        """In the order of the table."""
        return self.runs, self.polled, self.unchanged, self.failed, self.new, self.sent, self.retrying


@dataclass
class Days:
    """What all cycles need, and what they took of CPU at the last line."""

    house: House
    press: Press
    clock: Clock
    hook: WebhookSink
    database: Postmaster | None
    prefect: Recorder | None
    told: Told = field(default_factory=Told)
    spent: tuple[float, ...] = ()

    def run(self, days: int, lines: int) -> None:
        """All cycles, with so many lines a day."""
        end = self.clock.at + timedelta(days=days)
        self.spent = self._read_spent()
        while self.clock.at < end:
            day = Day()
            for _ in range(A_DAY // lines):
                self.clock.at += EVERY
                if self.clock.at <= end - QUIET_END:
                    self.press.publish(EVERY)
                self._run_once(day)
                self.told.take(self.hook)
            self._print(day)

    def _read_spent(self) -> tuple[float, ...]:
        server_s = self.database.cpu_s() if self.database else 0.0
        return cpu_s() - self.press.took_s, server_s, *(self.prefect.cpu_s() if self.prefect else (0.0, 0.0))

    def _run_once(self, day: Day) -> None:
        house, at = self.house, self.clock.at
        promise_due(house.db, house.settings, at, house.terms.read_gist)
        one = Cycle(house, only=(), every=False, budget=timedelta(minutes=30))
        if self.prefect:
            from flows.monitor import record_cycle  # once Prefect's settings are in the environment

            asyncio.run(record_cycle(one))
        else:
            asyncio.run(one.run())
        assert one.report
        day.add(one.report)
        if at.hour == UPKEEP_AT and not at.minute:
            with house.db.writing() as tx:
                prune_old(tx, at, house.settings.polls_kept)
            optimize(house.db)

    def _print(self, day: Day) -> None:
        now = self._read_spent()
        spent = [1000 * (after - before) / day.runs for after, before in zip(now, self.spent, strict=True)]
        self.spent = now
        memory = sum(map(pss_mb, tree(os.getpid())))
        if self.prefect:
            memory -= self.prefect.pss_mb()
        if self.database:
            memory -= self.database.pss_mb()
        with self.house.db.reading() as tx:
            rows = [
                tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (polls, decisions)
            ]
        size = (measure_database(self.house.db) or 0) / 1e6
        cells = (
            f"{(self.clock.at - BEGAN) / timedelta(days=1):g}", *day.counts(), f"{memory:.0f}",
            f"{size:.1f}", *rows, *(f"{each:.0f}" for each in spent[:2]),
        )  # fmt: skip
        print("".join(f"{cell!s:>11}" for cell in cells), flush=True)
        if self.prefect:
            took = f"{spent[2]:.0f} ms CPU a run and {spent[3]:.0f} of its PostgreSQL"
            print(f"{'':>11}Prefect: {self.prefect.say()}, {took}", flush=True)


def check_promises(house: House, press: Press, told: Told) -> list[str]:
    """What was promised and not kept, in words; nothing where all was."""
    broken = [f"{url} was told {told.reports[url]} times" for url in press.on_topic if told.reports[url] != 1]
    broken += [f"message {id_} came {count} times" for id_, count in told.messages.items() if count != 1]
    with house.db.reading() as tx:
        unsent = count_unsent(tx)
        kept = tx.execute(sa.select(sa.func.count()).select_from(articles)).scalar_one()
        waiting = tx.execute(
            sa.select(sa.func.count()).select_from(entries).where(entries.c.state != "kept")
        ).scalar_one()
        alerted = tx.execute(sa.select(sa.func.count()).select_from(alerts)).scalar_one()
    broken += [f"{count} deliveries are {state}" for state, count in unsent.items() if count]
    if kept != press.published or waiting:
        broken.append(f"{kept} of {press.published} articles are kept, {waiting} entries are not")
    print(
        f"{press.published} published, {kept} kept; {len(press.on_topic)} to be told, {alerted} alerts in"
        f" all, {len(told.messages)} messages taken, {told.refused} refused; broken: {len(broken)}",
        flush=True,
    )
    return broken


@contextmanager
def lasting_workers() -> Iterator[None]:
    """One pool of workers for all cycles of the block."""
    pool = LastingPool()
    real = pipeline.WorkerPool
    pipeline.WorkerPool = lambda: pool  # type: ignore[misc,assignment]  # measured, not changed
    try:
        yield
    finally:
        pipeline.WorkerPool = real  # type: ignore[misc]
        asyncio.run(WorkerPool.close(pool))


def measure(asked: argparse.Namespace, url: str | None) -> list[str]:
    """The table of one database, None: SQLite's; what was broken."""
    clock = Clock(BEGAN)
    press = Press(asked.outlets, asked.articles, clock)
    print("".join(f"{head:>11}" for head in HEADS), flush=True)
    with tempfile.TemporaryDirectory() as folder, WebhookSink() as hook:
        config = Path(folder) / "hanmi.toml"
        sources = "".join(
            SOURCE.format(outlet.masthead, PACES[outlet.number % len(PACES)]) for outlet in press.outlets
        )
        storage = f'[storage]\nurl = "{url}"' if url else ""
        config.write_text(CONFIG.format(hook=hook.url, storage=storage) + sources, encoding="utf-8")
        settings = load_settings(config, Path(folder))
        with ExitStack() as stack:
            stack.enter_context(press.as_network())
            stack.enter_context(lasting_workers())
            house = stack.enter_context(open_house(settings, console=StringIO(), clock=clock))
            open_prefect = prefect_on_postgresql if url else embedded_prefect
            prefect = stack.enter_context(open_prefect(settings)) if asked.prefect else None
            database = Postmaster.find(url) if url else None
            days = Days(house, press, clock, hook, database, prefect)
            days.run(asked.days, asked.lines)
            return check_promises(house, press, days.told)


def main() -> None:
    """The tables of the databases, one after the other; exit status 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--outlets", type=int, default=300)
    parser.add_argument("--articles", type=int, default=600, help="published a day")
    parser.add_argument("--lines", type=int, default=1, help="lines of the table a day")
    parser.add_argument("--prefect", action="store_true", help="each cycle as a flow run")
    asked = parser.parse_args()
    broken: list[str] = []
    for database in asked.databases:
        print(database)
        if database == "sqlite":
            broken += measure(asked, None)
            continue
        with postgres_server() as server:
            if server is None:
                sys.exit("no PostgreSQL server is installed here")
            url = make_database(server, "week")
            broken += measure(asked, url)
    sys.exit("\n".join(broken[:20]) or 0)


if __name__ == "__main__":
    main()
