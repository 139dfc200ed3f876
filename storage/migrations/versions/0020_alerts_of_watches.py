"""The alerts of one watch are listed by an index of their own."""

from __future__ import annotations

from alembic import op

revision = "0020_alerts_of_watches"
down_revision = "0019_genres"


def upgrade() -> None:
    """One index."""
    op.create_index("ix_alerts_watch_created_at", "alerts", ["watch", "created_at"])
