"""What readers thought of an article: the judgements from which watches learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Opinion(StrEnum):
    """What a reader thought of an article for one watch; the first two teach, the others are on file."""

    ON_TOPIC = "on-topic"
    OFF_TOPIC = "off-topic"
    KNOWN = "known"
    LATE = "late"

    @property
    def teaches(self) -> bool:
        """Whether it says what the watch is about."""
        return self in (Opinion.ON_TOPIC, Opinion.OFF_TOPIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One reader's opinion of one article for one watch, with the article as it read then.

    `alert` is the alert that was judged, None where it was the article. `accepted_at` is when the watch
    learned from it, None: it has not.
    """

    watch: str
    article: str
    opinion: Opinion
    by: str
    at: datetime
    title: str
    text: str
    lang: str
    published_at: datetime | None = None
    alert: str | None = None
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaWeights:
    """What an idea has learned, as it is kept: `digest` of the examples, whole numbers in `learned`.

    `generation` is that of the signs: weights of another one mean nothing to this version.
    """

    watch: str
    digest: str
    generation: int
    learned_at: datetime
    learned: str
