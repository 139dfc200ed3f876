"""Corrections: when an article no longer says what was told of it, those who were told hear so."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from alerts.compose.telling import Telling
from alerts.novelty import read_lost
from alerts.promise import promise_deliveries
from alerts.tell import Desk, Told, find_threads, read_telling
from storage.alerts import alerts_of_article, keep_alerts
from storage.database import Transaction
from storage.ledger import keep_decision
from storage.outbox import deliveries_of_alert, keep_deliveries
from storage.records import Alert, AlertKind, Article, Decision, Delivery, Kept
from storage.saga import read_story
from storage.text import fold, lower, words

_SHOWN = 3


def read_change(before: Article, after: Article) -> tuple[str, ...]:
    """What an article no longer says, in words; empty where it only grew or was polished.

    An empty text means that it was withdrawn.
    """
    if not after.text.strip():
        return ("the article was withdrawn",)
    lost = read_lost(before, after)
    reasons = []
    if _words_of(before.title) != _words_of(after.title):
        reasons.append(f"the title was: {before.title}")
    if lost.figures:
        reasons.append(f"no longer in it: {', '.join(lost.figures[:_SHOWN])}")
    reasons += [f"no longer said: {sentence}" for sentence in lost.sentences[:_SHOWN]]
    return tuple(reasons)


def tell_correction(tx: Transaction, kept: Kept, before: Article, desk: Desk, now: datetime) -> Told:
    """Tell those who were told of an article that it changed in substance, in the same conversation.

    `kept` is the article as it is now. Belongs in the transaction that changes it; the same change is told
    once. Readers whom no message reached yet get the correction all the same, after it.
    """
    reasons = read_change(before, kept.article)
    told = [
        alert for alert in alerts_of_article(tx, kept.article.id) if alert.kind is not AlertKind.CORRECTION
    ]
    if not reasons or not told:
        return Told()
    latest = {alert.watch: alert for alert in told}
    made = keep_alerts(tx, [_correct(alert, kept.article, reasons, now) for alert in latest.values()])
    story = read_story(tx, kept.story)
    if not made or story is None:
        return Told()
    why = "; ".join(reasons)
    keep_decision(
        tx, Decision(at=now, step="tell", subject=kept.article.id, verdict="correction", why=why[:2000])
    )
    telling = read_telling(tx, kept, story, tuple(made), now)
    keep_deliveries(tx, _promise_to_told(tx, telling, told, desk))
    return Told(count=len(made), telling=telling)


def _promise_to_told(tx: Transaction, telling: Telling, told: list[Alert], desk: Desk) -> list[Delivery]:
    """Deliveries to exactly those to whom the article's alerts were promised."""
    heard = {
        (delivery.channel, delivery.recipient)
        for alert in told
        for delivery in deliveries_of_alert(tx, alert.id)
    }
    routes = replace(desk.routes, digested=frozenset())
    promised = promise_deliveries(telling, routes, find_threads(tx, telling.story.id))
    return [delivery for delivery in promised if (delivery.channel, delivery.recipient) in heard]


def _correct(alert: Alert, article: Article, reasons: tuple[str, ...], now: datetime) -> Alert:
    said = f"{article.title}\n{article.text}".encode("utf-8", "replace")
    revision = f"{article.id} {hashlib.sha256(said).hexdigest()[:20]}"
    return replace(
        alert, kind=AlertKind.CORRECTION, revision=revision, created_at=now, reasons=reasons, late=False
    )


def _words_of(title: str) -> tuple[str, ...]:
    text = lower(fold(title).text)
    return tuple(text[start:end] for start, end in words(text))
