"""More on what was told: repeats in other words, features, reactions. What is new is weighed by `novelty`;
here it is whether a report that would be told reads like news at all beside what its readers know."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alerts.decide.added import MOST, measure_added, measure_rest
from alerts.decide.echo import is_soon
from alerts.turns.across import share_across
from alerts.turns.form import read_signs
from alerts.turns.genre.read import Genre, find_genre, read_form
from alerts.turns.read import find_turns, read_acts
from alerts.turns.stands import day_of, find_days, find_figures, find_past_days
from alerts.turns.style import is_feature
from storage.records import Article, Kept
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

ACROSS = timedelta(days=4)
"""How long outlets go on reporting what those of the other language had."""

RELATED = 0.1
"""What two reports share at least where one is more on the other but stands in a story of its own."""

ANEW = 20
"""Points from which on a report is told though little in it is new by count.

Of 125 reports that had not moved enough 11 of 18 turns have as many, and 4 of 107 others, weighed by what the
other batches teach.
"""

_MOST_ACTS = 2

BASE = -231
WEIGHTS: Mapping[str, int] = {
    "across": -12,
    "told_story": -113,
    "soon": -114,
    "later_day": 113,
    "same_day": -83,
    "told_day": -7,
    "feature": -91,
    "featured": -62,
    "style": -211,
    "acts": 79,
    "turns_in_headline": 55,
    "turns_in_lead": 19,
    "turns_twice": 165,
    "days": 88,
    "figures": 22,
    "says_who": 73,
    "says_day": 76,
    "title_quotes": -88,
    "title_asks": -51,
    "title_recalls": -5,
    "lead_recalls": -32,
    "title_has_bystanders": -34,
    "lead_has_bystanders": -12,
    "added_figures": 44,
    "added_words": 17,
    "added_beginning": -114,
    "own_language": 116,
    "rested": 24,
}

MOST_ADDED = sum(max(0, WEIGHTS[name]) * most for name, most in MOST.items())
"""The points that a report can have by what it adds."""

_MOST_BESIDE = WEIGHTS["later_day"]
"""The points that it can have by when its news happened, where it says when."""

_SAID_AS = {
    "across": Code.SIGN_ACROSS,
    "soon": Code.SIGN_SOON,
    "style": Code.SIGN_FEATURE,
    "feature": Code.SIGN_FEATURE,
    "featured": Code.SIGN_FEATURE,
    "title_quotes": Code.SIGN_QUOTES,
    "title_asks": Code.SIGN_ASKS,
    "title_recalls": Code.SIGN_RECALLS,
    "lead_recalls": Code.SIGN_RECALLS,
    "told_day": Code.SIGN_TOLD_DAY,
    "same_day": Code.SIGN_TOLD_DAY,
    "title_has_bystanders": Code.SIGN_BYSTANDERS,
    "lead_has_bystanders": Code.SIGN_BYSTANDERS,
}


_SAID_FOR = {
    "later_day": Code.SIGN_LATER_DAY,
    "added_figures": Code.SIGN_ADDED_FIGURES,
    "added_words": Code.SIGN_ADDED_WORDS,
    "says_who": Code.SIGN_SAYS_WHO,
    "rested": Code.SIGN_RESTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """How a report reads beside what was told: from 0 points on like news, below like more of the same.

    Below 0 no more is read than says that it is below, so that it may have fewer `points` than these.
    `signs` are those that it is no news by, `favour` those that it is news by, the weightiest first.
    `is_related` says that it shares something with what was told, or is written as a feature: by that alone
    it can be more on what was told.
    Of four blind batches five of 18 needless details were features that shared nothing; no turn was.
    """

    points: int = 0
    signs: tuple[Reason, ...] = ()
    favour: tuple[Reason, ...] = ()
    is_related: bool = False


NEWS = More()


def weigh_more(kept: Kept, told: Sequence[Kept], enough: int = 0) -> More:
    """How a report reads beside what its watch told; like news where nothing was told.

    Where `enough` points decide, more than none, what cannot have as many is not read for its signs.
    """
    if not told:
        return NEWS
    plain = _measure_plain(kept, told)
    weighed = _weigh(plain)
    if enough > 0 and (most := _find_most(kept.article, weighed)) < enough:
        return More(points=most)
    share = _sharing(kept)
    weighed |= _weigh(_measure_beside(kept, told, share))
    points = BASE + sum(weighed.values())
    if points + MOST_ADDED >= 0:
        weighed |= _weigh(measure_added(kept, told))
        points = BASE + sum(weighed.values())
    else:
        points += MOST_ADDED  # whatever it adds
    return More(
        points=round(points),
        signs=_say({name: -points for name, points in weighed.items()}, _SAID_AS)
        or (Reason(Code.SIGN_PLAIN),),
        favour=_say(weighed, _SAID_FOR),
        is_related=bool(plain["style"]) or any(share(other) >= RELATED for other in reversed(told)),
    )


def _find_most(article: Article, weighed: Mapping[str, float]) -> int:
    """The most points that a report with these signs may have, whatever else it has."""
    dated = _MOST_BESIDE if find_past_days(article) else 0
    return math.ceil(BASE + sum(weighed.values())) + MOST_ADDED + dated


def _weigh(measured: Mapping[str, float]) -> dict[str, float]:
    """The points of each sign that is there."""
    return {name: WEIGHTS[name] * value for name, value in measured.items() if value}


def _say(weighed: Mapping[str, float], words: Mapping[str, Code]) -> tuple[Reason, ...]:
    """The signs with points and words, the weightiest first, each once."""
    found = sorted((-points, name) for name, points in weighed.items() if points > 0 and name in words)
    return tuple(dict.fromkeys(Reason(words[name]) for _, name in found))


def measure_signs(kept: Kept, told: Sequence[Kept]) -> dict[str, float]:
    """The signs of a report by name, mostly 0 or 1; `WEIGHTS` has what each is worth."""
    beside = _measure_beside(kept, told, _sharing(kept))
    return beside | _measure_plain(kept, told) | measure_added(kept, told)


_Share = Callable[[Kept], float]


def _sharing(kept: Kept) -> _Share:
    """What a report has in common with another, which is read once where it is asked for."""
    found: dict[str, float] = {}

    def share(other: Kept) -> float:
        id_ = other.article.id
        if id_ not in found:
            found[id_] = share_across(kept.article, other.article)
        return found[id_]

    return share


def _is_of_story(other: Kept, kept: Kept) -> bool:
    """Whether two reports are of one story, and of the same part where it has parts."""
    return (other.story, other.part) == (kept.story, kept.part)


def _day_of_news(article: Article) -> date:
    """The day on which the news of a report happened as far as it says so, else its own day.

    What another language reports on Friday's news is compared with Friday, whenever that was published: it is
    a day later in Seoul by then.
    """
    happened = find_past_days(article)
    return happened[-1] if happened else day_of(article)


def _measure_across(kept: Kept, told: Sequence[Kept], share: _Share) -> float:
    """The most that a report has in common with what was told in the other language within days."""
    article = kept.article
    foreign = [other for other in told if other.article.lang != article.lang]
    late = (other for other in foreign if abs(article.order[0] - other.article.order[0]) < ACROSS)
    return max(map(share, late), default=0.0)


def _find_last_day(kept: Kept, told: Sequence[Kept], share: _Share) -> date | None:
    """The last day on which the news happened of what was told and is related."""
    related = (o.article for o in told if _is_of_story(o, kept) or share(o) >= RELATED)
    return max(map(_day_of_news, related), default=None)


def _measure_beside(kept: Kept, told: Sequence[Kept], share: _Share) -> dict[str, float]:
    """The signs of what a report has in common with what was told, and of when both happened."""
    happened = find_past_days(kept.article)
    last = _find_last_day(kept, told, share) if happened else None
    return {
        "across": _measure_across(kept, told, share),
        "later_day": float(last is not None and happened[-1] > last),
        "same_day": float(last is not None and happened[-1] == last),
        "told_day": float(last is not None and happened[-1] <= last),
    }


def _measure_plain(kept: Kept, told: Sequence[Kept]) -> dict[str, float]:
    """The signs that are had without reading what was told for all that it says."""
    article, others = kept.article, [other.article for other in told]
    acts, turns, form = read_acts(article), find_turns(article, others), read_signs(article)
    genre = find_genre(article).genre
    return {
        "told_story": float(any(_is_of_story(other, kept) for other in told)),
        "soon": float(any(is_soon(kept, other) for other in told)),
        "feature": float(genre in (Genre.ANALYSIS, Genre.POLL, Genre.INTERVIEW)),
        "featured": float(genre.is_news and read_form(article).genre is Genre.ANALYSIS),
        "style": float(is_feature(article)),
        "acts": float(bool(acts.all)),
        "turns_in_headline": float(min(_MOST_ACTS, len([act for act in turns.acts if act in acts.headline]))),
        "turns_in_lead": float(any(act not in acts.headline for act in turns.acts)),
        "turns_twice": float(bool(turns.twice)),
        "days": float(bool(find_days(article, others))),
        "figures": float(bool(find_figures(article, others))),
        "says_who": float(form.says_who),
        "says_day": float(form.says_day),
        "title_quotes": float(form.title_quotes),
        "title_asks": float(form.title_asks),
        "title_recalls": float(form.title_recalls),
        "lead_recalls": float(form.lead_recalls),
        "title_has_bystanders": float(form.title_has_bystanders),
        "lead_has_bystanders": float(form.lead_has_bystanders),
        **measure_rest(kept, told),
    }
