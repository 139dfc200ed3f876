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
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

VALID_FOR = timedelta(days=90)
MUTE, ON_TOPIC, OFF_TOPIC = "mute", "on-topic", "off-topic"
UNSUBSCRIBE, RESUBSCRIBE = "unsubscribe", "resubscribe"
ACTIONS = (MUTE, ON_TOPIC, OFF_TOPIC, "known", "late")
OF_WATCHES = (UNSUBSCRIBE, RESUBSCRIBE)
"""About the watches that the message names: they stand in it, not in the link, which a header must hold."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLink:
    """What a link asks for: an action on a story (`mute`) or an alert (the others), for one recipient.

    Those `OF_WATCHES` have no subject.
    """

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
        return f"{self.home}/m/{self._sign(delivery, recipient, action, subject, now)}"

    def unsubscribe(self, delivery: str, recipient: str, now: datetime) -> str:
        """Where the recipient unsubscribes from the watches that the message names, also by one POST."""
        return f"{self.home}/u/{self._sign(delivery, recipient, UNSUBSCRIBE, '', now)}"

    def resubscribe(self, delivery: str, recipient: str, now: datetime) -> str:
        """Where the recipient takes that back, for the watches that the message names."""
        return f"{self.home}/u/{self._sign(delivery, recipient, RESUBSCRIBE, '', now)}"

    def _sign(self, delivery: str, recipient: str, action: str, subject: str, now: datetime) -> str:
        until = int((now + VALID_FOR).timestamp())
        link = SignedLink(delivery=delivery, recipient=recipient, action=action, subject=subject, until=until)
        stated = _encode(json.dumps(list(asdict(link).values()), ensure_ascii=False).encode())
        return f"{stated}.{sign(self.secret, stated)}"


def read_link(
    secret: str, token: str, now: datetime, actions: Collection[str] = ACTIONS
) -> SignedLink | None:
    """What a link asks for, None where it is not ours, was changed, is over, or asks for something else."""
    stated, _, signature = token.partition(".")
    if len(token) > LONGEST or not hmac.compare_digest(signature.encode(), sign(secret, stated).encode()):
        return None
    delivery, recipient, action, subject, until = json.loads(
        urlsafe_b64decode(stated + "=" * (-len(stated) % 4))
    )
    link = SignedLink(delivery=delivery, recipient=recipient, action=action, subject=subject, until=until)
    return link if link.action in actions and now.timestamp() <= link.until else None


def sign(secret: str, stated: str) -> str:
    """The signature of what a link states."""
    key = hashlib.sha256(b"hanmi desk link\0" + secret.encode()).digest()
    return _encode(hmac.new(key, stated.encode(errors="replace"), hashlib.sha256).digest())


def _encode(body: bytes) -> str:
    return urlsafe_b64encode(body).decode().rstrip("=")
