"""An article says why its text may be only a part of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_teasers"
down_revision = "0003_coverage_of_sources"


def upgrade() -> None:
    """One column comes; of the articles that were kept before nothing is known."""
    op.add_column(
        "articles",
        sa.Column(
            "teaser",
            sa.Text(),
            nullable=True,
            comment="why the text may be a part only: paywall, unread or short",
        ),
    )
