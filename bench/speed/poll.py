"""Cycles over loopback feeds and pages, this program's beside other programs': one table.

    python -m bench.speed.poll [--feeds 1000] [--outlets 50] [--pages FOLDER] [--peers PYTHON]

Feeds have 20 entries each: all new (recorded, their pages neither fetched nor judged), all unchanged (304), a
tenth with two new ones. Outlets have ten new pages each, which are fetched, extracted, judged and kept; of
FOLDER the `.html` and `.html.gz` files are served, without it pages are made up. Everything is on addresses
of 127.0.0.0/8, served by one process on the same cores, and each line of the table is a process of its own.

The peers are installed by nobody here. PYTHON is the interpreter of an environment that has them:

    python3 -m venv peers && peers/bin/pip install reader sgmllib3k rss2email newspaper4k news-please

Linux only: it reads /proc. CPU counts worker processes too and leaves out the server's; memory is the peak of
the whole tree, shared pages counted once (PSS). Setting up (configuration, a list of feeds) is not timed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from bench.speed.stand import feed_address, page_address

ENTRIES = 20
PAGES = 10
CHANGED = 10
SAMPLE_S = 0.1
MOST_S = 900
"""Nothing measured here takes longer; what does is ended."""

ROOT = Path(__file__).parents[2]
FEED_PHASES = ("feeds, all new", "feeds, unchanged", "feeds, a tenth changed")
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One measured cycle; `count` feeds or articles in so many seconds."""

    what: str
    who: str
    count: int
    seconds: float
    cpu_s: float
    peak_mb: float


@contextmanager
def open_stand(
    feeds: int, entries: int, folder: Path | None = None, *, latency_s: float = 0.0
) -> Iterator[int]:
    """The server, for as long as the block lasts; gives its port."""
    command = [
        sys.executable,
        "-m",
        "bench.speed.stand",
        str(feeds),
        str(entries),
        *([str(folder)] if folder else []),
        f"--latency={latency_s}",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as stand:
        assert stand.stdin
        assert stand.stdout
        try:
            yield int(stand.stdout.readline())
        finally:
            stand.stdin.close()


def measure(command: Sequence[str]) -> tuple[dict[str, Any], float]:
    """What a measured process printed, and the most memory (MB) that it and its children had at a time.

    Raises: RuntimeError where it failed or took too long.
    """
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            assert process.stdout
            peak = watch_memory(process)
            said = process.stdout.read()
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {errors.read()[-2000:]}")
    return json.loads(said.splitlines()[-1]), peak


def watch_memory(process: subprocess.Popen[str]) -> float:
    """The most memory (MB) of a process with its children until it ended, which it does in bounded time."""
    began, peak = time.monotonic(), 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(pss_mb, tree(process.pid))))
        if time.monotonic() - began > MOST_S:
            process.kill()
        time.sleep(SAMPLE_S)
    return peak


def tree(pid: int) -> Iterator[int]:
    """This process and all below it."""
    yield pid
    try:
        children = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in chain.from_iterable(children):
        yield from tree(int(child))


def process_cpu_s(pid: int) -> float:
    """The CPU that another process has taken, by the kernel's clock of it (clock_getres(2))."""
    return time.clock_gettime((~pid << 3) | 2)


def pss_mb(pid: int) -> float:
    """Memory of one process, its share of what it has in common with others; 0 once it is gone."""
    try:
        found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


def measure_feeds(feeds: int, peers: str | None) -> Iterator[Line]:
    """Each reader of feeds through the three phases, on feeds of its own."""
    readers = ["hanmi", *(["reader", "rss2email"] if peers else [])]
    for who in readers:
        with open_stand(feeds, ENTRIES) as port, tempfile.TemporaryDirectory() as folder:
            listed = Path(folder) / "addresses"
            listed.write_text("\n".join(feed_address(number, port) for number in range(feeds)))
            for what in FEED_PHASES:
                if what == FEED_PHASES[-1]:
                    urlopen(f"http://127.1.0.1:{port}/turn/{CHANGED}").close()
                told, peak = measure(compose_command(who, peers, "feeds", folder, listed))
                yield Line(what, who, feeds, told["seconds"], told["cpu_s"], peak)


def measure_pages(outlets: int, pages: Path | None, peers: str | None) -> Iterator[Line]:
    """This program from feeds to kept articles, and extractors over the addresses of the same pages."""
    with open_stand(outlets, PAGES, pages) as port, tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "addresses"
        for who in ["hanmi", *(["newspaper4k", "news-please"] if peers else [])]:
            of_feeds = [feed_address(number, port) for number in range(outlets)]
            of_pages = [page_address(n, page, port) for n in range(outlets) for page in range(PAGES)]
            listed.write_text("\n".join(of_feeds if who == "hanmi" else of_pages))
            told, peak = measure(compose_command(who, peers, "pages", folder, listed))
            read = told["articles"] if who == "hanmi" else told["read"]
            yield Line("pages", who, read, told["seconds"], told["cpu_s"], peak)


def compose_command(who: str, peers: str | None, job: str, folder: str, listed: Path) -> list[str]:
    """The process that measures one contender."""
    if who == "hanmi":
        return [sys.executable, "-m", "bench.speed.cycle", job, folder, str(listed)]
    assert peers is not None
    return [peers, "bench/speed/peers.py", who, folder, str(listed)]


def main() -> None:
    """Measure, showing each line as it comes, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--outlets", type=int, default=50)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--peers")
    asked = parser.parse_args()
    if asked.peers is None:
        print("No --peers given: only this program is measured; see --help.", file=sys.stderr)
    table = Table("cycle", "program", "a second", "seconds", "CPU s", "peak MB")
    console = Console(stderr=True)
    for lines in (
        measure_feeds(asked.feeds, asked.peers),
        measure_pages(asked.outlets, asked.pages, asked.peers),
    ):
        for line in lines:
            cells = (
                f"{line.count / line.seconds:.0f}",
                f"{line.seconds:.2f}",
                f"{line.cpu_s:.2f}",
                f"{line.peak_mb:.0f}",
            )
            console.print(line.what, line.who, *cells)
            table.add_row(line.what, line.who, *cells)
    Console().print(table)


if __name__ == "__main__":
    main()
