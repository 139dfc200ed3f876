"""Which story an account is likely to belong to, where it surely belongs to none: the one that stands out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flows.judge.bridge import measure_across
from flows.judge.stories import (
    OTHER_NAMES,
    OTHER_NAMES_COST,
    Belonging,
    Scored,
    Weighed,
    lower,
    measure_strange_names,
    measure_wait,
)
from flows.judge.terms import is_common, term_key
from storage.judging.topics import StorySketch, Writing

REACH = timedelta(days=3)
"""Time after which no account is likely to belong to a story."""

ASKED_TERMS = 48
"""Terms by which stories are looked for that an account is likely to belong to."""

LINGERS = timedelta(hours=36)
"""How fast likeness falls with the time between: accounts that share few words are of one day."""

OF_ITS_DAY = 0.5
"""What of that time counts where title or lead name the day on which the story began: on Friday, they say."""

OF_LATER_DAYS = 2.0
"""What it counts where they name none but days after all that the story has."""

ZONES = (timedelta(hours=9), timedelta(hours=-5))
"""Seoul and Washington, whose days a report may mean."""

FEWEST_SAID = 2
"""Words that both must have, which are neither common nor of whom the account names; what is a name to either
counts twice."""

MOST_OF_ONE = 0.1
"""What one word says at most: accounts of one event share several."""

WHOLE = 0.5
"""Weight of their likeness as wholes beside it."""

ACROSS = 0.2
"""Weight of the entities, figures and acts that both have beside their words."""

RIVALS = 3
"""Stories that are held against one another."""

NEW = 0.012
"""How like something new is to any account."""

LIKELY = 0.88
"""Share of the likeness to all its rivals, and to something new, from which on a story is likely the one.

Likenesses are squared for it. On a day of one great event all of its stories are like one another by the cast
and the place, and none of them stands out; on a quiet day few words are enough.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A story that an account may be on, and how alike the two are by their words, with what lowers it."""

    sketch: StorySketch
    said: float
    left: float

    @property
    def likeness(self) -> float:
        """How alike the two are."""
        return self.said * self.left


def list_asked(article: Weighed) -> dict[int, float]:
    """The terms by which to look for stories that an account is likely to belong to; none in Korean.

    Pairs of syllables are shared by chance, and what is likely by them is mostly wrong.
    """
    if article.topic.script is not Writing.OTHER:
        return {}
    return dict(list(article.terms.items())[:ASKED_TERMS])


def choose_rivals(
    article: Weighed, when: datetime, days: Sequence[date], scored: Iterable[Scored], cast: Set[str]
) -> list[Rival]:
    """The stories around an account's time that it is most like by its words, the best first.

    `days` are those up to its own that its title or lead names, in order. What is likely rests on a story and
    not on another part of it, else one leads to the next. `cast` are the words of the entities that the
    account names, whom much else names too.
    """
    said = [
        (term, key) for term, key in article.topic.keys.items() if not is_common(term) and term not in cast
    ]
    terms = {key: 2 if term in article.topic.names else 1 for term, key in said}
    rivals = [
        _weigh_rival(article, _measure_lapse(when, days, sketch), score, sketch, terms)
        for score, sketch in scored
        if score > 0 and _is_dated_whole(sketch)
    ]
    rivals.sort(key=lambda rival: (-rival.likeness, rival.sketch.story))
    return [rival for rival in rivals if rival.said][:RIVALS]


def judge_likely(
    bridged: Weighed | None, rivals: Sequence[Rival], across: Mapping[int, StorySketch]
) -> Belonging | None:
    """The story that stands out among its rivals, None where none does.

    `bridged` is the account in terms of no language and `across` what its rivals are about in these.
    """
    likenesses = [
        ((rival.said + ACROSS * _measure_across(bridged, across.get(rival.sketch.story))) * rival.left, rival)
        for rival in rivals
    ]
    if not likenesses:
        return None
    likeness, best = max(likenesses, key=lambda pair: (pair[0], -pair[1].sketch.story))
    share = likeness**2 / (math.fsum(other**2 for other, _ in likenesses) + NEW**2)
    if share < LIKELY:
        return None
    return Belonging(story=best.sketch.story, id=best.sketch.id, score=share, is_sure=False, is_part=True)


def _is_dated_whole(sketch: StorySketch) -> bool:
    """Whether it is the sketch of a story with a time, and of no part."""
    return sketch.first_seen is not None and sketch.within is None


def _weigh_rival(
    article: Weighed, lapse: timedelta, score: float, sketch: StorySketch, terms: Mapping[int, int]
) -> Rival:
    """A story as a rival; `terms` are what the account says, by key, with how much each counts."""
    own, theirs = article.terms, sketch.terms
    shared = {key: counts for key, counts in terms.items() if key in theirs}
    products = (own.get(key, 0.0) * theirs[key] / sketch.articles for key in shared)
    said = math.fsum(min(MOST_OF_ONE, product) for product in products) + WHOLE * score
    left = math.exp(-(lapse / LINGERS))
    left *= lower(measure_strange_names(article, sketch), OTHER_NAMES, OTHER_NAMES_COST)
    return Rival(sketch=sketch, said=said if _says_enough(shared, sketch) else 0.0, left=left)


def _says_enough(shared: Mapping[int, int], sketch: StorySketch) -> bool:
    """Whether the words that both have are enough; what the story takes for a name counts twice too."""
    if sum(shared.values()) >= FEWEST_SAID:
        return True
    return bool(shared) and not shared.keys().isdisjoint(map(term_key, sketch.names))


def _measure_lapse(when: datetime, days: Sequence[date], sketch: StorySketch) -> timedelta:
    """The time between an account and a story, by the days that the account says its news is of too."""
    wait = measure_wait(when, sketch)
    if not wait or not days or sketch.first_seen is None or sketch.last_seen is None:
        return wait
    began, last = _list_days(sketch.first_seen), _list_days(sketch.last_seen)
    if began & set(days) - {_day_of(when, ZONES[0])}:
        return wait * OF_ITS_DAY
    return wait * OF_LATER_DAYS if days[0] > max(last) else wait


def _list_days(at: datetime) -> set[date]:
    return {_day_of(at, zone) for zone in ZONES}


def _day_of(at: datetime, zone: timedelta) -> date:
    return (at.astimezone(UTC) + zone).date()


def _measure_across(bridged: Weighed | None, sketch: StorySketch | None) -> float:
    return 0.0 if bridged is None or sketch is None else measure_across(bridged, sketch)
