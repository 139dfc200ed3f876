"""Putting the desk together: its key, its pages, its server."""

from __future__ import annotations

from flows.config.settings import Settings
from flows.desk.access import Access, read_key
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from storage.database import Database


def open_desk(settings: Settings, db: Database) -> DeskServer:
    """A desk that does not listen yet. Raises: OSError: its key cannot be read or written."""
    key = "" if settings.desk.token else read_key(settings.data_dir)
    return DeskServer(Desk(settings, db, Access(settings.desk, key)), settings.desk)
