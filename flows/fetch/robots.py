"""What a site's robots.txt allows (RFC 9309), asked once a day."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

LONGEST = 512 * 1024
"""Bytes read of a robots.txt; RFC 9309 asks for 500 KiB at least."""

SLOWEST_S = 30.0
"""No crawl delay holds us longer between two requests."""


FRESH_S = 24 * 3600.0
"""RFC 9309, 2.4: not longer than a day."""

FAULT_S = 600.0
"""How long a server's fault keeps us out before it is asked again."""

MANY = 5_000


@dataclass(frozen=True, slots=True)
class Robots:
    """One site's rules for one robot: none where `rules` is None, nothing allowed where `closed`."""

    rules: Protego | None
    token: str
    closed: bool = False

    def allow(self, url: str) -> bool:
        """Whether this robot may read the address."""
        if self.closed:
            return False
        return self.rules is None or self.rules.can_fetch(url, self.token)

    @property
    def crawl_delay_s(self) -> float:
        """Seconds between two requests that the site asks for, 0 where it does not."""
        asked = self.rules.crawl_delay(self.token) if self.rules else None
        return min(asked or 0.0, SLOWEST_S)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the site names, as written."""
        return tuple(self.rules.sitemaps) if self.rules else ()


class RobotsCache:
    """Asks each site once; for one event loop. Failures to connect are not kept."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Robots]] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def ask(self, origin: str, read: Callable[[], Awaitable[Robots]]) -> Robots:
        """The rules of this origin, by `read` where they are not known or too old."""
        if known := self._fresh(origin):
            return known
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                if known := self._fresh(origin):
                    return known
                robots = await read()
                self._keep(origin, robots)
                return robots
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    def _fresh(self, origin: str) -> Robots | None:
        until, robots = self._kept.get(origin, (0.0, None))
        return robots if until > self._clock() else None

    def _keep(self, origin: str, robots: Robots) -> None:
        self._kept[origin] = (self._clock() + (FAULT_S if robots.closed else FRESH_S), robots)
        self._kept.move_to_end(origin)
        if len(self._kept) > MANY:
            self._kept.popitem(last=False)


def product_token(user_agent: str) -> str:
    """The name that a robots.txt calls us by: the first word of the User-Agent, before its version."""
    first = user_agent.split("/")[0].split()
    return first[0] if first else "*"


def read_robots(body: bytes, token: str) -> Robots:
    """Read a robots.txt; what is none (a page, say) has no rules and allows everything."""
    text = body[:LONGEST].decode("utf-8-sig", "replace")
    return Robots(Protego.parse(_keep_ours(text, token.lower())), token)


def _keep_ours(text: str, token: str) -> str:
    """Only the groups that are about us or everyone, and the sitemaps.

    Protego's time grows with robots named times rules given, which half a megabyte of hostile
    text turns into minutes.
    """
    kept: list[str] = []
    ours = naming = False
    for line in text.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field in ("user-agent", "useragent", "user agent"):
            mine = value.partition("/")[0].strip().lower() in ("*", token)
            ours = (ours and naming) or mine
            naming = True
            if mine:
                kept.append(line)
            continue
        if field:
            naming = naming and field == "sitemap"
        if field == "sitemap" or ours:
            kept.append(line)
    return "\n".join(kept)
