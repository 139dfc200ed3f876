"""The persistent index of copies: which articles of the whole corpus share passages with a text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.database import Transaction
from storage.numbers import as_numbers, read_rows, run_statement
from storage.records import Likeness
from storage.tables import articles, stories

NEWEST = 64
"""Documents read of one fingerprint. The cap is what keeps a look-up from growing with the corpus."""

BOILERPLATE = 3
"""A fingerprint in so many stories, or in so many copy groups of one outlet, is a stock phrase.

Documents are not counted, since a wire report in a hundred outlets is no stock phrase; nor are copy groups
of any outlet, since three may each build a longer article around it.
"""

MIN_SHARED = 2
"""One shared fingerprint is chance."""

_SAME_WORDS = "SELECT a.id FROM articles a WHERE a.text_hash = :hash ORDER BY a.number LIMIT :limit"

# The subquery finds the document from which on NEWEST are left: a stock phrase costs no more.
_POSTINGS = """
    SELECT f.fp, f.doc FROM {numbers} AS marks JOIN fingerprints f ON f.fp = marks.n AND f.doc >= COALESCE((
        SELECT g.doc FROM fingerprints g WHERE g.fp = marks.n ORDER BY g.doc DESC LIMIT 1 OFFSET :newest), 0)
"""

_KNOWN = """
    SELECT a.number, a.id, a.key, a.outlet, a.story, a.fingerprint_count, g.id AS group_id
    FROM {numbers} AS docs JOIN articles a ON a.number = docs.n
    LEFT JOIN articles g ON g.number = a.copy_group
"""

_KEEP = """
    INSERT INTO fingerprints (fp, doc) SELECT n, :doc FROM {numbers} AS marks WHERE true
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An article of the corpus that may be the same text, with what deciding that asks for."""

    likeness: Likeness
    number: int
    title: str
    text: str
    order: tuple[str, int]
    """Sorts the original first: published (else fetched) in UTC, then number."""
    story: int | None
    story_id: str | None
    story_is_live: bool


def read_likenesses(tx: Transaction, marks: Sequence[int]) -> list[Likeness]:
    """The articles that share at least two fingerprints with these, most shared first.

    Shares leave boilerplate out on both sides; of each fingerprint only the newest `NEWEST` articles count.
    """
    postings = _read_postings(tx, marks)
    if not postings:
        return []
    known = _read_known(tx, {doc for docs in postings.values() for doc in docs})
    boilerplate = {mark for mark, docs in postings.items() if _is_boilerplate(docs, known)}
    shared = Counter(doc for mark, docs in postings.items() if mark not in boilerplate for doc in docs)
    stock = Counter(doc for mark in boilerplate for doc in postings[mark])
    of_this = max(1, len(marks) - len(boilerplate))
    return [
        Likeness(
            article=known[doc].id,
            group=known[doc].group,
            shared=count,
            of_this=min(1.0, count / of_this),
            of_other=min(1.0, count / max(1, known[doc].fingerprint_count - stock[doc])),
        )
        for doc, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        if count >= MIN_SHARED
    ]


def read_same_words(tx: Transaction, text_hash: int | None, limit: int = 8) -> list[str]:
    """Ids of the articles with exactly these words, in the order in which they were judged."""
    if text_hash is None:
        return []
    return [id for (id,) in read_rows(tx, _SAME_WORDS, hash=text_hash, limit=limit)]


def read_neighbours(tx: Transaction, likenesses: Iterable[Likeness]) -> list[Neighbour]:
    """The articles of these likenesses, with their texts, in the given order."""
    by_id = {likeness.article: likeness for likeness in likenesses}
    if not by_id:
        return []
    group = articles.alias("grp")
    chosen = (
        sa.select(articles, group.c.id.label("group_id"), stories.c.id.label("story_id"), stories.c.has_live)
        .outerjoin(group, group.c.number == articles.c.copy_group)
        .outerjoin(stories, stories.c.number == articles.c.story)
        .where(articles.c.id.in_(by_id))
    )
    found = {row.id: _as_neighbour(row, by_id[row.id]) for row in tx.execute(chosen)}
    return [found[article] for article in by_id if article in found]


def keep_fingerprints(tx: Transaction, number: int, marks: Sequence[int]) -> None:
    """Put an article that was just inserted into the index; repeating it changes nothing."""
    if marks:
        run_statement(tx, _KEEP, numbers=as_numbers(marks), doc=number)


def _read_postings(tx: Transaction, marks: Sequence[int]) -> dict[int, list[int]]:
    """The newest documents of each fingerprint that any has."""
    if not marks:
        return {}
    postings: dict[int, list[int]] = defaultdict(list)
    for mark, doc in read_rows(tx, _POSTINGS, numbers=as_numbers(marks), newest=NEWEST - 1):
        postings[mark].append(doc)
    return postings


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    group: str
    story: int
    outlet: str | None
    fingerprint_count: int


def _read_known(tx: Transaction, docs: Iterable[int]) -> Mapping[int, _Known]:
    return {
        number: _Known(
            id,
            group or id,
            story or -number,  # an article without a story stands for itself
            outlet if key.startswith("text:") else key.partition("/")[0],
            count,
        )
        for number, id, key, outlet, story, count, group in read_rows(
            tx, _KNOWN, numbers=as_numbers(sorted(docs))
        )
    }


def _is_boilerplate(docs: Sequence[int], known: Mapping[int, _Known]) -> bool:
    if len(docs) < BOILERPLATE:
        return False
    holders = [known[doc] for doc in docs]
    if len({holder.story for holder in holders}) >= BOILERPLATE:
        return True
    groups = {(holder.outlet, holder.group) for holder in holders if holder.outlet}
    return any(count >= BOILERPLATE for count in Counter(outlet for outlet, _ in groups).values())


def _as_neighbour(row: sa.Row[tuple[object, ...]], likeness: Likeness) -> Neighbour:
    when = row.published_at or row.fetched_at
    return Neighbour(
        likeness=Likeness(
            article=row.id,
            group=row.group_id or row.id,
            shared=likeness.shared,
            of_this=likeness.of_this,
            of_other=likeness.of_other,
        ),
        number=row.number,
        title=row.title,
        text=row.text,
        order=(when.isoformat(), row.number),
        story=row.story,
        story_id=row.story_id,
        story_is_live=bool(row.has_live),
    )
