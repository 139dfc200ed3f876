"""A name or link that several articles go by leads to none of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_shared_names"
down_revision = "0006_links_of_stories"


def upgrade() -> None:
    """Two columns."""
    standing = "sure: it leads there; stated or shared: nowhere"
    op.add_column(
        "addresses", sa.Column("standing", sa.Text(), server_default="sure", nullable=False, comment=standing)
    )
    item = "the key that it has where others share its link"
    op.add_column("entries", sa.Column("item", sa.Text(), comment=item))
