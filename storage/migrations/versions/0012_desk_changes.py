"""What is made and changed at the desk has a table of its own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012_desk_changes"
down_revision = "0011_moved_stories"


def upgrade() -> None:
    """One table and its index."""
    op.create_table(
        "desk_changes",
        _column("number", sa.Integer(), "internal number, in the order of changing"),
        _column("kind", sa.Text(), "watch, entity, source, or name: a discovered one that was refused"),
        _column("entry", sa.Text(), "id of what was changed"),
        _column("revision", sa.Integer(), "counts the states of an entry from 1"),
        _column("at", sa.DateTime(timezone=True), "when"),
        _column("by", sa.Text(), "who, by the name given at the login"),
        _column("verb", sa.Text(), "what was done, in a word"),
        _column("fields", sa.JSON(), "what the desk says of it; null: nothing any more", null=True),
        _column("below", sa.Text(), "digest of what bundle and file said then in these fields"),
        sa.PrimaryKeyConstraint("number", name="pk_desk_changes"),
        comment="what was made and changed at the desk; the last state of each entry holds",
    )
    unique = ["kind", "entry", "revision"]
    op.create_index("uq_desk_changes_kind_entry_revision", "desk_changes", unique, unique=True)


def _column(name: str, kind: Any, comment: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, comment=comment)
