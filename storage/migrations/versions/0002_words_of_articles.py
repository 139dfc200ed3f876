"""Words of articles, so that the corpus can be searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.search import enter_words

revision = "0002_words_of_articles"
down_revision = "0001_the_house"

STATEMENTS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words"
        " USING fts5(title, body, content='', columnsize=0, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ),
}
AT_ONCE = 500


def upgrade() -> None:
    """Make the index and enter the articles that are there."""
    connection = op.get_bind()
    for statement in STATEMENTS[connection.dialect.name]:
        op.execute(statement)
    last = 0
    while rows := connection.execute(
        sa.text(
            "SELECT number, title, subtitle, text FROM articles WHERE number > :last"
            " ORDER BY number LIMIT :most"
        ),
        {"last": last, "most": AT_ONCE},
    ).all():
        texts = ((row.number, row.title, f"{row.subtitle or ''}\n{row.text}") for row in rows)
        enter_words(connection, texts)
        last = rows[-1].number
