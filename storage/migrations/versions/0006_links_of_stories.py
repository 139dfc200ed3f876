"""Stories that were linked, merged or split say by what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_links_of_stories"
down_revision = "0005_versions_of_articles"


def upgrade() -> None:
    """One table comes, and is empty: of links that were made before only the articles' words tell."""
    op.create_table(
        "story_links",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number, in the order of linking"),
        sa.Column("story", sa.Integer(), nullable=False, comment="the story it is now"),
        sa.Column("kind", sa.Text(), nullable=False, comment="language, merge or split"),
        sa.Column("article", sa.Text(), nullable=False, comment="id of the article that showed it"),
        sa.Column("other", sa.Text(), nullable=True, comment="id that the other story had then"),
        sa.Column("score", sa.Float(), nullable=False, comment="how alike the two are, 0 to 1"),
        sa.Column(
            "is_sure", sa.Boolean(), nullable=False, comment="what was told of one part silences the other"
        ),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_story_links_story")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_story_links")),
        comment="how stories came to hold what they hold, beyond likeness within one language",
    )
    op.create_index(op.f("ix_story_links_story"), "story_links", ["story"])
