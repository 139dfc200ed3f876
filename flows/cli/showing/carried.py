"""What deliveries carry, in a few words: a title with its watch, a digest, or a notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database import Transaction
    from storage.records import Delivery


def say_carried(tx: Transaction, deliveries: Iterable[Delivery]) -> Mapping[str, str]:
    """What each of these says, by their ids: the first title that it tells of, and how many more."""
    from storage.corpus.articles import read_titles
    from storage.promises.alerts import read_alerts

    many = list(deliveries)
    wanted = list(dict.fromkeys(id_ for delivery in many for id_ in delivery.alerts))
    alerts = {alert.id: alert for alert in read_alerts(tx, wanted)}
    titles = read_titles(tx, {alert.article for alert in alerts.values()})
    said = {}
    for delivery in many:
        carried = [alerts[id_] for id_ in delivery.alerts if id_ in alerts]
        articles = list(dict.fromkeys(alert.article for alert in carried))
        if articles:
            watches = ", ".join(dict.fromkeys(alert.watch for alert in carried))
            more = f", and {len(articles) - 1} more" if len(articles) > 1 else ""
            said[delivery.id] = f"{titles.get(articles[0], '-')}{more} [{watches}]"
        else:
            said[delivery.id] = "a digest" if delivery.digest_id else "a notice about this service"
    return said
