"""What headers say, read without trust."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=30)

SECONDS = re.compile(r"\d{1,9}(?:\.\d*)?")

PRINTABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,998}[\x21-\x7e\x80-\xff])?")


def read_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a `Retry-After` asks to wait (RFC 9110, 10.2.3: seconds or a date), at most 30 days.

    None where there is none or it cannot be read; a date in the past is no wait at all.
    """
    if not value:
        return None
    if SECONDS.fullmatch(value.strip()):
        return min(timedelta(seconds=float(value)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST_WAIT)


def is_sendable(value: str | None) -> bool:
    """Whether a validator that a server once gave may stand in a request's header."""
    return value is not None and PRINTABLE.fullmatch(value) is not None


def read_location(value: str) -> str:
    """A `Location` header as text; many servers send raw UTF-8 in it."""
    raw = value.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return value
