"""Turn the alerts of one article into deliveries: recipient, channel and message bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import product

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.channels.webhook import Webhook
from alerts.compose.leaving import leave_by
from alerts.compose.mail import MAIL, Thread, compose_mail
from alerts.compose.telling import Telling
from alerts.compose.text import CHAT, compose_chat
from alerts.compose.webhook import JSON, compose_webhook
from alerts.promise.terms import Routes
from storage.bugs import attempt
from storage.readers.unsubscribings import NOBODY, Unsubscribed
from storage.records import Alert, Delivery, DeliveryState, digest_id

QUIET = "quiet until"
"""How the name of what quiet hours hold begins."""

FindThread = Callable[[str, str], Thread | None]
"""From channel and recipient to the story's first mail there, None where there is none."""


def promise_deliveries(
    telling: Telling,
    routes: Routes,
    find_thread: FindThread,
    *,
    wait: timedelta = timedelta(),
    unsubscribed: Unsubscribed = NOBODY,
) -> list[Delivery]:
    """The deliveries of one article's alerts, the same whenever it is asked.

    A webhook gets one for each watch; mail and chat one for each recipient, naming every watch that it has
    not unsubscribed from. They are due after `wait`, or when the channel's quiet hours end, whichever is
    later.
    """
    promised: list[Delivery] = []
    for channel, alerts in _by_channel(telling.alerts, routes):
        groups = [(alert,) for alert in alerts] if isinstance(channel, Webhook) else [tuple(alerts)]
        for group, recipient in product(groups, channel.recipients):
            heard = [alert.watch for alert in group if not unsubscribed.has(recipient, alert.watch)]
            part = telling.for_watches(heard)
            if heard and (delivery := _promise(part, channel, recipient, find_thread, wait)):
                promised.append(delivery)
    return promised


def list_left_out(
    alerts: Sequence[Alert], routes: Routes, unsubscribed: Unsubscribed
) -> list[tuple[str, Alert]]:
    """The recipients who would be told, had they not unsubscribed, each with the alert."""
    if not unsubscribed.since:
        return []
    return [
        (recipient, alert)
        for channel, told in _by_channel(alerts, routes)
        for recipient in channel.recipients
        for alert in told
        if unsubscribed.has(recipient, alert.watch)
    ]


def delivery_id(channel: str, recipient: str, carries: Sequence[str]) -> str:
    """The delivery's id: the same for the same message to the same reader."""
    return digest_id("d", channel, recipient, *sorted(carries))


def due_time(channel: Channel, now: datetime, alerts: Sequence[Alert] = ()) -> tuple[datetime, str | None]:
    """When a channel may send what it gets now, and the bundle it waits in (None: not bundled)."""
    manners = channel.manners
    ends_at = manners.quiet.ends_at(now) if manners.quiet and not manners.reason_to_break(alerts) else None
    return (ends_at, f"{QUIET} {ends_at.isoformat()}") if ends_at else (now, None)


def _by_channel(alerts: Sequence[Alert], routes: Routes) -> list[tuple[Channel, list[Alert]]]:
    found: dict[str, tuple[Channel, list[Alert]]] = {}
    for alert in alerts:
        for channel in routes.of(alert):
            found.setdefault(channel.id, (channel, []))[1].append(alert)
    return list(found.values())


def compose_delivery(
    telling: Telling, channel: Channel, id: str, recipient: str, find_thread: FindThread
) -> tuple[str, bytes]:
    """The content type and the bytes of a message in its channel's way."""
    telling = telling.speak(channel.voice.lang, gist=channel.voice.gist)
    match channel:
        case Webhook():
            return JSON, compose_webhook(telling, telling.alerts[0])
        case Email():
            thread = find_thread(channel.id, recipient)
            watches = {alert.watch: alert.name_in(telling.spoken) for alert in telling.alerts}
            return MAIL, compose_mail(
                telling,
                id=id,
                sender=channel.sender,
                recipient=recipient,
                channel=channel.id,
                reply_to=thread,
                links=channel.links,
                leaving=leave_by(channel, id, recipient, watches, telling.now),
            )
        case _:
            return CHAT, compose_chat(telling)


def compose_safely(
    telling: Telling, channel: Channel, id: str, recipient: str, find_thread: FindThread
) -> tuple[str, bytes] | None:
    """Compose a message without what a bug keeps from being composed: what is quoted, then all the page said.

    None where even what remains cannot be composed.
    """
    for part in (telling, telling.unquoted(), telling.nameless()):
        composed = attempt(
            f"message for {channel.id}",
            partial(compose_delivery, part, channel, id, recipient, find_thread),
            None,
        )
        if composed is not None:
            return composed
    return None


def _promise(
    telling: Telling, channel: Channel, recipient: str, find_thread: FindThread, wait: timedelta
) -> Delivery | None:
    carried = tuple(alert.id for alert in telling.alerts)
    id = delivery_id(channel.id, recipient, carried)
    composed = compose_safely(telling, channel, id, recipient, find_thread)
    if composed is None:
        return None
    content_type, body = composed
    now = telling.now
    due, held = due_time(channel, now + wait, telling.alerts)
    return new_delivery(
        id, channel.id, recipient, content_type, body, now=now, due=due, alerts=carried, held=held
    )


def new_delivery(
    id: str,
    channel: str,
    recipient: str,
    content_type: str,
    body: bytes,
    *,
    now: datetime,
    due: datetime,
    alerts: tuple[str, ...] = (),
    held: str | None = None,
    digest_id: str | None = None,
) -> Delivery:
    """A delivery that nobody has tried yet."""
    return Delivery(
        id=id,
        channel=channel,
        recipient=recipient,
        content_type=content_type,
        body=body,
        alerts=alerts,
        state=DeliveryState.PENDING,
        attempts=0,
        created_at=now,
        next_attempt_at=due,
        held=held,
        digest_id=digest_id,
    )
