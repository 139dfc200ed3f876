"""How a reader unsubscribes from what a mail tells of: a link, headers for mail programs (RFC 8058), a line.

The watches stand in the message and not in the link: a header's line has room for few of them, and the
message is what its reader saw.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import SMTP

from ada_url import URL

from alerts.channels.email import Email
from alerts.compose.clean import clean_line

WATCHES = "Hanmi-Watches"
"""The header that has the ids of the watches that a message names."""

_LINE = 900
"""Octets of a header's line, of which SMTP takes 998 (RFC 5321, 4.5.3.1.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A link that unsubscribes its reader from these watches, names by id."""

    address: str
    watches: Mapping[str, str]


def leave_by(
    channel: Email, delivery: str, recipient: str, watches: Mapping[str, str], now: datetime
) -> Leaving | None:
    """How a mail of a channel is left; None where it is not offered, or the mail names no watch."""
    if not channel.unsubscribes or channel.links is None or not watches:
        return None
    return Leaving(address=channel.links.unsubscribe(delivery, recipient, now), watches=watches)


def say_watches(watches: Mapping[str, str]) -> str:
    """The names of watches in one line."""
    return ", ".join(dict.fromkeys(clean_line(name, 80) for name in watches.values()))


def leaving_headers(leaving: Leaving | None) -> bytes:
    """The headers that a mail program unsubscribes by, with their line ends; none where it is not offered.

    Not by `EmailMessage`, which writes a long address in encoded words that no mail program follows.
    """
    if leaving is None:
        return b""
    address = leaving.address if leaving.address.isascii() else URL(leaving.address).href
    return f"List-Unsubscribe: <{address}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode(
        "ascii"
    ) + watches_header(leaving.watches)


def watches_header(watches: Mapping[str, str]) -> bytes:
    """The header that says which watches a message names."""
    lines = textwrap.wrap(" ".join(watches), _LINE, break_long_words=False, break_on_hyphens=False)
    folded = "\r\n ".join(lines)
    return f"{WATCHES}: {folded}\r\n".encode("ascii", "replace")


def read_watches_named(body: bytes) -> tuple[str, ...]:
    """The ids of the watches that a message names, out of the bytes that were composed for it."""
    headers = BytesHeaderParser(policy=SMTP).parsebytes(body)
    return tuple(str(headers[WATCHES] or "").split())
