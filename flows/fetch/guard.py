"""Which addresses may be contacted: pure rules, asked again wherever a connection is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import (
    IPv4Address,
    IPv6Address,
    ip_address,
    ip_network,
)

import ada_url

from flows.fetch.options import Network
from storage.errors import AddressRefused
from storage.language.shorten import shorten
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason
from storage.web_address import WebAddress, read_web_address

Address = IPv4Address | IPv6Address

LONGEST_URL = 8_000
"""Characters; servers refuse longer ones, and only attacks need them."""

# Beside what `is_global` says, which differs between Python versions: multicast, the relays of
# abandoned tunnels, site-local, and the two clouds' metadata services with public addresses.
NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip

# Below 1024 only the web's own; above, those that browsers refuse (WHATWG Fetch, bad ports).
WEB_PORTS = frozenset((80, 443))
BAD_PORTS = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080)
) | frozenset(range(6665, 6670))  # fmt: skip

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class AddressGuard:
    """Says which IP addresses may be connected to.

    `allow_private` are networks that may be though they are private.
    """

    def __init__(self, allow_private: tuple[Network, ...] = ()) -> None:
        self._allowed = allow_private

    def permits(self, text: str) -> bool:
        """Whether this IP address may be connected to; what is no IP address may not."""
        try:
            address = ip_address(text.partition("%")[0])
        except ValueError:
            return False
        if _is_within(address, self._allowed):
            return True
        return all(_is_within(form, self._allowed) or _is_public(form) for form in _forms(address))


def check_url(url: str) -> WebAddress:
    """The address as a browser reads it.

    Raises: AddressRefused for another scheme than http and https, credentials, a port that is
    not the web's, and what is no address at all.
    """
    if len(url) > LONGEST_URL:
        raise AddressRefused(shorten(url, 81), Reason(FetchCode.ADDRESS_LONG, most=LONGEST_URL))
    try:
        parsed = read_web_address(url.strip())
    except ValueError:
        raise AddressRefused(url, Reason(FetchCode.NO_ADDRESS)) from None
    if parsed is None:
        scheme = ada_url.URL(url.strip()).protocol.rstrip(":")
        raise AddressRefused(url, Reason(FetchCode.OTHER_SCHEME, scheme=scheme))
    if parsed.login:
        raise AddressRefused(url, Reason(FetchCode.WITH_LOGIN))
    if not _is_web_port(parsed.port):
        raise AddressRefused(url, Reason(FetchCode.OTHER_PORT, port=parsed.port))
    return parsed


def _is_web_port(port: str) -> bool:
    """Whether it is one of the web's; empty is the scheme's own."""
    number = int(port or 0)
    return number in WEB_PORTS if 0 < number < 1024 else number not in BAD_PORTS


def _forms(address: Address) -> Iterator[Address]:
    """The address itself and every IPv4 address that it stands for or leads to."""
    if isinstance(address, IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        # The kernel connects to exactly this one.
        yield address.ipv4_mapped
        return
    yield address
    value = int(address)
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    # IPv4-compatible, translated (RFC 2765), NAT64 (RFC 6052) and ISATAP (RFC 5214).
    if value >> 32 in (0, 0xFFFF << 16, 0x64FF9B << 64) or (value >> 32) & 0xFDFFFFFF == 0x5EFE:
        yield IPv4Address(value & 0xFFFFFFFF)


def _is_within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not _is_within(address, NEVER)
