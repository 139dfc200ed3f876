"""What a passage of a text about many things brings that its readers were not told, learned from labels.

A passage is read beside all that its watch told, in both languages: how many of its names, words and figures
are known, whether one told text has most of them, what it says was done and on which day, and for how long
nothing was told. `python -m bench.learn.passages` learns what each of that is worth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from alerts.decide.passing.answers import find_answers
from alerts.decide.passing.items import find_items
from alerts.turns.days import read_days
from alerts.turns.read import find_new_acts, find_news, read_passage
from alerts.turns.stands import day_of, list_days
from storage.language.across import read_widely
from storage.language.letters import is_hangul
from storage.language.patterns import compile_later
from storage.language.text import fold, lower, split_words
from storage.records import Article, Evidence

_MOST_OF_TITLE = 300
_MOST_OF_TOLD = 2500
_MOST_OF_PASSAGE = 1500
_STEM = 5
_STEM_KO = 2
_FEWEST_DIGITS = 2
_MOST_FIGURES = 2
_HOUR = 3600.0
_LONG = 24 * 90.0
"""Hours since the last alert where nothing was told."""

_NOW = compile_later(
    r"\b(?:today|yesterday|tonight|this (?:morning|afternoon|evening)|overnight|on \w+day|as of"
    r"|for the first time|now)\b|오늘|어제|전날|밤사이|간밤|\d일|처음|새로|하기로|부터",
    re.IGNORECASE,
)
"""What says that it is of these hours, or new."""
_KNOWN = compile_later(
    r"\b(?:already|as (?:announced|planned|expected|you|previously)|last (?:week|month|year)|since|earlier"
    r"|following|which began|remains?|still|in case you missed)\b|지난|바 있|앞서|당분간|상태|이미|예정대로",
    re.IGNORECASE,
)
"""What refers to what is known."""


BASE = -528
WEIGHTS: Mapping[str, int] = {
    "nothing_told": 94,
    "spoken": 103,
    "length": 45,
    "now": 41,
    "refers_back": -100,
    "rested": 68,
    "unknown": 98,
    "nearest": -134,
    "unknown_stems": 147,
    "nearest_stems": 31,
    "figures": 11,
    "new_act": 61,
    "known_act": -40,
    "new_day": 143,
    "told_day": -89,
}
"""In hundredths of log-odds: from 0 points on a passage is news."""


def find_brought(
    article: Article, evidence: Sequence[Evidence], told: Sequence[Article], *, spoken: bool
) -> tuple[str, ...]:
    """The passages that met a watch and that bring what nothing told says, as sentences or whole items.

    `spoken` says that the article is what a spokesperson answered: its answers are weighed together,
    items each by itself. Sentences that say a turn come first.
    """
    found: tuple[str, ...] = ()
    for passage in list_passages(article, evidence, told, spoken=spoken):
        if _weigh(measure_passage(" ".join(passage), article, told, spoken=spoken)) >= 0:
            found += passage
    return tuple(sorted(found, key=lambda line: not find_news([line], article.lang, told)))


def list_passages(
    article: Article, evidence: Sequence[Evidence], told: Sequence[Article], *, spoken: bool
) -> list[tuple[str, ...]]:
    """The passages that met a watch, each as what it says."""
    if not spoken:
        return [(item,) for item in find_items(article, evidence)]
    answers = find_answers(article, evidence, told)
    return [answers] if answers else []


def _weigh(measured: Mapping[str, float]) -> float:
    return BASE + sum(WEIGHTS[name] * value for name, value in measured.items())


def measure_passage(
    passage: str, article: Article, told: Sequence[Article], *, spoken: bool
) -> dict[str, float]:
    """The signs of a passage by name, each between 0 and 8; `WEIGHTS` has what each is worth.

    What compares with what was told is 0 where nothing was.
    """
    text = fold(passage[:_MOST_OF_PASSAGE]).text
    return {
        "nothing_told": float(not told),
        "spoken": float(spoken),
        "length": math.log1p(len(split_words(text))),
        "now": float(_NOW.search(text) is not None),
        "refers_back": float(_KNOWN.search(text) is not None),
        "rested": math.log1p(_hours_since(article, told)),
        **_measure_words(text, article, told),
        **_measure_deeds(text, article, told),
        **_measure_days(text, article, told),
    }


def _hours_since(article: Article, told: Sequence[Article]) -> float:
    if not told:
        return _LONG
    last = max(other.order[0] for other in told)
    return max(0.0, (article.order[0] - last).total_seconds() / _HOUR)


def _measure_words(text: str, article: Article, told: Sequence[Article]) -> dict[str, float]:
    """What share of names, words and figures nothing told has, and the most of them in one told text."""
    own, each = _read_terms("", text, article.lang), [_read_article(other) for other in told]
    stems = _read_stems(text)
    same = [_read_stems(f"{other.title}\n{other.text}") for other in told if other.lang == article.lang]
    figures = {term for term in own if term[0] == "#" and len(term) > _FEWEST_DIGITS}
    new_figures = len(figures.difference(*each)) if told else 0
    return {
        "unknown": len(own.difference(*each)) / len(own) if own and told else 0.0,
        "nearest": _find_share(own, each),
        "unknown_stems": len(stems.difference(*same)) / len(stems) if stems and same else 0.0,
        "nearest_stems": _find_share(stems, same),
        "figures": float(min(_MOST_FIGURES, new_figures)),
    }


def _find_share(own: frozenset[str], others: Sequence[frozenset[str]]) -> float:
    """The largest share of some terms that one of the others has."""
    return max((len(own & other) / len(own) for other in others), default=0.0) if own else 0.0


def _measure_deeds(text: str, article: Article, told: Sequence[Article]) -> dict[str, float]:
    """Whether it says what was done, and whether nothing told says that."""
    acts = read_passage(text, article.lang)
    new = find_new_acts(acts, article, told)
    return {"new_act": float(bool(new)), "known_act": float(bool(acts) and not new)}


def _measure_days(text: str, article: Article, told: Sequence[Article]) -> dict[str, float]:
    """Whether it names a day that nothing told names, or only days on which the watch told something."""
    days = set(read_days(text, day_of(article)))
    if not (days and told):
        return {"new_day": 0.0, "told_day": 0.0}
    last = max(map(day_of, told))
    return {"new_day": float(not _list_named(told).issuperset(days)), "told_day": float(max(days) <= last)}


def _list_named(told: Sequence[Article]) -> frozenset[date]:
    return frozenset(day for other in told for day in (day_of(other), *list_days(other)))


def _read_article(article: Article) -> frozenset[str]:
    return _read_terms(article.title, article.text[:_MOST_OF_TOLD], article.lang)


@lru_cache(maxsize=256)
def _read_terms(title: str, text: str, lang: str) -> frozenset[str]:
    """The names, words and figures of a text, in terms of no language."""
    return frozenset(read_widely(fold(title[:_MOST_OF_TITLE]).text, fold(text).text, is_cjk=lang == "ko"))


@lru_cache(maxsize=256)
def _read_stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text: endings come after."""
    found = split_words(lower(fold(text[:_MOST_OF_TOLD]).text))
    return frozenset(word[: _STEM_KO if is_hangul(word) else _STEM] for word in found if len(word) > 1)
