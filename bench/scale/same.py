"""What a corpus came to, in one line a table: the same for two databases that were kept alike.

    python -m bench.scale.same ONE/hanmi.db OTHER/hanmi.db

Run `hanmi backfill` of one file with two versions of the code and give both databases. Articles, copies,
stories, matches, mentions and decisions are compared row by row, times of keeping left out. Ends with 1 where
a table differs, and shows the first rows that do.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
import sys
from collections.abc import Sequence

SHOWN = 3
"""Differing rows that are shown of a table."""

QUERIES = {
    "articles": "SELECT id, key, title, lang, published_at, text_hash, fingerprint_count FROM articles",
    "copies": (
        "SELECT a.id, p.id, a.copy_kind, a.of_this, a.of_other, g.id FROM articles a"
        " LEFT JOIN articles p ON p.number = a.copy_of LEFT JOIN articles g ON g.number = a.copy_group"
    ),
    "stories": "SELECT a.id, s.id, a.story_why FROM articles a JOIN stories s ON s.number = a.story",
    "sketches": "SELECT s.id, k.script, k.articles, k.names, k.numbered, k.terms FROM story_sketches k"
    " JOIN stories s ON s.number = k.story",
    "counts": "SELECT term, articles FROM term_counts",
    "fingerprints": "SELECT fp, a.id FROM fingerprints f JOIN articles a ON a.number = f.doc",
    "matches": "SELECT a.id, m.watch, m.evidence FROM matches m JOIN articles a ON a.number = m.article",
    "mentions": "SELECT a.id, m.entity, m.count, m.in_title, m.conflict FROM mentions m"
    " JOIN articles a ON a.number = m.article",
    "words": "SELECT term, doc, cnt FROM temp.said",
    "decisions": "SELECT step, subject, verdict, why, detail FROM decisions",
}


def read_rows(path: str) -> dict[str, list[str]]:
    """Every table's rows as text, sorted."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        db.execute("CREATE VIRTUAL TABLE temp.said USING fts5vocab(main, article_words, row)")
        return {name: sorted(map(repr, db.execute(query))) for name, query in QUERIES.items()}


def digest(rows: Sequence[str]) -> str:
    """A short name for these rows."""
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]


def main() -> None:
    """Compare two databases."""
    one, other = map(read_rows, sys.argv[1:3])
    for name in QUERIES:
        is_same = one[name] == other[name]
        print(
            f"{name:<13} {len(one[name]):>7} {digest(one[name])}  {digest(other[name])}  {is_same or 'OTHER'}"
        )
        if not is_same:
            differing = sorted(set(one[name]) ^ set(other[name]))
            print(*itertools.islice((f"    {row[:300]}" for row in differing), SHOWN), sep="\n")
    sys.exit(any(one[name] != other[name] for name in QUERIES))


if __name__ == "__main__":
    main()
