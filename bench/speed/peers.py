"""One cycle of another program, measured: `PEERS_PYTHON bench/speed/peers.py NAME FOLDER ADDRESSES`.

It runs in an environment of its own that has the peers and nothing of this project. FOLDER keeps what
the peer keeps from one call to the next. Prints one JSON document, as `cycle.py`. Readers of feeds run
as they come; readers of pages get the addresses of pages, without feeds, manners or a database, in two
processes.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path

PROCESSES = 2
THREADS = 10
"""Of the `reader` library: more made it no faster."""

Job = Callable[[], int]
"""Runs once and says how many feeds or articles it read."""


def set_up_reader(folder: Path, addresses: list[str]) -> Job:
    """https://reader.readthedocs.io: `update_feeds`, its database on disk."""
    from reader import make_reader

    reader = make_reader(str(folder / "reader.sqlite"))
    known = {feed.url for feed in reader.get_feeds()}
    for address in addresses:
        if address not in known:
            reader.add_feed(address)
    return lambda: sum(
        1 for result in reader.update_feeds_iter(workers=THREADS, scheduled=False) if not result.error
    )


def set_up_rss2email(folder: Path, addresses: list[str]) -> Job:
    """https://github.com/rss2email/rss2email: what `r2e run --no-send` does."""
    from rss2email.feeds import Feeds

    files = {"configfiles": [str(folder / "r2e.cfg")], "datafile_path": str(folder / "r2e.json")}
    if not Path(files["datafile_path"]).exists():
        feeds = Feeds(**files)
        feeds.config["DEFAULT"]["to"] = "desk@example.org"
        for number, address in enumerate(addresses):
            feeds.new_feed(name=f"feed-{number}", url=address)
        feeds.save_config()
        feeds.save_feeds()

    def run() -> int:
        # Its memory of the last cycle, which the others keep in a database.
        feeds = Feeds(**files)
        feeds.load()
        for feed in feeds:
            feed.run(send=False)
        feeds.save_feeds()
        return len(feeds)

    return run


def set_up_newspaper(_folder: Path, addresses: list[str]) -> Job:
    """https://github.com/AndyTheFactory/newspaper4k: `newspaper.article`."""
    return lambda: _read_all(_read_newspaper, addresses)


def set_up_news_please(_folder: Path, addresses: list[str]) -> Job:
    """https://github.com/fhamborg/news-please: `NewsPlease.from_url`."""
    return lambda: _read_all(_read_news_please, addresses)


def _read_all(read: Callable[[str], int], addresses: list[str]) -> int:
    with ProcessPoolExecutor(PROCESSES) as pool:
        return sum(pool.map(read, addresses, chunksize=5))


def _read_newspaper(address: str) -> int:
    import newspaper

    try:
        # Pictures lie on other hosts, and this stays on loopback.
        return len(newspaper.article(address, fetch_images=False).text) > 0
    except Exception:
        # Whatever it fails with (a tokenizer for Japanese, say), the page is not read.
        return 0


def _read_news_please(address: str) -> int:
    from newsplease import NewsPlease

    try:
        article = NewsPlease.from_url(address, fetch_images=False)
    except Exception:
        # As above: whatever it fails with, the page is not read.
        return 0
    return bool(article and article.maintext)


PEERS = {
    "reader": set_up_reader,
    "rss2email": set_up_rss2email,
    "newspaper4k": set_up_newspaper,
    "news-please": set_up_news_please,
}


def cpu_s() -> float:
    """Processor seconds of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Set one peer up, run it once and print what that took."""
    name, folder, addresses = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).read_text().split()
    logging.disable(logging.CRITICAL)
    os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = str(folder)
    with redirect_stdout(sys.stderr):
        run = PEERS[name](folder, addresses)
        before, began = cpu_s(), time.perf_counter()
        read = run()
        seconds, used = time.perf_counter() - began, cpu_s() - before
    print(json.dumps({"seconds": seconds, "cpu_s": used, "read": read}))


if __name__ == "__main__":
    main()
