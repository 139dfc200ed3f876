"""A large corpus on each database: what the next articles and the commands cost.

    python -m bench.scale.large 100000 1000000 --keep FOLDER [--judged] [--server URL]

A newsroom of two thousand judged articles is multiplied by bulk SQL (`multiplied.py`), with the polls
of 300 sources, on SQLite and on PostgreSQL. Then the newsroom goes on: its next articles go through the whole
path, each in a transaction of its own, twenty on one corpus and then twenty on the next, and the commands
are run, and the pages of the desk asked for. CPU is given, of this program and of the PostgreSQL server, and
how many times SQLite's both are.
`--judged` has the same number judged one by one beside it, carried over to PostgreSQL by `hanmi migrate`:
judging the next must cost the same there.

FOLDER keeps the SQLite corpora, and URL (`postgresql+psycopg://user@host:port`) is a server that keeps the
others, each in a database `corpus_SIZE`; without them all is made anew. What was judged in a run before
stays, and the next articles follow on it. A million articles take 13 GB and half an hour on each.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path

import psycopg
import sqlalchemy as sa

from bench.scale.asked import measure_commands
from bench.scale.desk import measure_desk, open_corpus, split
from bench.scale.multiplied import multiply
from bench.scale.newsroom import YEARS, fill_ledger, judge_newsroom, make_articles, write_config
from bench.scale.postmaster import Postmaster
from bench.scale.served import HANMI, where
from bench.speed.dense import run
from flows.config.loading.load import load_settings
from flows.keeping.new_article import keep_article
from flows.wiring import open_house
from storage.database import Database
from storage.lists.metrics import measure_database
from storage.records import Article
from storage.tables import articles
from tests.postgres import postgres_server

A_TURN = 20
"""Articles that one corpus keeps before it is the next one's turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """One corpus: its folder with the configuration, its address, how many of the newsroom's articles were
    judged for it, and when and over what time these came."""

    label: str
    home: Path
    url: str
    judged: int
    span: timedelta
    until: datetime
    is_multiplied: bool
    postmaster: Postmaster | None = None

    def server_s(self) -> float:
        """What the database server has taken of CPU so far; 0 where there is none."""
        return self.postmaster.cpu_s() if self.postmaster else 0.0

    def next_articles(self, count: int) -> Iterator[Article]:
        """What the newsroom goes on with, after what was judged here since."""
        settings = load_settings(self.home / "hanmi.toml", self.home)
        examples = [example.text for watch in settings.watches for example in watch.must_match]
        with Database(self.url) as db, db.reading() as tx:
            since = tx.execute(sa.select(sa.func.count()).where(articles.c.url.not_like("%-%"))).scalar_one()
        # addresses of copies have the copy's number behind a hyphen
        begun = since if self.is_multiplied else since - self.judged
        pace, many = self.span / self.judged, self.judged + begun + count
        made = make_articles(many, pace * many, self.until + pace * count, examples, seed=1)
        return islice(made, self.judged + begun, None)


# ── the corpora ───────────────────────────────────────────────────────────────────────────


def open_sqlite(folder: Path, size: int, *, judged: bool = False) -> Corpus:
    """The corpus in a file, made unless it is there."""
    home = open_corpus(folder, size, judged=judged)
    _, base, span = (1, size, YEARS) if judged else split(size)
    with Database(f"sqlite:///{home / 'hanmi.db'}") as db:
        return Corpus(
            label=f"{size} {'judged' if judged else 'multiplied'}, SQLite", home=home,
            url=f"sqlite:///{home / 'hanmi.db'}", judged=base, span=span, until=_read_end(db),
            is_multiplied=not judged,
        )  # fmt: skip


def open_postgresql(folder: Path, server: str, size: int) -> Corpus:
    """The corpus on a server, made unless it is there."""
    name = f"corpus_{size}"
    home, (copies, base, span) = folder / name, split(size)
    home.mkdir(parents=True, exist_ok=True)
    config = write_config(home, url=f"{server}/{name}")
    if _make_database(server, name):
        began, now = time.process_time(), datetime.now(UTC)
        with (
            tempfile.TemporaryDirectory() as first,
            Database(f"sqlite:///{first}/hanmi.db") as source,
            Database(f"{server}/{name}") as db,
        ):
            judge_newsroom(Path(first), base, span, now)
            multiply(source, db, copies, span)
            fill_ledger(db, load_settings(config, home), now)
        spent = time.process_time() - began
        print(f"{name}: made in {spent:.0f} s of CPU beside the server's", flush=True)
    return _open_made(f"{size} multiplied, PostgreSQL", home, f"{server}/{name}", base, span, True)


def carry_judged(folder: Path, server: str, of: Corpus) -> Corpus:
    """A judged corpus on the server too, as `hanmi migrate` carries it."""
    name = f"corpus_{of.judged}_judged"
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    if _make_database(server, name):
        with tempfile.TemporaryDirectory() as copied:  # what was carried is used no more
            shutil.copytree(of.home, copied, dirs_exist_ok=True)
            run([HANMI, *where(Path(copied)), "migrate", "--to", f"{server}/{name}"])
    write_config(home, url=f"{server}/{name}")
    return _open_made(f"{of.judged} judged, PostgreSQL", home, f"{server}/{name}", of.judged, of.span, False)


def _open_made(label: str, home: Path, url: str, judged: int, span: timedelta, is_multiplied: bool) -> Corpus:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ANALYZE")  # as the server itself does in time
    with Database(url) as db:
        return Corpus(
            label=label, home=home, url=url, judged=judged, span=span, until=_read_end(db),
            is_multiplied=is_multiplied, postmaster=Postmaster.find(url),
        )  # fmt: skip


def _read_end(db: Database) -> datetime:
    with db.reading() as tx:
        end: datetime = tx.execute(sa.select(sa.func.max(articles.c.published_at))).scalar_one()
    return end


def _make_database(server: str, name: str) -> bool:
    """Make a database; False where it is there."""
    with psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # not a literal
    return True


# ── measuring ─────────────────────────────────────────────────────────────────────────────


class Judging:
    """The next articles of one corpus, and what they have taken so far of CPU, ours and the server's."""

    def __init__(self, corpus: Corpus, count: int, stack: ExitStack) -> None:
        self.corpus = corpus
        self._coming = corpus.next_articles(count)
        settings = load_settings(corpus.home / "hanmi.toml", corpus.home)
        self._house = stack.enter_context(open_house(settings, console=StringIO()))
        self.forget()

    def keep(self, count: int) -> None:
        """Keep so many more."""
        articles = list(islice(self._coming, count))
        ours, theirs, wall = time.process_time(), self.corpus.server_s(), time.perf_counter()
        for article in articles:
            keep_article(self._house, article, now=article.fetched_at)
        self.kept += len(articles)
        self.wall_s += time.perf_counter() - wall
        self.ours_s += time.process_time() - ours
        self.theirs_s += self.corpus.server_s() - theirs

    def forget(self) -> None:
        """Count from here on."""
        self.kept, self.ours_s, self.theirs_s, self.wall_s = 0, 0.0, 0.0, 0.0

    def report(self, first: Judging) -> None:
        """A line, with how many times the first's it is."""
        each = [1000 * spent / self.kept for spent in (self.ours_s, self.theirs_s, self.wall_s)]
        times = (self.ours_s + self.theirs_s) / (first.ours_s + first.theirs_s)
        size = (measure_database(self._house.db) or 0) / 1e6
        print(
            f"{self.corpus.label:<34}judging the next {self.kept:>5}: {each[0]:>6.1f} ms CPU an article,"
            f" {each[1]:>5.1f} the server's, {each[0] + each[1]:>6.1f} together ({times:.2f});"
            f" {each[2]:>6.1f} ms in all ({self.wall_s / first.wall_s:.2f}); {size:,.0f} MB",
            flush=True,
        )


