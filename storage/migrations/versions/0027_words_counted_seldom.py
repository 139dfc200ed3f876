"""PostgreSQL counts the words of articles when half as many again are there, not after every tenth."""

from __future__ import annotations

from alembic import op

revision = "0027_words_counted_seldom"
down_revision = "0026_words_in_small_lots"


def upgrade() -> None:
    """Nothing on SQLite, which counts no words.

    How often each word is found changes slowly, and to count it the server unpacks and sorts every word of
    its sample, up to 30,000 articles: 1.3 s of CPU for 9,800 articles, where all other tables take .7. After
    every tenth that was 1.3 ms for each new article of so small a corpus, a seventh of what the server did.
    """
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE article_words SET (autovacuum_analyze_scale_factor = 0.5)")
