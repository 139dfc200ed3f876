"""What watches would have alerted to on past days, compared with what they did. Read only."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from alerts.decide.actors import read_actors
from alerts.decide.policy.case import Choice, Fold, Hold, Tell
from alerts.decide.rehearsal import Rehearsal, Terms
from alerts.decide.surge import Volume
from alerts.decide.surge_counts import read_volume
from alerts.promise.terms import TellingTerms
from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.query.index_query import find_asked_of_any
from alerts.watch.query.phrases import NONE, Phrases, give_phrases
from flows.inspect.on_file import OnFile, find_asked, look_on_file
from flows.inspect.search import check_query, make_asked
from storage.bugs import Fault, attempt, naming_faults
from storage.corpus.articles import read_articles, read_articles_numbered
from storage.corpus.search import find_numbers
from storage.database import Database, Transaction
from storage.errors import ConfigurationError
from storage.judging.merging import StoryLink, read_links
from storage.language.spelt import find_alike
from storage.lists.timeline import (
    DatedArticle,
    count_in_time,
    list_in_order,
    read_matched,
    read_origins,
    read_told,
    span_in_order,
)
from storage.records import Entity, Evidence, Kept, Match, Watch

_READ_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """An alert that a watch would have made; `did` says that it told of this article in fact."""

    line: DatedArticle
    story: str
    kind: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    did: bool


@dataclass(slots=True, kw_only=True)
class WatchTest:
    """One watch against the corpus.

    `matched` are the dated articles that meet it, `folded` how many of them would have counted under their
    copy or story in silence, `held` how many would have waited for a digest. `undated` meet it too: on which
    day they were news nobody knows. `on_file` are the articles on file as meeting it and `did` those of which
    it told, both empty where the watch is of a query alone.
    """

    watch: Watch
    on_file: dict[str, DatedArticle] = field(default_factory=dict)
    did: dict[str, DatedArticle] = field(default_factory=dict)
    matched: dict[str, DatedArticle] = field(default_factory=dict)
    would: list[Would] = field(default_factory=list)
    undated: dict[str, DatedArticle] = field(default_factory=dict)
    folded: int = 0
    held: int = 0

    @property
    def gained(self) -> list[DatedArticle]:
        """Articles that meet it now and are not on file as doing so, the oldest first."""
        met = [*self.undated.values(), *self.matched.values()]
        return [line for line in met if line.article not in self.on_file]

    @property
    def lost(self) -> list[DatedArticle]:
        """Articles on file as meeting it that no longer do, the oldest first."""
        met = {*self.undated, *self.matched}
        return [line for id_, line in self.on_file.items() if id_ not in met]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """All watches tested; `faults` is what bugs kept from being rehearsed.

    `articles` counts what lies in the time, `read` what of the corpus was read because it may meet a watch,
    and `on_file` what is on file as meeting one and would be found to do so again.
    """

    since: datetime
    read: int
    on_file: int
    articles: int
    tests: tuple[WatchTest, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What came on a day in a language: articles that matched, alerts that would have been and that were."""

    day: date
    lang: str
    matched: int
    would: int
    did: int


FEW = 6
"""Watches that are all named to somebody whose watch is not there."""


def choose_watches(
    watches: Sequence[Watch],
    entities: Sequence[Entity],
    id_: str | None,
    query: str | None,
    phrases: Phrases = NONE,
) -> Watchlist:
    """The watches to test: all, or one; with a query the one as if this were its query, or one of its own.

    Raises:
        WatchError: the query is wrong.
        ConfigurationError: there is no such watch.
    """
    if query is not None:
        check_query(query, entities, phrases)
    if id_ is None:
        chosen = list(watches) if query is None else [replace(make_asked(query, phrases), name="query")]
    else:
        watch = _find(watches, id_)
        asked = watch if query is None else replace(watch, query=query, idea="")
        chosen = [asked if query is None else give_phrases(asked, phrases)]
    return compile_watchlist(entities, chosen)


def _find(watches: Sequence[Watch], id_: str) -> Watch:
    for watch in watches:
        if watch.id == id_:
            return watch
    ids = [watch.id for watch in watches]
    alike = find_alike(id_, ids, cutoff=0.5)
    few = f"there are {', '.join(ids) or 'none'}" if len(ids) <= FEW else "`hanmi watch list` has all"
    hint = f"did you mean {alike}?" if alike else few
    raise ConfigurationError("watch test", (f"there is no watch {id_!r}; {hint}",))


