"""What a watch would tell after learning from its readers, beside what it tells now; nothing is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.promise.terms import TellingTerms
from alerts.watch.examples import read_example
from alerts.watch.ideas.model import Model
from alerts.watch.ideas.teaching import Teaching, choose_teaching
from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.query.tree import Leaf, format_query, leaves
from flows.config.settings import Settings
from flows.inspect.rehearsing.backtest import rehearse_watches
from flows.learning.examples import digest_lessons, read_judged
from flows.learning.models import find_model, learn
from storage.database import Database
from storage.language.letters import is_hangul
from storage.language.text import lower, words
from storage.lists.timeline import DatedArticle
from storage.readers.judgements import list_judgements
from storage.records import Article, Judgement, Opinion, Watch

SPAN = timedelta(days=30)
"""So far back what would change is shown."""

FEWEST_ALIKE = 2
"""Texts off the topic that must share a word before it is proposed against them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a watch would tell over a span and does not now, and what it tells now and would not."""

    since: datetime
    gained: tuple[DatedArticle, ...]
    lost: tuple[DatedArticle, ...]
    told_now: int
    told_then: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaPlan:
    """What an idea would learn: `now` and `then` are its models, None where it knows nothing.

    `why` says what keeps it from learning, or what of the examples teaches nothing; empty where all does.
    """

    watch: Watch
    teaching: Teaching
    now: Model | None
    then: Model | None
    why: str
    changed: Changed | None

    @property
    def fresh(self) -> tuple[Judgement, ...]:
        """The judgements that it has not learned from."""
        return tuple(one for one in self.teaching.teach if one.accepted_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPlan:
    """What would narrow a query: the terms that the texts off its topic met, and a query without these texts.

    `proposed` None: no word tells them from what is on the topic.
    """

    watch: Watch
    teaching: Teaching
    shared: tuple[tuple[str, int], ...]
    proposed: str | None
    changed: Changed | None


def plan_idea(db: Database, settings: Settings, watch: Watch, terms: TellingTerms, now: datetime) -> IdeaPlan:
    """What the watch of an idea would tell after learning from all that was judged."""
    with db.reading() as tx:
        teaching = choose_teaching(list_judgements(tx, watch=watch.id), settings.timezone)
    accepted = tuple(one for one in teaching.teach if one.accepted_at is not None)
    before, _ = find_model(watch, settings.entities, accepted, db)
    after, why = _learn_all(watch, settings, teaching.teach)
    plain = compile_watchlist(settings.entities, [watch])
    changed = None
    if after is not None:
        then = plain.teach({watch.id: after})
        changed = _compare(db, plain.teach({watch.id: before} if before else {}), then, terms, now)
    return IdeaPlan(watch=watch, teaching=teaching, now=before, then=after, why=why, changed=changed)


def _learn_all(watch: Watch, settings: Settings, judged: Sequence[Judgement]) -> tuple[Model | None, str]:
    from flows.learning.train import CannotLearn

    try:
        return learn(watch, settings.entities, judged, digest_lessons(watch, judged))
    except CannotLearn as error:
        return None, error.as_reason()


def plan_query(
    db: Database, settings: Settings, watch: Watch, terms: TellingTerms, now: datetime
) -> QueryPlan:
    """What of a query the texts share that readers found off its topic, and a narrower one."""
    with db.reading() as tx:
        teaching = choose_teaching(list_judgements(tx, watch=watch.id), settings.timezone)
    plain = compile_watchlist(settings.entities, [watch])
    off = [read_judged(one).article for one in teaching.teach if one.opinion is Opinion.OFF_TOPIC]
    on = [read_judged(one).article for one in teaching.teach if one.opinion is Opinion.ON_TOPIC]
    on += [read_example(one.text, one.day) for one in watch.must_match]
    proposed = _propose(watch, off, on)
    changed = None
    if proposed is not None:
        narrow = compile_watchlist(settings.entities, [replace(watch, query=proposed)])
        changed = _compare(db, plain, narrow, terms, now)
    shared = tuple(_count_met(plain, watch.id, off))
    return QueryPlan(watch=watch, teaching=teaching, shared=shared, proposed=proposed, changed=changed)


def _compare(db: Database, plain: Watchlist, other: Watchlist, terms: TellingTerms, now: datetime) -> Changed:
    since = now - SPAN
    (before,) = rehearse_watches(db, plain, since, terms).tests
    (after,) = rehearse_watches(db, other, since, terms).tests
    return Changed(
        since=since,
        gained=tuple(line for id_, line in after.matched.items() if id_ not in before.matched),
        lost=tuple(line for id_, line in before.matched.items() if id_ not in after.matched),
        told_now=len(before.would),
        told_then=len(after.would),
    )


def _count_met(watchlist: Watchlist, watch: str, texts: Iterable[Article]) -> list[tuple[str, int]]:
    """The query's terms that stand in the texts, the most frequent first."""
    asked: list[Leaf] = list(dict.fromkeys(leaves(watchlist.queries[watch])))
    counted: Counter[str] = Counter()
    for text in texts:
        reading = watchlist.read(text)
        counted.update(format_query(leaf) for leaf in asked if reading.find(leaf))
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _propose(watch: Watch, off: Sequence[Article], on: Sequence[Article]) -> str | None:
    """The query without the word that most of the texts off its topic share and none on it has."""
    counted: Counter[str] = Counter()
    for article in off:
        counted.update(_list_words(article))
    for article in on:
        for word in _list_words(article):
            counted.pop(word, None)
    alike = [(count, word) for word, count in counted.items() if count >= max(FEWEST_ALIKE, len(off) / 2)]
    if not alike:
        return None
    _, word = max(alike, key=lambda pair: (pair[0], len(pair[1]), pair[1]))
    return f"({watch.query.strip()}) NOT {word}{'*' if is_hangul(word[0]) else ''}"


_PLAIN = re.compile(r"[a-z]{4,}|[가-힣]{2,}")


def _list_words(article: Article) -> set[str]:
    """Words that may tell a text from others: Korean ones by their first syllables, before the particles."""
    text = lower(f"{article.title}\n{article.text[:5000]}")
    found = (text[start:end] for start, end in words(text))
    return {word[:3] if is_hangul(word[0]) else word for word in found if _PLAIN.fullmatch(word)}
