"""Each alert has its watch's name in Korean; what was told before has one name for both languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021_korean_names_of_watches"
down_revision = "0020_alerts_of_watches"


def upgrade() -> None:
    """One column."""
    comment = "among Korean words; empty: as elsewhere"
    op.add_column(
        "alerts", sa.Column("watch_name_ko", sa.Text(), server_default="", nullable=False, comment=comment)
    )
