"""Each article keeps whom its text credits, so that origins are counted without reading texts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from alembic import op

from storage.bugs import attempt_alone
from storage.corpus.credits import read_credit
from storage.records import Article

revision = "0009_credits"
down_revision = "0008_extraction"

COMMENT = "the family that its text is credited to; null: it credits nobody"

AT_ONCE = 200
"""Articles whose texts are in memory at a time."""

articles = sa.table(
    "articles",
    *map(sa.column, ("number", "id", "title", "text", "credit")),
    sa.column("authors", sa.JSON()),
)


def upgrade() -> None:
    """One column, filled in from the texts."""
    op.add_column("articles", sa.Column("credit", sa.Text(), comment=COMMENT))
    bind, last = op.get_bind(), 0
    change = articles.update().where(articles.c.number == sa.bindparam("at_number"))
    query = sa.select(articles).order_by(articles.c.number).limit(AT_ONCE)
    while rows := bind.execute(query.where(articles.c.number > last)).all():
        last = rows[-1].number
        credits = [{"at_number": row.number, "credit": found} for row in rows if (found := _read(row))]
        if credits:
            bind.execute(change.values(credit=sa.bindparam("credit")), credits)


def _read(row: Any) -> str | None:
    """What the text credits; None too where a bug is met, which must not keep a database from opening."""
    shown = cast(Article, SimpleNamespace(title=row.title, text=row.text, authors=row.authors))
    return attempt_alone(row.id, "origin", lambda: read_credit(shown), None)
