"""When things are, and how much: days and figures at the beginning of a report that nothing told has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from alerts.turns.days import read_days
from storage.language.figures import Figure, read_figures
from storage.language.text import fold, read_lead
from storage.records import Article

_LEAD = 2
_TOLD = 20
_MOST_CHARACTERS = 600
_SEOUL = timedelta(hours=9)
_WEEK = timedelta(days=7)
_MONTH = re.compile(r"(?<!\d)\d{1,2}월(?: ?\d{1,2}일)?")
"""A day in a headline is a day, and weighed as one."""
_MONEY = 7
"""Digits from which on a figure is mostly a sum of money."""


def find_days(article: Article, told: Sequence[Article]) -> tuple[date, ...]:
    """The days to come that headline or lead name and that nothing told names."""
    on = day_of(article)
    named = sorted(day for day in _read_days(article.title, article.text, on, _LEAD) if day > on)
    if not named:
        return ()  # as of most: what was told need not be read
    known = {day for other in told for day in _read_days(other.title, other.text, day_of(other), _TOLD)}
    return tuple(day for day in named if day not in known)


def keep_said_twice(days: Sequence[date], article: Article) -> tuple[date, ...]:
    """Those of some days that the headline names and the lead too."""
    if not days:
        return ()
    on = day_of(article)
    headline = set(read_days(fold(article.title[:_MOST_CHARACTERS]).text, on))
    lead = set(read_days(read_lead(article.text, _LEAD, _LEAD * _MOST_CHARACTERS), on))
    return tuple(day for day in days if day in headline and day in lead)


def names_day(sentence: str, article: Article, days: Sequence[date]) -> bool:
    """Whether a folded sentence of a report names one of these days."""
    return bool(days) and not set(days).isdisjoint(read_days(sentence, day_of(article)))


def list_days(article: Article) -> frozenset[date]:
    """The days that a report names in its title and its beginning."""
    return _read_days(article.title, article.text, day_of(article), _TOLD)


def find_past_days(article: Article) -> tuple[date, ...]:
    """The days of the week up to its own that a report's headline or lead names: when its news happened."""
    on = day_of(article)
    named = _read_days(article.title, article.text, on, _LEAD)
    return tuple(sorted(day for day in named if on - _WEEK < day <= on))


def find_figures(article: Article, told: Sequence[Article]) -> tuple[str, ...]:
    """The figures of a headline that nothing told has, in plain digits; days and past years left out."""
    if not (found := list(_walk_headed(article))):
        return ()  # as of most: what was told need not be read
    known = {key for other in told for key in _read_figures(other.title, other.text)}
    stems = {key.rstrip("0") for key in known}
    is_foreign = all(other.lang != article.lang for other in told)
    return tuple(
        dict.fromkeys(
            figure.value
            for figure in found
            if figure.key not in known
            and figure.key.rstrip("0") not in stems  # 350b is 350 billion
            and not (is_foreign and len(figure.value) >= _MONEY)  # sums are given in another currency
        )
    )


def _walk_headed(article: Article) -> Iterator[Figure]:
    """The figures of a headline that say something: no single digits, days or past years."""
    year = day_of(article).year
    for figure in read_figures(_MONTH.sub(" ", fold(article.title[:_MOST_CHARACTERS]).text)):
        if figure.kind == "number" and len(figure.value) > 1 and not _is_past_year(figure.value, year):
            yield figure


def _is_past_year(value: str, year: int) -> bool:
    return len(value) == 4 and value.isdigit() and 1900 <= int(value) <= year


def day_of(article: Article) -> date:
    """The day of a report in Seoul."""
    at = article.published.at if article.published else article.fetched_at
    return (at + _SEOUL).date()


@lru_cache(maxsize=512)
def _read_days(title: str, text: str, on: date, many: int) -> frozenset[date]:
    lead = read_lead(text, many, many * _MOST_CHARACTERS)
    return frozenset(read_days(f"{fold(title[:_MOST_CHARACTERS]).text}\n{lead}", on))


@lru_cache(maxsize=512)
def _read_figures(title: str, text: str) -> frozenset[str]:
    return frozenset(figure.key for figure in read_figures(fold(f"{title}\n{text[:20_000]}").text))
