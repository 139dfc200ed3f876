"""What speaks for it that an account and a story in another language are on one event."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from heapq import nlargest

from flows.judge.bridge import is_rare_figure, list_shared, multiply_shared, weigh_sign
from flows.judge.likely import Rival
from flows.judge.stories import Weighed, is_numbered_otherwise, measure_decay, measure_wait, weigh_figures
from storage.judging.topics import StorySketch
from storage.language.bilingual import BROAD, EVERYWHERE

FEWEST_SIGNS = 0.4
"""What the shared terms must weigh together as signs, or a story is no rival."""

MOST_SIGNS = 4.0
MOST_WORDS = 5
MOST_FIGURES = 3
MOST_ENTITIES = 3
"""Up to which one more says something."""

CHIEF_TERMS = 8
"""A story's heaviest terms, of which an account on its event has some."""

LEAST = 0.01
"""What nothing counts as, for its logarithm."""

SOON = timedelta(hours=6)
"""How fast it fades that an account follows at once."""


def list_linkable(article: Weighed, when: datetime, sketches: Iterable[StorySketch]) -> list[Rival]:
    """The stories in another language that an article may be on, with what speaks for each."""
    signs = ((sketch, _read_signs(article, when, sketch)) for sketch in sketches)
    return [Rival(story=sketch.story, id=sketch.id, signs=read) for sketch, read in signs if read]


def _read_signs(article: Weighed, when: datetime, sketch: StorySketch) -> dict[str, float] | None:
    shared = list_shared(article, sketch)
    signs = math.fsum(map(weigh_sign, shared))
    if signs < FEWEST_SIGNS or is_numbered_otherwise(article.topic.numbered, sketch.numbered):
        return None
    left = measure_decay(when, sketch)
    products = sorted(left * product for product in multiply_shared(shared, article, sketch))
    said = math.fsum(article.terms[article.topic.keys[term]] ** 2 for term in shared)
    return {
        "alike": math.log(math.fsum(products) + LEAST),
        "beside": math.log(math.fsum(products[:-1]) + LEAST),
        "said": math.log(said + LEAST),
        "signs": min(MOST_SIGNS, signs),
        "one": min(1.0, signs),
        "chief": float(sum(key in article.terms for key in _list_chief(sketch))),
        "soon": math.exp(-(measure_wait(when, sketch) / SOON)),
        "figures": weigh_figures(article.topic.numbered, sketch.numbered),
        "part": float(sketch.within is not None),
        **_count_kinds(shared),
    }


def _list_chief(sketch: StorySketch) -> list[int]:
    return nlargest(CHIEF_TERMS, sketch.terms, key=lambda key: (sketch.terms[key], -key))


def _count_kinds(shared: Iterable[str]) -> dict[str, float]:
    """How many words, rare figures and entities both have, but for those that stand in much of the news."""
    kinds = Counter(
        kind
        for term in shared
        for kind, counts in (
            ("word", term[0] == "~" and term[1:] not in BROAD),
            ("figure", is_rare_figure(term)),
            ("entity", term[0] == "@" and term not in EVERYWHERE),
        )
        if counts
    )
    most = {"word": MOST_WORDS, "figure": MOST_FIGURES, "entity": MOST_ENTITIES}
    return {kind: float(min(kinds[kind], limit)) for kind, limit in most.items()}
