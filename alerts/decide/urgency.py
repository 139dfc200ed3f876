"""What cannot wait: a turn of a kind that readers are woken for, from an official text or two origins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.decide.urgent_turns import BY_ACT, KINDS, MAIN, NO_NEWS, NO_NEWS_IN_LEAD, Kind
from alerts.turns.genre import read_genre
from alerts.turns.official import official_host
from alerts.turns.read import name_turn
from storage.language.text import fold, sentences
from storage.records import Article, Sighting
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

ENOUGH = 2
"""Independent origins that say it, where no official text does."""

_NONE: Mapping[str, str] = {}
_LEAD = 700
_MOST_OF_TITLE = 300
_LEAD_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Urgent:
    """A turn that cannot wait, by its name, and the official source or host that says it, None: none does."""

    act: str
    by: str | None

    def reason(self, origins: int) -> Reason:
        """Why readers are not made to wait."""
        turn = name_turn(self.act)
        if self.by:
            return Reason(Code.FLASH_OFFICIAL, turn=turn, host=self.by)
        return Reason(Code.FLASH_ORIGINS, turn=turn, count=origins)


def find_urgent(article: Article, official: Mapping[str, str] = _NONE) -> Urgent | None:
    """The turn of a live news report that cannot wait; its headline and its lead must both say it.

    `official` names by id the sources that speak for a government or body, whatever their host.
    """
    if article.sighting is Sighting.LATE or not read_genre(article, official).genre.is_news:
        return None
    title = fold(article.title[:_MOST_OF_TITLE]).text
    if NO_NEWS.search(title):
        return None
    news = MAIN.split(title, maxsplit=1)[0]
    told = [
        kind
        for kind in KINDS
        if _says(kind, news) and not (kind.never_titled and kind.never_titled.search(title))
    ]
    if not told:
        return None
    lead = fold(article.text[:_LEAD]).text
    lines = [lead[start:end] for start, end in sentences(lead)[:_LEAD_SENTENCES]]
    sound = [line for line in lines if not NO_NEWS_IN_LEAD.search(line)]
    for kind in told:
        if any(_says(each, line) for line in sound for each in BY_ACT[kind.act]):
            return Urgent(kind.act, official_host(article.url) or official.get(article.source or ""))
    return None


def _says(kind: Kind, text: str) -> bool:
    """Whether a headline or sentence says a turn of this kind."""
    if kind.never is not None and kind.never.search(text):
        return False
    if kind.whole is not None and kind.whole.search(text):
        return True
    return kind.said.search(text) is not None and kind.of.search(text) is not None
