"""Claims that are held for as long as the work takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from storage.claims import CLAIM_LEASE


@asynccontextmanager
async def hold_claims(renew: Callable[[], None]) -> AsyncIterator[None]:
    """Call `renew` in a thread, three times a lease, so that no other machine takes what is claimed here."""

    async def keep_renewing() -> None:
        while True:
            await asyncio.sleep(CLAIM_LEASE.total_seconds() / 3)
            await asyncio.to_thread(renew)

    task = asyncio.create_task(keep_renewing())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
