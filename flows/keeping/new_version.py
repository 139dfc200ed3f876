"""Keep one look at an article: the version, its matches and its alerts commit together.

look_at (judge_change) ─▶ replace_article ─▶ compare_again ─▶ match_article ─▶ add_version ─▶ tell_correction
                          └──────────────────── one transaction, with settle_look ──────────── tell_article ┘
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from alerts.promise.corrections import tell_correction
from alerts.promise.tell import Told, tell_article
from flows.judge.compare_again import compare_again
from flows.keeping.beginnings import look_at_beginning
from flows.keeping.match_article import Matching
from flows.keeping.new_article import show_told
from flows.keeping.state_genre import state_genre
from flows.origins import origins_now
from flows.versions.classify import Change, judge_change
from flows.versions.clean import Said, plain_key
from flows.versions.names import read_names
from flows.versions.schedule import LEAST_APART, assume_since, first_look, next_look
from flows.versions.seen import Missing, Reread, Seen, Unchanged, Unseen, is_whole
from flows.wiring import House
from storage.bugs import Faults, attempt, naming_faults
from storage.corpus.articles import keep_matches, keep_mentions, read_article, read_matches
from storage.corpus.ledger import keep_decision
from storage.corpus.looks import Look, plan_looks, settle_look
from storage.corpus.versions import add_version, replace_article
from storage.database import Transaction
from storage.promises.alerts import alerts_of_article
from storage.records import (
    Alert,
    AlertKind,
    Article,
    Decision,
    Difference,
    Kept,
    Match,
    Published,
    Teaser,
    Version,
    VersionKind,
)
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons
from storage.rows import differences_json

log = logging.getLogger("hanmi.versions")

FILE = "file"
"""The step of the ledger at which a file said otherwise than what the corpus had of its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look led to: whether there is a new version, and what was told of it or not.

    `faults` says in a line each what of it could not be computed.
    """

    is_updated: bool = False
    told: tuple[Told, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A change, with the article as it is from now on; the same as before where it was removed.

    `change` None: the text is only read by other rules of extraction, and silently takes the old one's place.
    `step` is what found it, for the ledger: a look at the page, or a file, which was `dated` so.
    """

    change: Change | None
    article: Article
    step: str = "look"
    dated: Published | None = None


def keep_look(house: House, look: Look, kept: Kept, seen: Seen, *, now: datetime) -> Looked:
    """Keep the result of a look. Does nothing if another process looked in the meantime.

    A step that fails on a bug is left out and recorded; a change that cannot be compared becomes a rewrite.

    Raises:
        StorageError: nothing of it was kept.
    """
    with naming_faults(kept.article.id) as faults:
        return replace(_keep_look(house, look, kept, seen, faults, now=now), faults=faults.whys)


def _keep_look(house: House, look: Look, kept: Kept, seen: Seen, faults: Faults, *, now: datetime) -> Looked:
    found = _compare(house, look, kept.article, seen, now)
    with house.db.writing() as tx:
        after = _settle(look, seen, is_removal=found is not None and _is_removal(found), now=now)
        is_planned = bool(read_matches(tx, kept.article.id))
        since = assume_since(look.since, look.last_look_at, now)
        planned = next_look(since, now, is_missing=after.missed_at is not None, asked=_asked(seen))
        newest = found.article if found else kept.article
        next_at = planned if is_planned else look_at_beginning(newest, since, planned)
        if not settle_look(tx, after, house.owner, next_at=next_at):
            return Looked()
        _note_failure(tx, kept.article, seen, now)
        if found is None:
            faults.keep(tx, now)
            return Looked()
        told = keep_change(tx, house, look.number, kept, found, now)
        faults.keep(tx, now)
        if not is_planned and any(each.count or each.held for each in told):
            plan_looks(tx, look, now, first_look(now))
    for each in told:
        attempt("console", partial(show_told, house, each), None)
    kind = found.change.kind.value if found.change else "baseline"
    log.info("article changed: article=%s url=%s kind=%s", kept.article.id, kept.article.url, kind)
    return Looked(is_updated=found.change is not None, told=told)


def _compare(house: House, look: Look, article: Article, seen: Seen, now: datetime) -> Found | None:
    names = attempt("names", lambda: read_names(house.settings.entities), {})
    change = partial(_name_change, names, look, article, seen, now)
    return attempt("comparison", change, _name_plainly(article, seen))


