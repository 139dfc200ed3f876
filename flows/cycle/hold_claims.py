"""Claims that are held for as long as the work takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from storage.errors import StorageError
from storage.promises.claims import CLAIM_LEASE

log = logging.getLogger("hanmi.claims")


@asynccontextmanager
async def hold_claims(renew: Callable[[], None], every: timedelta = CLAIM_LEASE / 3) -> AsyncIterator[None]:
    """Call `renew` in a thread, three times a lease, so that no other machine takes what is claimed here.

    If the database cannot be written just then, the next try comes before the lease ends.
    """

    async def keep_renewing() -> None:
        while True:
            await asyncio.sleep(every.total_seconds())
            try:
                await asyncio.to_thread(renew)
            except StorageError as error:
                log.warning("claims not renewed: why=%s", error)

    task = asyncio.create_task(keep_renewing())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
