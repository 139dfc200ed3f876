"""The beginning of a report, where its news is told: how much is new, and whether two bring the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from alerts.decide.echo import is_echo
from alerts.turns.read import find_turns, read_acts
from alerts.turns.stands import find_days, find_figures
from storage.language.figures import read_figures
from storage.language.letters import is_hangul
from storage.language.text import first_words, fold, lower, words
from storage.records import Article, Kept

REMEMBERED = 128
"""Texts whose words are kept in memory, the last used: what was told is compared with again and again while
its story runs."""

_LEAD_CHARACTERS = 600
_LEAD_WORDS = 40
"""A report's news is told in its first two sentences."""

_SAME_NEWS = 0.5
"""A lead with at most this share of words that another report lacks brings the same news: of 420 pairs of
reports on one event (ECB+) 66 % have no more, of 420 on different topics 2 %, of 496 on events alike 29 %."""


_RETOLD = 0.35
"""The same where its turns, days and figures are the other's too."""


def new_share(article: Article, beside: Sequence[Kept]) -> float:
    """The share of the distinct words of title and beginning that none of the others has; 0 beside none."""
    if not beside:
        return 0.0
    lead = _read_lead(article.title, article.text)
    known = frozenset[str]().union(*(_read_stems(each.article.title, each.article.text) for each in beside))
    return len(lead - known) / len(lead) if lead else 0.0


def brings_the_same(kept: Kept, other: Kept, told: Sequence[Kept]) -> bool:
    """Whether two reports bring the same news.

    In two languages: both titles have a name that nothing `told` has.
    """
    if kept.article.lang == other.article.lang:
        return new_share(kept.article, [other]) <= _SAME_NEWS
    named = {mention.entity for report in told for mention in report.mentions}
    titled = ({mention.entity for mention in each.mentions if mention.in_title} for each in (kept, other))
    return bool(set.intersection(*titled) - named)


def is_retold(kept: Kept, other: Kept) -> bool:
    """Whether a report's headline turns by what another said, and nothing at its beginning is its own.

    Without a turn in its headline it is no repeat: another story may be put in the same words. In one
    language its words must be the other's too; in two the title shares a name. An echo is one unless headline
    and lead both turn by something else, or the headline has a figure of its own.
    """
    article, told = kept.article, other.article
    if is_echo(kept, other) and _share_news(article, told):
        return not find_turns(article, [told]).twice and not find_figures(article, [told])
    if not read_acts(article).headline or find_turns(article, [told]).acts:
        return False
    if find_days(article, [told]) or find_figures(article, [told]):
        return False
    if article.lang == told.lang:
        return new_share(article, [other]) <= _RETOLD
    return bool({m.entity for m in kept.mentions if m.in_title} & {m.entity for m in other.mentions})


def _share_news(article: Article, told: Article) -> bool:
    """Whether two beginnings have an act or a figure in common: the cast alone may be on another matter."""
    new = set(find_turns(article, [told]).acts)
    return bool((read_acts(article).all - new) or (_read_numbers(article) & _read_numbers(told)))


def _read_numbers(article: Article) -> set[str]:
    """The figures of two digits and more at the beginning of a report."""
    head = article.text[:_LEAD_CHARACTERS]
    found = read_figures(fold(f"{article.title[:_LEAD_CHARACTERS]}\n{head}").text)
    return {figure.key for figure in found if len(figure.value) > 1}


@lru_cache(maxsize=REMEMBERED)
def _read_lead(title: str, text: str) -> frozenset[str]:
    """The stems of title and beginning."""
    begins = first_words(text, _LEAD_WORDS)
    return _stems(f"{title}\n{text[: begins[-1][1] if begins else 0]}")


@lru_cache(maxsize=REMEMBERED)
def _read_stems(title: str, text: str) -> frozenset[str]:
    return _stems(f"{title}\n{text}")


def _stems(text: str) -> frozenset[str]:
    """The distinct words of a text; of one in Hangul the first two syllables, as endings come after."""
    folded = lower(fold(text).text)
    found = (folded[start:end] for start, end in words(folded))
    return frozenset(word[:2] if is_hangul(word) else word for word in found if len(word) > 1)
