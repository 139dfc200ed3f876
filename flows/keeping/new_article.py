"""Keep one new article: everything known and promised about it commits together or not at all.

read_through ─▶ judge_article ─▶ insert_article ─▶ keep_verdict ─▶ tell_article ─▶ settle_entry
                └───────────────────────── one transaction ───────────────────────────┘

If a bug stops one step, the article is kept and alerted without that step's result, and the bug is recorded
with it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from alerts.channels.chat import split_chat
from alerts.compose.text import compose_chat
from alerts.promise.tell import Told, tell_article
from flows.judge.verdict import JudgedArticle, judge_apart, judge_article, keep_verdict
from flows.keeping.beginnings import may_grow
from flows.keeping.known_article import Recognised, recognise, recognise_plainly
from flows.keeping.match_article import Matching
from flows.keeping.state_genre import state_genre
from flows.origins import origins_now, origins_then
from flows.report import Keeping
from flows.versions.schedule import first_look
from flows.wiring import House
from storage.address import is_again_key, is_item_key
from storage.bugs import Fault, Faults, attempt, naming_faults
from storage.corpus.articles import (
    insert_article,
    keep_matches,
    keep_mentions,
    note_genre,
    read_article_numbered,
)
from storage.corpus.inbox import settle_entry
from storage.corpus.ledger import keep_decision
from storage.corpus.looks import begin_looks, end_looks
from storage.corpus.names import name_article, take_back
from storage.corpus.reused import find_before
from storage.corpus.search import keep_words
from storage.database import Transaction
from storage.judging.stories import date_article
from storage.records import Article, CopyKind, Decision, Kept, Sighting
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

log = logging.getLogger("hanmi.keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIn:
    """The key of the entry that an article came from, and what is doubtful of how it was read.

    `landed` is the key of the page that it was read from, None where the feed's words had to do.
    """

    entry: str
    doubt: str | None = None
    landed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadThrough:
    """An article with its genre, names and watches: all that is known of it before the corpus is asked."""

    article: Article
    matching: Matching
    faults: tuple[Fault, ...] = ()


def read_through(house: House, article: Article) -> ReadThrough:
    """Read an article for keeping it; no transaction need be open for that."""
    with naming_faults(article.id) as faults:
        article = state_genre(article, house.terms.official)
        matching = Matching(house.watchlist, article)
        return ReadThrough(article=article, matching=matching, faults=tuple(faults.found))


def keep_article(
    house: House,
    article: Article,
    *,
    now: datetime,
    origin: FoundIn | None = None,
    tell_backfill: bool = False,
    read: ReadThrough | None = None,
) -> Keeping:
    """Bring an article into the corpus, with its story, matches, alerts and deliveries.

    `origin` is the inbox entry that it came from, None for a file. An article that the corpus has under
    any of its addresses changes nothing but the addresses it is known by, and its date where it had none.
    `read` is the article as it was read through before, None: it is read now.

    Raises:
        StorageError: nothing of it was kept.
    """
    read = read or read_through(house, article)
    with naming_faults(article.id) as faults:
        faults.found += read.faults
        return _keep_article(house, read, faults, now=now, origin=origin, tell_backfill=tell_backfill)


def _keep_article(
    house: House,
    read: ReadThrough,
    faults: Faults,
    *,
    now: datetime,
    origin: FoundIn | None,
    tell_backfill: bool,
) -> Keeping:
    with house.db.writing() as tx:
        found = _recognise(tx, read.article, origin)
        _take_back(tx, found, now)
        kept, told = None, Told()
        if found.known:
            _note_known(tx, found.known, found.article)
        else:
            kept, told = _keep_new(tx, house, found.article, read.matching, now, tell_backfill)
            _end_looks_before(tx, found.article)
            _plan_looks(tx, found.article, told, origin, now)
            faults.keep(tx, now)
        if origin is not None:
            settle_entry(tx, origin.entry, origin.doubt)
    if kept is None:
        return Keeping("known", known=found.known, doubt=found.doubt)
    attempt("console", lambda: show_told(house, told), None)
    return _report(kept, told, faults, found.doubt)


def _recognise(tx: Transaction, article: Article, origin: FoundIn | None) -> Recognised:
    landed = origin.landed if origin else None
    found = attempt("recognition", lambda: recognise(tx, article, landed=landed), None)
    return found or recognise_plainly(tx, article)


def _plan_looks(tx: Transaction, article: Article, told: Told, origin: FoundIn | None, now: datetime) -> None:
    """Have the page of a new article looked at again: at times where somebody was told, or it may grow."""
    if origin is not None and _has_page(article) and article.sighting is not Sighting.BACKFILL:
        is_planned = told.count or told.held or may_grow(article)
        first_at = first_look(now) if is_planned else None
        begin_looks(tx, article.id, now, first_at, origin.entry)


def _end_looks_before(tx: Transaction, article: Article) -> None:
    """Look no more at what stood at its address before: its page is another's now."""
    if is_again_key(article.key):
        for key in find_before(tx, article.key, article.url or ""):
            end_looks(tx, key)


