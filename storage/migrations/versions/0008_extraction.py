"""Each article keeps which generation of the extraction read it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_extraction"
down_revision = "0007_shared_names"


def upgrade() -> None:
    """One column."""
    op.add_column(
        "articles",
        sa.Column(
            "extraction",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="generation of the rules that read title and text",
        ),
    )
