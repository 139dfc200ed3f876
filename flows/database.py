"""The configured database; apart from the wiring, so that a list need not import what sends and matches."""

from __future__ import annotations

from flows.settings import Settings
from storage.database import Database


def open_database(settings: Settings) -> Database:
    """The configured database, at the newest schema.

    Raises:
        StorageError: it cannot be opened.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings.storage_url)
