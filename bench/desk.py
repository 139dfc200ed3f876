"""What each page of the desk costs over a large corpus: `python -m bench.desk 100000 1000000`.

Each corpus is a newsroom of two thousand judged articles (`bench/newsroom.py`), multiplied over two years
(`bench/multiplied.py`), with the polls of 300 sources. `hanmi desk` runs over it as a process, a reader who
is logged in asks for every page thirty times, the first apart, and the CPU that the process took is given in
milliseconds; then what memory it holds alone (PSS). `--judged` puts the same number judged one by one beside
the multiplied. `--datasette PROGRAM` has https://datasette.io over the same file beside it, and `--commands`
asks on the command line. `--keep FOLDER` keeps the corpora and uses those that are there: a million articles
take 10 GB and half an hour.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlencode

import sqlalchemy as sa

from bench.dense import run
from bench.multiplied import multiply
from bench.newsroom import YEARS, fill_ledger, judge_newsroom, write_config
from bench.poll import process_cpu_s, pss_mb
from flows.config.loading.load import load_settings
from storage.database import Database
from storage.tables import articles, mentions, stories

HANMI = str(Path(sys.executable).with_name("hanmi"))
BASE = 2_000
TIMES = 31
GROUPING = ("/entities/trump?period=1y", "/search?q=trump", "/sources")
DATASETTE = {
    "datasette: articles": "/hanmi/articles",
    "datasette: articles by lang": "/hanmi/articles?_facet=lang",
    "datasette: articles by outlet": "/hanmi/articles?_facet=outlet",
}
LIMITS = ("sql_time_limit_ms", "facet_time_limit_ms")
COMMANDS = (
    ("articles", "--limit", "100"),
    ("stories", "--limit", "100"),
    ("alerts", "--limit", "100"),
    ("search", "@ncg", "--limit", "20"),
    ("search", "trump", "--limit", "20"),
    ("explain", "ARTICLE"),
    ("watch", "test", "ncg", "--since", "90d"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page with the addresses that are asked for in turn."""

    name: str
    addresses: Sequence[str]


# ── the corpora ───────────────────────────────────────────────────────────────────────────


def open_corpus(folder: Path, size: int, *, judged: bool = False) -> Path:
    """The folder of a corpus of this size, made unless it is there; it ends now."""
    home = folder / f"{size}{'-judged' if judged else ''}"
    if home.exists():
        return home
    part, began = folder / f"{home.name}.part", time.process_time()
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    now = datetime.now(UTC)
    if judged:
        judge_newsroom(part, size, YEARS, now)
    else:
        copies, first_size, span = split(size)
        base = part / "base"
        base.mkdir()
        judge_newsroom(base, first_size, span, now)
        with Database(f"sqlite:///{base / 'hanmi.db'}") as first, Database(_url(part)) as db:
            multiply(first, db, copies, span)
        shutil.rmtree(base)
    with Database(_url(part)) as db:
        fill_ledger(db, load_settings(write_config(part), part), now)
    part.rename(home)
    size_mb = (home / "hanmi.db").stat().st_size / 1e6
    print(f"{home.name}: made in {time.process_time() - began:.0f} s of CPU, {size_mb:,.0f} MB", flush=True)
    return home


def split(size: int) -> tuple[int, int, timedelta]:
    """How often a newsroom is multiplied for a corpus of this size, how many it is of, and over what time."""
    copies = max(5, size // BASE)
    return copies, size // copies, YEARS / copies


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'hanmi.db'}"


def choose_article(url: str) -> str:
    """The id of an article to ask about: the hundredth from the end."""
    with Database(url) as db, db.reading() as tx:
        last = sa.select(articles.c.id).order_by(articles.c.number.desc()).limit(1).offset(100)
        id_: str = tx.execute(last).scalar_one()
    return id_


