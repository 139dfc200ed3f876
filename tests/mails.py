"""Channels for mail, and mails as their readers have them, for the tests of what is sent."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from alerts.channels.email import Email
from alerts.channels.opening import open_channel

EMAIL = {
    "id": "press",
    "kind": "email",
    "smtp": "smtp://localhost",
    "from": "watch@example.org",
    "to": ["desk@example.org"],
}


def an_email(**keys: object) -> Email:
    """A channel as a configuration describes it, with further keys."""
    made = open_channel(EMAIL | keys, lambda text: text)
    assert isinstance(made, Email)
    return made


def parse_mail(body: bytes) -> EmailMessage:
    """A mail as mail programs take it apart."""
    message = BytesParser(policy=policy.default).parsebytes(body)
    assert isinstance(message, EmailMessage)
    return message


def read_part(message: EmailMessage, kind: str = "plain") -> str:
    """What a mail says as text, or as `html`."""
    part = message.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")
