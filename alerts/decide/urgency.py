"""What cannot wait: a turn of a kind that readers are woken for, from an official text or two origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.decide.urgent_turns import (
    BY_ACT,
    FIGURATIVE,
    HOLDER,
    IN_POWER,
    KINDS,
    MAIN,
    NAMED,
    NO_NEWS,
    NO_NEWS_IN_LEAD,
    NOTICE,
    NOTICE_KINDS,
    OPENING,
    QUOTED,
    REACTION,
    TODAY,
    Kind,
)
from alerts.turns.genre import read_genre
from alerts.turns.official import find_official
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
_NOTICE_SENTENCES = 6
_NEAR = 24
_NEAR_POWER = 48
"""Characters beside an office in which a lead has its holder's name."""


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
    by, title = find_official(article, official), _read_title(article)
    if article.sighting is Sighting.LATE or not (by or _may_head(title)):  # as of nearly every report
        return None
    if not read_genre(article, official).genre.is_news or _tells_no_news(title):
        return None
    lead = _without_year(fold(article.text[:_LEAD]).text, article)
    lines = [lead[start:end] for start, end in sentences(lead)[:_NOTICE_SENTENCES]]
    text = [_sound(line) for line in lines]
    sound = text[:_LEAD_SENTENCES]
    act = _headed(title, sound, is_notice=bool(by))
    if by and not act and title.strip():
        act = _noticed(sound, text, title)
    return Urgent(act, by) if act else None


def _read_title(article: Article) -> str:
    """The headline, without what it quotes where only that is no news."""
    title = fold(article.title[:_MOST_OF_TITLE]).text
    return QUOTED.sub(" ", title) if NO_NEWS.search(title) else title


def _tells_no_news(title: str) -> bool:
    return NO_NEWS.search(title) is not None or FIGURATIVE.search(title) is not None


def _may_head(title: str) -> bool:
    """Whether a headline has the words of a kind of turn, whatever undoes them."""
    news = _cut_cause(title)
    return any(_is_said(kind, news) for kind in KINDS)


def _cut_cause(title: str) -> str:
    """The news of an English headline, without what it came of."""
    return MAIN.split(OPENING.sub("", title), maxsplit=1)[0]


def _is_said(kind: Kind, text: str) -> bool:
    return kind.said.search(text) is not None or (
        kind.whole is not None and kind.whole.search(text) is not None
    )


def _headed(title: str, lead: Sequence[str], *, is_notice: bool) -> str | None:
    """The turn that a headline says and a lead says as well."""
    if is_notice and REACTION.search(title):
        return None
    news = _cut_cause(title)
    for kind in KINDS:
        if _heads(kind, news, title, lead) and any(
            _says(each, line, beside=title) for line in lead for each in BY_ACT[kind.act]
        ):
            return kind.act
    return None


def _noticed(lead: Sequence[str], text: Sequence[str], title: str) -> str | None:
    """The turn of a notice whose headline does not say what it is of."""
    for act, said in NOTICE:
        if any(said.search(line) for line in (title, *text)):
            return act
    if not REACTION.search(title) and TODAY.search(" ".join(lead)):
        return next((kind.act for kind in NOTICE_KINDS if any(_says(kind, line) for line in lead)), None)
    return None


def _sound(line: str) -> str:
    """A sentence that tells what happened; without its quotes, if only they do not."""
    if NO_NEWS_IN_LEAD.search(line):
        line = QUOTED.sub(" ", line)
    return "" if NO_NEWS_IN_LEAD.search(line) else line


def _heads(kind: Kind, news: str, title: str, lead: Sequence[str]) -> bool:
    """Whether a headline says a turn of this kind; the lead may say which office somebody named holds."""
    if not _is_said(kind, news):
        return False
    if any(each is not None and each.search(title) for each in (kind.never, kind.never_titled)):
        return False
    if kind.whole is not None and kind.whole.search(news):
        return True
    if kind.said.search(news) is None:
        return False
    return kind.of.search(news) is not None or (kind.is_personal and _names_holder(news, lead))


def _names_holder(news: str, lead: Sequence[str]) -> bool:
    """Whether a lead gives an office before an English name of the headline, or behind a Korean one."""
    offices = [(line, found) for line in lead for found in HOLDER.finditer(line)]
    after = " ".join(line[found.end() : found.end() + _NEAR] for line, found in offices)
    before = " ".join(line[max(0, found.start() - _NEAR) : found.start()] for line, found in offices)
    ruled = [line[max(0, found.start() - _NEAR_POWER) : found.start()] for line in lead
             for found in IN_POWER.finditer(line)]  # fmt: skip
    after = " ".join((after, *ruled))
    return any(name in (after if name.isascii() else before) for name in NAMED.findall(news))


def _without_year(text: str, article: Article) -> str:
    """A text without the year in which it was published: only another one is history."""
    if article.published is None:
        return text
    year = article.published.at.year
    return text.replace(f"{year}년", "").replace(f" in {year}", "")


def _says(kind: Kind, text: str, beside: str = "") -> bool:
    """Whether a sentence says a turn of this kind; what it is of, the headline `beside` may have said."""
    if kind.never is not None and kind.never.search(text):
        return False
    if kind.whole is not None and kind.whole.search(text):
        return True
    return kind.said.search(text) is not None and kind.of.search(f"{text} {beside}") is not None
