"""Read an article's history from the corpus; each part is read once per transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from alerts.decide.gather import BESIDE
from alerts.decide.saga import find_followed
from alerts.decide.surge import Surge
from alerts.decide.surge_counts import read_surge
from storage.corpus.articles import read_articles, watches_met_in_group
from storage.corpus.origins import list_others
from storage.database import Transaction
from storage.judging.merging import StoryLink, read_links
from storage.judging.topics import StorySketch, Writing, read_sketches_by_id, read_story_sketches
from storage.lists.story_lists import read_story
from storage.lists.story_reports import read_reports
from storage.promises.alerts import (
    History,
    list_told,
    list_told_stories,
    read_history,
    read_mutes,
    read_story_ids,
)
from storage.records import Kept, Story, Watch


class StoredPast:
    """The history of one article for all watches it met, within the transaction that keeps it."""

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx, self._now = tx, now
        self._read: dict[str, Kept] = {}
        self._mutes: dict[str, datetime] | None = None
        self._met_in_group: frozenset[str] | None = None
        self._story: Story | None = None

    def read_history(self, watch: str, kept: Kept) -> History:
        """What the watch was told of the story under any of its ids, and what of it met the watch."""
        return read_history(
            self._tx, watch, kept.story, part=kept.part, without=kept.article.id, now=self._now
        )

    def read_articles(self, ids: Sequence[str]) -> Sequence[Kept]:
        """These articles, oldest first."""
        if unread := [id for id in ids if id not in self._read]:
            self._read.update({kept.article.id: kept for kept in read_articles(self._tx, unread)})
        found = {id: self._read[id] for id in ids if id in self._read}
        return sorted(found.values(), key=lambda kept: kept.article.order[0])

    def list_told(self, watch: str, since: datetime) -> Sequence[str]:
        """What a watch told of since then, the last told first."""
        return list_told(self._tx, watch, since=since, limit=BESIDE)

    def list_met_in_group(self, kept: Kept) -> frozenset[str]:
        """The watches that an earlier article of its copy group met."""
        if self._met_in_group is None:
            self._met_in_group = watches_met_in_group(self._tx, kept.group, before=kept.article.id)
        return self._met_in_group

    def read_mute(self, watch: str, kept: Kept) -> str | None:
        """The mute that silences a watch on the article now, in words."""
        if self._mutes is None:
            self._mutes = read_mutes(self._tx, self._now)
        return find_mute(self._tx, self._mutes, watch, kept) if self._mutes else None

    def read_surge(self, watch: Watch, kept: Kept) -> Surge | None:
        """The rise that the article belongs to, by the corpus."""
        return read_surge(self._tx, watch, kept.article)

    def count_origins(self, kept: Kept) -> int:
        """The independent origins of the article's story."""
        return self.read_story(kept).origins

    def list_beside(self, kept: Kept, since: datetime) -> Mapping[str, str]:
        """What other origins reported of its story since then, with each one's origin, the latest first."""
        reports = read_reports(self._tx, [kept.story]).get(kept.story, [])
        return list_others([(each.credited, each.at) for each in reports], kept.article.id, since, BESIDE)

    def read_links(self, story: str) -> Sequence[StoryLink]:
        """How a story came to hold what it holds."""
        return read_links(self._tx, story)

    def find_followed(self, watch: str, kept: Kept, since: datetime) -> StorySketch | None:
        """The story that the watch told of since then and that the article's story goes on from."""
        own = self._read_own_sketch(kept)
        if own is None:
            return None
        told = list_told_stories(self._tx, watch, since=since, limit=BESIDE)
        return find_followed(own, read_sketches_by_id(self._tx, told, Writing.BRIDGE))

    def _read_own_sketch(self, kept: Kept) -> StorySketch | None:
        """What the article's story, or the part of it that it stands in, is about in no language."""
        if kept.part is None:
            found = read_sketches_by_id(self._tx, [kept.story], Writing.BRIDGE)
        else:
            found = read_story_sketches(self._tx, [kept.part], Writing.BRIDGE)
        return found[0] if found else None

    def read_story(self, kept: Kept) -> Story:
        """The story that judging gave the article in this transaction."""
        if self._story is None:
            self._story = read_story(self._tx, kept.story)
        assert self._story is not None, "judging gave the article a story in this transaction"
        return self._story


def find_mute(tx: Transaction, mutes: dict[str, datetime], watch: str, kept: Kept) -> str | None:
    """The mute among these that silences a watch on an article's story or outlet; None where none does."""
    outlet = kept.article.outlet
    names = [watch, *sorted(read_story_ids(tx, kept.story)), *([outlet] if outlet else [])]
    found = next((name for name in names if name in mutes), None)
    return f"{found} until {mutes[found].isoformat(timespec='minutes')}" if found else None
