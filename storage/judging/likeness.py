"""The persistent index of copies: which articles of the whole corpus share passages with a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from storage.corpus.own_times import note_own_times
from storage.database import Transaction
from storage.driver import as_numbers, as_words, read_joined, read_rows, run_statement
from storage.records import Copy, CopyKind, Likeness
from storage.tables import articles, read_moment

NEWEST = 64
"""Documents read of one fingerprint. The cap is what keeps a look-up from growing with the corpus."""

GLANCE = 8
"""Documents read of a fingerprint at first: enough to know a stock phrase, whose others say no more."""

BOILERPLATE = 3
"""A fingerprint in so many stories, or in so many copy groups of one outlet, is a stock phrase.

Documents are not counted, since a wire report in a hundred outlets is no stock phrase; nor are copy groups
of any outlet, since three may each build a longer article around it.
"""

MIN_SHARED = 2
"""One shared fingerprint is chance."""

_SAME_WORDS = "SELECT a.id FROM articles a WHERE a.text_hash = :hash ORDER BY a.number LIMIT :limit"

_POSTINGS = """
    SELECT marks.n, (
        SELECT {joined doc} FROM (
            SELECT f.doc FROM fingerprints f WHERE f.fp = marks.n ORDER BY f.doc DESC LIMIT :newest) AS newest
    ) FROM {numbers} AS marks
"""

_HOLDERS = """
    SELECT f.doc, COUNT(*) FROM {numbers} AS marks JOIN fingerprints f ON f.fp = marks.n
    WHERE f.doc IN (SELECT CAST(w AS INTEGER) FROM {words} AS docs) GROUP BY f.doc
"""

_KNOWN = """
    SELECT a.number, a.id, a.key, a.outlet, a.story, a.fingerprint_count, g.id AS group_id
    FROM {numbers} AS docs JOIN articles a ON a.number = docs.n
    LEFT JOIN articles g ON g.number = a.copy_group
"""

_NEIGHBOURS = """
    SELECT a.number, a.id, a.key, g.id, a.title, a.text, COALESCE(a.published_at, a.fetched_at),
        s.number, COALESCE(r.id, s.id), s.has_live
    FROM {words} AS wanted JOIN articles a ON a.id = wanted.w
    LEFT JOIN articles g ON g.number = a.copy_group
    LEFT JOIN stories s ON s.number = COALESCE(a.part, a.story) LEFT JOIN stories r ON r.number = s.within
"""

_KIN = """
    SELECT a.id, g.id FROM {words} AS wanted JOIN articles g ON g.id = wanted.w
    JOIN articles a ON a.copy_group = g.number ORDER BY a.published_at, a.key LIMIT :limit
"""

_ENTER = "{insert} fingerprints (fp, doc) SELECT n, :doc FROM {numbers} AS marks"

_KEEP = f"{_ENTER} {{once}}"

_DROP = "DELETE FROM fingerprints WHERE doc = :doc AND fp IN (SELECT n FROM {numbers} AS marks)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An article of the corpus that may be the same text, with what deciding that asks for."""

    likeness: Likeness
    number: int
    title: str
    text: str
    order: tuple[str, str]
    """Sorts the original first: published (else fetched) in UTC, then key."""
    story: int | None
    """The number of its story, or of the part of it."""
    story_id: str | None
    story_is_live: bool


def read_likenesses(tx: Transaction, marks: Sequence[int]) -> list[Likeness]:
    """The articles that share at least two fingerprints with these, most shared first.

    Shares leave boilerplate out on both sides; of each fingerprint only the newest `NEWEST` articles count.
    """
    held = _read_held(tx, marks)
    alike = _count_shared(held)
    if not alike:
        return []
    known = held.known | _read_known(tx, alike.keys() - held.known.keys())
    stock = _count_held(tx, held.boilerplate, alike)
    of_this = max(1, len(marks) - len(held.boilerplate))
    return [
        Likeness(
            article=known[doc].id,
            group=known[doc].group,
            shared=count,
            of_this=min(1.0, count / of_this),
            of_other=min(1.0, count / max(1, known[doc].fingerprint_count - stock.get(doc, 0))),
        )
        for doc, count in sorted(alike.items(), key=lambda item: (-item[1], item[0]))
    ]


@dataclass(frozen=True, slots=True)
class _Held:
    """Which documents have each of the fingerprints, what is known of them, and which marks say nothing."""

    postings: dict[int, list[int]]
    known: dict[int, _Known]
    boilerplate: set[int]


def _read_held(tx: Transaction, marks: Sequence[int]) -> _Held:
    """A glance at each fingerprint, and then all that counts of those that are no stock phrase."""
    postings = _read_postings(tx, marks, GLANCE)
    known = _read_known(tx, _list_telling(postings))
    boilerplate = _list_boilerplate(postings, known)
    full = [mark for mark, docs in postings.items() if len(docs) == GLANCE and mark not in boilerplate]
    if full:
        more = _read_postings(tx, full, NEWEST)
        known |= _read_known(tx, set(chain(*more.values())) - known.keys())
        boilerplate |= _list_boilerplate(more, known)
        postings |= more
    return _Held(postings, known, boilerplate)


def _count_shared(held: _Held) -> dict[int, int]:
    """How many fingerprints that are no boilerplate each document shares, of those that share enough."""
    telling = [docs for mark, docs in held.postings.items() if mark not in held.boilerplate]
    shared = Counter(chain(*telling))
    return {doc: count for doc, count in shared.items() if count >= MIN_SHARED}


