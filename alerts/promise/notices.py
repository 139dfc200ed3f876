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
from alerts.compose.clean import clean_line, clean_url
from alerts.compose.html import badge_html, compose_sheet
from alerts.compose.mail import MAIL, build_mail
from alerts.compose.text import CHAT
from alerts.compose.webhook import JSON, compose_event
from alerts.compose.words import KOREAN, say_reason
from alerts.promise.deliveries import delivery_id, new_delivery
from storage.records import Delivery

PREFIX = "[Hanmi Watch] "


@dataclass(frozen=True, slots=True)
class Hint:
    """What a reader can do next: at a page of the desk, whose address stands for `{}`, or by a command.

    Mails have the page where readers reach the desk, or where it is a whole address.
    """

    at_desk: str
    page: str
    by_command: str

    def say(self, home: str | None) -> str:
        """The line for who reaches the desk at `home`, None: who does not."""
        address = self.address(home)
        return self.by_command if address is None else self.at_desk.format(address)

    def address(self, home: str | None) -> str | None:
        """Where its page is; None for who does not reach it."""
        if "://" in self.page:
            return self.page
        return None if home is None else f"{home}{self.page}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a notice says in one language."""

    title: str
    lines: tuple[str, ...]
    hints: tuple[Hint, ...] = ()


