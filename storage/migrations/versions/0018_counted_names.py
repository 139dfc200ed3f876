"""Names carry the time of the text that they stand in; deliveries are listed by time and state by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_counted_names"
down_revision = "0017_match_rules"

_SECONDS = {
    "sqlite": "CAST(strftime('%s', {at}) AS INTEGER)",
    "postgresql": "CAST(floor(extract(epoch FROM {at})) AS BIGINT)",
}
_FILL = """
    UPDATE mentions SET (own_s, korean) = (
        SELECT
            CASE WHEN a.copy_kind IS NULL OR a.copy_kind = 'partial' THEN coalesce(
                {published}, CASE WHEN a.sighting <> 'backfill' THEN {fetched} END
            ) END,
            CASE WHEN a.lang = 'ko' THEN 1 ELSE 0 END
        FROM articles a WHERE a.number = mentions.article
    )
"""


def upgrade() -> None:
    """Two columns, filled in from the articles, and three indexes."""
    own = "event time in seconds since 1970; null: a copy, or undated"
    op.add_column("mentions", sa.Column("own_s", sa.BigInteger(), nullable=True, comment=own))
    korean = "1 where the article is in Korean"
    op.add_column(
        "mentions", sa.Column("korean", sa.Integer(), nullable=False, server_default="0", comment=korean)
    )
    seconds = _SECONDS[op.get_context().dialect.name]
    times = {name: seconds.format(at=f"a.{name}_at") for name in ("published", "fetched")}
    op.execute(_FILL.format(**times))
    op.create_index("ix_mentions_entity_own_s_korean", "mentions", ["entity", "own_s", "korean"])
    op.create_index("ix_deliveries_created_at", "deliveries", ["created_at"])
    op.create_index("ix_deliveries_state_created_at_bundle", "deliveries", ["state", "created_at", "bundle"])