def _name_plainly(article: Article, seen: Seen) -> Found | None:
    """The change to record when two texts cannot be compared: a rewrite."""
    if not isinstance(seen, Reread) or _said(seen.article) == _said(article):
        return None
    change = None if seen.is_baseline else Change(kind=VersionKind.REWRITE)
    return Found(change=change, article=seen.article)


def _name_change(
    names: Mapping[str, str], look: Look, article: Article, seen: Seen, now: datetime
) -> Found | None:
    """What a look found; None if nothing changed or it is too early to say."""
    match seen:
        case Unchanged() | Unseen():
            return _came_back(article) if look.removed_at and isinstance(seen, Unchanged) else None
        case Missing(why=why, is_said=is_said):
            is_sure = is_said or (look.missed_at is not None and now - look.missed_at >= LEAST_APART)
            if look.removed_at or not is_sure or (article.teaser is Teaser.UNREAD and not is_said):
                return None  # a page that was never there was not taken down
            gone = Difference(what="removal", before=article.title, after=why)
            return Found(change=Change(kind=VersionKind.REMOVAL, differences=(gone,)), article=article)
        case Reread(article=after, is_baseline=True):
            return _came_back(after) if look.removed_at else _read_anew(article, seen)
        case Reread(article=after):
            found = judge_change(_said(article), _said(after), names)
            if found is not None and not is_whole(article) and is_whole(after):
                found = Change(kind=VersionKind.EXPANSION)  # what was told of was a part of it
            if look.removed_at:
                return _came_back(after, found)
            return Found(change=found, article=after) if found else None
        case other:
            assert_never(other)


def _read_anew(article: Article, seen: Reread) -> Found | None:
    """The text as today's rules read it. If they read it only in part, the earlier reading stays."""
    after = replace(seen.article, extraction=article.extraction) if seen.doubt else seen.article
    is_same = _said(after) == _said(article) and after.extraction == article.extraction
    return None if is_same else Found(change=None, article=after)


def _came_back(article: Article, found: Change | None = None) -> Found:
    back = Difference(what="return", before="", after=article.title)
    differences = (back, *(found.differences if found else ()))
    return Found(change=Change(kind=VersionKind.RETURN, differences=differences), article=article)


def _said(article: Article) -> Said:
    return Said(title=article.title, text=article.text)


def _is_removal(found: Found) -> bool:
    return found.change is not None and found.change.kind is VersionKind.REMOVAL


def _asked(seen: Seen) -> timedelta | None:
    return seen.asked if isinstance(seen, Unseen) else None


def _settle(look: Look, seen: Seen, *, is_removal: bool, now: datetime) -> Look:
    """The article's state after a look."""
    looked = replace(look, last_look_at=now)
    match seen:
        case Unchanged():
            return replace(looked, missed_at=None, removed_at=None)
        case Reread(etag=etag, last_modified=last_modified):
            return replace(looked, etag=etag, last_modified=last_modified, missed_at=None, removed_at=None)
        case Missing():
            if look.removed_at or is_removal:
                return replace(looked, missed_at=None, removed_at=look.removed_at or now)
            return replace(looked, missed_at=look.missed_at or now)
        case Unseen():
            return looked
        case other:
            assert_never(other)


def _note_failure(tx: Transaction, article: Article, seen: Seen, now: datetime) -> None:
    """Record a look that did not find the whole article."""
    match seen:
        case Unchanged() | Reread(doubt=None):
            return
        case Missing(why=why):
            verdict = "missing"
        case Unseen(why=why):
            verdict = "unread"
        case Reread(doubt=doubt):
            verdict, why = "unread", doubt or ""
        case other:
            assert_never(other)
    keep_decision(tx, Decision(at=now, step="look", subject=article.id, verdict=verdict, why=why))


