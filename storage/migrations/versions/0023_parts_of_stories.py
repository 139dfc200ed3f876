"""A story has parts, of which it is likely but not sure that they are on the same event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023_parts_of_stories"
down_revision = "0022_shared_cycles"

_WITHIN = "number of the story that it is likely a part of; null: it is a story"
_STORIES = "articles on one event, and parts of them that are likely on the same"
_TIMES = {
    "sure_first": "earliest time outside its parts; null: as first_seen",
    "sure_last": "latest time outside its parts; null: as last_seen",
}
_PART = "number of the part of its story that it stands in; null: in none"


def upgrade() -> None:
    """Three columns of stories, one of them with an index, and one of articles."""
    op.add_column("stories", sa.Column("within", sa.Integer(), nullable=True, comment=_WITHIN))
    for name, comment in _TIMES.items():
        moment = sa.DateTime(timezone=True)
        op.add_column("stories", sa.Column(name, moment, nullable=True, comment=comment))
    where = sa.text("within IS NOT NULL")
    op.create_index("ix_stories_within", "stories", ["within"], sqlite_where=where, postgresql_where=where)
    op.add_column("articles", sa.Column("part", sa.Integer(), nullable=True, comment=_PART))
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps no comments
        op.create_table_comment(
            "stories", "articles on one event, and parts of them that are likely on the same"
        )
        op.alter_column("story_links", "kind", comment="language, merge, split or likely")
