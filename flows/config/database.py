"""The configured database; apart from the wiring, so that a list need not import what sends and matches."""

from __future__ import annotations

from flows.config.settings import Settings
from storage.database import Database
from storage.errors import ConfigurationError


def open_database(settings: Settings) -> Database:
    """The configured database, at the newest schema.

    Raises:
        ConfigurationError: the data directory cannot be made.
        StorageError: it cannot be opened.
    """
    make_data_dir(settings)
    return Database(settings.storage_url)


def make_data_dir(settings: Settings) -> None:
    """Make the data directory if it is not there. Raises: ConfigurationError where it cannot be made."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        about = str(settings.config_path or "data directory")
        raise ConfigurationError(
            about, (f"data_dir: {settings.data_dir} cannot be made: {error}",)
        ) from error
