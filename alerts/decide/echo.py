"""Echoes: a report in the other language, hours after an alert on the same cast, is mostly the same news.

Of 108 reports in two blind batches that came within twelve hours of what was told in the other language, 100
repeated it and 8 were turns. Acts and sums are worded too freely across languages to tell the two apart by
themselves, so that such a report turns the story only where headline and lead both say so.
"""

from __future__ import annotations

from datetime import timedelta

from storage.records import Kept

ECHO = timedelta(hours=12)
"""How long after what was told a report in the other language is most likely on the same."""

_COVERED = 0.6
"""Share of the names in a report's foreground that the other has too."""

_FEWEST = 2
"""Names that both have, or one where it is the only one in the foreground."""


def is_soon(kept: Kept, other: Kept) -> bool:
    """Whether a report came soon after another in the other language; of one story it is mostly an echo."""
    if kept.article.lang == other.article.lang:
        return False
    return abs(kept.article.order[0] - other.article.order[0]) < ECHO


def is_echo(kept: Kept, other: Kept) -> bool:
    """Whether a report came soon after another, of whichever story, and is about the same cast."""
    if not is_soon(kept, other):
        return False
    front = {mention.entity for mention in kept.mentions if mention.in_title or mention.count > 1}
    front = front or {mention.entity for mention in kept.mentions}
    shared = front & {mention.entity for mention in other.mentions}
    return bool(front) and len(shared) >= max(min(_FEWEST, len(front)), _COVERED * len(front))
