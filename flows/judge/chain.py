"""Chains of stories about something that lasts for weeks, each linked to the ones before and after it.

The chain is read from what the stories are about, when somebody asks for it: judging pays nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.judge.stories import ASKED_TERMS
from storage.database import Transaction
from storage.judging.topics import (
    StorySketch,
    Writing,
    find_stories,
    measure_resemblance,
    read_story_sketches,
)
from storage.lists.story_lists import read_heads

REACH = timedelta(days=45)
"""How long a saga may rest before its next story."""

RESEMBLES = 0.2
"""Likeness, whatever the time between, from which on two stories are of one saga."""

COMPARED = 60
LINKS = 5
"""Stories shown on either side, the nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """A story before or after another one, and how alike they are (0 to 1)."""

    id: str
    title: str
    first_seen: datetime
    last_seen: datetime
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The saga around a story, oldest first on either side."""

    before: tuple[ChainLink, ...] = ()
    after: tuple[ChainLink, ...] = ()


def read_chain(tx: Transaction, story: int) -> Chain:
    """The stories that were told before and after this one and are on the same matter."""
    found: dict[str, tuple[float, StorySketch]] = {}
    own: StorySketch | None = None
    for script in (Writing.OTHER, Writing.CJK):
        for own in read_story_sketches(tx, [story], script):
            for other in _find_near(tx, own):
                likeness = measure_resemblance(own, other)
                if likeness >= max(RESEMBLES, found.get(other.id, (0.0, other))[0]):
                    found[other.id] = (likeness, other)
    if own is None or own.first_seen is None:
        return Chain()
    heads = read_heads(tx, [other.root for _, other in found.values()])
    links = sorted(
        (_make_link(likeness, other, heads[other.root]) for likeness, other in found.values()),
        key=lambda link: (link.first_seen, link.id),
    )
    before = [link for link in links if link.first_seen < own.first_seen]
    after = [link for link in links if link.first_seen >= own.first_seen]
    return Chain(before=tuple(before[-LINKS:]), after=tuple(after[:LINKS]))


def _find_near(tx: Transaction, own: StorySketch) -> list[StorySketch]:
    """The dated stories within reach that share its heaviest terms."""
    if own.first_seen is None or own.last_seen is None:
        return []
    half = (own.last_seen - own.first_seen) / 2
    asked = dict(list(own.terms.items())[:ASKED_TERMS])
    numbers = find_stories(tx, asked, own.first_seen + half, half + REACH, COMPARED)
    near = read_story_sketches(tx, numbers, own.script)
    return [sketch for sketch in near if sketch.first_seen is not None and sketch.root != own.root]


def _make_link(likeness: float, other: StorySketch, title: str) -> ChainLink:
    assert other.first_seen is not None, "undated stories are left out"
    assert other.last_seen is not None, "undated stories are left out"
    return ChainLink(
        id=other.id,
        title=title,
        first_seen=other.first_seen,
        last_seen=other.last_seen,
        likeness=round(likeness, 2),
    )
