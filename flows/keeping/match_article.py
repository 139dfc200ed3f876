"""Match an article against the watchlist, whether it is new, read again or matched again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from alerts.watch.matcher import Watchlist
from alerts.watch.reading import Reading
from storage.bugs import attempt
from storage.records import Article, Match, MatchRules, Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The watches that an article meets, as far as no bug kept them from being decided.

    `undecided` are those of which one did, None: all of them. `mentions` None: no names could be read.
    `rules` are those of the watchlist, None where a bug kept part of it from being decided.
    """

    matches: tuple[Match, ...] = ()
    rules: MatchRules | None = None
    mentions: tuple[Mention, ...] | None = None
    undecided: frozenset[str] | None = None

    def fill_in(self, before: Sequence[Match]) -> tuple[Match, ...]:
        """The matches, with the earlier ones for watches that could not be decided."""
        if self.undecided is None:
            return tuple(before)
        return (*self.matches, *(match for match in before if match.watch in self.undecided))


class Matching:
    """Match one article: first its names, which judging needs, then its watches.

    The text is scanned once, outside any transaction. Its watches are decided there too, unless one asks how
    many origins the article's story has.
    """

    def __init__(self, watchlist: Watchlist, article: Article) -> None:
        self._watchlist, self._article = watchlist, article
        self._origins: Callable[[], int] | None = None
        self._is_asked_early = False
        self._reading = attempt("names and watches", lambda: watchlist.read(article, self._count), None)
        self.mentions = attempt("names", self._reading.mentions, None) if self._reading else None
        self._matched: Matched | None = None
        if not (watchlist.asks_origins or self._is_asked_early):
            self._matched = self._decide()
            self._reading = None  # it is large, and two dozen articles may wait to be kept

    def match_article(self, origins: Callable[[], int]) -> Matched:
        """The watches it meets, given its story.

        `origins` counts the story's independent origins; it is called at most once, if a watch needs it.
        """
        self._origins = origins
        return self._decide() if self._matched is None else self._matched

    def _decide(self) -> Matched:
        if self._reading is None:
            return Matched()
        return attempt("watches", partial(self._match, self._reading), Matched(mentions=self.mentions))

    def _match(self, reading: Reading) -> Matched:
        if self._is_asked_early:  # a gate asks for origins, and so which names stand depends on them
            reading = self._watchlist.read(self._article, self._count)
        matches = reading.matches()
        return Matched(
            matches=matches,
            mentions=reading.mentions(),
            undecided=reading.unmatched,
            rules=None if reading.unmatched or self.mentions is None else self._watchlist.rules,
        )

    def _count(self) -> int:
        """The story's origins; before the story is known one, and that the guess was used is remembered."""
        if self._origins is None:
            self._is_asked_early = True
            return 1
        return self._origins()
