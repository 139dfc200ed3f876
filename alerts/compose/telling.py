"""What a message is composed of: an article, its story, the alerts it led to, and who else reports it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.compose.unseen import Blind
from storage.records import Alert, Kept, Report, Story, Version
from storage.records.gist import Gist
from storage.records.telling import QUOTE

__all__ = ["Report", "Telling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article to be told, with all that a message says of it.

    `alerts` are those of this article, one a watch. `earlier` is the story's coverage before it, newest
    first; `also` are other outlets with the same report or a copy of it. `unseen` is what could not be seen
    of late. `version` is what a correction is about, None for news. `news` are sentences of a follow-up that
    nothing told before said. `quote` is the most sentences of the article that a message shows;
    `said` are those that each watch has told of its story before. `lang` is the language of our own words,
    None: the article's; `gist` is what was recognised of an article in another.
    """

    article: Kept
    story: Story
    alerts: tuple[Alert, ...]
    earlier: tuple[Report, ...]
    also: tuple[Report, ...]
    now: datetime
    unseen: tuple[Blind, ...] = ()
    version: Version | None = None
    news: tuple[str, ...] = ()
    quote: int = QUOTE
    said: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lang: str | None = None
    gist: Gist | None = None

    @property
    def spoken(self) -> str:
        """The language of our own words."""
        return self.lang or self.article.article.lang

    def speak(self, lang: str | None, *, gist: bool = False) -> Telling:
        """The same in a channel's language; the fact line only where the article is in another."""
        is_other = gist and lang is not None and lang != self.article.article.lang
        return replace(self, lang=lang, gist=self.gist if is_other else None)

    def for_watches(self, watches: Sequence[str]) -> Telling:
        """The same with the alerts of these watches only."""
        kept = tuple(alert for alert in self.alerts if alert.watch in watches)
        return replace(self, alerts=kept)

    def unquoted(self) -> Telling:
        """The same without what is quoted from the text and without other reports."""
        alerts = tuple(replace(alert, evidence=()) for alert in self.alerts)
        return replace(self, alerts=alerts, earlier=(), also=(), unseen=(), news=())

    def nameless(self) -> Telling:
        """The same without anything that a page said: that there is an article, where, and why it is told."""
        bare = replace(self.article.article, title="", text="", subtitle=None, authors=(), outlet=None)
        told = replace(self.unquoted(), article=replace(self.article, article=replace(bare, published=None)))
        return replace(told, story=replace(self.story, title="", outlets=()), version=None, gist=None)