def _list_boilerplate(postings: Mapping[int, Sequence[int]], known: Mapping[int, _Known]) -> set[int]:
    return {mark for mark, docs in postings.items() if _is_boilerplate(docs, known)}


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
    rows = read_rows(tx, _NEIGHBOURS, words=as_words(by_id))
    found = {row[1]: _as_neighbour(row, by_id[row[1]]) for row in rows}
    return [found[article] for article in by_id if article in found]


def list_kin(tx: Transaction, copies: Sequence[Copy], limit: int) -> list[Likeness]:
    """The other members of the groups of these copies, the oldest of each first, `limit` of them at most."""
    groups = {copy.likeness.group for copy in copies if copy.kind is not CopyKind.PARTIAL}
    known = {copy.of for copy in copies}
    rows = read_rows(tx, _KIN, words=as_words(sorted(groups)), limit=limit) if groups else ()
    return [
        Likeness(article=id, group=group, shared=0, of_this=0.0, of_other=0.0)
        for id, group in rows
        if id not in known
    ]


def keep_fingerprints(tx: Transaction, number: int, marks: Sequence[int], *, is_new: bool = False) -> None:
    """Put an article into the index; repeating it changes nothing.

    `is_new` says that nothing of it is there, and no mark is given twice: PostgreSQL need not look for each.
    """
    if marks:
        run_statement(tx, _ENTER if is_new else _KEEP, numbers=as_numbers(marks), doc=number)


def change_fingerprints(tx: Transaction, number: int, before: Sequence[int], after: Sequence[int]) -> None:
    """Put an article's new fingerprints in the index in place of those before."""
    gone = sorted(set(before) - set(after))
    if gone:
        run_statement(tx, _DROP, numbers=as_numbers(gone), doc=number)
    keep_fingerprints(tx, number, after)


def _read_postings(tx: Transaction, marks: Sequence[int], newest: int) -> dict[int, list[int]]:
    """The newest documents of each fingerprint that any has."""
    if not marks:
        return {}
    rows = read_rows(tx, _POSTINGS, numbers=as_numbers(marks), newest=newest)
    return {mark: [*map(int, read_joined(docs))] for mark, docs in rows if docs}


def _list_telling(postings: Mapping[int, Sequence[int]]) -> set[int]:
    """The documents by which a fingerprint may turn out to be a stock phrase."""
    return {doc for docs in postings.values() if len(docs) >= BOILERPLATE for doc in docs}


def _count_held(tx: Transaction, marks: Iterable[int], docs: Iterable[int]) -> dict[int, int]:
    """How many of these fingerprints each of these documents has."""
    asked = as_numbers(sorted(marks))
    if asked == "[]":
        return {}
    return dict(read_rows(tx, _HOLDERS, numbers=asked, words=as_numbers(sorted(docs))))


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    group: str
    story: int
    outlet: str | None
    fingerprint_count: int


def _read_known(tx: Transaction, docs: Iterable[int]) -> dict[int, _Known]:
    asked = as_numbers(sorted(docs))
    if asked == "[]":
        return {}
    return {
        number: _Known(
            id,
            group or id,
            story or -number,  # an article without a story stands for itself
            outlet if key.startswith("text:") else key.partition("/")[0],
            count,
        )
        for number, id, key, outlet, story, count, group in read_rows(tx, _KNOWN, numbers=asked)
    }


def _is_boilerplate(docs: Sequence[int], known: Mapping[int, _Known]) -> bool:
    if len(docs) < BOILERPLATE:
        return False
    holders = [known[doc] for doc in docs]
    stories = {holder.story for holder in holders}
    return len(stories) >= BOILERPLATE or _is_stock_of_outlet(holders)


def _is_stock_of_outlet(holders: Sequence[_Known]) -> bool:
    """Whether one outlet has it in so many copy groups."""
    groups = {(holder.outlet, holder.group) for holder in holders if holder.outlet}
    return any(count >= BOILERPLATE for count in Counter(outlet for outlet, _ in groups).values())


def _as_neighbour(row: Sequence[Any], likeness: Likeness) -> Neighbour:
    number, id, key, group, title, text, when, story, story_id, has_live = row
    at = read_moment(when)
    assert at is not None, "when an article was fetched is always known"
    return Neighbour(
        likeness=Likeness(
            article=id,
            group=group or id,
            shared=likeness.shared,
            of_this=likeness.of_this,
            of_other=likeness.of_other,
        ),
        number=number,
        title=title,
        text=text,
        order=(at.isoformat(), key),
        story=story,
        story_id=story_id,
        story_is_live=bool(has_live),
    )


def replace_sketch(
    tx: Transaction,
    number: int,
    before: tuple[int, ...],
    after: tuple[int, ...],
    text_hash: int | None,
) -> None:
    """Put the fingerprints of the newest version in place of those before."""
    change_fingerprints(tx, number, before, after)
    values = {"text_hash": text_hash or 0, "fingerprint_count": len(after)}
    tx.execute(articles.update().where(articles.c.number == number).values(**values))


def replace_copy(tx: Transaction, number: int, copy: Copy | None) -> None:
    """Say anew how alike an article and its parent are; it may leave its copy group and never joins one.

    Those that are copies of its earlier text stay where they are.
    """
    values: dict[str, object] = {"copy_of": None, "copy_kind": None, "of_this": None, "of_other": None}
    if copy is not None:
        values = {
            "copy_kind": copy.kind.value,
            "of_this": copy.likeness.of_this,
            "of_other": copy.likeness.of_other,
        }
    if copy is None or copy.kind is CopyKind.PARTIAL:
        values["copy_group"] = number
    tx.execute(articles.update().where(articles.c.number == number).values(**values))
    note_own_times(tx, [number])