SEE_SOURCES_KO = Hint(
    "모두 보기: {}", "/sources", "모두 보기: hanmi sources. 다시 읽어 보기: hanmi source check"
)
SEE_DEAD_KO = Hint("보기: {}", "/deliveries?state=dead", "보기: hanmi deliveries --dead")
SEE_SOURCES = Hint("To see all: {}", "/sources", "To see all: hanmi sources. To try them: hanmi source check")
SEE_DEAD = Hint("To see it: {}", "/deliveries?state=dead", "To see it: hanmi deliveries --dead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message about the service itself.

    `type` is an event type such as `source.unhealthy`; `key` tells two notices of one type apart, so that
    the same one is promised once; `lines` may hold what the outside said, `hints` end it. `korean` is for
    channels that speak Korean.
    """

    type: str
    key: str
    title: str
    lines: tuple[str, ...]
    hints: tuple[Hint, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    korean: Said | None = None

    def said_in(self, lang: str | None) -> Said:
        """What it says in a language; English where that is not known."""
        english = Said(title=self.title, lines=self.lines, hints=self.hints)
        return self.korean if lang == "ko" and self.korean else english


def promise_notice(notice: Notice, channel: Channel, now: datetime) -> list[Delivery]:
    """The deliveries of a notice through one channel, due at once: quiet hours do not hold them."""
    return [promise_to(notice, channel, recipient, now) for recipient in channel.recipients]


def promise_to(notice: Notice, channel: Channel, recipient: str, now: datetime) -> Delivery:
    """The delivery of a notice to one recipient."""
    id = delivery_id(channel.id, recipient, (notice.type, notice.key))
    said = notice.said_in(channel.voice.lang)
    match channel:
        case Webhook():
            content_type, body = JSON, compose_event(notice.type, notice.data, now)
        case Email():
            content_type, body = MAIL, _compose_mail(said, id, channel, recipient, now)
        case _:
            content_type, body = CHAT, join_chat(_title(said), "\n".join(_lines(said, None)))
    return new_delivery(id, channel.id, recipient, content_type, body, now=now, due=now)


def _compose_mail(said: Said, id: str, channel: Email, recipient: str, now: datetime) -> bytes:
    home = channel.links.home if channel.links else None
    lines = _lines(said, home)
    lang = channel.voice.lang or "en"
    html = compose_sheet(
        _title(said),
        lang,
        [
            f'<p class="top">{badge_html("notice", _BADGE[lang])}</p>',
            f"<h1>{escape(clean_line(said.title))}</h1>",
            *(f"<p>{escape(clean_line(line, 1000))}</p>" for line in said.lines),
            *(f"<p>{_hint_html(hint, home)}</p>" for hint in said.hints),
        ],
    )
    return build_mail(
        _title(said),
        "\n".join(lines) + "\n",
        html,
        id=id,
        sender=channel.sender,
        recipient=recipient,
        now=now,
        channel=channel.id,
    )


_BADGE = {"en": "Notice", "ko": "안내"}


def _title(said: Said) -> str:
    return clean_line(f"{PREFIX}{said.title}")


def _lines(said: Said, home: str | None) -> list[str]:
    return [clean_line(line, 1000) for line in (*said.lines, *(hint.say(home) for hint in said.hints))]


def _hint_html(hint: Hint, home: str | None) -> str:
    """A hint with its address as a link, which a page that says one elsewhere does not get."""
    address = clean_url(hint.address(home)) if "{}" in hint.at_desk else None
    if address is None:
        return escape(clean_line(hint.say(home), 1000))
    link = f'<a href="{escape(address)}">{escape(address)}</a>'
    return escape(hint.at_desk).format(link)


def _switch_on(channel: Channel) -> Hint:
    return Hint(
        "Once a test of the channel succeeds, it is on again and sends what was missed.",
        "",
        f"To switch it on again, and to get what was missed: hanmi channel test {channel.id}",
    )


def _switch_on_ko(channel: Channel) -> Hint:
    return Hint(
        "채널 시험에 성공하면 다시 켜지고, 보내지 못한 것을 보냅니다.",
        "",
        f"다시 켜고 보내지 못한 것을 받기: hanmi channel test {channel.id}",
    )


def off_notice(channel: Channel, why: str, now: datetime) -> Notice:
    """A channel's receiver asked for no more messages."""
    return Notice(
        type="channel.off",
        key=f"{channel.id} {now.isoformat()}",
        title=f"channel {channel.id} was switched off",
        lines=(
            f"The receiver of channel {channel.id} answered: {why}.",
            "Nothing more is sent there; what comes due is kept.",
        ),
        hints=(SEE_DEAD, _switch_on(channel)),
        data={"channel": channel.id, "why": why},
        korean=Said(
            title=f"{channel.id} 채널이 꺼졌습니다",
            lines=(
                f"{channel.id} 채널의 받는 쪽이 이렇게 답했습니다: {say_reason(why, KOREAN)}.",
                "이 채널로는 더 보내지 않으며, 보낼 것은 보관합니다.",
            ),
            hints=(SEE_DEAD_KO, _switch_on_ko(channel)),
        ),
    )


def lost_notice(channel: Channel, now: datetime) -> Notice:
    """Something was due on a channel that is off; told at most once a day for each channel."""
    return Notice(
        type="channel.off",
        key=f"{channel.id} lost {now.date().isoformat()}",
        title=f"channel {channel.id} is still switched off",
        lines=(
            f"The receiver of channel {channel.id} had asked for no more, and something was due there.",
            "It is kept.",
        ),
        hints=(SEE_DEAD, _switch_on(channel)),
        data={"channel": channel.id},
        korean=Said(
            title=f"{channel.id} 채널이 아직 꺼져 있습니다",
            lines=(
                f"받는 쪽이 {channel.id} 채널을 끊었고, 그 사이 보낼 것이 있었습니다.",
                "보낼 것은 보관합니다.",
            ),
            hints=(SEE_DEAD_KO, _switch_on_ko(channel)),
        ),
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
        korean=Said(
            title=f"{channel.id} 채널로 전달되지 않습니다",
            lines=(
                f"{delivery.recipient} 앞으로 {delivery.attempts}번 보냈으나 전달되지 않았습니다: "
                f"{say_reason(why, KOREAN)}.",
            ),
            hints=(
                Hint(
                    "모두 보고 다시 보내기: {}",
                    "/deliveries",
                    "모두 보기: hanmi deliveries. 다시 보내기: hanmi redeliver --dead",
                ),
            ),
        ),
    )


def try_notice(channel: Channel, now: datetime) -> Notice:
    """A message that shows whether a channel works."""
    return Notice(
        type="channel.test",
        key=f"{channel.id} {now.isoformat()}",
        title=f"test of channel {channel.id}",
        lines=("This channel works. Nothing has happened; someone asked for a test.",),
        data={"channel": channel.id},
        korean=Said(
            title=f"{channel.id} 채널 시험",
            lines=("이 채널은 잘 됩니다. 아무 일도 없으며, 누군가 시험을 요청했습니다.",),
        ),
    )
