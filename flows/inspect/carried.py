"""What deliveries carry: the first title that each tells of, how many more, and the watches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.corpus.articles import read_titles
from storage.database import Transaction
from storage.promises.alerts import read_alerts
from storage.records import Alert, Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """`article` with its `title` is the first that is told of, None of a digest or notice; `more` follow."""

    article: str | None = None
    title: str = "-"
    more: int = 0
    watches: tuple[str, ...] = ()
    is_digest: bool = False


def read_carried(tx: Transaction, deliveries: Iterable[Delivery]) -> dict[str, Carried]:
    """What each of these says, by their ids."""
    many = list(deliveries)
    wanted = list(dict.fromkeys(id_ for delivery in many for id_ in delivery.alerts))
    alerts = {alert.id: alert for alert in read_alerts(tx, wanted)}
    titles = read_titles(tx, {alert.article for alert in alerts.values()})
    return {each.id: _read_delivery(each, alerts, titles) for each in many}


def _read_delivery(delivery: Delivery, alerts: Mapping[str, Alert], titles: Mapping[str, str]) -> Carried:
    told = [alerts[id_] for id_ in delivery.alerts if id_ in alerts]
    articles = list(dict.fromkeys(alert.article for alert in told))
    if not articles:
        return Carried(is_digest=delivery.digest_id is not None)
    return Carried(
        article=articles[0],
        title=titles.get(articles[0], "-"),
        more=len(articles) - 1,
        watches=tuple(dict.fromkeys(alert.watch for alert in told)),
        is_digest=delivery.digest_id is not None,
    )
