"""Whether a report says that its own outlet found out what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.turns.genre.marks import LEARNED, LEARNED_WORDS
from alerts.turns.searched import fold_searched
from storage.language.patterns import compile_later
from storage.language.text import fold
from storage.records import Article

_MOST_OF_TEXT = 4000
_MOST_OF_NAME = 60
_MOST_NAMINGS = 8
_SHORTEST = 3
_BEHIND = compile_later(
    r"(?:['’]s)? ?(?:has |had )?(?:learned|found|obtained|reviewed|seen|uncovered|established)\b"
    r"|[가-힣]{0,2} ?(?:단독 ?)?(?:[^.\n]{0,12}(?:입수|확보)|취재|처음)"
)
_BEFORE = compile_later(r"\b(?:seen|obtained|reviewed|viewed|verified) by (?:the )?$", re.IGNORECASE)
_REACH = 30
"""Letters before a name in which it is said that something was seen by it."""


def is_own_work(article: Article) -> bool:
    """Whether a report says that nobody else has it, or that its outlet obtained or found out something."""
    searched = fold_searched(article.text[:_MOST_OF_TEXT])
    if searched.search(LEARNED, LEARNED_WORDS):
        return True
    text = searched.text
    return any(
        _BEHIND.match(text, end) or _BEFORE.search(text[max(0, start - _REACH) : start])
        for start, end in _find_outlet(text, fold((article.outlet or "")[:_MOST_OF_NAME]).text.strip())
    )


def _find_outlet(text: str, outlet: str) -> Iterator[tuple[int, int]]:
    """Where a text names its outlet, by its whole name or by the last word of it: the Times."""
    last = outlet.rpartition(" ")[2]
    for name in dict.fromkeys((outlet, f"The {last}", f"the {last}")):
        at, found = -1, 0
        while len(name) >= _SHORTEST and found < _MOST_NAMINGS and (at := text.find(name, at + 1)) >= 0:
            yield at, at + len(name)
            found += 1
