"""Alerted articles are looked at again, and what they said before is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005_versions_of_articles"
down_revision = "0004_teasers"

STILL_LOOKED_AT = timedelta(days=16)
"""Alerts as old as the whole schedule need no look any more."""


def upgrade() -> None:
    """Two tables; what was alerted of late is due for a look."""
    op.create_table(
        "versions",
        sa.Column("article", sa.Integer(), nullable=False, comment="of what"),
        sa.Column(
            "version", sa.Integer(), autoincrement=False, nullable=False, comment="from 1, the first seen"
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False, comment="when the page was read"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="first, typo, expansion, rewrite, correction, removal or return",
        ),
        sa.Column("title", sa.Text(), nullable=False, comment="headline"),
        sa.Column(
            "differences", sa.JSON(), nullable=False, comment="where the sense changed, with before and after"
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="body; empty once it was removed"),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name=op.f("fk_versions_article")),
        sa.PrimaryKeyConstraint("article", "version", name=op.f("pk_versions")),
        comment="what an article said, once it said something else; nothing is deleted",
    )
    op.create_index(op.f("ix_versions_read_at"), "versions", ["read_at"])
    op.create_table(
        "looks",
        sa.Column("article", sa.Integer(), nullable=False, comment="what was told of"),
        sa.Column(
            "since",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when it was told of: the schedule counts from there",
        ),
        sa.Column(
            "pulled",
            sa.Integer(),
            nullable=False,
            comment="looks besides, because its source announced a change",
        ),
        sa.Column("next_look_at", sa.DateTime(timezone=True), comment="due from then on; null: no more"),
        sa.Column("last_look_at", sa.DateTime(timezone=True), comment="last try"),
        sa.Column("announced", sa.Text(), comment="digest of its entry when its source last announced it"),
        sa.Column("etag", sa.Text(), comment="as sent"),
        sa.Column("last_modified", sa.Text(), comment="as sent"),
        sa.Column(
            "missed_at",
            sa.DateTime(timezone=True),
            comment="first look that did not find it, since the last that did",
        ),
        sa.Column("removed_at", sa.DateTime(timezone=True), comment="when it was taken to be removed"),
        sa.Column("claimed_by", sa.Text(), comment="owner of the claim"),
        sa.Column("claimed_until", sa.DateTime(timezone=True), comment="free again from then on"),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name=op.f("fk_looks_article")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_looks")),
        comment="alerted articles that are looked at again",
    )
    op.create_index(op.f("ix_looks_next_look_at"), "looks", ["next_look_at"])
    _look_at_recent()


def _look_at_recent() -> None:
    op.execute(
        sa.text(
            "INSERT INTO looks (article, since, pulled, next_look_at)"
            " SELECT a.number, MIN(l.created_at), 0, MIN(l.created_at)"
            " FROM alerts l JOIN articles a ON a.id = l.article WHERE l.created_at > :since"
            " AND a.url IS NOT NULL AND a.source IS NOT NULL GROUP BY a.number"
        ).bindparams(sa.bindparam("since", datetime.now(UTC) - STILL_LOOKED_AT, sa.DateTime(timezone=True)))
    )
