"""What the newsstand prints: one piece of one outlet, and the outlet's masthead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.records import require_aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article as its outlet wrote it, before any page is built around it.

    `slug` is the last part of its address. `paragraphs` is the body, without title and byline;
    `published` None prints no date anywhere. `teaser` is what the feed says of it, None: the first
    paragraph. `guid` None: the address.
    """

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    section: str = "National"
    caption: str | None = None
    teaser: str | None = None
    guid: str | None = None
    canonical: str | None = None
    lang: str | None = None

    def __post_init__(self) -> None:
        require_aware(self.published, "published")

    @property
    def summary(self) -> str:
        """What a feed says of the piece."""
        if self.teaser is not None:
            return self.teaser
        return self.paragraphs[0] if self.paragraphs else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """An outlet's name and habits.

    `root` is its address with a slash at the end. `full_text` puts whole bodies into the feed; `window`
    is how many pieces a feed holds; `charset` is used for its pages; `ttl_min` is the feed's own wish, in
    minutes. Without `validators` no answer bears an ETag or Last-Modified.
    """

    id: str
    title: str
    root: str
    lang: str = "en"
    charset: str = "utf-8"
    full_text: bool = False
    window: int = 30
    gzip: bool = False
    validators: bool = True
    ttl_min: int | None = None

    def address(self, piece: Piece) -> str:
        """Where the piece's page stands."""
        return f"{self.root}articles/{piece.slug}"
