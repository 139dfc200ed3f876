"""The story in another language that an account belongs to: the one that stands out among what it is like.

What each sign says was learned by `python -m bench.learn.links`, which writes the weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from flows.judge.bridge import measure_bridge, weigh_signs
from flows.judge.bridge_signs import list_linkable
from flows.judge.likely import Weights, choose, load_weights
from flows.judge.stories import Belonging, Weighed
from storage.judging.topics import StorySketch

WEIGHTS = Path(__file__).with_name("linking.weights.json")

LINKS = 0.65
"""How probable it must be that an account is on a story in another language for it to be linked."""

LIKELY = 0.55
"""From which on it is likely the same event: the account begins a part of the story."""

FEWEST = 2
"""Stories around, of which fewer count as so many: it was learned of crowded days, and one story that nothing
stands beside is no likelier for that to be the same event."""

SURE_SCORE = 0.35
SURE_SIGNS = 2.0
"""From so much likeness on a link is sure enough to silence what was told in the other language."""


def judge_bridge(
    article: Weighed, when: datetime, sketches: Iterable[StorySketch], weights: Weights | None = None
) -> Belonging | None:
    """The story in another language that an article belongs to, None where none stands out.

    One that it is only likely to belong to is `is_part`; a part of a story is joined, or freed, by as little.
    """
    known = {sketch.story: sketch for sketch in sketches}
    found = choose(list_linkable(article, when, known.values()), weights or read_weights(), LIKELY, FEWEST)
    if found is None:
        return None
    story, share = found
    best = known[story]
    is_sure = measure_bridge(article, when, best) >= SURE_SCORE and weigh_signs(article, best) >= SURE_SIGNS
    is_part = share < LINKS and best.within is None
    return Belonging(story=story, id=best.id, score=share, is_sure=is_sure, is_part=is_part)


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The weights that are shipped."""
    return load_weights(WEIGHTS)
