"""Keeping one article: all that is known and promised of it commits together, or not at all.

read (match) ─▶ judge_article ─▶ insert_article ─▶ keep_judgement ─▶ tell_article ─▶ settle_entry
                └───────────────────────── one transaction ─────────────────────────────┘
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.channels.chat import split_chat
from alerts.compose.text import compose_chat
from alerts.promise.tell import Told, tell_article
from alerts.watch.matcher import Reading
from flows.judge.verdict import Judgement, judge_article, keep_verdict
from flows.origins import origins_then
from flows.report import Keeping
from flows.versions.schedule import first_look
from flows.wiring import House
from storage.articles import (
    articles_of_story,
    date_article,
    find_article,
    insert_article,
    keep_matches,
    keep_mentions,
    name_article,
    read_article_numbered,
)
from storage.database import Transaction
from storage.inbox import settle_entry
from storage.ledger import keep_decision
from storage.looks import begin_looks
from storage.origins import count_origins
from storage.records import Article, CopyKind, Decision, Kept, Sighting
from storage.search import keep_words

log = logging.getLogger("hanmi.keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The key of the entry that an article came from, and what is doubtful of how it was read."""

    entry: str
    doubt: str | None = None


def keep_article(
    house: House,
    article: Article,
    *,
    now: datetime,
    origin: Origin | None = None,
    tell_backfill: bool = False,
) -> Keeping:
    """Bring an article into the corpus, with its story, matches, alerts and deliveries.

    `origin` is the inbox entry that it came from, None for a file. An article that the corpus has under
    any of its addresses changes nothing but the addresses it is known by, and its date where it had none.

    Raises:
        StorageError: nothing of it was kept.
    """
    reading = house.watchlist.read(article)
    with house.db.writing() as tx:
        if known := find_article(tx, (article.key, *article.also)):
            name_article(tx, known, (article.key, *article.also))
            if article.published is not None:
                date_article(tx, known, article.published)
            told = Told()
        else:
            kept, told = _keep_new(tx, house, article, reading, now, tell_backfill)
            if origin is not None and article.url and article.sighting is not Sighting.BACKFILL:
                first_at = first_look(now) if told.count or told.held else None
                begin_looks(tx, article.id, now, first_at, origin.entry)
        if origin is not None:
            settle_entry(tx, origin.entry, origin.doubt)
    if known:
        return Keeping("known")
    if told.telling:
        house.console.show(*split_chat(compose_chat(told.telling)))
    log.info(
        "article kept: article=%s url=%s copy=%s told=%d", article.id, article.url, kept.copy, told.count
    )
    is_copy = kept.copy is not None and kept.copy.kind is not CopyKind.PARTIAL
    return Keeping("duplicate" if is_copy else "new", told=told.count, untold=told.untold)


def match_again(house: House, number: int, *, now: datetime) -> bool:
    """Match an article anew after the watchlist changed, telling nobody; whether its matches changed."""
    with house.db.reading() as tx:
        kept = read_article_numbered(tx, number)
        reading = house.watchlist.read(kept.article, lambda: origins_then(tx, kept, number))
        matches = reading.matches()
    with house.db.writing() as tx:
        changed = keep_matches(tx, number, matches)
        keep_mentions(tx, number, reading.mentions())
        if changed:
            why = "the watchlist changed; matched anew"
            keep_decision(
                tx, Decision(at=now, step="match", subject=kept.article.id, verdict="again", why=why)
            )
    return changed


def _keep_new(
    tx: Transaction, house: House, article: Article, reading: Reading, now: datetime, tell_backfill: bool
) -> tuple[Kept, Told]:
    mentions = reading.mentions()
    judgement = judge_article(tx, article, mentions)
    number = insert_article(tx, article)
    keep_words(tx, number, article)
    keep_mentions(tx, number, mentions)
    story = keep_verdict(tx, number, article, judgement)
    if house.watchlist.asks_origins:
        origins = count_origins(articles_of_story(tx, story))
        reading = house.watchlist.read(article, origins=origins)
    matches = reading.matches()
    keep_matches(tx, number, matches)
    keep_decision(tx, _judged(article, judgement, story, now))
    verdict = judgement.verdict
    kept = Kept(
        article=article, copy=verdict.copy, group=verdict.group, story=story, mentions=tuple(mentions)
    )
    desk = replace(house.desk, tell_backfill=tell_backfill)
    return kept, tell_article(tx, kept, matches, desk, now)


def _judged(article: Article, judgement: Judgement, story: str, now: datetime) -> Decision:
    verdict = judgement.verdict
    kind = verdict.copy.kind.value if verdict.copy else "new"
    detail = {
        "sighting": article.sighting.value,
        "text_from": article.text_from.value,
        "teaser": article.teaser and article.teaser.value,
        "story": story,
    }
    return Decision(at=now, step="judge", subject=article.id, verdict=kind, why=verdict.why, detail=detail)
