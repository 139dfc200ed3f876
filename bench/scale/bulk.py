"""A large corpus without judging every article: rows as judging would have left them, the index sorted.

Texts, fingerprints and copy groups are real; a story's sketch is drawn from its words instead of weighed. A
million articles thus take minutes, and a probe meets an index of the true size and shape.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from bench.speed.corpus import Made
from flows.judge.fingerprints import read_sketch
from flows.judge.terms import term_key
from storage.database import Database, Transaction
from storage.judging.term_counts import SAMPLE
from storage.judging.topics import story_day
from storage.records import Article, digest_id
from storage.rows import published_columns
from storage.tables import addresses, articles, stories, story_sketches

A_TRANSACTION = 10_000
CHIEF_TERMS = 12
TERMS = 128
SORTED = {"fingerprints": "fp, doc", "story_postings": "term, place"}
COUNT = (
    "INSERT INTO term_counts (term, articles) VALUES (?, ?)"
    " ON CONFLICT (term) DO UPDATE SET articles = articles + excluded.articles"
)


@dataclass(slots=True)
class Load:
    """What was loaded so far: the number, group and story of every article by its id."""

    known: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    terms: Counter[int] = field(default_factory=Counter)
    number: int = 0
    story: int = 0


def load_many(database: Database, wire: Iterable[Made]) -> int:
    """Add articles to a corpus; returns how many."""
    load, wire = Load(), iter(wire)
    with database.writing() as tx:
        load.number, load.story = _last(tx, "articles"), _last(tx, "stories")
        tx.exec_driver_sql("PRAGMA cache_size = -600000")
        for table in SORTED:
            tx.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS new_{table} (a INTEGER, b INTEGER)")
    first = load.number
    while batch := list(islice(wire, A_TRANSACTION)):
        with database.writing() as tx:
            _load_batch(tx, load, batch)
    with database.writing() as tx:
        tx.connection.dbapi_connection.executemany(COUNT, load.terms.items())
        for table, columns in SORTED.items():
            rows = f"SELECT a, b FROM new_{table} ORDER BY a, b"
            tx.exec_driver_sql(f"INSERT OR IGNORE INTO {table} ({columns}) {rows}")
            tx.exec_driver_sql(f"DROP TABLE new_{table}")
        tx.exec_driver_sql("PRAGMA cache_size = -16000")
    return load.number - first


def _last(tx: Transaction, table: str) -> int:
    return int(tx.exec_driver_sql(f"SELECT coalesce(max(number), 0) FROM {table}").scalar_one())


def _load_batch(tx: Transaction, load: Load, batch: Sequence[Made]) -> None:
    rows: dict[str, list[Any]] = {name: [] for name in ("article", "story", "sketch", "address")}
    marks: list[tuple[int, int]] = []
    places: list[tuple[int, int]] = []
    for made in batch:
        load.number += 1
        article, sketch = made.article, read_sketch(made.article.text)
        marks.extend((mark, load.number) for mark in sketch.fingerprints)
        parent = load.known.get(made.of or "")
        if parent is None:
            load.story += 1
            keys = _weigh_words(article.text)
            rows["story"].append(_story_row(article, load.story))
            rows["sketch"].append(_sketch_row(load.story, keys, article.lang))
            day = story_day(article.fetched_at) << 31
            places.extend((key, day + load.story) for key in keys[:CHIEF_TERMS])
            if load.number % SAMPLE == 0:
                load.terms.update(dict.fromkeys([-2 if article.lang == "ko" else -1, *keys], SAMPLE))
        group, story = (load.number, load.story) if parent is None else parent[1:]
        load.known[article.id] = (load.number, group, story)
        found = (parent[0] if parent else None, group, story, sketch.text_hash, len(sketch.fingerprints))
        rows["article"].append(_article_row(article, load.number, *found))
        rows["address"].append({"key": article.key, "article": load.number})
    for table, name in ((stories, "story"), (articles, "article"), (addresses, "address")):
        tx.execute(table.insert(), rows[name])
    tx.execute(story_sketches.insert(), rows["sketch"])
    for table, pairs in (("fingerprints", marks), ("story_postings", places)):
        tx.connection.dbapi_connection.executemany(f"INSERT INTO new_{table} VALUES (?, ?)", pairs)


@cache
def _key_of(word: str) -> int:
    return term_key(word)


def _weigh_words(text: str) -> list[int]:
    """The terms of a text, the rarest first: the longest and the once said stand for them."""
    counts = Counter(text.replace(".", "").split())
    chosen = sorted(counts, key=lambda word: (-len(word), word))[:TERMS]
    return [_key_of(word) for word in chosen]


def _story_row(article: Article, number: int) -> dict[str, Any]:
    id, at = digest_id("s", article.key), article.fetched_at
    return {
        "number": number, "id": id, "title": article.title,
        "first_seen": at, "last_seen": at, "moved_at": at, "has_live": True,
    }  # fmt: skip


def _sketch_row(story: int, keys: Sequence[int], lang: str) -> dict[str, Any]:
    weights = [len(keys) ** -0.5] * len(keys)
    return {
        "story": story,
        "script": "cjk" if lang == "ko" else "other",
        "articles": 1,
        "longest": len(keys),
        "names": {},
        "numbered": {},
        "terms": struct.pack(f"<{len(keys)}I{len(keys)}e", *keys, *weights),
    }


def _article_row(
    article: Article,
    number: int,
    parent: int | None,
    group: int,
    story: int,
    text_hash: int | None,
    marks: int,
) -> dict[str, Any]:
    share = None if parent is None else 0.9
    return {
        "number": number, "id": article.id, "key": article.key, "url": article.url, "path": None,
        "source": None, "outlet": article.outlet, "title": article.title, "subtitle": None, "authors": [],
        "lang": article.lang, "text": article.text, "text_from": article.text_from.value,
        "fetched_at": article.fetched_at, "sighting": article.sighting.value, "text_hash": text_hash or 0,
        "fingerprint_count": marks, "copy_of": parent, "copy_kind": parent and "near", "copy_group": group,
        "of_this": share, "of_other": share, "story": story, "story_why": "loaded",
        **published_columns(article.published),
    }  # fmt: skip
