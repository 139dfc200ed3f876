"""One cycle of the product, measured: `python -m bench.speed.cycle feeds|pages FOLDER ADDRESSES`.

FOLDER keeps the configuration and the database from one call to the next; ADDRESSES is a file with a feed on
each line. With `feeds`, entries are recorded and no page is read. Prints one JSON document.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.config.loading.load import load_settings
from flows.pipeline import run_cycle
from flows.wiring import open_house

HEAD = """
data_dir = "data"
[fetch]
allow_private = ["127.0.0.0/8"]
pause = "{pause}"
per_host = {per_host}
[defaults]
sources = false
to = []
"""
SOURCE = '[[source]]\nid = "s{number}"\nurl = "{url}"\nkind = "feed"\n'

MANNERS = {"feeds": {"pause": "1s", "per_host": 2}, "pages": {"pause": "0s", "per_host": 8}}
"""A loopback outlet need not be spared while its pages are read; feeds are read as by default."""


def cpu_s() -> float:
    """Processor seconds of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Run one cycle over all sources."""
    job, folder, addresses = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).read_text().split()
    config = folder / "hanmi.toml"
    sources = "".join(SOURCE.format(number=number, url=url) for number, url in enumerate(addresses))
    config.write_text(HEAD.format(**MANNERS[job]) + sources)
    budget = timedelta() if job == "feeds" else timedelta(minutes=10)
    with open_house(load_settings(config), console=sys.stderr) as house:
        before, began = cpu_s(), time.perf_counter()
        report = asyncio.run(run_cycle(house, now=datetime.now(UTC), every=True, budget=budget))
        seconds, used = time.perf_counter() - began, cpu_s() - before
    document = {"seconds": seconds, "cpu_s": used, "polled": report.polled, "failed": report.failed}
    document |= {
        "unchanged": report.unchanged,
        "articles": report.new + report.duplicate,
        "unread": report.unread,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main()
