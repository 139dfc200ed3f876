"""What judging one article costs as the corpus grows: `python -m bench.speed.judge 1000 10000 100000`.

For each size: the copies alone, then with stories; whole transactions, insertion and commit included. Beyond
10,000 the corpus is loaded, not judged (`scale/bulk.py`), and its last two thousand articles are judged. Look
at the growth and at CPU time rather than at the milliseconds of one machine. A million articles ask for 7 GB
of disk and half an hour; `--keep FOLDER` keeps the corpora and uses those that are there.

`--peers` puts datasketch's MinHash LSH and rensa beside it, on the same articles, in memory. They are not
among our dependencies: `pip install datasketch rensa`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bench.scale.bulk import load_many
from bench.speed.corpus import Made, make_wire
from bench.speed.judge_peers import measure_peers
from flows.judge.copies import choose_candidates, judge_copies
from flows.judge.fingerprints import read_sketch
from flows.judge.verdict import judge_article, keep_verdict
from storage.corpus.articles import insert_article
from storage.database import Database, Transaction
from storage.judging.likeness import keep_fingerprints, read_likenesses, read_neighbours, read_same_words

INDEX = ("fingerprints", "story_postings", "story_sketches", "term_counts", "ix_articles_text_hash")
JUDGED = 10_000
SETTLED = 2_000
PROBES = 400
A_TRANSACTION = 200
HEADS = ("articles", "with", "p50 ms", "p95 ms", "cpu ms", "bytes/article", "copies found")


def judge_whole(tx: Transaction, made: Made) -> str | None:
    """One article through judging, as the pipeline does it; returns what it was found to be a copy of."""
    judgement = judge_article(tx, made.article, made.mentions)
    keep_verdict(tx, insert_article(tx, made.article), made.article, judgement)
    return judgement.copies[0].of if judgement.copies else None


def judge_copy(tx: Transaction, made: Made) -> str | None:
    """The same without stories: what a plain index of copies would do."""
    article, sketch = made.article, read_sketch(made.article.text)
    likenesses = read_likenesses(tx, sketch.fingerprints)
    candidates = choose_candidates(likenesses, read_same_words(tx, sketch.text_hash))
    copies = judge_copies(article.title, sketch, article.text, read_neighbours(tx, candidates))
    keep_fingerprints(tx, insert_article(tx, article), sketch.fingerprints)
    return copies[0].of if copies else None


def grow(database: Database, wire: Sequence[Made]) -> None:
    """Add articles many to a transaction, as they would come."""
    for start in range(0, len(wire), A_TRANSACTION):
        with database.writing() as tx:
            for made in wire[start : start + A_TRANSACTION]:
                judge_whole(tx, made)


def probe(
    database: Database, wire: Sequence[Made], judge: Callable[[Transaction, Made], str | None]
) -> tuple[float, float, float, float]:
    """Median and 95th percentile of a transaction, its mean CPU (all ms), and the share of copies found."""
    taken, found, busy = [], 0, time.process_time()
    for made in wire:
        began = time.perf_counter()
        with database.writing() as tx:
            of = judge(tx, made)
        taken.append(1000 * (time.perf_counter() - began))
        found += made.of is not None and of is not None
    busy = 1000 * (time.process_time() - busy) / len(wire)
    copies = sum(made.of is not None for made in wire)
    return statistics.median(taken), sorted(taken)[int(0.95 * len(taken))], busy, found / max(1, copies)


def measure_index(database: Database, size: int) -> float:
    """Bytes an article of the tables and indexes that judging keeps."""
    asked = sa.text("SELECT sum(pgsize) FROM dbstat WHERE name IN :names").bindparams(
        sa.bindparam("names", INDEX, expanding=True)
    )
    with database.reading() as tx:
        return int(tx.execute(asked).scalar() or 0) / size


def reach_size(folder: Path, wire: Iterator[Made], size: int, have: int) -> None:
    """Bring the corpus in a folder to a size; the last of it is judged, so that probes meet real stories."""
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    if size > JUDGED:
        load_many(database, islice(wire, size - SETTLED - have))
        grow(database, list(islice(wire, SETTLED)))
    else:
        grow(database, list(islice(wire, size - have)))
    database.close()


def measure_size(path: Path, probes: Sequence[Made], size: int) -> None:
    """Print a line for the copies alone and one with stories; the corpus at `path` grows by the probes."""
    database = Database(f"sqlite:///{path}")
    bytes_each = measure_index(database, size)
    ways = {"copies": judge_copy, "stories": judge_whole}
    for number, (name, judge) in enumerate(ways.items()):
        figures = probe(database, probes[number * PROBES : (number + 1) * PROBES], judge)
        line = (f"{size}", name, *(f"{figure:.2f}" for figure in figures[:3]), f"{bytes_each:.0f}")
        print("".join(f"{cell:>14}" for cell in (*line, f"{figures[3]:.3f}")), flush=True)
    database.close()


@contextmanager
def open_folder(kept: Path | None) -> Iterator[Path]:
    """The folder to keep corpora in, or one that goes afterwards."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> None:
    """Grow one corpus through the sizes asked for and measure at each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    os.nice(5)
    print("".join(f"{head:>14}" for head in HEADS))
    with open_folder(asked.keep) as folder:
        wire, have = make_wire(), 0
        for size in sorted(asked.sizes):
            kept = folder / f"{size}.db"
            if kept.exists():
                shutil.copy(kept, folder / "bench.db")
                wire = islice(make_wire(), size, None)
            else:
                reach_size(folder, wire, size, have)
                shutil.copy(folder / "bench.db", kept)
            shutil.copy(kept, folder / "probed.db")
            measure_size(folder / "probed.db", list(islice(make_wire(), size, size + 2 * PROBES)), size)
            have = size
    if asked.peers:
        measure_peers(sorted(asked.sizes))


if __name__ == "__main__":
    main()
