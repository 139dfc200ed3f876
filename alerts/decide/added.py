"""What a report adds to all that its watch told, in whichever language: figures, words, and its beginning."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from alerts.decide.lead import new_share
from storage.language.across import read_across
from storage.language.text import fold, read_lead
from storage.records import Article, Kept

_LEAD = 2
_MOST_OF_LEAD = 1500
_MOST_OF_TITLE = 300
_MOST_OF_TOLD = 1500
"""Characters of what was told in which a word or figure counts as told."""
_FEWEST_DIGITS = 2
_HOUR = 3600.0


MOST: Mapping[str, int] = {"added_figures": 2, "added_words": 4, "added_beginning": 1}
"""What of each kind `measure_added` counts at most."""


def measure_rest(kept: Kept, told: Sequence[Kept]) -> dict[str, float]:
    """Whether something was told in the language of a report, and for how long nothing was.

    `rested` is the logarithm of the hours since the last that was told, and one. Something was told.
    """
    article = kept.article
    return {
        "own_language": float(any(other.article.lang == article.lang for other in told)),
        "rested": math.log1p(_hours_since(article, told)),
    }


def measure_added(kept: Kept, told: Sequence[Kept]) -> dict[str, float]:
    """What is new in title and lead beside all that was told; the words of each text are read for it.

    `added_figures` are those of the title that the lead has too, `added_words` those of the lead that both
    languages have a word for; both are counted as far as they say something. `added_beginning` is what share
    of its beginning's words nothing told in its language has.
    """
    article = kept.article
    same = [other for other in told if other.article.lang == article.lang]
    known = frozenset[str]().union(*(_read_told(other.article) for other in told))
    title = _read(article.title, "", article.lang)
    lead = _read("", read_lead(article.text, _LEAD, _MOST_OF_LEAD), article.lang)
    return {
        "added_figures": float(min(MOST["added_figures"], len(_figures(title & lead - known)))),
        "added_words": float(min(MOST["added_words"], sum(term[0] == "~" for term in lead - known))),
        "added_beginning": new_share(article, same),
    }


def _hours_since(article: Article, told: Sequence[Kept]) -> float:
    last = max(other.article.order[0] for other in told)
    return max(0.0, (article.order[0] - last).total_seconds() / _HOUR)


def _figures(terms: frozenset[str]) -> list[str]:
    return [term for term in terms if term[0] == "#" and len(term) > _FEWEST_DIGITS]


def _read_told(article: Article) -> frozenset[str]:
    return _read(article.title, article.text[:_MOST_OF_TOLD], article.lang)


@lru_cache(maxsize=512)
def _read(title: str, text: str, lang: str) -> frozenset[str]:
    head, body = fold(title[:_MOST_OF_TITLE]).text, fold(text).text
    return frozenset(read_across(head, body, is_cjk=lang == "ko"))
