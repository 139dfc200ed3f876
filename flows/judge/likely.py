"""Which story an account is likely to belong to, where it surely belongs to none: the one that stands out.

What each sign of a story says was learned by `python -m bench.learn.stories`, which writes the weights.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from flows.judge.stories import Belonging, Weighed
from storage.judging.topics import Writing

WEIGHTS = Path(__file__).with_name("likely.weights.json")

REACH = timedelta(days=3)
"""Time after which no account is likely to belong to a story."""

ASKED_TERMS = 48
"""Terms by which stories are looked for that an account is likely to belong to."""

LIKELY = 0.6
"""How probable it must be that an account is on a story, rather than on another or on something new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A story that an account may be on, or a part of one, and what speaks for it and against it."""

    story: int
    id: str
    signs: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What signs are worth, in log odds: those of a rival, and those of something new by what is around.

    A sign that nothing was learned of yet is worth nothing.
    """

    signs: Mapping[str, float]
    new: Mapping[str, float]

    def weigh(self, rival: Rival) -> float:
        """How much speaks for a rival."""
        return math.fsum(self.signs.get(sign, 0.0) * value for sign, value in rival.signs.items())

    def weigh_new(self, stories: int) -> float:
        """How much speaks for something new, with so many stories around."""
        return math.fsum(self.new.get(sign, 0.0) * value for sign, value in read_crowd(stories).items())

    def share(self, rivals: Iterable[Rival], fewest: int = 1) -> dict[int, float]:
        """How probable it is of each story that an account is on it or one of its parts, by its number.

        Fewer stories around than `fewest` count as so many.
        """
        odds = [(rival.story, self.weigh(rival)) for rival in rivals]
        new = self.weigh_new(max(fewest, len({story for story, _ in odds})))
        highest = max((new, *(weight for _, weight in odds)))
        shares = defaultdict(list)
        for story, weight in odds:
            shares[story].append(math.exp(weight - highest))
        whole = math.fsum((math.exp(new - highest), *(x for parts in shares.values() for x in parts)))
        return {story: math.fsum(parts) / whole for story, parts in shares.items()}


def list_asked(article: Weighed) -> dict[int, float]:
    """The terms by which to look for stories that an account is likely to belong to; none in Korean.

    Pairs of syllables are shared by chance, and what is likely by them is mostly wrong.
    """
    if article.topic.script is not Writing.OTHER:
        return {}
    return dict(list(article.terms.items())[:ASKED_TERMS])


def judge_likely(rivals: Sequence[Rival], weights: Weights | None = None) -> Belonging | None:
    """The story that stands out among its rivals and against something new, None where none does."""
    found = choose(rivals, weights or read_weights(), LIKELY)
    if found is None:
        return None
    story, share = found
    id = next(rival.id for rival in rivals if rival.story == story)
    return Belonging(story=story, id=id, score=share, is_sure=False, is_part=True)


def choose(
    rivals: Sequence[Rival], weights: Weights, least: float, fewest: int = 1
) -> tuple[int, float] | None:
    """The most probable story by its number with how probable it is, None below `least`."""
    shares = weights.share(rivals, fewest)
    story = max(shares, key=lambda number: (shares[number], -number), default=None)
    return None if story is None or shares[story] < least else (story, shares[story])


def read_crowd(stories: int) -> dict[str, float]:
    """The signs of something new: where much is written, an account is like others' stories by its cast."""
    return {"always": 1.0, "many": math.log1p(stories)}


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The weights that are shipped."""
    return load_weights(WEIGHTS)


def load_weights(path: Path) -> Weights:
    """The weights that a bench wrote."""
    read = json.loads(path.read_text(encoding="utf-8"))
    return Weights(signs=read["signs"], new=read["new"])
