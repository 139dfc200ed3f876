"""What is watched: entities with their roles, watches, and where an article meets them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Policy(StrEnum):
    """When a watch tells."""

    STORY = "story"
    EVERY = "every"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office that a person held: all that it is called, and from when to when; None is open.

    `described` is a query that names the holder by the office alone, as `Entity.described` does. `of` is the
    state whose head it makes, the id of a place; empty for other offices.
    """

    titles: tuple[str, ...]
    begins: datetime | None = None
    ends: datetime | None = None
    described: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Someone or something tracked, with all its names.

    `valid_from` and `valid_to` bound the days on which the aliases hold, both ends included. `expects` is a
    query that an article must meet for a bare surname to be the person, empty where none ever is. `described`
    is a query that names it without a name: what its first part finds stands for it. `phrases` has the named
    parts of these queries, each with its id.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    never: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    requires: tuple[str, ...] = ()
    expects: str = ""
    described: str = ""
    roles: tuple[Role, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that a watch must or must not match; a first line of several is its title.

    `day` is when it was published, None where no day is given.
    """

    text: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A standing query; `to` None means the default channels, `()` none but console, desk and feed.

    `name_ko` is what it is called among Korean words, empty: as elsewhere.
    `surge` holds it back until the entities that it names are named so many times as often as usual; None:
    it tells of each article, as its policy has it. `idea` is the broad query of a watch for an idea: what
    meets it and not `query` is weighed by what was learned. Empty: it is a query alone.
    `phrases` has the named parts of both, each with its id.
    """

    id: str
    name: str
    query: str
    name_ko: str = ""
    idea: str = ""
    to: tuple[str, ...] | None = None
    policy: Policy = Policy.STORY
    must_match: tuple[Example, ...] = ()
    must_not_match: tuple[Example, ...] = ()
    surge: float | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def tells_stories(self) -> bool:
        """Whether it tells a story once, and again when it moved."""
        return self.policy is Policy.STORY and self.surge is None

    def name_in(self, lang: str) -> str:
        """What it is called among words of a language."""
        return (self.name_ko if lang == "ko" else "") or self.name


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
class MatchRules:
    """By what articles are matched: a digest of all that decides whom they name, and one for each watch.

    A watch whose matches depend on more than the article's own words is left out.
    """

    names: str
    watches: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFileOf:
    """The articles of which something is on file, by their numbers: all that there are, or some."""

    is_all: bool = False
    some: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.is_all or bool(self.some)

    def __contains__(self, number: int) -> bool:
        return self.is_all or number in self.some

    def take(self, numbers: Set[int]) -> Set[int]:
        """Those of these articles."""
        return numbers if self.is_all else numbers & self.some

    def leave(self, numbers: Set[int]) -> Set[int]:
        """The others of them."""
        return frozenset() if self.is_all else numbers - self.some
