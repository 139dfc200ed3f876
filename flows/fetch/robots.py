"""What a site's robots.txt allows (RFC 9309), asked once a day."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from protego import Protego

from storage.private import write_private

LONGEST = 512 * 1024
"""Bytes read of a robots.txt; RFC 9309 asks for 500 KiB at least."""

SLOWEST_S = 30.0
"""No crawl delay holds us longer between two requests."""

LINES = 5_000
"""Lines kept of those about us; the longest robots.txt of a newspaper has some hundreds."""

WILD = 1_000
"""Wildcards in the lines kept: every address of the site is compared with each of them."""

FRESH_S = 24 * 3600.0
"""RFC 9309, 2.4: not longer than a day."""

FAULT_S = 600.0
"""How long a server's fault keeps us out, or at the rules that it had before, until it is asked again."""

MANY = 5_000

MOST_TEXT = 20_000_000
"""Characters of all sites' rules that are remembered: one domain can name a million (a1.example.com …)."""

LONGEST_KEPT = 50_000
"""Characters of one site's rules that outlast the process."""

MOST_KEPT = 5_000_000
"""Characters of all sites' rules that outlast it, those asked last."""

Stored = tuple[float, bool, str]
"""A site's rules as the file has them: believed until, closed, what of its robots.txt concerns us."""


@dataclass(frozen=True, slots=True)
class Robots:
    """One site's rules for one robot; where `rules` is None it has none, and everything is allowed.

    With `closed` nothing is: its robots.txt answered with a fault, a 503 say.
    `text` is what of the robots.txt concerns this robot.
    """

    rules: Protego | None
    token: str
    closed: bool = False
    text: str = ""

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
    """Asks each site once a day; for one event loop. Failures to connect are not kept.

    With a `path` the answers outlast the process: a service starts one for every cycle, and
    would ask every site each time. They are parsed when they are asked for. `clock` tells seconds since 1970.
    """

    def __init__(self, token: str, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._token = token
        self._path = path
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Robots]] = OrderedDict()
        self._size = 0
        self._stored: dict[str, Stored] = {}
        self._asking: dict[str, asyncio.Lock] = {}
        self._is_changed = False
        if path is not None:
            self._read(path)

    def write(self) -> None:
        """Write what was learned to the file, if there is one; the last of several processes wins."""
        if self._path is None or not self._is_changed:
            return
        rows = _choose_rows({**self._stored, **self._store_kept()}, self._clock())
        # What cannot be written is asked again, which is no more than a cache owes.
        with contextlib.suppress(OSError):
            write_private(self._path, json.dumps({"robot": self._token, "sites": rows}))
        self._is_changed = False

    async def ask(self, origin: str, read: Callable[[], Awaitable[Robots]]) -> Robots:
        """The rules of this origin, by `read` where they are not known or too old."""
        if known := self._fresh(origin):
            return known
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                if known := self._fresh(origin):
                    return known
                robots, for_s = await read(), FRESH_S
                if robots.closed:
                    robots, for_s = self._earlier(origin) or robots, FAULT_S
                self._keep(origin, robots, for_s)
                return robots
        finally:
            if not lock.locked():
                self._asking.pop(origin, None)

    def _fresh(self, origin: str) -> Robots | None:
        if stored := self._stored.pop(origin, None):
            until, closed, text = stored
            self._put(origin, until, _compose(text, self._token, closed))
        until, robots = self._kept.get(origin, (0.0, None))
        return robots if until > self._clock() else None

    def _earlier(self, origin: str) -> Robots | None:
        """The rules that a site had when they could be read; by RFC 9309, 2.4, they may stand meanwhile."""
        _, robots = self._kept.get(origin, (0.0, None))
        return None if robots is None or robots.closed else robots

    def _keep(self, origin: str, robots: Robots, for_s: float) -> None:
        self._is_changed = True
        self._put(origin, self._clock() + for_s, robots)

    def _put(self, origin: str, until: float, robots: Robots) -> None:
        if known := self._kept.pop(origin, None):
            self._size -= len(known[1].text)
        self._kept[origin] = (until, robots)
        self._size += len(robots.text)
        while len(self._kept) > MANY or self._size > MOST_TEXT:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._size -= len(oldest.text)

    def _store_kept(self) -> dict[str, Stored]:
        return {origin: (until, robots.closed, robots.text) for origin, (until, robots) in self._kept.items()}

    def _read(self, path: Path) -> None:
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            if raw["robot"] != self._token:
                return
            for origin, (until, closed, text) in raw["sites"].items():
                self._stored[str(origin)] = (self._trust(until), bool(closed), str(text))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            # Not there yet, or damaged: the sites are asked anew.
            self._stored.clear()

    def _trust(self, until: Any) -> float:
        return min(float(until), self._clock() + FRESH_S)


def product_token(user_agent: str) -> str:
    """The name that a robots.txt calls us by: the first word of the User-Agent, before its version."""
    first = user_agent.split("/")[0].split()
    return first[0] if first else "*"


def read_robots(body: bytes, token: str) -> Robots:
    """Read a robots.txt; an HTML page in its place has no rules and allows everything."""
    text = body[:LONGEST].decode("utf-8-sig", "replace")
    return _compose(_keep_ours(text, token.lower()), token)


AGENTS = frozenset(("user-agent", "useragent", "user agent"))


def _choose_rows(rows: dict[str, Stored], now: float) -> dict[str, Stored]:
    """Those that outlast the process: still believed, of those asked last as many as there is room for."""
    chosen: dict[str, Stored] = {}
    room = MOST_KEPT
    for origin, (until, closed, text) in reversed(rows.items()):
        if until > now and len(text) <= min(LONGEST_KEPT, room):
            chosen[origin] = (until, closed, text)
            room -= len(text)
    return dict(reversed(chosen.items()))


def _compose(text: str, token: str, closed: bool = False) -> Robots:
    return Robots(Protego.parse(text) if text else None, token, closed, text)


def _keep_ours(text: str, token: str) -> str:
    """Only the groups that are about us or everyone, and the sitemaps.

    Protego's time grows with robots named times rules given, and at every address with rules that have a
    wildcard times its length, which half a megabyte of hostile text turns into minutes.
    """
    group = _Group(token)
    kept: list[str] = []
    for line in text.splitlines():
        rule = line.partition("#")[0].strip()
        field, _, value = rule.partition(":")
        field = field.strip().lower()
        if field in AGENTS:
            name = value.partition("/")[0].strip().lower()
            if group.name(name):
                kept.append(f"User-agent: {name}")
        elif group.holds(field) and group.has_room(rule):
            kept.append(line)
    return "\n".join(kept[:LINES])


class _Group:
    """The group of rules that is read: whether it is about us, and how many wildcards there were so far."""

    def __init__(self, token: str) -> None:
        self._robots = ("*", token)
        self._is_ours = self._is_naming = False
        self._wild = 0

    def name(self, robot: str) -> bool:
        """A robot that the group is about; whether that is us or everyone. Several may be named in a row."""
        is_us = robot in self._robots
        self._is_ours = (self._is_ours and self._is_naming) or is_us
        self._is_naming = True
        return is_us

    def holds(self, field: str) -> bool:
        """Whether a line with this field is ours to read; a sitemap is, in whichever group."""
        if field:
            self._is_naming = self._is_naming and field == "sitemap"
        return self._is_ours or field == "sitemap"

    def has_room(self, rule: str) -> bool:
        """Whether a rule may be read; not with a wildcard after too many of them."""
        wild = rule.count("*") + rule.endswith("$")
        self._wild += wild
        return not wild or self._wild <= WILD
