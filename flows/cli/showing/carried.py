"""What deliveries carry, in a few words: a title with its watch, a digest, or a notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database import Transaction
    from storage.records import Alert, Delivery


def say_carried(tx: Transaction, deliveries: Iterable[Delivery]) -> Mapping[str, str]:
    """What each of these says, by their ids: the first title that it tells of, and how many more."""
    from storage.corpus.articles import read_titles
    from storage.promises.alerts import read_alerts

    many = list(deliveries)
    wanted = list(dict.fromkeys(id_ for delivery in many for id_ in delivery.alerts))
    alerts = {alert.id: alert for alert in read_alerts(tx, wanted)}
    titles = read_titles(tx, {alert.article for alert in alerts.values()})
    return {each.id: _say_delivery(each, alerts, titles) for each in many}


def _say_delivery(delivery: Delivery, alerts: Mapping[str, Alert], titles: Mapping[str, str]) -> str:
    told = [alerts[id_] for id_ in delivery.alerts if id_ in alerts]
    return _say_alerts(told, titles) or _say_plainly(delivery)


def _say_alerts(alerts: Sequence[Alert], titles: Mapping[str, str]) -> str:
    """The first title that is told, how many more there are, and the watches; empty of no alerts."""
    articles = list(dict.fromkeys(alert.article for alert in alerts))
    if not articles:
        return ""
    more = f", and {len(articles) - 1} more" if len(articles) > 1 else ""
    watches = ", ".join(dict.fromkeys(alert.watch for alert in alerts))
    return f"{titles.get(articles[0], '-')}{more} [{watches}]"


def _say_plainly(delivery: Delivery) -> str:
    return "a digest" if delivery.digest_id else "a notice about this service"
