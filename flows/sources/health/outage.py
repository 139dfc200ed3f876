"""Whether it is our own network that is down, which is said once and not of each source."""

from __future__ import annotations

from collections.abc import Iterable

from flows.sources.health.coverage import UNREACHED

NO_SOURCES = "no source is configured, so nothing is polled: add a [[source]], or `hanmi source add URL`"


def name_outage(tried: Iterable[tuple[str | None, str | None]]) -> str | None:
    """What to say where no source of several could be reached, None where one was or only one was tried.

    Each is the result of trying a source, and why it failed.
    """
    results = list(tried)
    if len(results) < 2 or any(result not in UNREACHED for result, _ in results):
        return None
    why = next((why for _, why in results if why), "no answer")
    return f"the network seems to be down: none of {len(results)} sources could be reached; the first: {why}"
