"""How much more several workers read than one, and what they wait for: `python -m bench.scale.pool`.

Each worker is a process that runs a cycle, as a flow run does, and all share what is due on one PostgreSQL
database (a server of its own, which does not wait for the disk). Outlets answer after 200 ms, each on an
address of its own. Looked at are the articles a second of all together, the CPU an article, for how long an
article has the one writer's lock, and how many pages each worker read. What a writer and the database server
compute meanwhile is its least: the inverse of that is what no number of workers can exceed.

Workers of one machine share its cores. Where these are busy with other things, seconds and waiting say
little, and CPU all the more. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.scale.postmaster import Postmaster
from bench.speed.cycle import SOURCE, cpu_s
from bench.speed.poll import ROOT, open_stand
from bench.speed.stand import feed_address
from flows import pipeline
from flows.config.loading.load import load_settings
from flows.cycle.read_page import Read, Unread
from flows.pipeline import run_cycle
from flows.wiring import open_house
from storage.database import Database, Transaction
from storage.records import Waiting
from tests.postgres import make_database, postgres_server

HEAD = """
[storage]
url = "{url}"
[fetch]
allow_private = ["127.0.0.0/8"]
pause = "0s"
per_host = {per_host}
[defaults]
sources = false
to = []
"""
HEADS = (
    *("workers", "articles", "seconds", "a second", "cpu ms", "wait ms", "lock ms"),
    *("of it cpu", "server cpu ms", "at most a second", "read"),
)
MOST_S = 900


class Lock:
    """For how long the one writer's lock was waited for and held."""

    def __init__(self) -> None:
        self.waited_s = self.held_s = self.busy_s = 0.0

    def watch(self) -> None:
        """Count all that is written in this process from now on."""
        writing = Database.writing

        @contextmanager
        def timed(database: Database) -> Iterator[Transaction]:
            asked = time.perf_counter()
            held, busy = asked, time.thread_time()
            try:
                with writing(database) as tx:
                    held, busy = time.perf_counter(), time.thread_time()
                    yield tx
            finally:
                self.waited_s += held - asked
                self.held_s += time.perf_counter() - held
                self.busy_s += time.thread_time() - busy

        Database.writing = timed  # type: ignore[method-assign]  # measured, not changed


def work(config: Path) -> None:
    """One worker: say that it is ready, wait for the word, run a cycle, print what came of it."""
    lock = Lock()
    with open_house(load_settings(config), console=sys.stderr) as house:
        print("ready", flush=True)
        sys.stdin.readline()
        lock.watch()
        reads = count_reads()
        before = cpu_s()
        report = asyncio.run(run_cycle(house, now=house.db.now()))
        used = cpu_s() - before
    said = {"articles": report.new + report.duplicate, "failed": report.failed + report.unread}
    said |= {
        "cpu_s": used,
        "waited_s": lock.waited_s,
        "held_s": lock.held_s,
        "busy_s": lock.busy_s,
        "read": len(reads),
    }
    print(json.dumps(said), flush=True)


def count_reads() -> list[str]:
    """The addresses of the pages that this process reads from now on."""
    reads: list[str] = []
    read_page = pipeline.read_page

    async def read(fetcher: Any, pool: Any, item: Waiting, *args: Any, **options: Any) -> Read | Unread:
        reads.append(item.entry.url)
        return await read_page(fetcher, pool, item, *args, **options)

    pipeline.read_page = read  # type: ignore[assignment]  # counted, not changed
    return reads


def measure(server: str, workers: int, outlets: int, pages: int, per_host: int, latency_s: float) -> None:
    """A line for so many workers."""
    url = make_database(server, f"pool-{workers}")
    Database(url).close()
    postmaster = Postmaster.find(url)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = stack.enter_context(open_stand(outlets, pages, latency_s=latency_s))
        config = folder / "hanmi.toml"
        sources = [SOURCE.format(number=n, url=feed_address(n, port)) for n in range(outlets)]
        config.write_text(HEAD.format(url=url, per_host=per_host) + "".join(sources))
        started = [stack.enter_context(_start(config, folder / str(number))) for number in range(workers)]
        for each in started:
            assert each.stdout
            each.stdout.readline()
        began, before = time.perf_counter(), postmaster.cpu_s()
        for each in started:
            assert each.stdin
            each.stdin.write("\n")
            each.stdin.flush()
        told = [json.loads(each.communicate(timeout=MOST_S)[0]) for each in started]
        seconds = time.perf_counter() - began
        _print_line(workers, seconds, postmaster.cpu_s() - before, told)


def _start(config: Path, data: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.scale.pool", "--config", str(config)]
    environment = {"HANMI_DATA_DIR": str(data), "PATH": "/usr/bin:/bin"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _print_line(workers: int, seconds: float, server_s: float, told: list[dict[str, Any]]) -> None:
    total = {name: sum(each[name] for each in told) for name in told[0]}
    count = total["articles"]
    if total["failed"] or not count:
        sys.exit(f"{total['failed']} could not be read")
    cpu, waited, held, busy, server = (
        1000 * each / count
        for each in (total["cpu_s"], total["waited_s"], total["held_s"], total["busy_s"], server_s)
    )
    figures = (seconds, count / seconds, cpu, waited, held, busy, server)
    cells = (f"{workers}", f"{count}", *(f"{each:.1f}" for each in figures), f"{1000 / (busy + server):.0f}")
    reads = "/".join(str(each["read"]) for each in told)
    print("".join(f"{cell:>18}" for cell in (*cells, reads)), flush=True)


def main() -> None:
    """The table, or one worker of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--outlets", type=int, default=40)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--per-host", type=int, default=2)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.config:
        work(asked.config)
        return
    with postgres_server() as server:
        if server is None:
            sys.exit("no PostgreSQL server is installed here")
        print("".join(f"{head:>18}" for head in HEADS))
        for workers in asked.workers:
            measure(server, workers, asked.outlets, asked.pages, asked.per_host, asked.latency)


if __name__ == "__main__":
    main()
