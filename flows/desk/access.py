"""Who may read the desk and who may change something: Host, tokens, cookies and where a request comes from.

Without a token it answers on loopback alone, to a Host that is this machine's own: a page in the user's
browser can make a name of its own point to loopback (DNS rebinding), and its requests then carry that name.
Changes ask for the key in the data directory. With a token everything asks for it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.config.settings import DeskSettings
from storage.private import open_private

COOKIE = "hanmi"
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""What proxies say of themselves and of whom they speak for."""

COOKIE_S = 30 * 86_400
TRIES = 5
TRIES_WITHIN_S = 60.0
MOST_ADDRESSES = 1_000
LONGEST_NAME = 60
KEY_FILE = "desk.key"
BY_TOKEN = "token"  # noqa: S105 - a name
"""The name of a reader who has the token or key and gave no other."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: `may_change` once logged in, under the name given then."""

    may_read: bool
    may_change: bool = False
    name: str = ""
    by_cookie: bool = False


class Access:
    """The desk's lock. Its secret is the token where there is one, else the key in the data directory."""

    def __init__(self, desk: DeskSettings, key: str, clock: Callable[[], float] = time.time) -> None:
        self._desk = desk
        self.secret = desk.token or key
        self._clock = clock
        self._tries: dict[str, deque[float]] = defaultdict(deque)

    @property
    def asks_always(self) -> bool:
        """Whether reading asks for the token too."""
        return self._desk.token is not None

    def is_own_host(self, host: str) -> bool:
        """Whether a Host header names this desk; with a token any may."""
        return self.asks_always or is_loopback_host(host)

    def is_closed_to(self, headers: Mapping[str, str]) -> bool:
        """Whether a proxy passed a request on to a desk that only this machine is to read."""
        return not self.asks_always and any(name in headers for name in PASSED_ON)

    def admit(self, authorization: str, cookie: str) -> Reader:
        """The reader that a request's Authorization header or cookie shows."""
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "bearer" and self.is_secret(given.strip()):
            return Reader(may_read=True, may_change=True, name=BY_TOKEN)
        if name := self._read_cookie(cookie):
            return Reader(may_read=True, may_change=True, name=name, by_cookie=True)
        return Reader(may_read=not self.asks_always)

    def is_secret(self, given: str) -> bool:
        """Whether this is the token or key; takes as long for any."""
        return hmac.compare_digest(given.encode(), self.secret.encode())

    def may_try(self, address: str) -> bool:
        """Whether an address may try to log in once more: five failed tries a minute."""
        now, tries = self._clock(), self._tries[address]
        while tries and now - tries[0] > TRIES_WITHIN_S:
            tries.popleft()
        return len(tries) < TRIES

    def note_failed(self, address: str) -> None:
        """Count a failed try; of too many addresses the oldest are forgotten."""
        self._tries[address].append(self._clock())
        while len(self._tries) > MOST_ADDRESSES:
            self._tries.pop(next(iter(self._tries)))

    def make_cookie(self, name: str) -> str:
        """A cookie for someone of this name, signed, for 30 days; it ends when the secret changes."""
        stated = f"{int(self._clock())}.{urlsafe_b64encode(name[:LONGEST_NAME].encode()).decode()}"
        return f"{stated}.{self._sign(stated)}"

    def _read_cookie(self, cookie: str) -> str:
        stated, _, signature = cookie.rpartition(".")
        if not stated or not hmac.compare_digest(signature.encode(), self._sign(stated).encode()):
            return ""
        made, _, name = stated.partition(".")
        if self._clock() - int(made) > COOKIE_S:
            return ""
        return urlsafe_b64decode(name).decode() or "desk"

    def _sign(self, stated: str) -> str:
        key = hashlib.sha256(b"hanmi desk cookie\0" + self.secret.encode()).digest()
        return hmac.new(key, stated.encode(), hashlib.sha256).hexdigest()


def is_loopback_host(host: str) -> bool:
    """Whether a Host header names this very machine."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_same_origin(reader: Reader, host: str, site: str | None, origin: str | None) -> bool:
    """Whether a change comes from a page of the desk's own; a Bearer token needs no such proof."""
    if site is not None:
        return site == "same-origin"
    if origin is not None:
        try:
            return urlsplit(origin).netloc == host
        except ValueError:  # "http://["
            return False
    return not reader.by_cookie


def read_key(folder: Path) -> str:
    """The key for changes at a desk without a token; made where there is none. Raises: OSError."""
    path = folder / KEY_FILE
    try:
        if key := path.read_text(encoding="ascii").strip():
            return key
    except FileNotFoundError:
        pass
    key = secrets.token_urlsafe(24)
    with open(path, "w", encoding="ascii", opener=open_private) as file:
        file.write(key + "\n")
    return key
