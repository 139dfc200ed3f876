"""In how many texts phrases stand, now and before: by the index, or in a sample of a large corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from ahocorasick_rs import AhoCorasick

from alerts.watch.matcher import Watchlist
from alerts.watch.query.index_query import find_asked
from alerts.watch.query.tree import Term
from flows.inspect.discovery.gather import Gathered
from flows.inspect.discovery.rise import Counts
from storage.corpus.articles import walk_articles_numbered
from storage.database import Database
from storage.language.letters import has_hangul
from storage.language.text import fold, lower
from storage.lists.timeline import count_texts, sample_numbers
from storage.records import Article

Times = tuple[datetime, datetime, datetime]
"""Where the past begins, where it ends and what is new begins, and where that ends."""

Totals = dict[str, tuple[int, int]]
"""How many texts there are in each language, now and before."""

LARGE = 100_000
"""Texts from which on a sample is read: the index costs seconds for each phrase over a million texts."""

SAMPLED = 10_000
"""Texts read of a language, of now and of before, evenly over the time."""


def count_phrases(
    db: Database, watchlist: Watchlist, phrases: Sequence[Gathered], times: Times, totals: Totals
) -> Iterator[tuple[Gathered, Counts]]:
    """The counts of phrases, those of now and of before in the same way."""
    if sum(map(sum, totals.values())) > LARGE:
        for lang in totals:
            yield from _count_in_sample(db, lang, [one for one in phrases if one.lang == lang], times)
        return
    with db.reading() as tx:
        for one in phrases:
            asked = find_asked(Term(one.name, quoted=True), watchlist.gazetteer)
            now, before = count_texts(tx, one.lang, *times, asked)
            of_now, of_before = totals[one.lang]
            yield one, Counts(now=now, of_now=of_now, before=before, of_before=of_before)


def _count_in_sample(
    db: Database, lang: str, phrases: Sequence[Gathered], times: Times
) -> Iterator[tuple[Gathered, Counts]]:
    begin, since, until = times
    read = partial(_read_sample, db, lang)
    now, of_now = count_holding(phrases, read(since, until))
    before, of_before = count_holding(phrases, read(begin, since))
    for one in phrases:
        counts = Counts(now=now[one.key], of_now=of_now, before=before[one.key], of_before=of_before)
        yield one, counts


def _read_sample(db: Database, lang: str, since: datetime, until: datetime) -> Iterator[Article]:
    with db.reading() as tx:
        numbers = sample_numbers(tx, lang, since, until, most=SAMPLED)
    return (kept.article for kept in walk_articles_numbered(db, numbers))


def count_holding(phrases: Sequence[Gathered], articles: Iterable[Article]) -> tuple[Counter[str], int]:
    """How many articles hold each phrase, by its key, and how many there are; each is walked once for all."""
    names = [lower(fold(one.name).text) for one in phrases]
    automaton = AhoCorasick(names)
    holding, walked = Counter[str](), 0
    for article in articles:
        walked += 1
        text = lower(fold(f"{article.title}\n{article.text}").text)
        found = automaton.find_matches_as_indexes(text, overlapping=True)
        holding.update({phrases[which].key for which, start, end in found if _stands_alone(text, start, end)})
    return holding, walked


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether it is words of their own there: in Korean particles may follow, and in English only those."""
    if start and text[start - 1].isalnum():
        return False
    after = text[end : end + 1]
    return has_hangul(text[end - 1 : end]) or not after.isalnum() or has_hangul(after)
