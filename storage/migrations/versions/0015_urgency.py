"""Each alert has an urgency; what was told before was an alert."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_urgency"
down_revision = "0014_order_of_texts"


def upgrade() -> None:
    """One column."""
    comment = "flash, alert or brief"
    op.add_column(
        "alerts", sa.Column("urgency", sa.Text(), server_default="alert", nullable=False, comment=comment)
    )
