"""Whether the page that an address led to is the article's own, or what stands in its way."""

from __future__ import annotations

from itertools import pairwise

from flows.judge.fingerprints import read_tokens
from storage.endings import end_alike, is_front, may_name_article
from storage.records import Extract

SAID = 0.5
"""Share of a headline's words that its own page has: in its title, where the address is no article's."""


def leads_elsewhere(asked: str, came: str, title: str, page: Extract) -> bool:
    """Whether a redirect ended at another page than that of the article announced at `asked` under a title.

    Redirects end at the front page, a section, a login or a question about cookies, and then all articles of
    the outlet have one text. An address that ends as the one that was asked for is not doubted.
    """
    if end_alike(came, asked):
        return False
    if is_front(came):
        return True
    said = _marks(title)
    if not said or _share(said, page.title) >= SAID:
        return not said and not may_name_article(came)
    return not may_name_article(came) or _share(said, page.text) < SAID


def is_silent_on(title: str, page: Extract) -> bool:
    """Whether neither a page's title nor its text has the words of a headline that was announced for it."""
    said = _marks(title)
    return bool(said) and max(_share(said, page.title), _share(said, page.text)) < SAID


def is_stated_of(title: str, page: Extract) -> bool:
    """Whether what a page states of itself is of an announced headline, and its text not said of any page."""
    said = _marks(title)
    return _share(said, page.title) >= SAID and _share(said, page.text) > 0 if said else False


def _share(said: frozenset[str], text: str) -> float:
    return len(said & _marks(text)) / len(said)


def _marks(text: str) -> frozenset[str]:
    """Longer words and pairs of syllables: short words and single syllables stand in every text."""
    tokens = read_tokens(text)
    words = (token for token in tokens if token.isascii() and len(token) > 3)
    pairs = (one + other for one, other in pairwise(tokens) if not one.isascii() and not other.isascii())
    return frozenset((*words, *pairs))
