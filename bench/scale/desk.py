"""What each page of the desk costs over a large corpus: `python -m bench.scale.desk 100000 1000000`.

Each corpus is a newsroom of two thousand judged articles (`newsroom.py`), multiplied over two years
(`multiplied.py`), with the polls of 300 sources. `hanmi desk` runs over it as a process, a reader who
is logged in asks for every page thirty times, the first apart, and the CPU that the process took is given in
milliseconds; then what memory it holds alone (PSS). `--judged` puts the same number judged one by one beside
the multiplied. `--datasette PROGRAM` has https://datasette.io over the same file beside it, and `--commands`
asks on the command line. `--keep FOLDER` keeps the corpora and uses those that are there: a million articles
take 10 GB and half an hour.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import sqlalchemy as sa

from bench.scale.multiplied import multiply
from bench.scale.newsroom import YEARS, fill_ledger, judge_newsroom, write_config
from bench.scale.postmaster import Postmaster
from bench.scale.served import HANMI, Served, serve, serve_desk, where
from bench.speed.dense import run
from flows.config.loading.load import load_settings
from storage.database import Database
from storage.tables import articles, mentions, stories
from tests.postgres import find_port

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


def choose_pages(url: str) -> list[Asked]:
    """Every page of the desk over a database, those of one thing for things from all over the corpus."""
    with Database(url) as db, db.reading() as tx:
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


# ── measuring ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU in milliseconds: of the first request, and of the others in order."""

    first: float
    others: Sequence[float]

    @classmethod
    def count(cls, spent: Sequence[float]) -> Spent:
        """Of what each request took, in seconds."""
        first, *others = [1000 * each for each in spent]
        return cls(first, sorted(others))

    @property
    def p95(self) -> float:
        """The 95th percentile of the others."""
        return self.others[int(0.95 * len(self.others))]

    def __str__(self) -> str:
        return f"{self.first:>10.1f}{self.others[len(self.others) // 2]:>8.1f}{self.p95:>8.1f}"


def measure_page(served: Served, asked: Asked) -> tuple[Spent, Spent, int]:
    """What the desk took and what the server of its database did; bytes of the last answer."""
    connection, ours, theirs, size = served.open(), [], [], 0
    for n in range(TIMES):
        before, there = served.cpu_s(), served.database_s()
        size = served.get(connection, asked.addresses[n % len(asked.addresses)])
        ours.append(served.cpu_s() - before)
        theirs.append(served.database_s() - there)
    connection.close()
    return Spent.count(ours), Spent.count(theirs), size


def measure_pages(served: Served, pages: Sequence[Asked], label: str) -> dict[str, float]:
    """Print a line for each page and return its 95th percentile, the server's included."""
    found: dict[str, float] = {}
    heads = f"{'first ms':>10}{'p50':>8}{'p95':>8}"
    beside = f"{'server:':>9}{heads}" if served.postmaster else ""
    print(f"{label:<34}{heads}{'KB':>7}{beside}", flush=True)
    for asked in pages:
        ours, theirs, size = measure_page(served, asked)
        beside = f"{'':>9}{theirs}" if served.postmaster else ""
        print(f"{asked.name:<34}{ours}{size / 1000:>7.0f}{beside}", flush=True)
        found[asked.name] = ours.p95 + theirs.p95
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


def measure_desk(
    home: Path, url: str, label: str, postmaster: Postmaster | None = None, only: str = ""
) -> dict[str, float]:
    """The pages of a desk over a corpus whose address has `only`, and its memory."""
    pages = [page for page in choose_pages(url) if only in page.name]
    with serve_desk(home, url, postmaster) as served:
        served.get(served.open(), "/readyz")
        begin = served.pss_mb()
        found = measure_pages(served, pages, label)
        after = served.pss_mb()
        crowd(served, pages)
        print(
            f"PSS {begin:.0f} MB at the start, {after:.0f} after these, {served.pss_mb():.0f} after a crowd"
        )
    return found


def _measure_file(home: Path, only: str) -> dict[str, float]:
    return measure_desk(home, _url(home), f"{home.name} articles", only=only)


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
    parser.add_argument("--only", default="", help="pages whose address has this")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as gone:
        folder = given.keep or Path(gone)
        for size in given.sizes:
            home = open_corpus(folder, size)
            found = _measure_file(home, given.only)
            if given.judged:
                beside = _measure_file(open_corpus(folder, size, judged=True), given.only)
                for name, most in found.items():
                    print(f"{name:<34}multiplied {most:>7.1f} judged {beside[name]:>7.1f}")
            if given.datasette:
                measure_datasette(given.datasette, home)
            if given.commands:
                measure_commands(home)


if __name__ == "__main__":
    main()
