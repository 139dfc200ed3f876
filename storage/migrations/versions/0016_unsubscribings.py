"""A reader can unsubscribe from watches by a link in a mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_unsubscribings"
down_revision = "0015_urgency"


def upgrade() -> None:
    """One table."""
    op.create_table(
        "unsubscribings",
        sa.Column("address", sa.Text(), nullable=False, comment="who asked, in lower case"),
        sa.Column("watch", sa.Text(), nullable=False, comment="watch id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("address", "watch", name="pk_unsubscribings"),
        comment="watches of which an address gets nothing, until it takes that back",
    )
