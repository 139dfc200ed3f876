"""Readers judge what they were told, and ideas keep what they learned."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0010_judgements"
down_revision = "0009_credits"


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "judgements",
        _column("number", sa.Integer(), "internal number", null=False),
        _column("watch", sa.Text(), "for which watch"),
        _column("article", sa.Text(), "id of the article"),
        _column("by", sa.Text(), "who"),
        _column("at", Moment(), "when"),
        _column("opinion", sa.Text(), "on-topic, off-topic, known or late"),
        _column("alert", sa.Text(), "the alert that was judged; null: the article itself", null=True),
        _column("accepted_at", Moment(), "when the watch learned from it; null: not yet", null=True),
        _column("published_at", Moment(), "event time of the article, as stated then", null=True),
        _column("lang", sa.Text(), "ISO 639-1 code"),
        _column("title", sa.Text(), "headline then"),
        _column("text", sa.Text(), "body then, its first part"),
        sa.PrimaryKeyConstraint("number", name="pk_judgements"),
        sa.UniqueConstraint("watch", "article", "by", name="uq_judgements_watch_article_by"),
        comment="what readers thought of an article for a watch, one row each",
    )
    for name in ("article", "by"):
        op.create_index(f"ix_judgements_{name}", "judgements", [name])
    op.create_table(
        "idea_weights",
        _column("watch", sa.Text(), "watch id"),
        _column("digest", sa.Text(), "of the examples and all else that decides the weights"),
        _column("generation", sa.Integer(), "of the signs that they weigh"),
        _column("learned_at", Moment(), "when"),
        _column("learned", sa.Text(), "the weights, whole numbers, as JSON"),
        sa.PrimaryKeyConstraint("watch", "digest", name="pk_idea_weights"),
        comment="what ideas learned beyond what is bundled",
    )


def _column(name: str, kind: sa.types.TypeEngine[Any], comment: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, comment=comment, nullable=null)
