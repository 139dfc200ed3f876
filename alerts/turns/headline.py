"""A headline in words that none before it had, over a lead that reports something said or done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from alerts.turns.searched import Searched
from storage.language.text import fold, lower, read_lead, read_words, split_words
from storage.records import Article

_LEAD_SENTENCES = 3
_MOST_CHARACTERS = 1500
_REPORTING = 2
_FEWEST_WORDS = 3
_STEM = 5
"""Letters by which forms of an English word are one; of a Korean one it is two syllables."""

SAID = r"\b(?:said|says|announced|told|according to|reported|acknowledged|confirmed|notified|asked|urged)\b"
SAID_IN_KOREAN = "밝혔|말했|전했|발표했|알려졌|보도했|주장했|선언했|확인됐|설명했|강조했|적었|요청했|결정했"
SAID_WORDS = (
    "said", "says", "announced", "told", "according", "reported", "acknowledged", "confirmed", "notified",
    "asked", "urged", *SAID_IN_KOREAN.split("|"),
)  # fmt: skip
"""One of these stands wherever it is said who said something."""
WEEKDAY = r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
DOCUMENTED = (
    r"\b(?:documents?|records?|filings?|papers|data|figures|footage|images?) (?:show|say|indicate)(?:s|ed)?\b"
)
_REPORTS = re.compile(
    rf"{SAID}|{DOCUMENTED}|{WEEKDAY}|(?:{SAID_IN_KOREAN})(?:다|습니다)|(?<!\d)\d{{1,2}}일[\s(]"
)
_REPORTS_WORDS = (
    *SAID_WORDS, "day", "일", "document", "record", "filing", "papers", "data", "figures", "footage", "image",
)  # fmt: skip
_EMPTY = read_words("""
the a an of in on at to for and or but is are was were be been has have had that this with by from as it its
he she they his her their who which will would not says say said after over new
""")


def is_report(article: Article) -> bool:
    """Whether the first sentences say who said something or on which day it was: features do not."""
    lead = Searched(lower(read_lead(article.text, _REPORTING, _MOST_CHARACTERS)))
    return lead.finds(_REPORTS, _REPORTS_WORDS)


def new_in_headline(article: Article, beside: Sequence[Article]) -> float:
    """The share of a headline's words that no headline or lead beside it has; 0 beside none.

    All are of one language.
    """
    own = _read_stems(article.title, "")
    if len(own) < _FEWEST_WORDS or not beside:
        return 0.0
    known = {stem for other in beside for stem in _read_stems(other.title, other.text)}
    return len(own - known) / len(own)


@lru_cache(maxsize=512)
def _read_stems(title: str, text: str) -> frozenset[str]:
    lead = read_lead(text, _LEAD_SENTENCES, _MOST_CHARACTERS)
    read = lower(f"{fold(title[:_MOST_CHARACTERS]).text}\n{lead}")
    return frozenset(
        word[:2] if "가" <= word[0] <= "힣" else word[:_STEM]
        for word in split_words(read)
        if len(word) > 1 and word not in _EMPTY
    )