def keep_change(
    tx: Transaction,
    house: House,
    number: int,
    kept: Kept,
    found: Found,
    now: datetime,
    *,
    may_correct: bool = True,
) -> tuple[Told, ...]:
    """Put a changed article in its own place, with a version, its matches, and what is to be told of it.

    Without `may_correct` nobody is told what the change takes back.
    """
    before = kept.article
    met = read_matches(tx, before.id)
    told_of = [alert for alert in alerts_of_article(tx, before.id) if alert.kind is not AlertKind.CORRECTION]
    if found.change is not None and _is_removal(found):
        removal = add_change(tx, number, before, found, found.change, now)
        return (_tell_correction(tx, house, kept, removal, now),)
    after = state_genre(found.article, house.terms.official)
    replace_article(tx, number, before, after)
    attempt("copies", lambda: compare_again(tx, number, kept, after), None, within=tx)
    matched = Matching(house.watchlist, after).match_article(lambda: origins_now(tx, kept.story))
    matches = matched.fill_in(met)
    version = _keep_version(tx, number, before, found, told_of, matches, now)
    if matched.mentions is not None:
        keep_mentions(tx, number, matched.mentions)
    keep_matches(tx, number, matches, matched.rules)
    newest = read_article(tx, before.id)
    assert newest is not None, "it was read before, and nothing is deleted"
    further = [match for match in matches if match.watch not in {known.watch for known in met}]
    # In this order: who is told of the new version only now has nothing to take back.
    corrected = _tell_correction(tx, house, newest, version, now) if version and may_correct else Told()
    told = attempt("telling", lambda: tell_article(tx, newest, further, house.terms, now), Told(), within=tx)
    return corrected, told


def _keep_version(
    tx: Transaction,
    number: int,
    before: Article,
    found: Found,
    told_of: Sequence[Alert],
    matches: Sequence[Match],
    now: datetime,
) -> Version | None:
    """Add a version for a change; None if the text was only read by other rules."""
    after = found.article
    if found.change is None:
        if _said(after) != _said(before):
            keep_decision(
                tx,
                Decision(
                    at=now, step=found.step, subject=before.id, verdict="baseline", why=Reason(Code.BASELINE)
                ),
            )
        return None
    change = found.change
    change = attempt("what is gone", partial(_notice_lost, change, after, told_of, matches), change)
    return add_change(tx, number, before, found, change, now)


def _tell_correction(tx: Transaction, house: House, kept: Kept, version: Version, now: datetime) -> Told:
    correct = partial(
        tell_correction,
        tx,
        kept,
        version,
        house.channels,
        now,
        quote=house.settings.quote,
        read_gist=house.terms.read_gist,
    )
    return attempt("correction", correct, Told(), within=tx)


def add_change(
    tx: Transaction, number: int, before: Article, found: Found, change: Change, now: datetime
) -> Version:
    """Add the version of a change, and record what it was and by whose word."""
    after, is_removal = found.article, change.kind is VersionKind.REMOVAL
    version = add_version(
        tx,
        number,
        before,
        read_at=now,
        kind=change.kind,
        title=after.title,
        text="" if is_removal else after.text,
        differences=change.differences,
    )
    detail = {"version": version.number, "differences": differences_json(change.differences)}
    if found.step == FILE:
        stamp = found.dated
        detail |= {"published": stamp and stamp.at.isoformat(), "day_only": bool(stamp and stamp.day_only)}
    why = join_reasons([*map(_say, change.differences)] or [Reason(Code.NO_FACT_CHANGED)])
    keep_decision(
        tx,
        Decision(
            at=now, step=found.step, subject=before.id, verdict=change.kind.value, why=why, detail=detail
        ),
    )
    return version


def _say(difference: Difference) -> Reason:
    before, after = repr(difference.before[:200]), repr(difference.after[:200])
    return Reason(Code.DIFFERS, what=difference.what, before=before, after=after)


def _notice_lost(change: Change, after: Article, told_of: Iterable[Alert], met: Iterable[Match]) -> Change:
    """Add to the change what was alerted and is gone from the text, if the watch no longer matches."""
    still_met = {match.watch for match in met}
    said = plain_key(f"{after.title} {after.text}")
    gone = dict.fromkeys(
        sentence.text
        for alert in told_of
        if alert.watch not in still_met and not any(plain_key(each.text) in said for each in alert.evidence)
        for sentence in alert.evidence[:1]
    )
    named = {difference.before for difference in change.differences}
    lost = tuple(Difference(what="evidence", before=each, after="") for each in gone if each not in named)
    if not lost:
        return change
    kind = change.kind if change.kind is VersionKind.RETURN else VersionKind.CORRECTION
    return Change(kind=kind, differences=(*change.differences, *lost))
