"""Times in HTTP headers, read without trust: `Date`, `Expires`, `Retry-After`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=30)

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_MOST_DIGITS = 12


def read_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a `Retry-After` asks to wait (RFC 9110, 10.2.3: seconds or a date), at most 30 days.

    None where there is none or it cannot be read; a date in the past is no wait at all.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return min(timedelta(seconds=float(text[:_MOST_DIGITS])), LONGEST_WAIT)
    until = read_http_date(text)
    return min(max(until - now, timedelta()), LONGEST_WAIT) if until else None


def read_http_date(value: str) -> datetime | None:
    """The moment that a header such as `Date` or `Expires` states (RFC 9110, 5.6.7); without a zone, in UTC.

    None where it cannot be read: many say `0`, and nothing keeps a server from a year of twenty digits.
    """
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
