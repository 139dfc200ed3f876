"""Candidates for the watchlist: what newly rises beside tracked entities, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from alerts.watch.matcher import Watchlist
from flows.inspect.discovery.counting import count_phrases
from flows.inspect.discovery.entry import guess_kind, make_entity_id, write_entry
from flows.inspect.discovery.gather import Gathered, Sentence, gather_phrases, read_sentences
from flows.inspect.discovery.phrases import Phrase
from flows.inspect.discovery.rise import RISEN, Counts
from storage.bugs import attempt_alone
from storage.corpus.articles import walk_articles_numbered
from storage.database import Database
from storage.lists.timeline import count_texts, list_naming, list_outlets
from storage.records import Kept

PAST = timedelta(days=90)
"""How far back the past reaches that a rise is measured against."""

MOST_READ = 5_000
"""Texts read, the newest first; a week of the bundled sources is fewer."""

MOST_COUNTED = 500
"""Phrases, those of most texts first, whose past is counted."""

_MOST_BESIDE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingName:
    """A name that newly rises: its spellings, the English first where it has one.

    `beside` are the entities most often named in the same sentence, `outlets` how many wrote of it; `entry`
    is TOML for `hanmi.toml`.
    """

    names: tuple[str, ...]
    kind: str
    counts: Counts
    outlets: int
    beside: tuple[str, ...]
    examples: tuple[Sentence, ...]
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """The candidates, the steepest first; `read` counts the recent texts, `past` all those before them."""

    since: datetime
    until: datetime
    read: int
    past: int
    candidates: tuple[RisingName, ...]


def discover(
    db: Database,
    watchlist: Watchlist,
    since: datetime,
    until: datetime,
    *,
    past: timedelta = PAST,
    refused: Iterable[str] = (),
) -> Discovered:
    """What newly rises beside tracked entities between two times, against the past; nothing is written.

    The names `refused` are passed over.
    """
    sentences: list[Sentence] = []
    with db.reading() as tx:
        numbers = list_naming(tx, since, until, most=MOST_READ)
        outlets = list_outlets(tx)
    authors: set[str] = set()
    for kept in walk_articles_numbered(db, numbers):
        find = partial(_read_sentences, watchlist, kept)
        sentences.extend(attempt_alone(kept.article.id, "discovery", find, []))
        authors.update(kept.article.authors)
    gathered = gather_phrases(sentences, _list_shut(watchlist, [*outlets, *authors, *refused]))
    times = since - past, since, until
    with db.reading() as tx:
        totals = {lang: count_texts(tx, lang, *times) for lang in ("en", "ko")}
    chosen = sorted(gathered, key=lambda one: (-len(one.texts), one.key))[:MOST_COUNTED]
    risen = _sort_risen(count_phrases(db, watchlist, chosen, times, totals))
    taken = {entity.id for entity in watchlist.entities}
    return Discovered(
        since=since,
        until=until,
        read=len(numbers),
        past=sum(before for _, before in totals.values()),
        candidates=tuple(_make_candidates(risen, taken)),
    )


def _read_sentences(watchlist: Watchlist, kept: Kept) -> list[Sentence]:
    return list(read_sentences(watchlist.read(kept.article), kept))


def _list_shut(watchlist: Watchlist, others: Iterable[str]) -> set[str]:
    """The keys of what is no news: names of the gazetteer and of those who write."""
    names = [name for entity in watchlist.entities for name in (entity.name, *entity.aliases, *entity.never)]
    return {Phrase(name, 0, len(name)).key for name in (*names, *others)}


def _sort_risen(counted: Iterable[tuple[Gathered, Counts]]) -> list[tuple[Gathered, Counts]]:
    """The phrases that have risen, the steepest first."""
    risen = [(one, counts) for one, counts in counted if counts.rise >= RISEN]
    return sorted(risen, key=lambda pair: (-pair[1].rise, pair[0].key))


def _make_candidates(risen: Sequence[tuple[Gathered, Counts]], taken: set[str]) -> Iterator[RisingName]:
    """One candidate for a phrase and what stood in brackets after it, in the other language say."""
    used: set[str] = set()
    by_key = {one.key: one for one, _ in risen}
    for one, counts in risen:
        if one.key in used:
            continue
        partner = _find_partner(one, by_key)
        names = sorted(
            {one.name, *([partner] if partner else [])}, key=lambda name: (not name.isascii(), name)
        )
        used.update(Phrase(name, 0, len(name)).key for name in names)
        kind = guess_kind(names, is_person=one.as_person * 2 >= len(one.texts))
        id_ = make_entity_id(names, taken)
        taken.add(id_)
        yield RisingName(
            names=tuple(names),
            kind=kind,
            counts=counts,
            outlets=len(one.outlets),
            beside=tuple(entity for entity, _ in one.beside.most_common(_MOST_BESIDE)),
            examples=tuple(one.examples),
            entry=write_entry(id_, kind, names),
        )


def _find_partner(one: Gathered, by_key: dict[str, Gathered]) -> str | None:
    """The other name that the texts give in brackets, either way round."""
    if one.partners:
        return one.partners.most_common(1)[0][0]
    for other in by_key.values():
        if any(Phrase(name, 0, len(name)).key == one.key for name in other.partners):
            return other.name
    return None
