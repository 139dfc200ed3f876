"""Bringing a database to the newest schema, by named steps that are only ever added to."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import metadata


def migrate(engine: sa.Engine) -> None:
    """Bring the schema up to date."""
    metadata.create_all(engine)
