"""Forms of a word are one term, which was never counted: how many articles have each is counted anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_forms_of_words"
down_revision = "0023_parts_of_stories"


def upgrade() -> None:
    """Forget the counts: a term without one would be the rarest of all beside those of a large corpus.

    They are of hashes, so that those of words cannot be told from those of syllables. Until there are new
    ones the imagined articles and the list of common words stand in for them, as in a new corpus.
    """
    op.execute(sa.text("DELETE FROM term_counts"))
