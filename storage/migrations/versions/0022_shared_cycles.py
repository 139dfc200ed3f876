"""Runs that overlap share a cycle: what one has read waits in the inbox for the one that judges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_shared_cycles"
down_revision = "0021_korean_names_of_watches"


def upgrade() -> None:
    """One column and one table."""
    comment = "what a run has read of it, for the one that judges; JSON"
    op.add_column("entries", sa.Column("read", sa.Text(), nullable=True, comment=comment))
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "turns",
        sa.Column("name", sa.Text(), nullable=False, comment="what is done by one process at a time"),
        sa.Column("claimed_by", sa.Text(), nullable=True, comment="owner of the claim"),
        sa.Column("claimed_until", moment, nullable=True, comment="free again from then on"),
        sa.PrimaryKeyConstraint("name", name="pk_turns"),
        comment="what one process at a time does for all, such as judging",
    )
