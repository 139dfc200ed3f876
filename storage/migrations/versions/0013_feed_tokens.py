"""Feeds have tokens of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_feed_tokens"
down_revision = "0012_desk_changes"

COLUMNS = (
    sa.Column("name", sa.Text(), nullable=False, comment="for whom or what it is"),
    sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the token, which is not kept"),
    sa.Column("by", sa.Text(), nullable=False, comment="who made it"),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="when"),
    sa.Column("used_at", sa.DateTime(timezone=True), nullable=True, comment="last seen; by the day"),
)


def upgrade() -> None:
    """One table."""
    op.create_table(
        "feed_tokens",
        *COLUMNS,
        sa.PrimaryKeyConstraint("name", name="pk_feed_tokens"),
        sa.UniqueConstraint("digest", name="uq_feed_tokens_digest"),
        comment="what opens the desk's feeds and nothing else",
    )
