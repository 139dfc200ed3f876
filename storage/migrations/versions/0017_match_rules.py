"""It is known by which rules an article was matched; of what was matched before it is not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_match_rules"
down_revision = "0016_unsubscribings"


def upgrade() -> None:
    """Two tables."""
    watches = "watch id to the digest of all that decides what meets it"
    op.create_table(
        "match_rules",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column("digest", sa.Text(), nullable=False, comment="of all that follows"),
        sa.Column(
            "names", sa.Text(), nullable=False, comment="digest of all that decides whom an article names"
        ),
        sa.Column("watches", sa.JSON(), nullable=False, comment=watches),
        sa.PrimaryKeyConstraint("number", name="pk_match_rules"),
        sa.UniqueConstraint("digest", name="uq_match_rules_digest"),
        comment="the watchlists by which articles were matched",
    )
    op.create_table(
        "matched_articles",
        sa.Column("article", sa.Integer(), nullable=False, comment="what"),
        sa.Column("rules", sa.Integer(), nullable=False, comment="by what: match_rules.number"),
        sa.PrimaryKeyConstraint("article", name="pk_matched_articles"),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name="fk_matched_articles_article"),
        comment="articles whose mentions and matches are all that they would be found to have by these rules",
    )
