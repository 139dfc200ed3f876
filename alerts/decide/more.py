"""More on what was told: repeats in other words, features, reactions. What is new is weighed by `novelty`;
here it is whether a report that would be told reads like news at all beside what its readers know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts.turns.across import share_across
from alerts.turns.form import read_signs
from alerts.turns.genre.read import Genre, find_genre, read_form
from alerts.turns.read import find_turns, read_acts
from alerts.turns.stands import day_of, find_figures, find_past_days
from alerts.turns.style import is_feature
from storage.records import Kept
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

ACROSS = timedelta(days=4)
"""How long outlets go on reporting what those of the other language had."""

RELATED = 0.1
"""What two reports share at least where one is more on the other but stands in a story of its own."""

_MOST_ACTS = 2

BASE = -94
WEIGHTS: Mapping[str, int] = {
    "across": -361,
    "later_day": 91,
    "told_day": -166,
    "feature": -196,
    "featured": -87,
    "style": -219,
    "acts": 63,
    "turns_in_headline": 36,
    "turns_in_lead": 52,
    "turns_twice": 164,
    "figures": 66,
    "says_who": 64,
    "says_day": 132,
    "title_quotes": -134,
    "title_asks": -66,
    "title_recalls": 3,
    "lead_recalls": -38,
    "title_has_bystanders": -58,
    "lead_has_bystanders": 46,
}

_SAID_AS = {
    "across": Code.SIGN_ACROSS,
    "style": Code.SIGN_FEATURE,
    "feature": Code.SIGN_FEATURE,
    "featured": Code.SIGN_FEATURE,
    "title_quotes": Code.SIGN_QUOTES,
    "title_asks": Code.SIGN_ASKS,
    "title_recalls": Code.SIGN_RECALLS,
    "lead_recalls": Code.SIGN_RECALLS,
    "told_day": Code.SIGN_TOLD_DAY,
    "title_has_bystanders": Code.SIGN_BYSTANDERS,
    "lead_has_bystanders": Code.SIGN_BYSTANDERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """How a report reads beside what was told: from 0 points on like news, below like more of the same.

    `signs` are those that it is no news by, the weightiest first. `is_related` says that it shares
    something with what was told, or is written as a feature: by that alone it can be more on what was told.
    Of four blind batches five of 18 needless details were features that shared nothing; no turn was.
    """

    points: int = 0
    signs: tuple[Reason, ...] = ()
    is_related: bool = False


NEWS = More()


def weigh_more(kept: Kept, told: Sequence[Kept]) -> More:
    """How a report reads beside what its watch told; like news where nothing was told."""
    if not told:
        return NEWS
    shares = _share_each(kept, told)
    measured = _measure(kept, told, shares)
    weighed = {name: WEIGHTS[name] * value for name, value in measured.items() if value}
    against = sorted((points, name) for name, points in weighed.items() if points < 0 and name in _SAID_AS)
    return More(
        points=round(BASE + sum(weighed.values())),
        signs=tuple(dict.fromkeys(Reason(_SAID_AS[name]) for _, name in against))
        or (Reason(Code.SIGN_PLAIN),),
        is_related=max(shares.values()) >= RELATED or bool(measured["style"]),
    )


def measure_signs(kept: Kept, told: Sequence[Kept]) -> dict[str, float]:
    """The signs of a report by name, mostly 0 or 1; `WEIGHTS` has what each is worth."""
    return _measure(kept, told, _share_each(kept, told))


def _share_each(kept: Kept, told: Sequence[Kept]) -> Mapping[str, float]:
    """What a report has in common with each that was told, by article."""
    return {other.article.id: share_across(kept.article, other.article) for other in told}


def _measure(kept: Kept, told: Sequence[Kept], shares: Mapping[str, float]) -> dict[str, float]:
    article, others = kept.article, [other.article for other in told]
    related = [o.article for o in told if shares[o.article.id] >= RELATED or o.story == kept.story]
    happened, last = find_past_days(article), max(map(day_of, related), default=None)
    acts, turns, form = read_acts(article), find_turns(article, others), read_signs(article)
    genre = find_genre(article).genre
    across = (
        shares[other.id]
        for other in others
        if other.lang != article.lang and abs(article.order[0] - other.order[0]) < ACROSS
    )
    return {
        "across": max(across, default=0.0),
        "later_day": float(last is None or any(day > last for day in happened)),
        "told_day": float(last is not None and bool(happened) and happened[-1] <= last),
        "feature": float(genre in (Genre.ANALYSIS, Genre.POLL, Genre.INTERVIEW)),
        "featured": float(genre.is_news and read_form(article).genre is Genre.ANALYSIS),
        "style": float(is_feature(article)),
        "acts": float(bool(acts.all)),
        "turns_in_headline": float(min(_MOST_ACTS, len([act for act in turns.acts if act in acts.headline]))),
        "turns_in_lead": float(any(act not in acts.headline for act in turns.acts)),
        "turns_twice": float(bool(turns.twice)),
        "figures": float(bool(find_figures(article, others))),
        "says_who": float(form.says_who),
        "says_day": float(form.says_day),
        "title_quotes": float(form.title_quotes),
        "title_asks": float(form.title_asks),
        "title_recalls": float(form.title_recalls),
        "lead_recalls": float(form.lead_recalls),
        "title_has_bystanders": float(form.title_has_bystanders),
        "lead_has_bystanders": float(form.lead_has_bystanders),
    }
