"""Each source remembers what its polls have shown, and when it publishes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_coverage_of_sources"
down_revision = "0002_words_of_articles"


def upgrade() -> None:
    """Two columns come; two that were never written go."""
    for name, comment in (
        ("coverage", "its polls, summed up for judging the next"),
        ("rhythm", "when it publishes, as learned from its polls"),
    ):
        op.add_column("sources", sa.Column(name, sa.JSON(), nullable=True, comment=comment))
    for name in ("reported", "body_hash"):
        op.drop_column("sources", name)