def choose_pages(home: Path) -> list[Asked]:
    """Every page of the desk, those of one thing for things from all over the corpus."""
    with Database(_url(home)) as db, db.reading() as tx:
        last = tx.execute(sa.select(sa.func.max(articles.c.number))).scalar_one()
        places = [last * (n + 1) // TIMES for n in range(TIMES)]
        some = tx.execute(sa.select(articles.c.id).where(articles.c.number.in_(places))).scalars().all()
        among = sa.select(articles.c.story).where(articles.c.number.in_(places))
        of = tx.execute(sa.select(stories.c.id).where(stories.c.number.in_(among))).scalars().all()
        rare = tx.execute(
            sa.select(mentions.c.entity).group_by(mentions.c.entity).order_by(sa.func.count()).limit(1)
        ).scalar_one()
    queries = ("trump", "@ncg", "북한 OR ncg", '"foreign minister" lang:en')
    plain = [
        "/?since=24h", "/?since=7d", "/stories", "/stories?entity=trump", "/stories?watch=ncg",
        "/stories?lang=ko&since=30d", "/articles", "/articles?entity=trump", f"/articles?entity={rare}",
        "/articles?watch=ncg", "/articles?source=source-7", "/articles?lang=ko", "/alerts",
        "/alerts?watch=ncg", "/alerts?entity=trump", f"/alerts?entity={rare}", "/alerts.atom",
        "/entities", "/entities/trump", "/entities/trump?period=1y", f"/entities/{rare}?period=1y",
        "/watches", "/watches/ncg", "/sources", "/sources/source-0", "/deliveries",
        "/deliveries?state=dead", "/trust", "/metrics", "/readyz",
    ]  # fmt: skip
    pages = [Asked(name=address, addresses=[address]) for address in plain]
    pages += [Asked(name=f"/search?q={q}", addresses=[f"/search?q={quote(q)}"]) for q in queries]
    pages += [Asked(name="/search?q=trump&since=30d", addresses=["/search?q=trump&since=30d"])]
    pages += [Asked(name="/articles/ID", addresses=[f"/articles/{id_}" for id_ in some])]
    return [*pages, Asked(name="/stories/ID", addresses=[f"/stories/{id_}" for id_ in of])]


# ── the servers ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that runs: its process and port, and what a reader sends with each request."""

    process: subprocess.Popen[bytes]
    port: int
    headers: Mapping[str, str]

    def cpu_s(self) -> float:
        """The CPU that the process has taken."""
        return process_cpu_s(self.process.pid)

    def pss_mb(self) -> float:
        """What it holds of memory, what it shares with others divided among them."""
        return pss_mb(self.process.pid)

    def get(self, connection: http.client.HTTPConnection, address: str) -> int:
        """Ask for an address; how many bytes came."""
        connection.request("GET", address, headers=dict(self.headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"{address} answered {answer.status}: {body[:300]!r}")
        return len(body)

    def open(self) -> http.client.HTTPConnection:
        """A connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)


@contextmanager
def serve(command: Sequence[str], port: int) -> Iterator[Served]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Served(process=process, port=port, headers={"Accept": "text/html"})
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serve_desk(home: Path) -> Iterator[Served]:
    """The desk over a corpus, for a reader who is logged in."""
    port = find_port()
    write_config(home, port)
    with serve([HANMI, *where(home), "desk"], port) as served:
        connection = served.open()
        form = urlencode({"token": (home / "desk.key").read_text(encoding="ascii").strip(), "name": "민지"})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", "/login", form, kind)
        cookie = str(connection.getresponse().getheader("Set-Cookie")).partition(";")[0]
        yield Served(process=served.process, port=port, headers={**served.headers, "Cookie": cookie})


def find_port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def where(home: Path) -> list[str]:
    """The options that lead a command to a corpus."""
    return ["--config", str(home / "hanmi.toml"), "--data-dir", str(home)]


# ── measuring ─────────────────────────────────────────────────────────────────────────────


def measure_page(served: Served, asked: Asked) -> tuple[float, float, float, int]:
    """CPU in milliseconds of the first request, and median and 95th percentile of the others; bytes."""
    connection, spent, size = served.open(), [], 0
    for n in range(TIMES):
        before = served.cpu_s()
        size = served.get(connection, asked.addresses[n % len(asked.addresses)])
        spent.append(1000 * (served.cpu_s() - before))
    connection.close()
    first, others = spent[0], sorted(spent[1:])
    return first, others[len(others) // 2], others[int(0.95 * len(others))], size


def measure_pages(served: Served, pages: Sequence[Asked], label: str) -> dict[str, float]:
    """Print a line for each page and return its 95th percentile."""
    found: dict[str, float] = {}
    print(f"{label:<34}{'first ms':>10}{'p50':>8}{'p95':>8}{'KB':>7}", flush=True)
    for asked in pages:
        first, middle, most, size = measure_page(served, asked)
        print(f"{asked.name:<34}{first:>10.1f}{middle:>8.1f}{most:>8.1f}{size / 1000:>7.0f}", flush=True)
        found[asked.name] = most
    return found


def crowd(served: Served, pages: Sequence[Asked], readers: int = 8) -> None:
    """Ask for the pages in eight threads at once."""

    def read() -> None:
        connection = served.open()
        for asked in pages:
            served.get(connection, asked.addresses[0])
        connection.close()

    threads = [Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measure_desk(home: Path, only: str | None) -> dict[str, float]:
    """The pages of a desk over a corpus, and its memory."""
    pages = [page for page in choose_pages(home) if only is None or only in page.name]
    with serve_desk(home) as served:
        served.get(served.open(), "/readyz")
        begin = served.pss_mb()
        found = measure_pages(served, pages, f"{home.name} articles")
        after = served.pss_mb()
        crowd(served, pages)
        print(
            f"PSS {begin:.0f} MB at the start, {after:.0f} after these, {served.pss_mb():.0f} after a crowd"
        )
    return found


def measure_datasette(program: str, home: Path) -> None:
    """Its pages over the same file, with time enough for each."""
    port = find_port()
    limits = [word for name in LIMITS for word in ("--setting", name, "60000")]
    with serve([program, "serve", str(home / "hanmi.db"), "-p", str(port), *limits], port) as served:
        pages = [Asked(name=name, addresses=[address]) for name, address in DATASETTE.items()]
        measure_pages(served, pages, f"datasette, {home.name}")
        print(f"PSS {served.pss_mb():.0f} MB")


def measure_commands(home: Path) -> None:
    """The CPU of commands above that of `hanmi sources --json`."""
    id_ = choose_article(_url(home))
    floor = min(run([HANMI, *where(home), "sources", "--json"]).cpu_s for _ in range(3))
    print(f"{home.name}: sources {floor:.2f} s CPU")
    for words in COMMANDS:
        asked = [id_ if word == "ARTICLE" else word for word in words]
        cost = run([HANMI, *where(home), *asked, "--json"])
        print(
            f"{home.name}: {' '.join(words):<40}{cost.cpu_s - floor:>7.2f} s above, {cost.peak_mb:.0f} MB",
            flush=True,
        )


def main() -> None:
    """The tables of each size, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--judged", action="store_true", help="and the same number judged one by one")
    parser.add_argument("--datasette", help="the program")
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--only", help="pages whose address has this")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as gone:
        folder = given.keep or Path(gone)
        for size in given.sizes:
            home = open_corpus(folder, size)
            found = measure_desk(home, given.only)
            if given.judged:
                beside = measure_desk(open_corpus(folder, size, judged=True), given.only)
                for name, most in found.items():
                    print(f"{name:<34}multiplied {most:>7.1f} judged {beside[name]:>7.1f}")
            if given.datasette:
                measure_datasette(given.datasette, home)
            if given.commands:
                measure_commands(home)


if __name__ == "__main__":
    main()
