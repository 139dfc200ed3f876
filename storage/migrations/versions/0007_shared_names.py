"""A name that several articles go by leads to none of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_shared_names"
down_revision = "0006_links_of_stories"


def upgrade() -> None:
    """One column."""
    op.add_column(
        "addresses",
        sa.Column(
            "standing",
            sa.Text(),
            server_default="sure",
            nullable=False,
            comment="sure: it leads there; stated or shared: nowhere",
        ),
    )
