"""The configured database; apart from the wiring, so that a list need not import what sends and matches."""

from __future__ import annotations

from flows.config.data_dir import make_data_dir
from flows.config.settings import Settings
from storage.clock import Clock
from storage.database import BUSY_WAIT_MS, Database


def open_database(
    settings: Settings,
    clock: Clock | None = None,
    *,
    busy_wait_ms: int = BUSY_WAIT_MS,
    is_lean: bool = False,
) -> Database:
    """The configured database, at the newest schema; `clock` None: the one that is its own.

    It waits for another's lock for so long; `is_lean` as `Database` has it.

    Raises:
        ConfigurationError: the data directory cannot be made.
        StorageError: it cannot be opened.
    """
    make_data_dir(settings)
    return Database(settings.storage_url, clock=clock, busy_wait_ms=busy_wait_ms, is_lean=is_lean)
