"""Texts as PostgreSQL can hold them: without the character NUL."""

from __future__ import annotations

from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown


class NoNulDumper(StrDumperUnknown):
    """Writes a text without NUL, which says nothing; SQLite keeps it, and C ends a text there."""

    def dump(self, obj: str) -> Buffer | None:
        """The text in the encoding of the connection."""
        return super().dump(obj.replace("\0", "") if "\0" in obj else obj)
