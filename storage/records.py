"""The nouns: frozen values that rows are read into and that rooms hand to one another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any


def digest_id(prefix: str, *parts: str) -> str:
    """A stable public id: the prefix and 80 bits of SHA-256 over the parts, in order."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{prefix}-{hashlib.sha256(joined).hexdigest()[:20]}"


def require_aware(moment: datetime | None, name: str) -> None:
    """Refuse a naive time. Raises: ValueError, which is a bug of the caller's."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{name} must carry a time zone: {moment!r}")


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


class Sighting(StrEnum):
    """How an article was first seen (CONTRACT: what counts as new)."""

    LIVE = "live"
    LATE = "late"
    BACKFILL = "backfill"


class CopyKind(StrEnum):
    """How much of a text stands in an earlier one."""

    EXACT = "exact"
    NEAR = "near"
    PARTIAL = "partial"


class TextFrom(StrEnum):
    """Where an article's text was read."""

    PAGE = "page"
    FEED = "feed"
    FILE = "file"


class Teaser(StrEnum):
    """Why an article's text may be only a part of it."""

    PAYWALL = "paywall"
    """Its page keeps the rest for those who pay or log in."""
    UNREAD = "unread"
    """Its page could not be read; these are the feed's own words."""
    SHORT = "short"
    """Its page had far less text than the feed itself, whose words these are."""


class Policy(StrEnum):
    """When a watch tells."""

    STORY = "story"
    EVERY = "every"
    DIGEST = "digest"


class AlertKind(StrEnum):
    """What an alert is within its story."""

    FIRST = "first"
    FOLLOW_UP = "follow-up"
    CORRECTION = "correction"


