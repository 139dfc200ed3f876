"""How addresses are read: the values of `[fetch]`, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network

USER_AGENT = "HanmiWatch/0.1 (news monitor; respects robots.txt)"

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits and manners of reading.

    `per_host` requests are in flight to one host, started at least `pause` apart; `timeout` is
    the total time of one address, redirects included, without the wait for its turn; `max_bytes`
    counts the body after decompression; `proxy` is an address or empty; `allow_private` are
    networks that may be contacted though they are private.
    """

    user_agent: str = USER_AGENT
    per_host: int = 2
    pause: timedelta = timedelta(seconds=1)
    proxy: str = ""
    timeout: timedelta = timedelta(seconds=20)
    max_bytes: int = 10_000_000
    respect_robots: bool = True
    allow_private: tuple[Network, ...] = ()
