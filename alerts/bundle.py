"""What was held through quiet hours goes out as one message a reader, not as many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.compose.mail import MAIL
from alerts.compose.roundup import Roundup, Section, roundup_chat, roundup_mail
from alerts.compose.text import CHAT
from alerts.promise import delivery_id, new_delivery
from storage.alerts import read_alert
from storage.articles import read_article
from storage.database import Transaction
from storage.outbox import keep_bundle, read_held
from storage.records import Alert, Delivery, Kept, Report

_SENTENCES = 2


def bundle_held(tx: Transaction, channels: Sequence[Channel], now: datetime) -> int:
    """Bundle what was held and may go now; returns how many bundles were made.

    Sending it later under the bundle's id settles its members. A single held delivery goes as it is.
    """
    by_id = {channel.id: channel for channel in channels if channel.quiet}
    groups = read_held(tx, now, list(by_id)) if by_id else []
    for members in groups:
        bundle = _make_bundle(tx, by_id[members[0].channel], members, now)
        keep_bundle(tx, bundle, members)
    return len(groups)


def compose_bundle(told: Iterable[tuple[Alert, Kept]], many: int) -> Roundup:
    """What the messages said, in their order; an article that met several watches stands once."""
    by_article: dict[str, tuple[Kept, list[Alert]]] = {}
    for alert, kept in told:
        by_article.setdefault(kept.article.id, (kept, []))[1].append(alert)
    sections = tuple(_section(kept, alerts) for kept, alerts in by_article.values())
    return Roundup(
        title=f"[Hanmi Watch] held through quiet hours: {len(sections)} articles",
        sections=sections,
        notes=(f"messages in this one: {many}",),
    )


def _section(kept: Kept, alerts: Sequence[Alert]) -> Section:
    return Section(
        story=kept.story,
        reports=(Report.of(kept),),
        notes=tuple(f"{alert.watch_name}: {'; '.join(alert.reasons)}" for alert in alerts),
        evidence=alerts[0].evidence[:_SENTENCES],
        lang=kept.article.lang,
    )


def _make_bundle(tx: Transaction, channel: Channel, members: Sequence[Delivery], now: datetime) -> Delivery:
    carried = tuple(dict.fromkeys(alert for member in members for alert in member.alerts))
    recipient = members[0].recipient
    id = delivery_id(channel.id, recipient, ("bundle", *(member.id for member in members)))
    roundup = compose_bundle(_read_told(tx, carried), len(members))
    if isinstance(channel, Email):
        content_type = MAIL
        body = roundup_mail(roundup, id=id, sender=channel.sender, recipient=recipient, now=now)
    else:
        content_type, body = CHAT, roundup_chat(roundup)
    return new_delivery(id, channel.id, recipient, content_type, body, now=now, due=now, alerts=carried)


def _read_told(tx: Transaction, carried: Sequence[str]) -> Iterable[tuple[Alert, Kept]]:
    for id in carried:
        alert = read_alert(tx, id)
        kept = read_article(tx, alert.article) if alert else None
        if alert and kept:
            yield alert, kept
