"""The time by a site's clock, asked through the same guard and proxy as everything else of a site."""

from __future__ import annotations

import asyncio
from datetime import datetime

import httpx

from flows.fetch.client import open_wire
from flows.fetch.guard import AddressGuard, check_url
from flows.fetch.options import FetchOptions
from flows.fetch.wire import compose_request
from storage.errors import FetchError
from storage.http_times import read_http_date

LIMIT_S = 5.0


async def ask_time(options: FetchOptions, url: str) -> datetime | None:
    """What the `Date` of the site's front page says, whatever its status; no body is read.

    None where the guard forbids the site, it does not answer, or it says no time.
    """
    wire = open_wire(options, AddressGuard(options.allow_private))
    try:
        async with asyncio.timeout(LIMIT_S):
            front = check_url(check_url(url).origin)
            response = await wire.ask(compose_request(front, {}, options.user_agent))
            try:
                return next((read_http_date(said) for name, said in response.headers if name == "date"), None)
            finally:
                await response.close()
    except (FetchError, httpx.HTTPError, httpx.InvalidURL, TimeoutError):
        return None
    finally:
        await wire.aclose()
