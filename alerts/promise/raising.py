"""What was told before it was sure, and waits: a second origin, or an official text, ends its wait.

The first report of a turn that cannot wait has one origin, and is an alert as any other: quiet hours and
limits hold it. Once the turn is known from two, no second alert is made of it. The first becomes a flash, in
the words of one, and goes at once to those who have not had it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from alerts.decide.gather import Past, says_urgently
from alerts.decide.policy.case import Case
from storage.bugs import attempt
from storage.corpus.ledger import keep_decision
from storage.database import Transaction
from storage.promises.alerts import raise_alert
from storage.promises.outbox_held import release_raised
from storage.records import Alert, Decision, Delivery, Urgency
from storage.records.reasons import join_reasons

Renew = Callable[[Delivery], None]
"""Composes anew a message that nobody has tried."""


def raise_told(tx: Transaction, cases: Iterable[Case], past: Past, renew: Renew, now: datetime) -> None:
    """Make flashes of the alerts that told a turn of these cases before it was sure, and send what waits."""
    for case in cases:
        if case.urgent is not None and case.is_urgent_told and case.muted is None:
            for alert in _list_unsure(case, past):
                attempt("raised alert", partial(_raise, tx, alert, case, renew, now), None, within=tx)


def _list_unsure(case: Case, past: Past) -> list[Alert]:
    """What the watch was told of the story that says this turn and was no flash."""
    told = {alert.article: alert for alert in case.history.told if alert.urgency is not Urgency.FLASH}
    act = case.urgent.act if case.urgent else ""
    texts = past.read_articles(list(told))
    return [told[kept.article.id] for kept in texts if says_urgently(kept.article, act, case.official)]


def _raise(tx: Transaction, alert: Alert, case: Case, renew: Renew, now: datetime) -> None:
    waited = release_raised(tx, alert.id, now)
    if case.urgent is None or not waited:
        return
    reason = case.urgent.reason()
    raise_alert(tx, alert, reason)
    for delivery in waited:
        renew(delivery)
    keep_decision(
        tx,
        Decision(
            at=now,
            step="tell",
            subject=alert.article,
            verdict="raised",
            why=join_reasons([reason]),
            detail={"watch": alert.watch, "story": case.kept.story, "by": case.kept.article.id},
        ),
    )
