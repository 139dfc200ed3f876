"""Combine many notices of one kind into one message per recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.parser import BytesParser
from email.policy import SMTP

from alerts.channels import Channel
from alerts.channels.chat import split_chat
from alerts.channels.webhook import Webhook
from alerts.compose.mail import MAIL
from alerts.promise.notices import PREFIX, SEE_SOURCES, SEE_SOURCES_KO, Notice, Said, promise_notice
from storage.database import Transaction
from storage.promises.outbox_held import read_held_since
from storage.records import Delivery

GATHER = timedelta(minutes=15)
"""How long after a notice the next of its kind wait for one another; the first goes at once."""

MOST_LINES = 60

SAYS = {
    "source.unhealthy": "{} sources are not well",
    "source.recovered": "{} sources are well again",
}
"""The titles of gathered notices, by type; other types are never gathered."""

SAYS_KO = {
    "source.unhealthy": "소스 {}곳에 문제가 있습니다",
    "source.recovered": "소스 {}곳이 다시 정상입니다",
}


def promise_gathering(tx: Transaction, notice: Notice, channel: Channel, now: datetime) -> list[Delivery]:
    """The deliveries of a notice through one channel; mail and chat gather those of its type.

    A webhook gets each as an event of its own: programs read it.
    """
    promised = promise_notice(notice, channel, now)
    if notice.type not in SAYS or isinstance(channel, Webhook):
        return promised
    return [
        replace(each, held=notice.type, next_attempt_at=_due(tx, each, notice.type, now)) for each in promised
    ]


def gather_notices(type: str, members: Sequence[Delivery]) -> Notice:
    """Combine these notices into one, in order."""
    said = [read_message(member) for member in members]
    lines = [f"{title.removeprefix(PREFIX)}. {first}".strip() for title, first in said]
    return Notice(
        type=type,
        key=" ".join(member.id for member in members),
        title=SAYS[type].format(len(members)),
        lines=(
            *lines[:MOST_LINES],
            *((f"… and {len(lines) - MOST_LINES} more.",) if len(lines) > MOST_LINES else ()),
        ),
        hints=(SEE_SOURCES,),
        korean=Said(
            title=SAYS_KO[type].format(len(members)),
            lines=(
                *lines[:MOST_LINES],
                *((f"… 그 밖에 {len(lines) - MOST_LINES}곳.",) if len(lines) > MOST_LINES else ()),
            ),
            hints=(SEE_SOURCES_KO,),
        ),
    )


def read_message(delivery: Delivery) -> tuple[str, str]:
    """The title and the first line of a notice, out of the bytes that were composed for it."""
    if delivery.content_type != MAIL:
        title, text = split_chat(delivery.body)
    else:
        message = BytesParser(policy=SMTP).parsebytes(delivery.body)
        plain = message.get_body(("plain",))
        title, text = str(message["Subject"]), plain.get_content() if plain else ""
    return title, next(iter(text.splitlines()), "")


def _due(tx: Transaction, delivery: Delivery, type: str, now: datetime) -> datetime:
    """At once, or with those that wait already, or so long after the last."""
    earlier = read_held_since(tx, delivery.channel, delivery.recipient, type, now - GATHER, now)
    waiting = [each.next_attempt_at for each in earlier if each.next_attempt_at and not each.attempts]
    if waiting:
        return min(waiting)
    return max((each.created_at + GATHER for each in earlier), default=now)
