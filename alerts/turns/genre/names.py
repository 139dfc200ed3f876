"""The genres of texts by their names, for whoever asks for one and reads none."""

from __future__ import annotations

from enum import StrEnum


class Genre(StrEnum):
    """What a text is."""

    NEWS = "news"
    FLASH = "flash"
    EXCLUSIVE = "exclusive"
    OFFICIAL = "official"
    INTERVIEW = "interview"
    OPINION = "opinion"
    ANALYSIS = "analysis"
    POLL = "poll"
    BRIEFING = "briefing"
    LIVE = "live"
    OTHER = "other"

    @property
    def is_news(self) -> bool:
        """Whether it is told at once; the others wait for a digest."""
        return self in (Genre.NEWS, Genre.FLASH, Genre.EXCLUSIVE, Genre.OFFICIAL)
