"""`hanmi serve` under a one-minute schedule: runs, overlaps, latency, memory and CPU of the process tree.

    python bench/speed/serve.py [--minutes 15]

Outlets, webhook receiver and service are on loopback. Linux only: it reads /proc. CPU is of one core; "at
rest" counts the seconds in which no flow run lives.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[2]))

from live_service import LiveService, Run, wait_for

from bench.scale.postmaster import TICKS
from flows.demo.newsstand import Newsstand, Outlet
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence

OUTLETS = 10
ARTICLES = 5
SAMPLE_S = 2.0
PUBLISH_EVERY_S = 47.0
SCHEDULED = "the schedule runs"
"""What the service says once its first cycle is done and the others are scheduled."""

CONFIG = """
[schedule]
monitor = "1m"
[fetch]
pause = "0s"
allow_private = ["127.0.0.0/8"]
[desk]
listen = "127.0.0.1:0"
[defaults]
sources = false
[[channel]]
id = "hook"
kind = "webhook"
url = "{hook}"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""
PACE_S = 30
SOURCE = f'[[source]]\nid = "{{id}}"\nurl = "{{url}}"\nkind = "feed"\nevery = "{PACE_S}s"\n'


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the tree: what each part holds (MB: resident, proportional) and has used (CPU seconds)."""

    at: float
    resident: dict[str, float]
    proportional: dict[str, float]
    cpu: dict[int, tuple[str, float]]

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing but the standing parts lives."""
        return set(self.resident) <= {"supervisor", "server", "runner"}


def main() -> None:
    """Run the whole measurement and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder, Newsstand() as stand, WebhookSink() as hook:
        outlets = [stand.outlet(f"outlet-{n}", title=f"Outlet {n}") for n in range(OUTLETS)]
        for number in range(OUTLETS * ARTICLES):
            publish(outlets[number % OUTLETS], number, on_topic=False)
        sources = [SOURCE.format(id=outlet.masthead.id, url=outlet.rss) for outlet in outlets]
        live = LiveService(Path(folder), CONFIG.format(hook=hook.url) + "".join(sources))
        try:
            fresh_s = seconds_to_first_poll(live, stand)
            live.stop()
            time.sleep(PACE_S + 5)  # until the outlets are due again
            warm_s = seconds_to_first_poll(live, stand)
            began = datetime.now(UTC)
            samples, published = observe(live, outlets, minutes * 60)
            runs = live.runs()
            _, stop_s = live.stop(signal.SIGTERM)
            said = live.log.read_text(errors="replace")
            left = live.processes()
        finally:
            live.end()
        show(
            runs_table([run for run in runs if run.is_scheduled and run.expected > began]),
            parts_table(samples),
            level_table(samples),
            latency_table(fresh_s, warm_s, stop_s, len(left), latencies(hook, published)),
        )
        print("What the service said, in the end:", *said.splitlines()[-25:], sep="\n  ")


def seconds_to_first_poll(live: LiveService, stand: Newsstand) -> float:
    """From starting the service to the first request that an outlet sees."""
    stand.forget()
    before = live.log.read_text(errors="replace").count(SCHEDULED) if live.log.exists() else 0
    began = live.start()
    wait_for(stand.asked, 120)
    took_s = time.monotonic() - began
    wait_for(lambda: live.log.read_text(errors="replace").count(SCHEDULED) > before, 120)
    return took_s


def observe(
    live: LiveService, outlets: list[Outlet], seconds: float
) -> tuple[list[Sample], dict[str, datetime]]:
    """Look at the tree while articles on the NCG appear; the samples, and what appeared when."""
    samples: list[Sample] = []
    published: dict[str, datetime] = {}
    until = time.monotonic() + seconds
    next_article = time.monotonic() + 20
    while time.monotonic() < until:
        if time.monotonic() >= next_article and until - time.monotonic() > 75:
            number = 10_000 + len(published)
            published[publish(outlets[number % OUTLETS], number, on_topic=True)] = datetime.now(UTC)
            next_article += PUBLISH_EVERY_S
        samples.append(take_sample(live))
        time.sleep(SAMPLE_S)
    return samples, published


def publish(outlet: Outlet, number: int, *, on_topic: bool) -> str:
    """Publish a made-up article; its address."""
    now = datetime.now(UTC) - timedelta(seconds=1 if on_topic else 7200)
    extra = (ncg_sentence(number),) if on_topic else ()
    (address,) = outlet.publish(made_up_piece(number, published=now, extra=extra))
    return address


def latencies(hook: WebhookSink, published: dict[str, datetime]) -> list[float]:
    """Seconds from publication to webhook, for each article that was told."""
    told: dict[str, datetime] = {}
    for received in hook.received(accepted=True):
        told.setdefault(json.loads(received.body)["data"]["article"]["url"], received.at)
    return [(told[address] - at).total_seconds() for address, at in published.items() if address in told]


def take_sample(live: LiveService) -> Sample:
    resident: dict[str, float] = defaultdict(float)
    proportional: dict[str, float] = defaultdict(float)
    cpu: dict[int, tuple[str, float]] = {}
    for process in live.processes():
        try:
            held = dict(read_held(process.pid))
            used = read_used_s(process.pid)
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        resident[process.part] += held["Rss"]
        proportional[process.part] += held["Pss"]
        cpu[process.pid] = (process.part, used)
    return Sample(time.monotonic(), dict(resident), dict(proportional), cpu)


def read_held(pid: int) -> Iterator[tuple[str, float]]:
    """The memory of a process in MB, by the names of /proc/PID/smaps_rollup (proc(5))."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split(":")
        yield name, int(size.split()[0]) / 1024


