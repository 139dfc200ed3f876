"""Claims are renewed for as long as they are held, whatever the database does meanwhile."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from flows.cycle.hold_claims import hold_claims
from storage.errors import StorageBusy


def test_claims_are_renewed_after_a_database_was_busy(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "hanmi.claims")
    tries = 0

    async def hold() -> None:
        renewed = asyncio.Event()
        loop = asyncio.get_running_loop()

        def renew() -> None:
            nonlocal tries
            tries += 1
            if tries == 1:
                raise StorageBusy("hanmi.db", "another process holds the database")
            loop.call_soon_threadsafe(renewed.set)

        async with hold_claims(renew, timedelta(milliseconds=1)):
            await asyncio.wait_for(renewed.wait(), 60)

    asyncio.run(hold())
    assert tries >= 2
    assert [record.getMessage() for record in caplog.records] == [
        "claims not renewed: why=hanmi.db: another process holds the database"
    ]
