"""Whether each channel could send, as far as that is seen without sending."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from alerts.channels import Channel
from alerts.channels.apprise import Apprise
from alerts.channels.email import Email
from alerts.channels.unready import Unready
from alerts.channels.webhook import FEWEST_KEY_BYTES, MAKE_ONE, Webhook
from flows.config.settings import Settings
from flows.inspect.finding import Finding
from storage.errors import say_os
from storage.records import Sent

SEE_TO_RECEIVER = (
    "start the server there, or correct the channel's address in the configuration; deliveries wait meanwhile"
)
"""What to do where nothing answers at a channel's address."""


SEE_TO_SERVICE = "write the address as https://appriseit.com/services/ has it for this service"
"""What to do where a chat service's address is none."""

SHORT_KEY = f"its secret has fewer than {FEWEST_KEY_BYTES} bytes, and can be guessed sooner"

NOBODY_LOGS_IN = "there is a password, and `smtp` names no user: mail is handed in without logging in"


def look_at_channels(settings: Settings) -> Iterator[Finding]:
    """What is to be said of every channel whose secrets are at hand."""
    for channel in settings.channels:
        if isinstance(channel, Apprise):
            yield _look_at_service(channel)
        elif not isinstance(channel, Unready):  # what that lacks was named with the configuration
            yield _look_at_receiver(channel, settings)


def _look_at_service(channel: Apprise) -> Finding:
    outcome = channel.try_address()
    if isinstance(outcome, Sent):
        return Finding(f"channel {channel.id}", "ok", "is set")
    return Finding(f"channel {channel.id}", "mend", str(outcome.why), SEE_TO_SERVICE)


def _look_at_receiver(channel: Channel, settings: Settings) -> Finding:
    name, address = f"channel {channel.id}", _endpoint(channel)
    if address is None:
        return Finding(name, "ok", "is set")
    if trouble := _try_connecting(address):
        return Finding(name, "mend", f"{address[0]}:{address[1]}: {trouble}", SEE_TO_RECEIVER)
    if isinstance(channel, Webhook) and channel.has_short_key:
        return Finding(name, "look", SHORT_KEY, f"{MAKE_ONE}; its receiver has to have it too")
    if isinstance(channel, Email) and channel.server.password and not channel.server.user:
        hint = f"write smtp+starttls://USER@{channel.server.host}, or take the password out"
        return Finding(name, "look", NOBODY_LOGS_IN, hint)
    if isinstance(channel, Email) and channel.unsubscribes and not _is_https(settings.desk.url):
        says = "mail programs unsubscribe by an address of https:// alone, and [desk] url has none"
        return Finding(name, "look", says, "readers can follow the link in the mail all the same")
    return Finding(name, "ok", f"{address[0]}:{address[1]} answers")


def _is_https(url: str | None) -> bool:
    return url is not None and url.startswith("https:")


def _endpoint(channel: Channel) -> tuple[str, int] | None:
    """Host and port that a channel sends to, None where only its library knows."""
    if isinstance(channel, Email):
        return channel.server.host, channel.server.port
    if isinstance(channel, Webhook):
        parts = urlsplit(channel.url.reveal())
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    return None


def _try_connecting(address: tuple[str, int]) -> str | None:
    """Why no connection can be made, None where one can; nothing is sent."""
    try:
        socket.create_connection(address, timeout=5).close()
    except OSError as error:
        return say_os(error)
    return None
