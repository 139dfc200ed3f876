"""A call to an address after each good cycle, so that somebody else notices when this machine is dead."""

from __future__ import annotations

import logging

import httpx

from flows.config.settings import Settings

log = logging.getLogger("hanmi.runs")

LIMIT_S = 10.0


def call_ping(settings: Settings) -> bool:
    """Call the address that `[alerts] ping` names; whether it answered well. A failure costs nothing else.

    The operator gave it, as the addresses of channels: it may be private, and its redirects are not followed.
    """
    if settings.ping is None:
        return False
    try:
        proxy = settings.fetch.proxy or None
        client = httpx.Client(trust_env=False, proxy=proxy, timeout=LIMIT_S, follow_redirects=False)
        with client, client.stream("GET", settings.ping) as answer:  # its body is of no interest
            is_good = answer.is_success
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        log.warning("ping failed why=%s", type(error).__name__)  # its words may name the address
        return False
    if not is_good:
        log.warning("ping failed status=%s", answer.status_code)
    return is_good
