"""What moved since a reader last looked: newest articles, who had it first, what was told and what held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alerts.compose.public_json import shape_alert, shape_time
from alerts.compose.unseen import Blind, read_blind
from storage.corpus.sources import read_last_good
from storage.database import Transaction
from storage.lists.story_lines import (
    ArticleLine,
    MovedStory,
    count_moved,
    list_moved,
    read_held,
    read_lines,
    read_named,
    read_told_of,
)
from storage.records import Alert, Decision

BARS = 12
"""Bars of a story's little chart; each is an equal part of the time since its first article."""

SHOWN = 3
"""Articles shown of a story, the newest first, copies aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Who had a story first in a language, and how long after the very first."""

    lang: str
    outlet: str | None
    at: datetime
    after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """Articles that these watches did not tell of for one reason."""

    watches: tuple[str, ...]
    why: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A story that moved: its articles, oldest first, those that joined lately, and what became of them."""

    story: MovedStory
    lines: tuple[ArticleLine, ...]
    new: tuple[ArticleLine, ...]
    firsts: tuple[First, ...]
    entities: tuple[str, ...]
    told: tuple[Alert, ...]
    held: tuple[Decision, ...]
    bars: tuple[int, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reported it, in the order of their first articles."""
        return tuple(dict.fromkeys(line.outlet for line in self.lines if line.outlet))

    @property
    def kept_back(self) -> tuple[KeptBack, ...]:
        """What was held, alike decisions together."""
        alike: dict[tuple[str, str], list[str]] = {}
        for decision in self.held:
            alike.setdefault((decision.detail["watch"], decision.why), []).append(decision.subject)
        watches: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for (watch, why), of in alike.items():
            watches.setdefault((why, tuple(of)), []).append(watch)
        return tuple(
            KeptBack(watches=tuple(among), why=why, articles=of) for (why, of), among in watches.items()
        )

    @property
    def copies(self) -> int:
        """How many of the new articles copy another."""
        return sum(line.is_copy for line in self.new)

    @property
    def shown(self) -> tuple[ArticleLine, ...]:
        """The newest articles that are no copies; where all are, the newest."""
        own = [line for line in self.new if not line.is_copy] or list(self.new)
        return tuple(reversed(own[-SHOWN:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What moved since then: `moved` is a page of it, `total` counts all; `blind` is where we saw nothing.

    `unread` counts the sources that were never read. `next` is the cursor of the next page, None on the last.
    """

    since: datetime
    now: datetime
    moved: tuple[Moved, ...]
    total: int
    blind: tuple[Blind, ...]
    sources: int
    last_read: datetime | None
    unread: int
    next: str | None = None

    @property
    def told(self) -> int:
        """Alerts among what is shown."""
        return sum(len(each.told) for each in self.moved)

    @property
    def held(self) -> int:
        """Decisions not to tell among what is shown."""
        return sum(len(each.held) for each in self.moved)


def read_today(
    tx: Transaction,
    names: Mapping[str, str],
    since: datetime,
    now: datetime,
    *,
    limit: int | None,
    after: str | None = None,
) -> Today:
    """A page of what moved since then; `names` are those of the configured sources by their ids.

    `after` is the cursor of an earlier page. Raises: CursorRefused.
    """
    stories = list_moved(tx, since, limit=limit, after=after)
    numbers = [story.number for story in stories]
    lines, named = read_lines(tx, numbers), read_named(tx, numbers)
    new = {
        story.number: [line for line in lines.get(story.number, []) if line.fetched_at >= since]
        for story in stories
    }
    ids = [line.id for joined in new.values() for line in joined]
    told, held = read_told_of(tx, ids), read_held(tx, ids)
    last_read, unread = read_last_good(tx, names)
    return Today(
        since=since,
        now=now,
        moved=tuple(
            _put_together(
                story, lines.get(story.number, []), new[story.number], named.get(story.number, []), told, held
            )
            for story in stories
        ),
        total=count_moved(tx, since),
        blind=read_blind(tx, names, now),
        sources=len(names),
        last_read=last_read,
        unread=unread,
        next=stories.next,
    )


def _put_together(
    story: MovedStory,
    lines: Sequence[ArticleLine],
    new: Sequence[ArticleLine],
    named: Sequence[str],
    told: Mapping[str, Sequence[Alert]],
    held: Mapping[str, Sequence[Decision]],
) -> Moved:
    return Moved(
        story=story,
        lines=tuple(lines),
        new=tuple(new),
        firsts=find_firsts(lines),
        entities=tuple(named),
        told=tuple(alert for line in new for alert in told.get(line.id, ())),
        held=tuple(decision for line in new for decision in held.get(line.id, ())),
        bars=count_bars([line.at for line in lines]),
    )


def find_firsts(lines: Sequence[ArticleLine]) -> tuple[First, ...]:
    """The first article in each language, the very first at the head; lines come oldest first."""
    found: dict[str, First] = {}
    for line in lines:
        if line.lang not in found:
            after = line.at - lines[0].at
            found[line.lang] = First(lang=line.lang, outlet=line.outlet, at=line.at, after=after)
    return tuple(found.values())


def count_bars(times: Sequence[datetime], bars: int = BARS) -> tuple[int, ...]:
    """How many of these times (oldest first) fall into each of so many equal parts of their span."""
    if not times:
        return ()
    span = (times[-1] - times[0]) / bars or timedelta(seconds=1)
    counts = [0] * bars
    for at in times:
        counts[min(int((at - times[0]) / span), bars - 1)] += 1
    return tuple(counts)


def shape_moved(moved: Moved) -> dict[str, Any]:
    """A story that moved, as `/today.json` and `.csv` have it, one a line."""
    return {
        "id": moved.story.id,
        "title": moved.story.title,
        "moved_at": shape_time(moved.story.moved_at),
        "articles": len(moved.lines),
        "joined": moved.story.joined,
        "copies": moved.copies,
        "outlets": list(moved.outlets),
        "langs": [first.lang for first in moved.firsts],
        "first": [
            {"lang": first.lang, "outlet": first.outlet, "at": shape_time(first.at)} for first in moved.firsts
        ],
        "entities": list(moved.entities),
        "newest": [{"id": line.id, "title": line.title, "url": line.url} for line in moved.shown],
        "alerts": [shape_alert(alert) for alert in moved.told],
        "held": [
            {"article": decision.subject, "watch": decision.detail.get("watch"), "why": decision.why}
            for decision in moved.held
        ],
    }
