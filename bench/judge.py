"""What judging one article costs as the corpus grows: `python -m bench.judge 1000 10000`.

The corpus is made up: words by Zipf's law, a quarter near-copies of the last two thousand, a footer for each
of 200 outlets, a thousand articles a day. Times are whole transactions, insertion and commit included: look
at their growth rather than at the milliseconds of one machine.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from flows.judge.verdict import judge_article, keep_verdict
from storage.articles import insert_article
from storage.database import Database, Transaction
from storage.records import Article, Published, Sighting, TextFrom

START = datetime(2026, 1, 1, tzinfo=UTC)
INDEX = ("fingerprints", "story_postings", "story_sketches", "term_counts", "ix_articles_text_hash")
PROBES = 300
A_TRANSACTION = 200


def make_articles(seed: int = 1) -> Iterator[Article]:
    """An endless wire of made-up articles, the same for the same seed."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(40_000)]
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    footers = [" ".join(chance.choices(words, weights, k=40)) + "." for _ in range(200)]
    recent: list[list[str]] = []
    for number in range(10**9):
        if recent and chance.random() < 0.25:
            paragraphs = [
                p if chance.random() > 0.2 else p[: len(p) // 2] + "." for p in chance.choice(recent)
            ]
        else:
            topic = chance.choices(words[200:], k=30)
            paragraphs = [
                " ".join(chance.choices(words, weights, k=40) + chance.choices(topic, k=12)) + "."
                for _ in range(chance.randint(3, 12))
            ]
        recent = [*recent[-1999:], paragraphs]
        outlet = chance.randrange(200)
        at = START + timedelta(days=number / 1000)
        yield Article(
            key=f"outlet{outlet}.example/{number}",
            title=" ".join(paragraphs[0].split()[:9]),
            text="\n".join([*paragraphs, footers[outlet]]),
            lang="en",
            fetched_at=at,
            sighting=Sighting.LIVE,
            text_from=TextFrom.PAGE,
            published=Published(at=at, by="feed"),
        )


def judge_one(tx: Transaction, article: Article) -> None:
    """One article through judging, as the pipeline does it."""
    judgement = judge_article(tx, article, ())
    keep_verdict(tx, insert_article(tx, article), article, judgement)


def grow(database: Database, articles: Sequence[Article]) -> float:
    """Add articles many to a transaction, as backfilling does; returns seconds."""
    began = time.perf_counter()
    for start in range(0, len(articles), A_TRANSACTION):
        with database.writing() as tx:
            for article in articles[start : start + A_TRANSACTION]:
                judge_one(tx, article)
    return time.perf_counter() - began


def probe(database: Database, articles: Sequence[Article]) -> tuple[list[float], float]:
    """Milliseconds of one transaction an article, ascending; and the processor's share of their mean."""
    taken, busy = [], time.process_time()
    for article in articles:
        began = time.perf_counter()
        with database.writing() as tx:
            judge_one(tx, article)
        taken.append(1000 * (time.perf_counter() - began))
    return sorted(taken), 1000 * (time.process_time() - busy) / len(articles)


def measure_index(database: Database) -> int:
    """Bytes of the tables and indexes that judging keeps."""
    asked = sa.text("SELECT sum(pgsize) FROM dbstat WHERE name IN :names").bindparams(
        sa.bindparam("names", INDEX, expanding=True)
    )
    with database.reading() as tx:
        return int(tx.execute(asked).scalar() or 0)


def main() -> None:
    """Grow one corpus through the sizes asked for and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000])
    os.nice(10)
    wire, size = make_articles(), 0
    heads = ("articles", "p50 ms", "p95 ms", "cpu ms", "bytes/article", "backfilled/s")
    print("".join(f"{head:>14}" for head in heads))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        for wanted in sorted(parser.parse_args().sizes):
            seconds, added = 0.0, wanted - size
            while size < wanted:
                batch = list(islice(wire, min(1000, wanted - size)))
                seconds += grow(database, batch)
                size += len(batch)
            taken, busy = probe(database, list(islice(wire, PROBES)))
            size += PROBES
            half, most = statistics.median(taken), taken[int(0.95 * len(taken))]
            figures = (wanted, half, most, busy, measure_index(database) / size, added / seconds)
            print("".join(f"{figure:14.2f}" for figure in figures), flush=True)
        database.close()


if __name__ == "__main__":
    main()
