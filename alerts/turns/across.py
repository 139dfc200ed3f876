"""How much two reports say in common, in terms that no language owns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from storage.language.across import read_across
from storage.language.bilingual import BROAD
from storage.language.text import fold
from storage.records import Article

_TITLE_CHARACTERS = 300
_BEGINNING = 350
"""Characters of a text in which a report says its news."""

_FEWEST_DIGITS = 2
_LITTLE = 0.3
_WEIGHTS = {"#": 2.0, "^": 2.0}
"""Figures and names say which event it is; a corpus need not be there to know that."""


def share_across(one: Article, other: Article) -> float:
    """The share that two beginnings have in common of the one that says less, from 0 to 1."""
    (own, weight), (theirs, other_weight) = _read(one), _read(other)
    least = min(weight, other_weight)
    return _weigh(own & theirs) / least if least else 0.0


def _read(article: Article) -> tuple[frozenset[str], float]:
    return _read_terms(article.title, article.text[:_BEGINNING], article.lang)


@lru_cache(maxsize=512)
def _read_terms(title: str, text: str, lang: str) -> tuple[frozenset[str], float]:
    """The terms of a beginning, and what they weigh."""
    head, body = fold(title[:_TITLE_CHARACTERS]).text, fold(text).text
    terms = frozenset(read_across(head, body, is_cjk=lang == "ko"))
    return terms, _weigh(terms)


def _weigh(terms: Iterable[str]) -> float:
    return sum(map(_weigh_term, sorted(terms)))


def _weigh_term(term: str) -> float:
    if term[0] == "#" and len(term) <= _FEWEST_DIGITS:
        return _LITTLE
    return _LITTLE if term[0] == "~" and term[1:] in BROAD else _WEIGHTS.get(term[0], 1.0)
