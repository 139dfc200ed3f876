"""PostgreSQL sorts texts by their bytes, as SQLite does, and its search index knows the places of words.

What older versions entered has no places of words: it stands under a mark from now on, which every phrase
finds, so that whoever asks reads the article.
"""

from __future__ import annotations

from alembic import op

from storage.migrations.byte_order import sort_by_bytes

revision = "0014_order_of_texts"
down_revision = "0013_feed_tokens"


def upgrade() -> None:
    """Nothing on SQLite."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        sort_by_bytes(connection)
        op.execute("UPDATE article_words SET words = words || array_to_tsvector(ARRAY['-'])")
