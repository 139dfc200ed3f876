"""What a decision rests on, and what it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts.decide.more import NEWS, More
from alerts.decide.novelty import Novelty
from alerts.decide.surge import Surge
from alerts.turns.genre.read import Stated
from storage.judging.topics import StorySketch
from storage.promises.alerts import History
from storage.records import AlertKind, CopyKind, Kept, Match, Watch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

if TYPE_CHECKING:
    from alerts.decide.urgent.urgency import Urgent


UNWEIGHED = Reason(Code.UNWEIGHED)
"""Why an article is told that may say nothing new: it cannot be said whether it does."""

_PLAIN = Stated()

_NO_HISTORY = History(told=(), met=())

_NOTHING_NEW = Novelty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Tell now."""

    kind: AlertKind
    reasons: tuple[str, ...]
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Do not tell; the article counts under its story.

    `is_close` says that it may be told after all by how it reads beside what was told.
    """

    why: str
    is_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Do not tell at once; it stands in a digest."""

    why: str


Choice = Tell | Fold | Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An article that met a watch, and all that the decision rests on.

    `met_by_copy` says that an earlier article of its copy group met the watch. `novelty` is measured
    against what the watch told of the story, or where nothing was, against its articles that met the
    watch. `origins` counts the story's independent origins now. `is_digested` says that every channel of
    the watch has a digest that the watch stands in; `muted` names the mute in force. `surge` is how often
    the watch's entities were named by then, for a watch that waits for a surge. `unheard` says in words that
    the story was told in another language only, and that both are on one event is not sure, or that nothing
    could be compared: then it is told. `actors` are the tracked persons and bodies, by id, `names`
    those of entities as people read them. A story that was told rests for `cooldown`, but for what is never
    missed. `stated` is what the article states to be; of one that is no news, `passing` are the turns of the
    passages that met the watch and that were told nowhere, and `disclosed` what a spokesperson's answers,
    an item of a list or a column's own report say that was told nowhere. `more` is how it reads beside what
    was told.
    `official` names by id the sources that speak for a government or body. `urgent` is the turn that cannot
    wait, `is_urgent_told` says that the story was told for it, `is_raised` that a watch that reports in
    digests tells for it. `follows` is the told story that this one goes on from.
    """

    watch: Watch
    kept: Kept
    match: Match
    now: datetime
    history: History = _NO_HISTORY
    novelty: Novelty = _NOTHING_NEW
    met_by_copy: bool = False
    origins: int = 0
    is_digested: bool = False
    muted: str | None = None
    tell_backfill: bool = False
    surge: Surge | None = None
    unheard: str | None = None
    actors: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    cooldown: timedelta = timedelta()
    stated: Stated = _PLAIN
    passing: tuple[str, ...] = ()
    disclosed: tuple[str, ...] = ()
    more: More = NEWS
    official: Mapping[str, str] = field(default_factory=dict)
    urgent: Urgent | None = None
    is_urgent_told: bool = False
    is_raised: bool = False
    follows: StorySketch | None = None


def is_silent_copy(case: Case) -> bool:
    """Whether it is the text in the main of what met the watch before; only a turn in a near copy is told."""
    copy = case.kept.copy
    return copy is not None and copy.kind is not CopyKind.PARTIAL and case.met_by_copy


def may_follow(case: Case) -> bool:
    """Whether what is to be told is a story of its own, which may go on from another."""
    return not case.history.told and case.watch.tells_stories
