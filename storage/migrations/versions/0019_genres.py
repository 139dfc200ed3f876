"""Each article has a genre; of what was kept before it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_genres"
down_revision = "0018_counted_names"


def upgrade() -> None:
    """One column."""
    comment = "news, opinion and so on; null: kept before it was noted"
    op.add_column("articles", sa.Column("genre", sa.Text(), nullable=True, comment=comment))