def _report(kept: Kept, told: Told, faults: Faults, doubt: str | None) -> Keeping:
    article, is_copy = kept.article, kept.copy is not None and kept.copy.kind is not CopyKind.PARTIAL
    log.info(
        "article kept: article=%s url=%s copy=%s told=%d", article.id, article.url, kept.copy, told.count
    )
    state: Literal["duplicate", "new"] = "duplicate" if is_copy else "new"
    return Keeping(state, told=told.count, untold=told.untold, faults=faults.whys, doubt=doubt)


def _note_known(tx: Transaction, known: str, article: Article) -> None:
    """Note what another sight of a known article says of it: addresses, and its date where it had none."""
    name_article(tx, known, (article.key, *article.also))
    if article.published is not None:
        date_article(tx, known, article.published)


def _has_page(article: Article) -> bool:
    """Whether the article has its own page that can be looked at again."""
    return article.url is not None and not is_item_key(article.key)


def _take_back(tx: Transaction, found: Recognised, now: datetime) -> None:
    """Stop names that several articles share from leading to any of them, and record that."""
    take_back(tx, found.shared)
    for key in found.shared:
        why = Reason(Code.NAME_SHARED, name=key)
        keep_decision(tx, Decision(at=now, step="name", subject=found.article.id, verdict="shared", why=why))


def show_told(house: House, told: Told) -> None:
    """Show on the console what was told. A stream that is gone is warned of once a run."""
    if told.telling:
        try:
            house.console.show(*split_chat(compose_chat(told.telling)))
        except OSError as error:
            if not house.console.was_lost:
                log.warning("console closed: why=%s", error.strerror)
            house.console.was_lost = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedAgain:
    """Whether an article's matches changed, and the bugs that stopped it from being matched."""

    article: str
    is_changed: bool = False
    faults: tuple[str, ...] = ()


def match_again(house: House, number: int, *, now: datetime) -> MatchedAgain:
    """Match an article again after the watchlist changed. Nobody is alerted.

    If a bug stops part of it, the stored matches stay.
    """
    with house.db.reading() as tx:
        kept = read_article_numbered(tx, number)
        with naming_faults(kept.article.id) as faults:
            article = kept.article
            if article.genre is None:  # it was kept before that was noted
                article = state_genre(article, house.terms.official)
            matching = Matching(house.watchlist, article)
            matched = matching.match_article(lambda: origins_then(tx, kept, number))
    with house.db.writing() as tx:
        faults.keep(tx, now)
        if faults.found:
            return MatchedAgain(article=kept.article.id, faults=faults.whys)
        changed = keep_matches(tx, number, matched.matches, matched.rules)
        keep_mentions(tx, number, matched.mentions or ())
        if kept.article.genre is None and article.genre is not None:
            note_genre(tx, number, article.genre)
        if changed:
            why = Reason(Code.MATCHED_AGAIN)
            keep_decision(
                tx, Decision(at=now, step="match", subject=kept.article.id, verdict="again", why=why)
            )
    return MatchedAgain(article=kept.article.id, is_changed=changed)


def _keep_new(
    tx: Transaction,
    house: House,
    article: Article,
    matching: Matching,
    now: datetime,
    tell_backfill: bool,
) -> tuple[Kept, Told]:
    mentions = matching.mentions or ()
    judged = judge_article(tx, article, mentions)
    number = insert_article(tx, article)
    # no part of its own: it writes once, when all is computed
    attempt("search index", lambda: keep_words(tx, number, article), None)
    keep_mentions(tx, number, mentions, new=article)
    judged, (story, part) = _keep_verdict(tx, number, article, judged)
    matched = matching.match_article(lambda: origins_now(tx, story))
    matches = matched.matches
    keep_matches(tx, number, matches, matched.rules, is_new=True)
    keep_decision(tx, _say_judged(article, judged, story, now))
    verdict = judged.verdict
    kept = Kept(
        article=article,
        copy=verdict.copy,
        group=verdict.group,
        story=story,
        mentions=tuple(mentions),
        part=part,
    )
    terms = replace(house.terms, tell_backfill=tell_backfill)
    told = attempt("telling", lambda: tell_article(tx, kept, matches, terms, now), Told(), within=tx)
    return kept, told


def _keep_verdict(
    tx: Transaction, number: int, article: Article, judged: JudgedArticle
) -> tuple[JudgedArticle, tuple[str, int | None]]:
    """Write what was judged, or that it stands alone after a bug; returns it, and the story and part."""
    place = attempt("judgement", lambda: keep_verdict(tx, number, article, judged), None, within=tx)
    if place is not None:
        return judged, place
    apart = judge_apart(article)
    return apart, keep_verdict(tx, number, article, apart)


def _say_judged(article: Article, judged: JudgedArticle, story: str, now: datetime) -> Decision:
    verdict = judged.verdict
    kind = verdict.copy.kind.value if verdict.copy else "new"
    detail = {
        "sighting": article.sighting.value,
        "text_from": article.text_from.value,
        "teaser": article.teaser and article.teaser.value,
        "story": story,
    }
    return Decision(at=now, step="judge", subject=article.id, verdict=kind, why=verdict.why, detail=detail)
