"""Making a watch for an idea: a broad query, some of what it finds judged, and what it would have told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from alerts.watch.ideas.model import Model
from alerts.watch.matcher import compile_watchlist
from flows.config.settings import Settings
from flows.inspect.search import compile_query, search_corpus
from flows.learning.examples import digest_lessons
from flows.learning.models import learn
from storage.corpus.articles import find_article
from storage.corpus.search import Bounds
from storage.database import Database
from storage.records import Example, Kept, Watch

READ = 300
"""Articles that the query finds and that are looked at, the newest."""

ASKED = 10
"""Articles to be judged at first."""

UNSURE = 5
"""Articles whose answer teaches most, to be judged after that."""

LONGEST_EXAMPLE = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An article that the broad query finds, and how likely it is on the idea."""

    kept: Kept
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIdea:
    """A watch for an idea as it would be: what it would have told, and where it is least sure.

    `model` None: nothing could be learned, for the reason `why`.
    """

    watch: Watch
    model: Model | None
    why: str
    would: tuple[Weighed, ...] = ()
    unsure: tuple[Weighed, ...] = ()


def find_candidates(db: Database, settings: Settings, query: str, since: datetime | None) -> list[Kept]:
    """What the query finds since then, the newest first. Raises: WatchError, where the query is wrong."""
    watchlist = compile_query(query, settings.entities, settings.phrases)
    return [hit.kept for hit in islice(search_corpus(db, watchlist, Bounds(since=since)), READ)]


def choose_asked(found: Sequence[Kept]) -> list[Kept]:
    """Ten of what was found, from all of its days, no text twice."""
    own = [kept for kept in found if kept.copy is None] or list(found)
    if len(own) <= ASKED:
        return list(own)
    return [own[number * (len(own) - 1) // (ASKED - 1)] for number in range(ASKED)]


def read_judged(db: Database, ids: Iterable[str]) -> tuple[list[Kept], list[str]]:
    """The articles of these ids, keys or addresses, and those that there are none of."""
    found, unknown = [], []
    with db.reading() as tx:
        for asked in ids:
            kept = find_article(tx, asked)
            if kept is None:
                unknown.append(asked)
            else:
                found.append(kept)
    return found, unknown


def make_watch(id_: str, name: str, query: str, on: Sequence[Kept], off: Sequence[Kept], zone: str) -> Watch:
    """A watch for an idea with these articles as its examples."""
    return Watch(
        id=id_,
        name=name,
        query="",
        idea=query,
        must_match=tuple(_make_example(kept, zone) for kept in on),
        must_not_match=tuple(_make_example(kept, zone) for kept in off),
    )


def _make_example(kept: Kept, zone: str) -> Example:
    article = kept.article
    title, text = " ".join(article.title.split()), article.text[:LONGEST_EXAMPLE].strip()
    day = article.published.at.astimezone(ZoneInfo(zone)).date() if article.published else None
    return Example(text=f"{title}\n{text}" if title else text, day=day)


def doubt(chance: float) -> float:
    """How far a watch is from unsure: 0 where an article may as well be on its idea as not."""
    return abs(chance - 0.5)


def try_idea(settings: Settings, watch: Watch, found: Sequence[Kept]) -> NewIdea:
    """Learn a watch's idea and weigh what its query finds."""
    from flows.learning.train import CannotLearn

    try:
        model, why = learn(watch, settings.entities, (), digest_lessons(watch))
    except CannotLearn as error:
        return NewIdea(watch=watch, model=None, why=error.as_reason())
    watchlist = compile_watchlist(settings.entities, [watch], {watch.id: model})
    weighed = [
        Weighed(kept=kept, chance=one.chance)
        for kept in found
        if (one := watchlist.read(kept.article).weigh(watch.id)) is not None
    ]
    known = {example.text for example in (*watch.must_match, *watch.must_not_match)}
    fresh = [one for one in weighed if _make_example(one.kept, settings.timezone).text not in known]
    unsure = sorted(fresh, key=lambda one: (doubt(one.chance), one.kept.article.id))[:UNSURE]
    would = tuple(one for one in weighed if one.chance >= 0.5)
    return NewIdea(watch=watch, model=model, why=why, would=would, unsure=tuple(unsure))