def measure_judging(corpora: Sequence[Corpus], count: int) -> None:
    """What each of the next articles takes, kept in turns of a few, so that all meet the same machine."""
    with ExitStack() as stack:
        judging = [Judging(corpus, count, stack) for corpus in corpora]
        for each in judging:  # what is read for the first time is apart
            each.keep(count // 10)
            each.forget()
        for turn in range(max(1, (count - count // 10) // A_TURN)):
            for each in judging if turn % 2 else reversed(judging):
                each.keep(A_TURN)
        for each in judging:
            each.report(judging[0])


def main() -> None:
    """Each size on each database, side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--next", type=int, default=500, help="how many articles are judged")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--judged", action="store_true", help="and the same number judged one by one")
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--desk", action="store_true", help="and every page of the desk")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--server", help="the address of a PostgreSQL server, without a database")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = None
        if given.only != "sqlite":
            server = given.server or stack.enter_context(postgres_server())
            if server is None:
                sys.exit("no PostgreSQL server is installed here")
        corpora = [
            corpus
            for size in given.sizes
            for corpus in _open_all(folder, server, size, given.only, judged=given.judged)
        ]
        measure_judging(corpora, given.next)
        for corpus in corpora:
            if given.commands:
                measure_commands(corpus.home, corpus.url, corpus.label, corpus.postmaster)
            if given.desk:
                measure_desk(corpus.home, corpus.url, corpus.label, corpus.postmaster)


def _open_all(
    folder: Path, server: str | None, size: int, only: str | None, *, judged: bool
) -> Iterator[Corpus]:
    if only != "postgresql":
        yield open_sqlite(folder, size)
    if server:
        yield open_postgresql(folder, server, size)
    if judged:
        one_by_one = open_sqlite(folder, size, judged=True)
        yield one_by_one
        if server:
            yield carry_judged(folder, server, one_by_one)


if __name__ == "__main__":
    main()
