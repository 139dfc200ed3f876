"""Which story an article belongs to: one pass, decided on what the article and each story are about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.judge.terms import FIGURES, Topic, read_terms, term_key, weigh_names, weigh_topic
from storage.judging.topics import StorySketch, TopicRow, measure_resemblance, multiply

JOINS = 0.20
"""Score from which on an article belongs to a story."""

CENTRED = 0.7
"""Weight of the likeness to the story as a whole; the rest is the mean likeness to its articles, which
keeps a story from growing over its neighbours."""

SIGMA = timedelta(days=2)
"""Spread of the Gaussian by which a score falls with the time between an article and a story."""

REACH = timedelta(seconds=SIGMA.total_seconds() * math.sqrt(-2 * math.log(JOINS)))
"""Time after which even a perfect likeness would no longer join."""

SHORT = 40
"""Terms under which a text is short; it then counts how much of it the longer one has."""

CONTAINED = 0.4
"""What being wholly contained is worth as a score."""

MIN_CONTAINED = 3
"""Terms that must be shared for that."""

TWIN = 0.5
"""Likeness of two stories to one article from which on they are one, if they are `KIN` too."""

KIN = 0.1
"""Likeness that they must have to one another: a round-up of the week is like many stories."""

CHIEF_TERMS = 12
"""Terms of an article under which its story is found."""

ASKED_TERMS = 24
"""Terms of an article by which stories are looked for."""

CANDIDATES = 12
"""Stories that are compared."""

OTHER_NAMES = 0.4
"""Share of foreign names, on both sides, from which on an article and a story are on others' doings."""

OTHER_NAMES_COST = 0.5
OTHER_TITLE = 0.3
"""Share of the title's terms, on both sides, that the other side has nowhere, from which on it costs."""

OTHER_TITLE_COST = 0.5
BODY = 2
"""A text of fewer terms, times its title's, is little more than that."""

OTHER_YEARS_COST = 0.5

OTHER_FIGURES = 0.3
"""What sharing none costs where both give some.

Of 454 accounts of ECB+ 6 % share no figure with their story though both give some, with another story on the
like 53 %; of 125 Korean ones 6 and 57 %. Sharing some adds nothing: developments of one story share them too.
"""

