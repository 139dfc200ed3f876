"""Links in messages: to the desk's pages, and signed ones that ask there for one change without a login.

A signature is over delivery, recipient, action, subject and the end of its 90 days, under a key derived from
the desk's token: it opens a page that says no more than the message did and asks before it changes anything,
and it ends when the token changes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

VALID_FOR = timedelta(days=90)
MUTE, ON_TOPIC, OFF_TOPIC = "mute", "on-topic", "off-topic"
ACTIONS = (MUTE, ON_TOPIC, OFF_TOPIC, "known", "late")
LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLink:
    """What a link asks for: an action on a story (`mute`) or an alert (the others), for one recipient."""

    delivery: str
    recipient: str
    action: str
    subject: str
    until: int


@dataclass(frozen=True, slots=True)
class DeskLinks:
    """Addresses of the desk at `home`, signed with what is derived from its token."""

    home: str
    secret: str = field(repr=False)

    def story(self, id: str) -> str:
        """The page of a story."""
        return f"{self.home}/stories/{id}"

    def act(self, delivery: str, recipient: str, action: str, subject: str, now: datetime) -> str:
        """The page that asks for one change."""
        until = int((now + VALID_FOR).timestamp())
        link = SignedLink(delivery=delivery, recipient=recipient, action=action, subject=subject, until=until)
        stated = _encode(json.dumps(list(asdict(link).values()), ensure_ascii=False).encode())
        return f"{self.home}/m/{stated}.{sign(self.secret, stated)}"


def read_link(secret: str, token: str, now: datetime) -> SignedLink | None:
    """What a link asks for, None where it is not ours, was changed, or is over."""
    stated, _, signature = token.partition(".")
    if len(token) > LONGEST or not hmac.compare_digest(signature.encode(), sign(secret, stated).encode()):
        return None
    delivery, recipient, action, subject, until = json.loads(
        urlsafe_b64decode(stated + "=" * (-len(stated) % 4))
    )
    link = SignedLink(delivery=delivery, recipient=recipient, action=action, subject=subject, until=until)
    return link if link.action in ACTIONS and now.timestamp() <= link.until else None


def sign(secret: str, stated: str) -> str:
    """The signature of what a link states."""
    key = hashlib.sha256(b"hanmi desk link\0" + secret.encode()).digest()
    return _encode(hmac.new(key, stated.encode(errors="replace"), hashlib.sha256).digest())


def _encode(body: bytes) -> str:
    return urlsafe_b64encode(body).decode().rstrip("=")
