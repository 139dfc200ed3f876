"""An article on its way: its text and time, what it copies, its story and its versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from storage.language.printable import clean_line, clean_text
from storage.records.ids import digest_id, require_aware

_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)


BESIDE_HEADLINE = 80
"""Characters that feeds of headlines have beside the headline itself: the outlet's name."""


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
    """Its page could not be read, or has no text; it has the words of its feed, else its description."""
    SHORT = "short"
    """Its page had far less text than the feed itself, whose words these are, or further pages are unread."""


class VersionKind(StrEnum):
    """What a version of an article is against the one before it; `first` is what was told of.

    `aside` is what a file says of it that does not stand in its place.
    """

    FIRST = "first"
    TYPO = "typo"
    EXPANSION = "expansion"
    REWRITE = "rewrite"
    CORRECTION = "correction"
    REMOVAL = "removal"
    RETURN = "return"
    ASIDE = "aside"


_SEOUL = ZoneInfo("Asia/Seoul")


def day_ending(end: datetime) -> date:
    """The day that ends then at the place of publication, which we take to be within twelve hours of UTC.

    The end of a day that was not over when it was read was cut to the time of reading: the day is then that
    of Seoul, where sources are unless they say otherwise.
    """
    is_cut = end.second != 59
    return end.astimezone(_SEOUL).date() if is_cut else (end.astimezone(UTC) - timedelta(hours=12)).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When something was published, and how we know.

    `at` is UTC, and within the years 2 to 9998; for `day_only` it is the end of that day in the source's
    zone. `by` is the field that said so (`feed`, `json-ld`, `meta`, `time`, `url`, `text`, `option`, `file`);
    `confidence` is between 0 and 1, and 1 only where a machine-readable field said it.
    """

    at: datetime
    by: str
    day_only: bool = False
    confidence: float = 1.0

    def __post_init__(self) -> None:
        require_aware(self.at, "published")
        # Within a year of either end of the calendar zones and days before and after cannot be computed.
        object.__setattr__(self, "at", min(max(self.at, _FIRST), _LAST).astimezone(UTC))


def say_whose(by: str, text_from: str) -> str:
    """Whose word a time of publishing is, by the field that said so: the page's, the feed's or the file's."""
    if by in ("file", "option") or (by == "text" and text_from == TextFrom.FILE):
        return "file"
    return "feed" if by == "feed" else "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a careful reader would write down of one page, file or record.

    `text` has one paragraph a line; `url` is the page's own address where it states one, and
    `also` are further addresses that it gives itself (AMP, `og:url`) and that end alike; `stated` are those
    of its site that do not, and may be others'. `teaser` None: the text is all of it, as far as can be told.
    `rest` is the address where it goes on, or stands whole, None where it does not. `item` is the key of an
    entry whose link others of its feed have too, None for all else.
    `sections` are those that it states to stand in, and the types it gives itself that say what it is.
    What would command a terminal or turn the direction of a line is taken out.
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
    stated: tuple[str, ...] = ()
    teaser: Teaser | None = None
    rest: str | None = None
    item: str | None = None
    sections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Here, since every article comes through it: what strangers wrote gives no commands from now on.
        for name in ("title", "subtitle", "outlet", "lang", "url"):
            if (value := getattr(self, name)) is not None:
                object.__setattr__(self, name, clean_line(value))
        for name in ("authors", "sections"):
            object.__setattr__(self, name, tuple(filter(None, map(clean_line, getattr(self, name)))))
        object.__setattr__(self, "text", clean_text(self.text))


@lru_cache(maxsize=4096)  # whoever looks for an article among others asks for it
def _name(key: str) -> str:
    return digest_id("a", key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text by one outlet.

    `key` is the canonical address (`address_key`), or `text:` and a digest where it has no
    address; `also` holds further keys that name it, `stated` those that its page states without
    proof. `text` has one paragraph a line. `outlet` is who published it. `source` is the id of the source
    that announced it, None for files. `teaser` None: the text is all of the article, as far as can be told.
    `extraction` is the generation of the rules that read title and text, 0: before these were counted.
    `sections` are those that its page states, with the types that say what it is. `genre` is what kind of
    text it is, None: it was kept before that was noted.
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
    stated: tuple[str, ...] = ()
    teaser: Teaser | None = None
    extraction: int = 0
    sections: tuple[str, ...] = ()
    genre: str | None = None

    def __post_init__(self) -> None:
        require_aware(self.fetched_at, "fetched_at")

    @property
    def id(self) -> str:
        """The public id, the same whenever and wherever the article is met."""
        return _name(self.key)

    @property
    def is_headline_only(self) -> bool:
        """Whether its page could not be read and its feed has little more than the headline."""
        headline = self.title.rpartition(" - ")[0] or self.title
        is_short = len(self.text) <= len(self.title) + BESIDE_HEADLINE
        return self.teaser is Teaser.UNREAD and is_short and self.text.strip().startswith(headline)

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
    `story` is a story id; `why` is the reason why it is this one (`storage.records.reasons`).
    """

    copy: Copy | None
    group: str
    story: str
    why: str
    new_story: bool


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
    """An article as the corpus holds it, with what was decided of it.

    `part` numbers the part of its story that it stands in, None where it is sure to be on the story's event.
    """

    article: Article
    copy: Copy | None
    group: str
    story: str
    mentions: tuple[Mention, ...] = ()
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article as lists show it: all but its text, as the corpus holds it.

    `copy_of` is the id of the article that it shares most with, `story` that of its story. `published_by`
    says by whose word it was published then: page, feed or file.
    """

    id: str
    url: str | None
    path: str | None
    title: str
    subtitle: str | None
    authors: tuple[str, ...]
    outlet: str | None
    source: str | None
    lang: str
    published_at: datetime | None
    published_by: str | None
    published_day_only: bool
    fetched_at: datetime
    sighting: str
    text_from: str
    teaser: str | None
    copy_of: str | None
    copy_kind: str | None
    story: str | None
    genre: str | None = None
    mentions: tuple[Mention, ...] = ()

    @classmethod
    def of(cls, kept: Kept) -> Listed:
        """The same of an article that is in memory with its text."""
        article, published = kept.article, kept.article.published
        return cls(
            id=article.id,
            url=article.url,
            path=article.path,
            title=article.title,
            subtitle=article.subtitle,
            authors=article.authors,
            outlet=article.outlet,
            source=article.source,
            lang=article.lang,
            published_at=published.at if published else None,
            published_by=say_whose(published.by, article.text_from) if published else None,
            published_day_only=published.day_only if published else False,
            fetched_at=article.fetched_at,
            sighting=article.sighting.value,
            text_from=article.text_from.value,
            teaser=article.teaser and article.teaser.value,
            copy_of=kept.copy.of if kept.copy else None,
            copy_kind=kept.copy.kind.value if kept.copy else None,
            story=kept.story or None,
            genre=article.genre,
            mentions=kept.mentions,
        )


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