def read_used_s(pid: int) -> float:
    """CPU seconds of a process and of the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def runs_table(runs: list[Run]) -> Table:
    """Whether every slot was run once, none overlapping."""
    ended = [run for run in runs if run.state == "Completed" and run.started and run.ended]
    expected = sorted({run.expected for run in ended})
    slots = round((expected[-1] - expected[0]).total_seconds() / 60) + 1 if expected else 0
    spans = sorted((run.started, run.ended) for run in ended if run.started and run.ended)
    overlaps = sum(1 for one, two in pairwise(spans) if two[0] < one[1])
    late = [(run.started - run.expected).total_seconds() for run in ended if run.started]
    took = [(run.ended - run.started).total_seconds() for run in ended if run.started and run.ended]
    other = sorted({run.state for run in runs} - {"Completed", "Scheduled"})
    rows = [
        ("minutes from the first run to the last", str(slots)),
        ("distinct runs that completed", str(len(expected))),
        ("of them more than once", str(len(ended) - len(expected))),
        ("overlaps", str(overlaps)),
        ("other states", ", ".join(other) or "none"),
        ("start after its time, s", spread(late)),
        ("length of a run, s", spread(took)),
    ]
    return table("Scheduled runs", ("what", "value"), rows)


def parts_table(samples: list[Sample]) -> Table:
    """Memory and CPU of each standing part at rest, and what a run costs."""
    rest = [each for each in samples if each.is_at_rest]
    rows = []
    for part in ("supervisor", "server", "runner"):
        resident = [each.resident.get(part, 0) for each in rest]
        proportional = [each.proportional.get(part, 0) for each in rest]
        rows.append((part, spread(resident), spread(proportional), f"{share_at_rest(samples, part):.2f}"))
    totals = [sum(each.resident.values()) for each in rest]
    shares = [sum(each.proportional.values()) for each in rest]
    rows.append(("together", spread(totals), spread(shares), f"{share_at_rest(samples, None):.2f}"))
    return table("Between runs", ("part", "resident MB", "proportional MB", "CPU % of a core"), rows)


def share_at_rest(samples: list[Sample], part: str | None) -> float:
    """CPU in per cent of a core over the pairs of neighbouring samples that are both at rest."""
    used, passed = 0.0, 0.0
    for one, two in pairwise(samples):
        if one.is_at_rest and two.is_at_rest:
            passed += two.at - one.at
            for pid, (name, seconds) in two.cpu.items():
                if pid in one.cpu and part in (None, name):
                    used += seconds - one.cpu[pid][1]
    return 100 * used / passed if passed else 0.0


def level_table(samples: list[Sample]) -> Table:
    """The tree's memory at rest over time, in five equal parts of the run."""
    rest = [each for each in samples if each.is_at_rest]
    size = max(1, len(rest) // 5)
    rows = []
    for start in range(0, size * 5, size):
        some = rest[start : start + size]
        if some:
            minute = (some[0].at - samples[0].at) / 60
            rows.append((f"{minute:.1f}", spread([sum(each.resident.values()) for each in some])))
    peak = max(sum(each.resident.values()) for each in samples)
    rows.append(("peak, runs included", f"{peak:.0f}"))
    return table("Memory over time", ("from minute", "resident MB at rest"), rows)


def latency_table(fresh_s: float, warm_s: float, stop_s: float, left: int, told_s: list[float]) -> Table:
    """What a user waits for."""
    rows = [
        ("start to first poll, fresh, s", f"{fresh_s:.1f}"),
        ("start to first poll, warm, s", f"{warm_s:.1f}"),
        ("SIGTERM to the end, s", f"{stop_s:.1f}"),
        ("processes left", str(left)),
        ("articles told", str(len(told_s))),
        ("publication to webhook, s", spread(told_s)),
    ]
    return table("Waiting", ("what", "value"), rows)


def spread(values: list[float]) -> str:
    """Least, median and most."""
    if not values:
        return "none"
    return f"{min(values):.1f} / {statistics.median(values):.1f} / {max(values):.1f}"


def table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    made = Table(*columns, title=title)
    for row in rows:
        made.add_row(*row)
    return made


def show(*tables: Table) -> None:
    console = Console(width=100)
    for each in tables:
        console.print(each)


if __name__ == "__main__":
    main()