SURE_FIGURES = 2
"""Figures that both must give for that; fewer cost in proportion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An article's topic weighed against the corpus: `terms` is a vector of length 1, heaviest first."""

    topic: Topic
    terms: Mapping[int, float]
    names: Mapping[str, float]
    counted: int
    """How many articles of its script were counted when it was weighed."""

    @property
    def row(self) -> TopicRow:
        """What the article adds to its story's sketch."""
        return TopicRow(
            script=self.topic.script,
            terms=self.terms,
            names=tuple(self.names),
            numbered=self.topic.numbered,
        )

    @property
    def asked(self) -> dict[int, float]:
        """The terms by which to look for stories."""
        return dict(list(self.terms.items())[:ASKED_TERMS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """The story that an article belongs to, and how much.

    `is_sure` False says that little speaks for it but likeness: no silence should rest on it. `is_part` says
    that it is no more than likely, so that the article begins a part of the story.
    """

    story: int
    id: str
    score: float
    is_sure: bool = True
    is_part: bool = False


def weigh_article(topic: Topic, known: Mapping[int, int], counted: int) -> Weighed:
    """Weigh a topic; `known` and `counted` come from `read_term_counts`."""
    return Weighed(
        topic=topic,
        terms=weigh_topic(topic, known, counted),
        names=weigh_names(topic, known, counted),
        counted=counted,
    )


Scored = tuple[float, StorySketch]
"""A story with how much an article belongs to it."""


def score_stories(
    article: Weighed, when: datetime | None, sketches: Iterable[StorySketch], *, is_live: bool
) -> list[Scored]:
    """How much an article belongs to each of the stories that it may join, by what it is about.

    `when` is the published time, None where none is stated. An undated text and live articles join one
    another only as copies, which is decided before this.
    """
    joinable = (sketch for sketch in sketches if _may_join(sketch, when, is_live))
    return [(measure_belonging(article, when, sketch), sketch) for sketch in joinable]


def judge_story(scored: Iterable[Scored]) -> Belonging | None:
    """The story that an article surely belongs to, None: it may be on something new."""
    score, sketch = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if sketch is None or score < JOINS:
        return None
    return Belonging(story=sketch.story, id=sketch.id, score=score)


def judge_twin(
    article: Weighed, when: datetime | None, sketches: Sequence[StorySketch], best: Belonging
) -> Belonging | None:
    """A second story that an article clearly belongs to, and that is like its own, if there is one."""
    own = next(sketch for sketch in sketches if sketch.story == best.story)
    for sketch in sketches:
        if sketch.story == own.story or (sketch.first_seen is None) != (own.first_seen is None):
            continue
        if measure_belonging(article, when, sketch) < TWIN or best.score < TWIN:
            continue
        alike = measure_kinship(own, sketch)
        if alike >= KIN:
            return Belonging(story=sketch.story, id=sketch.id, score=alike)
    return None


def measure_pair(one: Weighed, when: datetime | None, other: Weighed, then: datetime | None) -> float:
    """How alike two articles are, 0 to 1, with what the time between them leaves of it."""
    product = multiply(one.terms, other.terms)
    return product * (_decay(abs(when - then)) if when and then else 1.0)


def measure_kinship(one: StorySketch, other: StorySketch) -> float:
    """How alike two stories are as wholes, 0 to 1; 0 where they number one thing differently."""
    if is_numbered_otherwise(one.numbered, other.numbered):
        return 0.0
    return measure_resemblance(one, other) * measure_gap(one, other)


def measure_gap(one: StorySketch, other: StorySketch) -> float:
    """What the time between two stories leaves of their likeness."""
    if one.first_seen is None or one.last_seen is None:
        return 1.0
    if other.first_seen is None or other.last_seen is None:
        return 1.0
    return _decay(max(other.first_seen - one.last_seen, one.first_seen - other.last_seen, timedelta()))


def _may_join(sketch: StorySketch, when: datetime | None, is_live: bool) -> bool:
    if when is None:
        return not sketch.has_live and not (is_live and sketch.first_seen is None)
    return sketch.first_seen is not None or not is_live


def measure_belonging(article: Weighed, when: datetime | None, sketch: StorySketch) -> float:
    """How much an article belongs to a story, 0 to 1."""
    score = max(measure_likeness(article, sketch), _containment(article, sketch))
    if is_numbered_otherwise(article.topic.numbered, sketch.numbered):
        return 0.0
    score *= measure_decay(when, sketch) * weigh_figures(article.topic.numbered, sketch.numbered)
    if score < JOINS:
        return score  # the rest can only lower it
    score *= lower(measure_strange_names(article, sketch), OTHER_NAMES, OTHER_NAMES_COST)
    score *= lower(_share_of_strange_titles(article, sketch), OTHER_TITLE, OTHER_TITLE_COST)
    if when is None and is_of_other_years(article.topic.numbered, sketch.numbered):
        score *= 1 - OTHER_YEARS_COST
    return score


def lower(share: float, free: float, cost: float) -> float:
    """What a share leaves of a score: all of it up to `free`, less `cost` where it is whole."""
    return 1 - cost * max(0.0, share - free) / (1 - free)


def weigh_figures(article: Mapping[str, frozenset[int]], story: Mapping[str, frozenset[int]]) -> float:
    """What the figures of two heads make of their likeness: accounts of one event mostly share some.

    One figure alone says little against it: a toll rises.
    """
    own, theirs = article.get(FIGURES), story.get(FIGURES)
    if not own or not theirs or own & theirs:
        return 1.0
    return 1 - OTHER_FIGURES * min(len(own), len(theirs), SURE_FIGURES) / SURE_FIGURES


def is_numbered_otherwise(article: Mapping[str, frozenset[int]], story: Mapping[str, frozenset[int]]) -> bool:
    """Whether the two number one thing and share no number: the 4th meeting is not the 5th."""
    return any(what in story and not article[what] & story[what] for what in list_series(article))


def list_series(numbered: Mapping[str, frozenset[int]]) -> list[str]:
    """What is numbered as one of a series, which years and plain figures are not."""
    return [what for what in numbered if what not in ("year", FIGURES)]


def is_of_other_years(article: Mapping[str, frozenset[int]], story: Mapping[str, frozenset[int]]) -> bool:
    """Whether the two name years and none alike: says something of undated texts only."""
    return "year" in article and "year" in story and not article["year"] & story["year"]


def measure_likeness(article: Weighed, sketch: StorySketch) -> float:
    """How alike an article is to a story as a whole and to its articles in the mean, 0 to 1."""
    product = multiply(article.terms, sketch.terms)
    length = math.hypot(*sketch.terms.values()) or 1.0
    return CENTRED * product / length + (1 - CENTRED) * product / sketch.articles


def _containment(article: Weighed, sketch: StorySketch) -> float:
    """For a text that is little more than a title: how much of the shorter side the longer has."""
    if min(len(article.terms), sketch.longest) >= SHORT:
        return 0.0
    shorter, longer = article.terms, sketch.terms
    if len(article.terms) > sketch.longest:
        shorter, longer = longer, shorter
    shared = [weight * weight for key, weight in shorter.items() if key in longer]
    if len(shared) < MIN_CONTAINED:
        return 0.0
    return CONTAINED * sum(shared) / sum(weight * weight for weight in shorter.values())


def measure_decay(when: datetime | None, sketch: StorySketch) -> float:
    """What the time between an article and a story leaves of their likeness; all of it if either has none."""
    return 1.0 if when is None else _decay(measure_wait(when, sketch))


def measure_wait(when: datetime, sketch: StorySketch) -> timedelta:
    """The time between an article and a story, none where the story has no time."""
    if sketch.first_seen is None or sketch.last_seen is None:
        return timedelta()
    return max(sketch.first_seen - when, when - sketch.last_seen, timedelta())


def _decay(gap: timedelta) -> float:
    return math.exp(-((gap / SIGMA) ** 2) / 2)


def measure_strange_names(article: Weighed, sketch: StorySketch) -> float:
    """The lesser of two shares: the article's names that the story lacks, and the story's that it lacks."""
    usual = {name: count for name, count in sketch.names.items() if 2 * count >= sketch.articles}
    if not article.names or not usual:
        return 0.0
    unheard = sum(weight for name, weight in article.names.items() if term_key(name) not in sketch.terms)
    unsaid = sum(count for name, count in usual.items() if name not in article.topic.counts)
    return min(unheard / sum(article.names.values()), unsaid / sum(usual.values()))


def _share_of_strange_titles(article: Weighed, sketch: StorySketch) -> float:
    """The lesser of two shares by weight: what the story lacks of the article's title, and back.

    Of look-alikes (two calls of one minister, two ships in one port) the titles tell what differs.
    """
    own = {key: article.terms.get(key, 0.0) for key in article.topic.title}
    theirs = {key: sketch.terms.get(key, 0.0) for key in map(term_key, read_terms(sketch.title))}
    whole, all_theirs = math.fsum(own.values()), math.fsum(theirs.values())
    if not whole or not all_theirs or _is_all_title(article, len(own), sketch, len(theirs)):
        return 0.0
    said = frozenset(article.topic.keys.values())
    unheard = math.fsum(weight for key, weight in own.items() if key not in sketch.terms)
    unsaid = math.fsum(weight for key, weight in theirs.items() if key not in said)
    return min(unheard / whole, unsaid / all_theirs)


def _is_all_title(article: Weighed, own: int, sketch: StorySketch, theirs: int) -> bool:
    """Whether one side is little more than its title, which the other's text need not repeat."""
    return len(article.terms) < BODY * own or sketch.longest < BODY * theirs
