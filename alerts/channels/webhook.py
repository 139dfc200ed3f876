"""Webhooks by the Standard Webhooks specification (https://www.standardwebhooks.com, version 1.0)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

import certifi
from ada_url import URL

from alerts.channels.limit import SEND_LIMIT_S, CuttableConnection, within_limit
from alerts.channels.manners import FREELY, Manners
from alerts.channels.secret import Secret
from alerts.channels.voice import PLAIN, Voice
from storage.errors import say_os
from storage.http_times import read_retry_after
from storage.records import Delivery, Gone, Outcome, Postponed, Sent
from storage.records.reasons import Reason, say_beside
from storage.records.send_texts import SendCode

_PREFIX = "whsec_"
MAKE_ONE = "`echo whsec_$(openssl rand -base64 32)` makes one"
FEWEST_KEY_BYTES = 24  # specification, "Signature scheme": 24 to 64 bytes; the doctor names fewer
_ANSWER_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that takes signed JSON.

    `url` may hold a token of the receiver's and is hidden; `secrets` are live all at once, while one
    replaces another. `clock` gives seconds since 1970 for the timestamp of an attempt.
    """

    id: str
    url: Secret
    secrets: tuple[Secret, ...]
    limit_s: float = SEND_LIMIT_S
    clock: Callable[[], float] = field(default=time.time, repr=False)
    voice: Voice = PLAIN
    manners: Manners = FREELY  # read by machines, which neither sleep nor tire: never set

    @property
    def has_short_key(self) -> bool:
        """Whether one of its secrets has fewer bytes than the specification asks for."""
        return any(len(read_key(secret)) < FEWEST_KEY_BYTES for secret in self.secrets)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Where it goes, without what the address may grant."""
        url = URL(self.url.reveal())
        return (f"{url.protocol}//{url.host}",)

    def send(self, delivery: Delivery) -> Outcome:
        """POST the body once. Only 2xx is success; a redirect is a failure and is not followed."""
        headers = {
            "Content-Type": delivery.content_type,
            "User-Agent": "Hanmi-Watch (Standard Webhooks)",
            "Connection": "close",
            **sign(delivery.id, int(self.clock()), delivery.body, self.secrets),
        }
        return within_limit(lambda line: self._post(line, delivery.body, headers), limit_s=self.limit_s)

    def _post(self, line: CuttableConnection, body: bytes, headers: dict[str, str]) -> None:
        target = URL(self.url.reveal())
        connection, is_reached = _connection_to(target, self.limit_s), False
        try:
            connection.connect()
            is_reached = True
            line.hold(connection.sock)
            connection.request("POST", target.pathname + target.search, body, headers)
            answer = connection.getresponse()
            line.decide(read_status(answer.status, answer.getheader("Retry-After"), self.clock()))
            with suppress(OSError, http.client.HTTPException, ValueError):  # the status has decided
                answer.read(_ANSWER_BYTES)  # a receiver that is still writing should not see a reset
        except ssl.SSLCertVerificationError as error:
            why = Reason(SendCode.CERTIFICATE, why=error.verify_message)
            line.decide(Postponed(why=say_beside(target.host, why)))
        except (OSError, http.client.HTTPException) as error:
            said = _in_words(error)
            line.decide(Postponed(why=said if is_reached else say_beside(target.host, said)))
        finally:
            connection.close()


def sign(id: str, timestamp: int, body: bytes, secrets: Sequence[Secret]) -> dict[str, str]:
    """The three headers: id, timestamp, and one `v1` signature for each live secret."""
    signed = b".".join((id.encode(), str(timestamp).encode(), body))
    signatures = (
        "v1," + base64.b64encode(hmac.new(read_key(secret), signed, hashlib.sha256).digest()).decode()
        for secret in secrets
    )
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def read_key(secret: Secret) -> bytes:
    """The key within `whsec_` and base64, padded or not. Raises: ValueError with the reason."""
    text = secret.reveal()
    if not text.startswith(_PREFIX):
        raise ValueError(f"a secret begins with {_PREFIX}; {MAKE_ONE}")
    encoded = text.removeprefix(_PREFIX).rstrip("=")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"what follows {_PREFIX} is not base64; {MAKE_ONE}") from None
    if not key:
        raise ValueError(f"nothing follows {_PREFIX}")
    return key


def read_status(status: int, retry_after: str | None, now_s: float) -> Outcome:
    """What an answer's status means for the delivery."""
    if 200 <= status < 300:
        return Sent()
    if status == 410:
        return Gone(why=Reason(SendCode.ASKED_NO_MORE))
    why = Reason(SendCode.REDIRECT, status=status) if 300 <= status < 400 else f"HTTP {status}"
    now = datetime.fromtimestamp(now_s, UTC)
    return Postponed(why=why, after=read_retry_after(retry_after, now))


def _connection_to(url: URL, limit_s: float) -> http.client.HTTPConnection:
    host = url.hostname.strip("[]")
    if url.protocol == "http:":
        return http.client.HTTPConnection(host, int(url.port or 80), timeout=limit_s)
    return http.client.HTTPSConnection(host, int(url.port or 443), timeout=limit_s, context=tls_context())


@lru_cache(maxsize=1)
def tls_context() -> ssl.SSLContext:
    """Certificates and host names are checked, against the machine's roots and Mozilla's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _in_words(error: Exception) -> str:
    match error:
        case TimeoutError():
            return Reason(SendCode.NO_ANSWER)
        case http.client.RemoteDisconnected() | ConnectionResetError() | BrokenPipeError():
            return Reason(SendCode.HUNG_UP)
        case http.client.HTTPException():
            return Reason(SendCode.NOT_HTTP, kind=type(error).__name__)
        case _:
            return say_os(error)
