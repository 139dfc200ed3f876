"""Each story keeps when an article last joined it, so that what moved is found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_moved_stories"
down_revision = "0010_judgements"

COMMENT = "when we had the article that joined it last"

_FILL = """
    UPDATE stories SET moved_at = (SELECT MAX(a.fetched_at) FROM articles a WHERE a.story = stories.number)
"""


def upgrade() -> None:
    """One column with its index, filled in from the articles."""
    op.add_column(
        "stories", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True, comment=COMMENT)
    )
    op.execute(_FILL)
    op.create_index(op.f("ix_stories_moved_at"), "stories", ["moved_at"], unique=False)
