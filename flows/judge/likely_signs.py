"""What speaks for it that an account is on a story: how alike the two are, and their days."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flows.judge.bridge import measure_across
from flows.judge.likely import REACH, Rival
from flows.judge.stories import (
    OTHER_NAMES,
    OTHER_NAMES_COST,
    Scored,
    Weighed,
    is_numbered_otherwise,
    lower,
    measure_strange_names,
    measure_wait,
)
from flows.judge.terms import is_common, term_key
from storage.judging.topics import StorySketch

LINGERS = timedelta(hours=36)
"""How fast likeness falls with the time between: accounts that share few words are of one day."""

OF_ITS_DAY = 0.5
"""What of that time counts where title or lead name the day on which the story began: on Friday, they say."""

OF_LATER_DAYS = 2.0
"""What it counts where they name none but days after all that the story has."""

ZONES = (timedelta(hours=9), timedelta(hours=-5))
"""Seoul and Washington, whose days a report may mean."""

MOST_OF_ONE = 0.1
"""What one word says at most: accounts of one event share several."""

WHOLE = 0.5
"""Weight of their likeness as wholes beside it."""

ACROSS = 0.2
"""Weight of the entities, figures and acts that both have beside their words."""

LEAST_LIKENESS = 0.001
"""What nothing counts as, for its logarithm."""

MOST_WORDS = 4
"""Words in common up to which one more says something."""

FEWEST_WORDS = 2
"""Words that both must have, but for what follows at once: whoever writes of one field has the same cast, and
where little else is told that alone made one story of a call about drills and a call about tariffs."""

AT_ONCE = 0.5
"""Days up to which an account follows at once."""

DAY = timedelta(days=1)
SOON = timedelta(hours=12)
"""How fast it fades that an account follows at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that may be on a story.

    `said` are its words by key that are neither common nor of the entities that it names, whom much else
    names too, and `names` those of all its words that are names. `bridged` is the account in terms of no
    language; `days` are those up to its own that its title or lead names, in order.
    """

    weighed: Weighed
    bridged: Weighed | None
    when: datetime
    days: Sequence[date]
    said: Set[int]
    names: Set[int]


def read_account(
    weighed: Weighed, bridged: Weighed | None, when: datetime, days: Sequence[date], cast: Set[str]
) -> Account:
    """An account; `cast` are the words of the entities that it names."""
    terms = weighed.topic.keys.items()
    said = {key for term, key in terms if not is_common(term) and term not in cast}
    names = {key for term, key in terms if term in weighed.topic.names}
    return Account(weighed=weighed, bridged=bridged, when=when, days=days, said=said, names=names)


def is_possible(weighed: Weighed, when: datetime, sketch: StorySketch) -> bool:
    """Whether a story, or a part of one, is of an account's days and numbers nothing otherwise."""
    if sketch.first_seen is None or measure_wait(when, sketch) > REACH:
        return False
    return not is_numbered_otherwise(weighed.topic.numbered, sketch.numbered)


def says_enough(rival: Rival) -> bool:
    """Whether an account and a story share more than whom they are about, or come at once."""
    return rival.signs["words"] >= FEWEST_WORDS or rival.signs["days"] <= AT_ONCE


def weigh_rival(account: Account, scored: Scored, bridge: StorySketch | None) -> Rival:
    """What speaks for a story with a time; `bridge` is its sketch in terms of no language, if it has one."""
    score, sketch = scored
    across = measure_across(account.bridged, bridge) if account.bridged and bridge else 0.0
    shared = sketch.terms.keys() & account.said
    said = _measure_said(account, sketch, shared) + WHOLE * score + ACROSS * across
    is_later = _is_of_later_days(account, sketch)
    lapse = _measure_lapse(account, sketch, is_later=is_later)
    left = math.exp(-(lapse / LINGERS))
    left *= lower(measure_strange_names(account.weighed, sketch), OTHER_NAMES, OTHER_NAMES_COST)
    signs = {
        "likeness": math.log(LEAST_LIKENESS + said * left),
        "days": lapse / DAY,
        "soon": math.exp(-(lapse / SOON)),
        "part": float(sketch.within is not None),
        "dated": float(bool(account.days)),
        "later": float(is_later),
        "words": float(min(MOST_WORDS, _count_said(account, sketch, shared))),
    }
    return Rival(story=sketch.root, id=sketch.id, signs=signs)


def _measure_said(account: Account, sketch: StorySketch, shared: Set[int]) -> float:
    """How alike both are by words that are neither common nor of the account's entities."""
    own, theirs = account.weighed.terms, sketch.terms
    return math.fsum(min(MOST_OF_ONE, own.get(key, 0.0) * theirs[key] / sketch.articles) for key in shared)


def _count_said(account: Account, sketch: StorySketch, shared: Set[int]) -> int:
    """How many such words both have; what is a name to either counts twice."""
    if len(shared) >= MOST_WORDS:
        return len(shared)
    return len(shared) + len(shared & (account.names | set(map(term_key, sketch.names))))


def _measure_lapse(account: Account, sketch: StorySketch, *, is_later: bool) -> timedelta:
    """The time between an account and a story, by the days that the account says its news is of too."""
    wait = measure_wait(account.when, sketch)
    if not wait or not account.days:
        return wait
    if _list_days(sketch.first_seen) & set(account.days) - {_day_of(account.when, ZONES[0])}:
        return wait * OF_ITS_DAY
    return wait * OF_LATER_DAYS if is_later else wait


def _is_of_later_days(account: Account, sketch: StorySketch) -> bool:
    """Whether an account names days, and all are after those that the story has."""
    last = _list_days(sketch.last_seen)
    return bool(account.days) and bool(last) and account.days[0] > max(last)


def _list_days(at: datetime | None) -> set[date]:
    return {_day_of(at, zone) for zone in ZONES} if at else set()


def _day_of(at: datetime, zone: timedelta) -> date:
    return (at.astimezone(UTC) + zone).date()
