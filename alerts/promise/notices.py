"""Notices about the service itself, such as a channel that was switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from alerts.channels import Channel
from alerts.channels.chat import join_chat
from alerts.channels.email import Email
from alerts.channels.webhook import Webhook
from alerts.compose.clean import clean_line
from alerts.compose.html import badge_html, compose_sheet
from alerts.compose.mail import MAIL, build_mail
from alerts.compose.text import CHAT
from alerts.compose.webhook import JSON, compose_event
from alerts.promise.deliveries import delivery_id, new_delivery
from storage.records import Delivery

PREFIX = "[Hanmi Watch] "


@dataclass(frozen=True, slots=True)
class Hint:
    """What a reader can do next: at a page of the desk, whose address stands for `{}`, or by a command.

    Mails have the page where readers reach the desk.
    """

    at_desk: str
    page: str
    by_command: str

    def say(self, home: str | None) -> str:
        """The line for who reaches the desk at `home`, None: who does not."""
        return self.by_command if home is None else self.at_desk.format(f"{home}{self.page}")


SEE_SOURCES = Hint("To see all: {}", "/sources", "To see all: hanmi sources. To try them: hanmi source check")
SEE_DEAD = Hint("To see it: {}", "/deliveries?state=dead", "To see it: hanmi deliveries --dead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message about the service itself.

    `type` is an event type such as `source.unhealthy`; `key` tells two notices of one type apart, so that
    the same one is promised once; `lines` may hold what the outside said, `hints` end it.
    """

    type: str
    key: str
    title: str
    lines: tuple[str, ...]
    hints: tuple[Hint, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def promise_notice(notice: Notice, channel: Channel, now: datetime) -> list[Delivery]:
    """The deliveries of a notice through one channel, due at once: quiet hours do not hold them."""
    return [promise_to(notice, channel, recipient, now) for recipient in channel.recipients]


def promise_to(notice: Notice, channel: Channel, recipient: str, now: datetime) -> Delivery:
    """The delivery of a notice to one recipient."""
    id = delivery_id(channel.id, recipient, (notice.type, notice.key))
    match channel:
        case Webhook():
            content_type, body = JSON, compose_event(notice.type, notice.data, now)
        case Email():
            content_type, body = MAIL, _compose_mail(notice, id, channel, recipient, now)
        case _:
            content_type, body = CHAT, join_chat(_title(notice), "\n".join(_lines(notice, None)))
    return new_delivery(id, channel.id, recipient, content_type, body, now=now, due=now)


def _compose_mail(notice: Notice, id: str, channel: Email, recipient: str, now: datetime) -> bytes:
    lines = _lines(notice, channel.links.home if channel.links else None)
    html = compose_sheet(
        _title(notice),
        "en",
        [
            f'<p class="top">{badge_html("notice", "Notice")}</p>',
            f"<h1>{escape(clean_line(notice.title))}</h1>",
            *(f"<p>{escape(line)}</p>" for line in lines),
        ],
    )
    return build_mail(
        _title(notice),
        "\n".join(lines) + "\n",
        html,
        id=id,
        sender=channel.sender,
        recipient=recipient,
        now=now,
        channel=channel.id,
    )


def _title(notice: Notice) -> str:
    return clean_line(f"{PREFIX}{notice.title}")


def _lines(notice: Notice, home: str | None) -> list[str]:
    return [clean_line(line, 1000) for line in (*notice.lines, *(hint.say(home) for hint in notice.hints))]


def _switch_on(channel: Channel) -> Hint:
    return Hint(
        "Once a test of the channel succeeds, it is on again and sends what was missed.",
        "",
        f"To switch it on again, and to get what was missed: hanmi channel test {channel.id}",
    )


def off_notice(channel: Channel, why: str, now: datetime) -> Notice:
    """A channel's receiver asked for no more messages."""
    return Notice(
        type="channel.off",
        key=f"{channel.id} {now.isoformat()}",
        title=f"channel {channel.id} was switched off",
        lines=(
            f"The receiver of channel {channel.id} answered: {why}.",
            "Nothing more is sent there; what comes due is kept as dead.",
        ),
        hints=(SEE_DEAD, _switch_on(channel)),
        data={"channel": channel.id, "why": why},
    )


def lost_notice(channel: Channel, now: datetime) -> Notice:
    """Something was due on a channel that is off; told at most once a day for each channel."""
    return Notice(
        type="channel.off",
        key=f"{channel.id} lost {now.date().isoformat()}",
        title=f"channel {channel.id} is still switched off",
        lines=(
            f"Channel {channel.id} was ended by its receiver, and there was something to tell through it.",
            "It is kept as dead.",
        ),
        hints=(SEE_DEAD, _switch_on(channel)),
        data={"channel": channel.id},
    )


def failing_notice(channel: Channel, delivery: Delivery, why: str, now: datetime) -> Notice:
    """A channel has failed a reader for long; told at most once a day."""
    return Notice(
        type="channel.failing",
        key=f"{channel.id} {delivery.recipient} {now.date().isoformat()}",
        title=f"channel {channel.id} does not deliver",
        lines=(f"A delivery to {delivery.recipient} was tried {delivery.attempts} times: {why}.",),
        hints=(
            Hint(
                "To see all, and to send dead ones again: {}",
                "/deliveries",
                "To see all: hanmi deliveries. To send dead ones again: hanmi redeliver --dead",
            ),
        ),
        data={"channel": channel.id, "delivery": delivery.id, "attempts": delivery.attempts, "why": why},
    )


def try_notice(channel: Channel, now: datetime) -> Notice:
    """A message that shows whether a channel works."""
    return Notice(
        type="channel.test",
        key=f"{channel.id} {now.isoformat()}",
        title=f"test of channel {channel.id}",
        lines=("This channel works. Nothing has happened; someone asked for a test.",),
        data={"channel": channel.id},
    )
