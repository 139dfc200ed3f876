"""A channel whose secrets are not at hand: known by its name and addresses, and unable to send."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.channels.manners import Manners
from alerts.channels.voice import Voice
from storage.records import Delivery, Outcome, Postponed


@dataclass(frozen=True, slots=True)
class Unready:
    """Stands for `channel`, which was opened with stand-ins; `why` names what is missing."""

    channel: Channel
    why: str

    @property
    def id(self) -> str:
        return self.channel.id

    @property
    def recipients(self) -> tuple[str, ...]:
        """Addresses of mail are no secret; others are read off one."""
        return self.channel.recipients if isinstance(self.channel, Email) else ()

    @property
    def manners(self) -> Manners:
        return self.channel.manners

    @property
    def voice(self) -> Voice:
        return self.channel.voice

    def send(self, _delivery: Delivery) -> Outcome:
        """Nothing is contacted: the delivery waits for the secret."""
        return Postponed(why=self.why)


def open_channel(channel: Channel) -> Channel:
    """The channel itself, whether its secrets are at hand or not."""
    return channel.channel if isinstance(channel, Unready) else channel
