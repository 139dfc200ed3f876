"""What a backtest reads: the articles that may meet its watches, in the order of their time."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from alerts.decide.surge import Volume
from alerts.decide.surge_counts import read_volume
from alerts.watch.matcher import Watchlist
from alerts.watch.query.index_query import find_asked_of_any
from flows.inspect.on_file import OnFile, find_asked, look_on_file
from storage.corpus.articles import read_articles_numbered
from storage.corpus.search import find_numbers
from storage.database import Database, Transaction
from storage.lists.timeline import Placed, list_in_order, read_origins, span_in_order
from storage.records import Kept, Match, Watch

_READ_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The articles since then that may meet a watchlist, with the earlier ones of their stories.

    `dated` has the oldest first. `volumes` has for each watch that waits for a surge when its entities were
    named.
    """

    watchlist: Watchlist
    since: datetime
    dated: Sequence[Placed]
    undated: Sequence[Placed]
    on_file: OnFile
    volumes: Mapping[str, Volume]


def list_candidates(tx: Transaction, watchlist: Watchlist, since: datetime) -> Candidates:
    """Ask the index for what may meet the watches, but for what is on file of them."""
    on_file = look_on_file(tx, watchlist)
    asked = on_file.list_asked(tx, partial(_ask_index, tx, watchlist, since))
    dated, undated = list_in_order(tx, asked, since)
    return Candidates(
        watchlist=watchlist,
        since=since,
        dated=dated,
        undated=undated,
        on_file=on_file,
        volumes=_read_volumes(tx, watchlist.watches, dated),
    )


def _ask_index(tx: Transaction, watchlist: Watchlist, since: datetime) -> AbstractSet[int] | None:
    """One query is asked for whole, of many each for its rarest part, and of what lies in the time alone."""
    trees = tuple(watchlist.whole_query(watch.id) for watch in watchlist.watches)
    between = span_in_order(tx, since)
    if len(trees) == 1:
        return find_asked(tx, watchlist, trees[0], between=between)
    asked = find_asked_of_any(trees, watchlist.gazetteer)
    return None if asked is None else find_numbers(tx, asked, between=between)


def _read_volumes(tx: Transaction, watches: Sequence[Watch], dated: Sequence[Placed]) -> dict[str, Volume]:
    """When the entities were named of each watch that waits for a surge, over all the days of a backtest."""
    times = [each.at for each in dated if each.at is not None]
    if not times:
        return {}
    first, last = times[0], times[-1]
    return {watch.id: read_volume(tx, watch, first, last) for watch in watches if watch.surge is not None}


def list_parts(dated: Sequence[Placed], least: int) -> Iterator[tuple[list[Placed], datetime | None]]:
    """Whole stories in parts of at least so many articles, each with the time back to which it reaches.

    What moved last comes first: a part holds every story that moved since its time and stands in no part
    before it. In each the oldest article comes first.
    """
    stories: dict[int, list[Placed]] = defaultdict(list)
    for each in dated:
        stories[-each.number if each.story is None else each.story].append(each)
    part: list[Placed] = []
    for story in sorted(stories.values(), key=lambda placed: _place(placed[-1].at), reverse=True):
        part += story
        if len(part) >= least:
            yield _put_in_order(part), story[-1].at
            part = []
    if part:
        yield _put_in_order(part), None


def _put_in_order(part: Sequence[Placed]) -> list[Placed]:
    return sorted(part, key=lambda each: (_place(each.at), each.number))


def read_in_order(
    db: Database, candidates: Candidates, part: Sequence[Placed], origins: Origins
) -> Iterator[tuple[Kept, datetime | None, Mapping[str, Match] | None]]:
    """The articles with their times, and with what those among the known meet."""
    for start in range(0, len(part), _READ_AT_ONCE):
        few = part[start : start + _READ_AT_ONCE]
        with db.reading() as tx:
            numbers = [each.number for each in few]
            read = read_articles_numbered(tx, numbers)
            origins.learn(tx, (kept.story for kept in read))
            met = candidates.on_file.read_matches(tx, numbers)
        for kept, each in zip(read, few, strict=True):
            yield kept, each.at, met.get(each.number)


class Origins:
    """How many independent origins a story had at a time, None: in all; each story is read once."""

    def __init__(self) -> None:
        self._read: dict[str, list[tuple[datetime | None, int]]] = {}

    def learn(self, tx: Transaction, stories: Iterable[str]) -> None:
        """Read the stories that are not known yet."""
        if unknown := {*stories} - self._read.keys():
            self._read.update((s, _accumulate(came)) for s, came in read_origins(tx, unknown).items())

    def count(self, story: str, at: datetime | None) -> int:
        counts = self._read[story]
        place = bisect_right(counts, _place(at), key=lambda counted: _place(counted[0]))
        return counts[place - 1][1] if place else 1


def _place(at: datetime | None) -> tuple[bool, datetime]:
    """What is undated comes last."""
    return at is None, at or _EPOCH


def _accumulate(came: Sequence[tuple[datetime | None, str]]) -> list[tuple[datetime | None, int]]:
    """The number of different origins by each time."""
    known: set[str] = set()
    counts: list[tuple[datetime | None, int]] = []
    for at, origin in came:
        known.add(origin)
        counts.append((at, len(known)))
    return counts
