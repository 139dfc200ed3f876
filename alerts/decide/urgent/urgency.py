"""What cannot wait: a turn of a kind that readers are woken for, from an official text or two origins.

Whether a report tells of one is learned from labelled texts by `python -m bench.learn.flash`, which writes
the weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.decide.urgent.signs import Read, read_signs
from alerts.decide.urgent.weights import read_weights
from alerts.decide.urgent.wording import read_wording
from alerts.turns.genre.read import Genre, read_genre_by_marks
from alerts.turns.official import find_official
from alerts.turns.read import name_turn
from storage.records import Article, Sighting
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

ENOUGH = 2
"""Independent origins that say it, where no official text does."""

SIGNS_ADD = 500
"""What signs are trusted to add to the words of a text, in hundredths of log odds: with less it can wait."""

_NONE: Mapping[str, str] = {}

_SAID_AS: Mapping[str, str] = {"cancel": "drop"}
"""What is one turn here and said as another: what is put off is as urgent as what is called off."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """A turn that cannot wait, by its name, and the official source or host that says it, None: none does.

    `origins` counts the independent origins that have it.
    """

    act: str
    by: str | None
    origins: int = 1

    @property
    def is_sure(self) -> bool:
        """Whether an official text says it, or enough of those who write for themselves."""
        return self.by is not None or self.origins >= ENOUGH

    def reason(self) -> Reason:
        """Why readers are not made to wait."""
        turn = name_turn(_SAID_AS.get(self.act, self.act))
        if self.by:
            return Reason(Code.FLASH_OFFICIAL, turn=turn, host=self.by)
        return Reason(Code.FLASH_HAVE, turn=turn, count=self.origins)


def find_urgent(article: Article, official: Mapping[str, str] = _NONE) -> Urgent | None:
    """The turn of a live news report that cannot wait.

    `official` names by id the sources that speak for a government or body, whatever their host.
    """
    if article.sighting is Sighting.LATE:
        return None
    by = find_official(article, official)
    if not (read := _read_urgent(article, by)):
        return None
    return (
        Urgent(read.acts[0], by) if _may_be_news(read_genre_by_marks(article, official).genre, by) else None
    )


def _read_urgent(article: Article, by: str | None) -> Read | None:
    """The signs of a text that cannot wait; None: it can, as nearly every one by its words alone."""
    weights = read_weights()
    points = weights.weigh_wording(read_wording(article))
    if points < -SIGNS_ADD:
        return None
    read = read_signs(article, is_official=bool(by))
    return read if read.acts and points + weights.weigh_signs(read) >= 0 else None


def _may_be_news(genre: Genre, by: str | None) -> bool:
    """Whether a text may tell of a turn: a notice that is no news is an office's own word of it."""
    return genre.is_news or (by is not None and genre is Genre.OTHER)
