"""What an address ends in: whether that names an article, and whether two addresses end in the same.

Pages state addresses that are not theirs: the section's, the front page's, another article's. An address that
a page states is only believed to be its own where it ends as the one does from which the page was fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from storage.address import address_key

# What stands last in an address of a script, whichever article it shows.
SCRIPTS = frozenset(
    """
    amp article articlecontent articles articleview blog board boardview content contents default detail
    detailview home index item list main m mobile news newscontent newsdetail newsread newsview page post
    posts press print read release show stories story view viewer
    """.split()  # noqa: SIM905 - a table to read
)
VIEWS = frozenset(("amp", "m", "mobile"))
# What a parameter turns or sorts, never what is read.
PAGING = re.compile(
    r".*page.*|pg|curpg|pn|offset|start|limit|size|rows?|cnt|listcnt|sort\w*|order\w*|lang\w*|tab|view|mode|width"
    r"|height|v|ver|version",
    re.IGNORECASE,
)
NUMBER_OF_IT = re.compile(r"\w*(?:id|idx|no|num|seq|key)|p|n", re.IGNORECASE)
SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp|do|shtml|cms|nhn|naver)$", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d{4}")
WORDS = re.compile(r"[^\W_]+")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ending:
    """The last segment of an address's path, and the parameters that may say which article it is.

    `place` is host and path without what only says for which screen they are.
    """

    segment: str
    numbers: frozenset[Pair]
    place: tuple[str, ...]

    @property
    def is_telling(self) -> bool:
        """Whether the last segment alone says which article it is: a long number, or a headline's words."""
        said = unquote(self.segment)
        is_long = not said.isascii() and len(said) >= 6
        return bool(LONG_NUMBER.search(said)) or len(WORDS.findall(said)) >= 3 or is_long

    @property
    def is_script(self) -> bool:
        """Whether the last segment is that of every article, or of none."""
        return not self.segment or self.segment.lower() in SCRIPTS


def read_ending(key: str) -> Ending:
    """The ending of an address key."""
    path, _, query = key.partition("?")
    segments = SUFFIX.sub("", path).split("/")
    place = tuple(segment for segment in segments if segment.lower() not in VIEWS)
    return Ending(
        segment=segments[-1] if len(segments) > 1 else "", numbers=_read_numbers(query), place=place
    )


def _read_numbers(query: str) -> frozenset[Pair]:
    """The parameters with a digit that do not only turn or sort."""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return frozenset(
        (name.lower(), value)
        for name, _, value in pairs
        if re.search(r"\d", value) and not PAGING.fullmatch(name)
    )


def is_front(url: str) -> bool:
    """Whether an address is a site's front page."""
    key = address_key(url)
    return bool(key) and "/" not in key and "?" not in key


def may_name_article(url: str) -> bool:
    """Whether an address looks like one article's: a section's has one plain word at its end."""
    ending = read_ending(address_key(url))
    has_mark = re.search(r"[\d_%-]", ending.segment) is not None
    return bool(ending.numbers) or (has_mark and not ending.is_script)


def end_alike(stated: str, fetched: str) -> bool:
    """Whether an address that a page states may be another of the one that it was fetched from.

    Both end in the same segment, or in the same parameters where these say which article it is. An address
    that has lost one of them names all the articles that only it told apart.
    """
    return keys_end_alike(address_key(stated), address_key(fetched))


def keys_end_alike(stated: str, fetched: str) -> bool:
    """Whether two keys may be of one article, see `end_alike`."""
    one, other = read_ending(stated), read_ending(fetched)
    if one.place == other.place and other.numbers <= one.numbers:
        return True
    if other.numbers and not other.is_telling:
        return _has_numbers(one, other)
    return _end_in_same(one, other) or _is_numbered(one, other.segment)


def _has_numbers(one: Ending, other: Ending) -> bool:
    """Whether the parameters of the other are among its own, or one of them its last segment."""
    return other.numbers <= one.numbers or _is_numbered(other, one.segment)


def _end_in_same(one: Ending, other: Ending) -> bool:
    """Whether both have one last segment that is not every article's."""
    return one.segment == other.segment and (other.is_telling or not one.is_script)


def _is_numbered(ending: Ending, segment: str) -> bool:
    """Whether the address gives as a parameter, `?id=7`, what the other has as its last segment."""
    return any(value == segment and NUMBER_OF_IT.fullmatch(name) for name, value in ending.numbers)