class VersionKind(StrEnum):
    """What a version of an article is against the one before it; `first` is what was told of."""

    FIRST = "first"
    TYPO = "typo"
    EXPANSION = "expansion"
    REWRITE = "rewrite"
    CORRECTION = "correction"
    REMOVAL = "removal"
    RETURN = "return"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENT = "sent"
    RETRYING = "retrying"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An address that announces articles.

    `every` is the pace and `slowest` the longest pause that habit may lead to; `kind` None
    means: found by looking. `outlet` names the publisher, None where the entries do. For a
    page, `selector` (CSS) or `pattern` (a regular expression over addresses) picks its links.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When something was published, and how we know.

    `at` is UTC; for `day_only` it is the end of that day in the source's zone. `by` is the
    field that said so (`feed`, `json-ld`, `meta`, `time`, `url`, `text`, `option`, `file`); `confidence` is
    between 0 and 1, and 1 only where a machine-readable field said it.
    """

    at: datetime
    by: str
    day_only: bool = False
    confidence: float = 1.0

    def __post_init__(self) -> None:
        require_aware(self.at, "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item that a source announces.

    `html` is the feed's own content or summary (markup, untrusted); `outlet` the feed's
    `<source>` where it names another publisher; `updated` is when it says that the article last changed.
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
class Extract:
    """What a careful reader would write down of one page, file or record.

    `text` has one paragraph a line; `url` is the page's own address where it states one, and
    `also` are further addresses that it gives itself (AMP, `og:url`). `teaser` None: the text is all of it,
    as far as can be told.
    """

    title: str
    text: str
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    lang: str | None = None
    published: Published | None = None
    url: str | None = None
    also: tuple[str, ...] = ()
    teaser: Teaser | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text by one outlet.

    `key` is the canonical address (`address_key`), or `text:` and a digest where it has no
    address; `also` holds further keys that name it. `text` has one paragraph a line. `outlet`
    is who published it. `source` is the id of the source that announced it, None for files. `teaser` None:
    the text is all of the article, as far as can be told.
    """

    key: str
    title: str
    text: str
    lang: str
    fetched_at: datetime
    sighting: Sighting
    text_from: TextFrom
    url: str | None = None
    path: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    source: str | None = None
    published: Published | None = None
    also: tuple[str, ...] = ()
    teaser: Teaser | None = None

    def __post_init__(self) -> None:
        require_aware(self.fetched_at, "fetched_at")

    @property
    def id(self) -> str:
        """The public id, the same whenever and wherever the article is met."""
        return digest_id("a", self.key)

    @property
    def order(self) -> tuple[datetime, str]:
        """The order in which a cycle judges: published (else fetched), then key."""
        return (self.published.at if self.published else self.fetched_at, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much two texts share.

    `of_this` and `of_other` are the shares (0 to 1) of each text's fingerprints that the other
    has too; `shared` counts them. `article` is the other's id, `group` its copy group.
    """

    article: str
    group: str
    shared: int
    of_this: float
    of_other: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Of which article a text is a copy, and how alike the two are."""

    of: str
    kind: CopyKind
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What judging found: copy of what, in which copy group, of which story, and why.

    `group` is the id of the copy group's first article (its own id where it is no copy);
    `story` is a story id; `why` says in words how the story was found.
    """

    copy: Copy | None
    group: str
    story: str
    why: str
    new_story: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office that a person held: all that it is called, and from when to when; None is open."""

    titles: tuple[str, ...]
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Someone or something tracked, with all its names.

    `valid_from` and `valid_to` bound the days on which the aliases hold, both ends included.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    never: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    requires: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A standing query; `to` None means the default channels, `()` none but console, desk and feed.

    `surge` holds it back until the entities that it names are named so many times as often as usual; None:
    it tells of each article, as its policy has it.
    """

    id: str
    name: str
    query: str
    to: tuple[str, ...] | None = None
    policy: Policy = Policy.STORY
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()
    surge: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """One term found: offsets in code points within the text that holds it."""

    start: int
    end: int
    text: str
    term: str
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence (or the title) with the terms that carried the decision; offsets are within `text`."""

    text: str
    matches: tuple[TermMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A watch that an article meets, with the sentences that show it."""

    watch: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """How often an article names an entity, and whether its title does.

    `conflict` is the name that the text gives a person where it is somebody else's and office and
    date tell who is meant.
    """

    entity: str
    count: int
    in_title: bool
    conflict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article as the corpus holds it, with what was decided of it."""

    article: Article
    copy: Copy | None
    group: str
    story: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles on one event; `origins` counts the independent ones."""

    id: str
    title: str
    first_seen: datetime
    last_seen: datetime
    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    origins: int = 0
    langs: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place at which two versions say something else, as written; either side may be empty.

    `what` is one of `title`, `number`, `date`, `name`, `negation`, `modal`, `contrary`, `note`, `evidence`,
    `removal` and `return`.
    """

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an article said at a look; numbers begin at 1, and `text` is empty once it was removed."""

    number: int
    read_at: datetime
    kind: VersionKind
    title: str
    text: str = field(repr=False)
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as a line in a list."""

    title: str
    url: str | None
    outlet: str | None
    published: Published | None

    @classmethod
    def of(cls, kept: Kept) -> Report:
        """The line of an article."""
        article = kept.article
        return cls(title=article.title, url=article.url, outlet=article.outlet, published=article.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something told, or about to be, because an article met a watch.

    `subject` is what is told once: the story under `story`, the article under `every`;
    `revision` tells repeated kinds apart and is empty for `first`; `late` marks news that its
    source announced late.
    `origins` counts the independent origins that the story had by then.
    """

    watch: str
    watch_name: str
    kind: AlertKind
    subject: str
    revision: str
    story: str
    article: str
    created_at: datetime
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    late: bool = False
    origins: int = 0

    @property
    def id(self) -> str:
        """The same for the same promise, however often it is made."""
        return digest_id("al", self.watch, self.subject, self.kind, self.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message for one recipient on one channel, with the bytes as they will be sent.

    `id` is the promise: webhook-id and the stem of the Message-ID. `attempts` counts claims, `failures`
    those in a row that failed, which is the place in the retry table. `next_attempt_at` None means that
    nothing more is due. Deliveries of one channel, recipient and `held` name go out as one bundle when due;
    `bundle` is then the delivery that carries them.
    """

    id: str
    channel: str
    recipient: str
    content_type: str
    body: bytes = field(repr=False)
    alerts: tuple[str, ...]
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    failures: int = 0
    last_error: str | None = None
    sent_at: datetime | None = None
    digest_id: str | None = None
    held: str | None = None
    bundle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The receiver took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """It failed and may work later; `after` is what the receiver asked for, None: our own table."""

    why: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The receiver will never take it (a malformed address, say)."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The receiver asked never to be called again (HTTP 410): the channel is switched off."""

    why: str


Outcome = Sent | Postponed | Rejected | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source does after its last poll: `trouble` None is well; `why` in words for the reader.

    `since` is when the trouble began: the first failure, the last good poll before a gap, the last news.
    """

    trouble: Trouble | None = None
    since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A flaw of a source, since when it has it, and in words.

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
        """Whether it is to be polled now."""
        return self.next_poll_at is not None and self.next_poll_at <= now

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
    that have a date; `reaches_to` is how far back in time they reach, None where they have none.
    """

    source: str
    at: datetime
    result: str
    is_ok: bool
    next_poll_at: datetime
    status: int | None = None
    entries: int = 0
    dated: int = 0
    new: int = 0
    ms: int = 0
    why: str | None = None
    kind: SourceKind | None = None
    etag: str | None = None
    last_modified: str | None = None
    reaches_to: datetime | None = None


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
class Decision:
    """One row of the ledger: what was decided of which thing, and why, in words.

    `subject` is an address key or an id; `step` one of `poll`, `fetch`, `extract`, `judge`,
    `match`, `tell`, `deliver`; `verdict` one word.
    """

    at: datetime
    step: str
    subject: str
    verdict: str
    why: str
    detail: dict[str, Any] = field(default_factory=dict)


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises: ValueError for a naive time."""
    require_aware(moment, "moment")
    return moment.astimezone(UTC)