class OutOfTime(Exception):
    """Whoever asked for a backtest has no more time for it."""


def rehearse_watches(
    db: Database,
    watchlist: Watchlist,
    since: datetime,
    terms: TellingTerms | None = None,
    *,
    until: datetime | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Backtest:
    """Every article since then, and what came before it on the same story, in the order of its time.

    `terms` has the settings that telling works with; None: nothing rests and nobody has a digest. With
    `until` what came later is left out, and what is undated. Raises: OutOfTime, as soon as `go_on` says no.

    The time goes into what the index proposes; nine in ten of these meet a watch (`bench.speed.search`).
    """
    with db.reading() as tx:
        on_file = look_on_file(tx, watchlist)
        asked = on_file.list_asked(tx, partial(_ask_index, tx, watchlist, since))
        _go_on_or_stop(go_on)
        in_order, undated = _list_until(*list_in_order(tx, asked, since), until)
        articles = count_in_time(tx, since)
        tests = {watch.id: _read_test(tx, watch, since) for watch in watchlist.watches}
        volumes = _read_volumes(tx, watchlist.watches, in_order)
    rehearsal, origins = Rehearsal(volumes, _read_terms(db, watchlist, terms)), _Origins()
    faults: list[Fault] = []
    everything = [*in_order, *((number, None) for number in undated)]
    for kept, at, known in _read(db, everything, origins, on_file):
        _go_on_or_stop(go_on)
        with naming_faults(kept.article.id) as met:
            count = origins.count(kept.story, at)
            rehearse = partial(_rehearse, watchlist, rehearsal, tests, kept, at, count, since, known)
            attempt("rehearsal", rehearse, None)
        faults += met.found
    taken = sum(number in on_file.known for number, _ in everything)
    return Backtest(
        since=since,
        read=len(everything) - taken,
        on_file=taken,
        articles=articles,
        tests=tuple(tests.values()),
        faults=tuple(faults),
    )


def _go_on_or_stop(go_on: Callable[[], bool]) -> None:
    if not go_on():
        raise OutOfTime


def _list_until(
    in_order: list[tuple[int, datetime]], undated: list[int], until: datetime | None
) -> tuple[list[tuple[int, datetime]], list[int]]:
    """What came before a time, and nothing undated where there is one."""
    if until is None:
        return in_order, undated
    return [each for each in in_order if each[1] < until], []


def count_candidates(db: Database, watchlist: Watchlist, since: datetime, until: datetime) -> int:
    """How many articles between the two a backtest would read."""
    with db.reading() as tx:
        on_file = look_on_file(tx, watchlist)
        asked = on_file.list_asked(tx, partial(_ask_index, tx, watchlist, since))
        in_order, _ = list_in_order(tx, asked, since)
    return sum(since <= at < until for _, at in in_order)


def _read_terms(db: Database, watchlist: Watchlist, terms: TellingTerms | None) -> Terms:
    """What telling in earnest goes by, for the watches tested; a query alone goes where every watch does."""

    def read_texts(ids: Sequence[str]) -> Sequence[Kept]:
        with db.reading() as tx:
            return read_articles(tx, ids)

    def read_how(story: str) -> Sequence[StoryLink]:
        with db.reading() as tx:
            return read_links(tx, story)

    return Terms(
        official=terms.official if terms else {},
        actors=read_actors(watchlist.gazetteer.entities),
        names=terms.names if terms else {},
        cooldown=terms.cooldown if terms else timedelta(),
        digested=frozenset(
            watch.id for watch in watchlist.watches if terms and terms.routes.is_digested(watch.id)
        ),
        read_articles=read_texts,
        read_links=read_how,
    )


def _rehearse(
    watchlist: Watchlist,
    rehearsal: Rehearsal,
    tests: Mapping[str, WatchTest],
    kept: Kept,
    at: datetime | None,
    origins: int,
    since: datetime,
    known: Mapping[str, Match] | None,
) -> None:
    """One article, undated where `at` is None: told to the watches that it meets, as of its time.

    `known` is what it meets by what is on file; None: that is read from its text.
    """
    named, matches = _find_matches(watchlist, kept, origins, known)
    for match in matches:
        test = tests[match.watch]
        if at is None:
            test.undated[kept.article.id] = _make_line(kept, None)
            continue
        choice = rehearsal.tell(named, test.watch, match, at=at, origins=origins)
        if at >= since:
            _note(test, _make_line(kept, at), kept.story, match, choice)


def _find_matches(
    watchlist: Watchlist, kept: Kept, origins: int, known: Mapping[str, Match] | None
) -> tuple[Kept, tuple[Match, ...]]:
    """The article with whom it names, and what it meets: by what is on file, else by its text."""
    if known is not None:
        met = tuple(known[watch.id] for watch in watchlist.watches if watch.id in known)
        return replace(kept, mentions=watchlist.gazetteer.put_in_order(kept.mentions)), met
    reading = watchlist.read(kept.article, origins)
    matches = reading.matches()
    return replace(kept, mentions=reading.mentions()) if matches else kept, matches


def _ask_index(tx: Transaction, watchlist: Watchlist, since: datetime) -> AbstractSet[int] | None:
    """One query is asked for whole, of many each for its rarest part, and of what lies in the time alone."""
    trees = tuple(watchlist.whole_query(watch.id) for watch in watchlist.watches)
    between = span_in_order(tx, since)
    if len(trees) == 1:
        return find_asked(tx, watchlist, trees[0], between=between)
    asked = find_asked_of_any(trees, watchlist.gazetteer)
    return None if asked is None else find_numbers(tx, asked, between=between)


def count_days(tests: Sequence[WatchTest], zone: ZoneInfo) -> list[Day]:
    """The days in this zone and the languages in which something matched or was told, the oldest first."""
    matched, would, did = Counter[_Key](), Counter[_Key](), Counter[_Key]()
    for test in tests:
        matched.update(_list_keys(test.matched.values(), zone))
        would.update(_list_keys((one.line for one in test.would), zone))
        did.update(_list_keys(test.did.values(), zone))
    return [
        Day(day=key[0], lang=key[1], matched=matched[key], would=would[key], did=did[key])
        for key in sorted({*matched, *did})
    ]


_Key = tuple[date, str]


def _list_keys(lines: Iterable[DatedArticle], zone: ZoneInfo) -> list[_Key]:
    return [(line.at.astimezone(zone).date(), line.lang) for line in lines if line.at is not None]


def _read_test(tx: Transaction, watch: Watch, since: datetime) -> WatchTest:
    return WatchTest(
        watch=watch, on_file=read_matched(tx, watch.id, since), did=read_told(tx, watch.id, since)
    )


def _read_volumes(
    tx: Transaction, watches: Sequence[Watch], in_order: Sequence[tuple[int, datetime]]
) -> dict[str, Volume]:
    """When the entities were named of each watch that waits for a surge, over all the days of a backtest."""
    if not in_order:
        return {}
    first, last = in_order[0][1], in_order[-1][1]
    return {watch.id: read_volume(tx, watch, first, last) for watch in watches if watch.surge is not None}


def _read(
    db: Database,
    in_order: Sequence[tuple[int, datetime | None]],
    origins: _Origins,
    on_file: OnFile,
) -> Iterator[tuple[Kept, datetime | None, Mapping[str, Match] | None]]:
    """The articles with their times, and with what those among the known meet."""
    for start in range(0, len(in_order), _READ_AT_ONCE):
        part = in_order[start : start + _READ_AT_ONCE]
        with db.reading() as tx:
            numbers = [number for number, _ in part]
            read = read_articles_numbered(tx, numbers)
            origins.learn(tx, (kept.story for kept in read))
            met = on_file.read_matches(tx, numbers)
        for kept, (number, at) in zip(read, part, strict=True):
            yield kept, at, met.get(number)


def _note(test: WatchTest, line: DatedArticle, story: str, match: Match, choice: Choice) -> None:
    test.matched[line.article] = line
    match choice:
        case Tell():
            test.would.append(
                Would(
                    line=line,
                    story=story,
                    kind=choice.kind.value,
                    reasons=choice.reasons,
                    evidence=match.evidence,
                    did=line.article in test.did,
                )
            )
        case Fold():
            test.folded += 1
        case Hold():
            test.held += 1


def _make_line(kept: Kept, at: datetime | None) -> DatedArticle:
    article = kept.article
    return DatedArticle(
        article=article.id,
        at=at,
        lang=article.lang,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
    )


class _Origins:
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
