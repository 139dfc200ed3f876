"""What watches would have alerted to on past days, compared with what they did. Read only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from alerts.decide.actors import read_actors
from alerts.decide.policy.case import Choice, Fold, Hold, Tell
from alerts.decide.rehearsal import Rehearsal, Terms
from alerts.promise.terms import TellingTerms
from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.query.phrases import NONE, Phrases, give_phrases
from flows.inspect.rehearsing.candidates import Candidates, Origins, list_candidates, read_in_order
from flows.inspect.search import check_query, make_asked
from storage.bugs import Fault, attempt, naming_faults
from storage.corpus.articles import read_articles
from storage.database import Database, Transaction
from storage.errors import ConfigurationError
from storage.judging.merging import StoryLink, read_links
from storage.language.spelt import find_alike
from storage.lists.timeline import (
    DatedArticle,
    Placed,
    count_in_time,
    read_matched,
    read_told,
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

    def add(self, other: WatchTest) -> None:
        """Take over what was rehearsed of other articles."""
        self.matched.update(other.matched)
        self.would += other.would
        self.undated.update(other.undated)
        self.folded += other.folded
        self.held += other.held

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
    db: Database, watchlist: Watchlist, since: datetime, terms: TellingTerms | None = None
) -> Backtest:
    """Every article since then, and what came before it on the same story, in the order of its time.

    `terms` has the settings that telling works with; None: nothing rests and nobody has a digest.

    The time goes into what the index proposes; nine in ten of these meet a watch (`bench.speed.search`).
    """
    with db.reading() as tx:
        candidates = list_candidates(tx, watchlist, since)
        articles = count_in_time(tx, since)
        tests = {watch.id: _read_test(tx, watch, since) for watch in watchlist.watches}
    everything = [*candidates.dated, *candidates.undated]
    faults = rehearse_part(db, candidates, everything, tests, read_terms(db, watchlist, terms))
    taken = sum(each.number in candidates.on_file.known for each in everything)
    return Backtest(
        since=since,
        read=len(everything) - taken,
        on_file=taken,
        articles=articles,
        tests=tuple(tests.values()),
        faults=faults,
    )


def rehearse_part(
    db: Database,
    candidates: Candidates,
    part: Sequence[Placed],
    tests: Mapping[str, WatchTest],
    terms: Terms,
    go_on: Callable[[], bool] = lambda: True,
) -> tuple[Fault, ...]:
    """Have whole stories of the candidates told in their order, and note into `tests` what came of it.

    What of them came before `candidates.since` is read for what it tells the reader, and not noted. Returns
    what bugs kept from being rehearsed. Raises: OutOfTime, as soon as `go_on` says no.
    """
    watchlist, origins, rehearsal = candidates.watchlist, Origins(), Rehearsal(candidates.volumes, terms)
    faults: list[Fault] = []
    for kept, at, known in read_in_order(db, candidates, part, origins):
        if not go_on():
            raise OutOfTime
        with naming_faults(kept.article.id) as met:
            count = origins.count(kept.story, at)
            rehearse = partial(
                _rehearse, watchlist, rehearsal, tests, kept, at, count, candidates.since, known
            )
            attempt("rehearsal", rehearse, None)
        faults += met.found
    return tuple(faults)


def read_terms(db: Database, watchlist: Watchlist, terms: TellingTerms | None) -> Terms:
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


def _read_test(tx: Transaction, watch: Watch, since: datetime) -> WatchTest:
    """A test in which nothing was rehearsed yet, with what is on file of the watch and what it told of."""
    return WatchTest(
        watch=watch, on_file=read_matched(tx, watch.id, since), did=read_told(tx, watch.id, since)
    )


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
