"""Channels: ways to reach people; each sends a delivery within 21 seconds and says what came of it."""

from __future__ import annotations

from typing import Protocol

from alerts.channels.manners import Manners
from alerts.channels.voice import Voice
from storage.records import Delivery, Outcome


class Channel(Protocol):
    """Where deliveries can be sent.

    `recipients` are the addresses within the channel, fit to be shown: they hold no secret.
    """

    @property
    def id(self) -> str: ...

    @property
    def recipients(self) -> tuple[str, ...]: ...

    @property
    def manners(self) -> Manners: ...

    @property
    def voice(self) -> Voice: ...

    def send(self, delivery: Delivery) -> Outcome:
        """Try once. What the world does is an outcome, never an error.

        The outcome is known after `limit.SEND_LIMIT_S` at the latest; hanging up may take a second more.
        """
        ...
