"""Sources: what they announce, how they do, and what was asked of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from storage.clock import TOLERANCE, cut_ahead, is_ahead
from storage.language.printable import clean_line
from storage.records.articles import Published, Teaser


class SourceKind(StrEnum):
    """What a source's address holds."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class SourceState(StrEnum):
    """How a source does, as its polls tell."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    SILENT = "silent"


class Trouble(StrEnum):
    """Why a source is not well."""

    FAILING = "failing"
    CHALLENGE = "challenge"
    GAP = "gap"
    SILENT = "silent"


class Flaw(StrEnum):
    """What a source that is read leaves out."""

    UNDATED = "undated"
    """None of its entries has a date."""
    SHORT = "short"
    """Its texts suddenly come out far shorter than they used to."""
    PAYWALL = "paywall"
    """Most of its articles are teasers."""
    NOWHERE = "nowhere"
    """Some of what it lists has no address that can be read: scripts, mail links."""


HEADLINES_ONLY = frozenset({"news.google.com"})
"""Hosts whose links lead through pages that scripts draw, so that the articles cannot be read from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An address that announces articles.

    `every` is the pace and `slowest` the longest pause that habit may lead to; `kind` None
    means: found by looking. `outlet` names the publisher, None where the entries do. For a
    page, `selector` (CSS) or `pattern` (a regular expression over addresses) picks its links.
    An `official` one speaks for a government or body; a `paused` one is polled only when somebody names it.
    """

    id: str
    name: str
    url: str
    kind: SourceKind | None = None
    lang: str | None = None
    outlet: str | None = None
    every: timedelta = timedelta(minutes=5)
    slowest: timedelta = timedelta(minutes=30)
    timezone: str = "Asia/Seoul"
    selector: str | None = None
    pattern: str | None = None
    official: bool = False
    paused: bool = False

    @property
    def has_headlines_only(self) -> bool:
        """Whether nothing but the headlines of what it announces can be read."""
        return self.url.partition("://")[2].partition("/")[0] in HEADLINES_ONLY

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_line(self.name))
        if self.outlet is not None:
            object.__setattr__(self, "outlet", clean_line(self.outlet))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item that a source announces.

    `html` is the feed's own content or summary (markup, untrusted); `outlet` the feed's
    `<source>` where it names another publisher; `updated` is when it says that the article last changed.
    What would command a terminal or turn the direction of a line is taken out of title, names and outlet.
    """

    url: str
    title: str = ""
    html: str = ""
    published: Published | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    guid: str | None = None
    lang: str | None = None
    updated: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", clean_line(self.url))
        object.__setattr__(self, "title", clean_line(self.title))
        object.__setattr__(self, "authors", tuple(filter(None, map(clean_line, self.authors))))
        if self.outlet is not None:
            object.__setattr__(self, "outlet", clean_line(self.outlet))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes that an address answered with; `url` is where the last redirect led.

    `content_type` is the header as it came; `not_modified` says 304, and `body` is then empty.
    `headers` has lower-case names.
    """

    asked: str
    url: str
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def not_modified(self) -> bool:
        """Whether the server said that nothing changed (RFC 9110, 304)."""
        return self.status == 304

    def header(self, name: str) -> str | None:
        """The first header of this lower-case name, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An announced entry that is not an article yet.

    `after` is the last good poll of its source before the one that announced it, None for the
    first; from both the sighting follows.
    """

    key: str
    source: str
    entry: Entry
    announced_at: datetime
    after: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source does after its last poll: None is no trouble; `why` is a reason or an error's words.

    `since` is when the trouble began: the first failure, the last good poll before a gap, the last news.
    """

    trouble: Trouble | None = None
    since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A flaw of a source, since when it has it, and the reason to say so.

    `usual` is what its texts weighed before they came out short, 0 for other flaws.
    """

    flaw: Flaw
    since: datetime
    why: str
    usual: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSize:
    """How much text an article came with, in characters, and why it may be a part only."""

    length: int
    teaser: Teaser | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The polls of a source so far, summed up into what its next one is judged by.

    `read_at` is the last that read entries, `read_entries` how many; `whole_at` the last answer that
    was no 304, `unchanged_at` the last 304, `unchanged` how many came in a row; `news_at` the last that
    brought something new; `failures` those in a row since `failed_at`; `stuck_at` when a 304 was last
    found to have hidden something. `remarks` has each flaw of what it brings at most once.
    """

    health: Health = Health()
    read_at: datetime | None = None
    read_entries: int = 0
    whole_at: datetime | None = None
    unchanged_at: datetime | None = None
    unchanged: int = 0
    news_at: datetime | None = None
    failures: int = 0
    failed_at: datetime | None = None
    stuck_at: datetime | None = None
    remarks: tuple[Remark, ...] = ()

    def as_of(self, now: datetime) -> Coverage:
        """The same without times that lie ahead of now, which a clock that was wrong has left."""
        return replace(
            self,
            read_at=cut_ahead(self.read_at, now),
            whole_at=cut_ahead(self.whole_at, now),
            unchanged_at=cut_ahead(self.unchanged_at, now),
            news_at=cut_ahead(self.news_at, now),
            failed_at=cut_ahead(self.failed_at, now),
            stuck_at=cut_ahead(self.stuck_at, now),
            health=replace(self.health, since=cut_ahead(self.health.since, now)),
            remarks=tuple(
                replace(remark, since=now) if is_ahead(remark.since, now) else remark
                for remark in self.remarks
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What was learned of when a source publishes.

    `share` None: not enough was seen; `longest` is the longest time it was without news.
    """

    learned_at: datetime
    share: tuple[float | None, ...] | None = None
    longest: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """What is known of a source besides its configuration; all None before its first poll.

    `last_ok_at` is the last poll that read it (304 included); `failures` counts in a row.
    """

    id: str
    url: str
    kind: SourceKind | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    next_poll_at: datetime | None = None
    last_result: str | None = None
    last_error: str | None = None
    failures: int = 0
    failing_since: datetime | None = None
    coverage: Coverage = Coverage()
    rhythm: Rhythm | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be polled now; `as_of` must have seen to the clock."""
        return self.next_poll_at is not None and self.next_poll_at <= now

    def is_misplanned(self, now: datetime, reach: timedelta) -> bool:
        """Whether its next poll was planned by a clock that was wrong, and so is due now.

        It is so where the last poll lies ahead, or the next further than `reach`, the longest pause there is.
        """
        longest = reach if self.last_polled_at else timedelta()
        is_far = self.next_poll_at is not None and self.next_poll_at > now + longest + TOLERANCE
        return is_far or is_ahead(self.last_polled_at, now)

    def as_of(self, now: datetime, reach: timedelta) -> SourceStatus:
        """The same without times that cannot be true now; `reach` as of `is_misplanned`."""
        return replace(
            self,
            last_polled_at=cut_ahead(self.last_polled_at, now),
            last_ok_at=cut_ahead(self.last_ok_at, now),
            failing_since=cut_ahead(self.failing_since, now),
            next_poll_at=now if self.is_misplanned(now, reach) else self.next_poll_at,
            coverage=self.coverage.as_of(now),
        )

    @property
    def state(self) -> SourceState:
        """How it does. A 304 after failures ends none: what it vouches for was never seen."""
        trouble = self.coverage.health.trouble
        if self.last_polled_at is None:
            return SourceState.NEW
        if self.failures or trouble in (Trouble.FAILING, Trouble.CHALLENGE):
            return SourceState.FAILING
        return SourceState.SILENT if trouble is Trouble.SILENT else SourceState.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One row of the coverage ledger.

    `result` is one of the results named in `flows/sources/read.py`; `etag` and `last_modified` are
    the validators to send next time, None where the answer cannot be validated. `dated` counts the entries
    that have a date, `dropped` what it lists beside them under no address that can be read; `reaches_to` is
    how far back in time they reach, None where they have none.
    """

    source: str
    at: datetime
    result: str
    is_ok: bool
    next_poll_at: datetime
    status: int | None = None
    entries: int = 0
    dated: int = 0
    dropped: int = 0
    new: int = 0
    ms: int = 0
    why: str | None = None
    kind: SourceKind | None = None
    etag: str | None = None
    last_modified: str | None = None
    reaches_to: datetime | None = None
