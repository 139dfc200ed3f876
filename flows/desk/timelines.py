"""The time lines of long stories, remembered: what a report added follows from all that came before it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import islice
from threading import Lock
from typing import Any

from alerts.decide.memory import forget_texts
from flows.inspect.story import walk_timeline
from storage.database import Transaction
from storage.lists.story_reports import count_versions
from storage.records import Story

Shape = dict[str, Any]

LONG = 60
"""Reports of a story from which on it is remembered: to read so many texts takes 50 ms."""

MOST_STORIES = 4
MOST_REPORTS = 4_000
"""Reports of one story that are remembered; longer ones are read anew."""


def _walk(tx: Transaction, story: Story, needed: int) -> list[Shape]:
    moments = list(islice(walk_timeline(tx, story), needed))
    forget_texts()  # a page asks of each text once, and what is known of one takes 90 kB
    return moments


class Timelines:
    """Answers with the first reports of a story. Safe to use from many threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[object, list[Shape]]] = OrderedDict()
        self._lock = Lock()

    def read(self, tx: Transaction, story: Story, upto: int | None = None) -> Sequence[Shape]:
        """The reports of a story, oldest first, each with what it added: at least `upto`, None: all."""
        count = len(story.articles)
        needed = count if upto is None else min(upto, count)
        if count <= LONG:
            return _walk(tx, story, needed)
        with self._lock:  # a long story is read by one reader at a time
            state = story.articles, count_versions(tx, story.id)
            remembered, kept = self._kept.get(story.id, (None, []))
            if remembered == state and len(kept) >= needed:
                self._kept.move_to_end(story.id)
                return kept
            moments = _walk(tx, story, needed)
            if needed <= MOST_REPORTS:
                self._keep(story.id, state, moments)
            return moments

    def _keep(self, story: str, state: object, moments: list[Shape]) -> None:
        self._kept[story] = state, moments
        self._kept.move_to_end(story)
        while len(self._kept) > MOST_STORIES:
            self._kept.popitem(last=False)
