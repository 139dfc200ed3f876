"""The longest wait before a source is polled again. Leases and clock checks need it as well as polling."""

from __future__ import annotations

from datetime import timedelta

from storage.records import Source

MOST_ASKED = timedelta(hours=6)
"""The most that TTL, Cache-Control and Expires can slow us: many are set by nobody's decision."""

MOST_RETRY_AFTER = timedelta(hours=24)

MOST_FAILING = timedelta(hours=6)
"""A failing source is polled ever more rarely, and never given up."""


def longest_wait(source: Source) -> timedelta:
    """The longest wait that `pace.plan_poll` can give a source, whatever its last result."""
    most_failing = max(MOST_FAILING, source.every)
    return max(source.every, source.slowest, MOST_ASKED, MOST_RETRY_AFTER, most_failing * 1.1)
