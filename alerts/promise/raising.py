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
from alerts.promise.decided import make_decision
from storage.bugs import attempt
from storage.corpus.ledger import keep_decision
from storage.database import Transaction
from storage.promises.alerts import raise_alert
from storage.promises.outbox_held import release_raised
from storage.records import Alert, Delivery, Kept, Urgency
from storage.records.reasons import Reason, join_reasons

Renew = Callable[[Delivery], None]
"""Composes anew a message that nobody has tried."""


def raise_told(tx: Transaction, cases: Iterable[Case], past: Past, renew: Renew, now: datetime) -> None:
    """Make flashes of the alerts that told a turn of these cases before it was sure, and send what waits."""
    for case in cases:
        if case.urgent is not None and case.is_urgent_told and case.muted is None:
            reason = case.urgent.reason()
            for alert in _list_unsure(case, case.urgent.act, past):
                attempt(
                    "raised alert", partial(_raise, tx, alert, case.kept, reason, renew, now), None, within=tx
                )


def _list_unsure(case: Case, act: str, past: Past) -> list[Alert]:
    """What the watch was told of the story that says this turn and was no flash."""
    told = {alert.article: alert for alert in case.history.told if alert.urgency is not Urgency.FLASH}
    texts = past.read_articles(list(told))
    return [told[kept.article.id] for kept in texts if says_urgently(kept.article, act, case.official)]


def _raise(tx: Transaction, alert: Alert, by: Kept, reason: Reason, renew: Renew, now: datetime) -> None:
    waited = release_raised(tx, alert.id, now)
    if not waited:
        return
    raise_alert(tx, alert, reason)
    for delivery in waited:
        renew(delivery)
    why, more = join_reasons([reason]), {"by": by.article.id}
    keep_decision(tx, make_decision(alert.article, alert.watch, by.story, "raised", why, now, **more))
