"""Search the corpus in the watch language: the index finds candidates, the matcher decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from itertools import islice

from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.query.check import look_up
from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import NONE, Phrases, give_phrases
from alerts.watch.query.tree import EntityRef, Node, Origins, leaves, walk
from flows.inspect.on_file import OnFile, find_asked, look_on_file, span
from storage.bugs import attempt_alone
from storage.corpus.articles import read_articles_numbered
from storage.corpus.search import Bounds, list_candidates
from storage.database import Database, Transaction
from storage.lists.newest import list_newest, place_article
from storage.lists.story_lists import read_story
from storage.records import Entity, Evidence, Kept, Match, Watch

QUERY = "query"
"""The id of the one watch that a query is made into."""

_READ_AT_ONCE = 50

WINDOW = 2_000
"""Articles, the newest, of which the index is asked at first."""

WIDEST = 10
"""How many times as many it is asked of next, where that may give a page."""

SPREAD = 8
"""How far apart their numbers may lie: what was brought in later has a later number, whatever its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a query finds, with the sentences that show it; `number` is its place in the corpus."""

    number: int
    kept: Kept
    evidence: tuple[Evidence, ...]


def check_query(query: str, entities: Sequence[Entity], phrases: Phrases = NONE) -> None:
    """Nothing, where a query can be asked. Raises: WatchError, at the character that is wrong."""
    tree = parse_query(query, "query", phrases)
    for error in look_up(tree, [entity.id for entity in entities], "query"):
        raise error


def compile_query(query: str, entities: Sequence[Entity], phrases: Phrases = NONE) -> Watchlist:
    """A watchlist of one watch with this query.

    Raises:
        WatchError: the query is wrong at one character, or names an entity that there is not.
        ConfigurationError: an entity is wrong.
    """
    check_query(query, entities, phrases)
    return compile_watchlist(entities, [make_asked(query, phrases)])


def make_asked(query: str, phrases: Phrases) -> Watch:
    """The watch that a query is made into."""
    return give_phrases(Watch(id=QUERY, name=QUERY, query=query), phrases)


def ask_names(names: Watchlist, query: str, phrases: Phrases = NONE) -> Watchlist:
    """A watchlist of the query alone, from one over these entities whose names are compiled already.

    Raises: WatchError: the query is wrong at one character, or names an entity that there is not.
    """
    watch = make_asked(query, phrases)
    tree = parse_query(query, QUERY, phrases)
    if not any(isinstance(leaf, EntityRef) for leaf in leaves(tree)):
        return compile_watchlist((), [watch])  # of words alone: whom an article names is not asked
    return names.ask(watch)


def search_corpus(
    db: Database, watchlist: Watchlist, bounds: Bounds, *, after: int | None = None
) -> Iterator[Hit]:
    """The articles that meet the first watch of a watchlist, newest first, read as they are asked for.

    `after` is the number of the last hit of an earlier part.
    """
    origins = _Origins(watchlist.queries[watchlist.watches[0].id])
    for candidates, on_file in _list_parts(db, watchlist, bounds, after):
        remaining = iter(candidates)
        while numbers := list(islice(remaining, _READ_AT_ONCE)):
            with db.reading() as tx:
                read = [(kept, origins.count(tx, kept)) for kept in read_articles_numbered(tx, numbers)]
                known = on_file.read_matches(tx, numbers)
            for number, (kept, count) in zip(numbers, read, strict=True):
                find = partial(_find_match, watchlist, kept, count, known.get(number))
                if match := attempt_alone(kept.article.id, "search", find, None):
                    yield Hit(number=number, kept=kept, evidence=match.evidence)


def _list_parts(
    db: Database, watchlist: Watchlist, bounds: Bounds, after: int | None
) -> Iterator[tuple[list[int], OnFile]]:
    """The articles that may meet the query, the newest first, part by part.

    Of what is common a page is full with the newest few thousand articles: these alone are asked about, as
    many as hold a page of it at the density of those before. What is too rare for that is asked for at once.
    """
    place: str | None = None
    if after is not None:
        with db.reading() as tx:
            place = place_article(tx, after)
        if place is None:
            return
    size = WINDOW
    while size <= WIDEST * WINDOW:
        with db.reading() as tx:
            window = list_newest(tx, size, since=bounds.since, after=place)
            part = _look_at(tx, watchlist, bounds, window)
        if part is None:
            break
        yield part
        if window.next is None:
            return
        place, size = window.next, max(WINDOW, size * _READ_AT_ONCE // max(len(part[0]), 1))
    with db.reading() as tx:
        rest = _look_at_all(tx, watchlist, bounds, place)
    yield rest


def _look_at(
    tx: Transaction, watchlist: Watchlist, bounds: Bounds, window: Sequence[int]
) -> tuple[list[int], OnFile] | None:
    """Those of the newest articles that may meet the query; None where their numbers lie too far apart."""
    if not window:
        return [], OnFile()
    first, last = span(window)
    if last - first > SPREAD * max(WINDOW, len(window)):
        return None
    found, on_file = _list_asked(tx, watchlist, window)
    return list_candidates(tx, frozenset(window) if found is None else found & {*window}, bounds), on_file


def _look_at_all(
    tx: Transaction, watchlist: Watchlist, bounds: Bounds, place: str | None
) -> tuple[list[int], OnFile]:
    """All articles after a place that may meet the query."""
    found, on_file = _list_asked(tx, watchlist)
    return list_candidates(tx, found, bounds, after=place), on_file


def _list_asked(
    tx: Transaction, watchlist: Watchlist, among: Sequence[int] | None = None
) -> tuple[AbstractSet[int] | None, OnFile]:
    """Those (`among` these) that may meet the query, None where all may, and what is on file of them."""
    on_file, tree = look_on_file(tx, watchlist, among), watchlist.queries[watchlist.watches[0].id]
    return on_file.list_asked(tx, partial(find_asked, tx, watchlist, tree, among)), on_file


def _find_match(
    watchlist: Watchlist, kept: Kept, origins: int, known: Mapping[str, Match] | None
) -> Match | None:
    """How an article meets the query, by what is on file where it is `known`, else by its text."""
    if known is not None:
        return known.get(watchlist.watches[0].id)
    return next(iter(watchlist.read(kept.article, origins).matches()), None)


class _Origins:
    """The independent origins of stories, counted once each and only where a query asks for them."""

    def __init__(self, tree: Node) -> None:
        self._is_asked = any(isinstance(node, Origins) for node in walk(tree))
        self._counted: dict[str, int] = {}

    def count(self, tx: Transaction, kept: Kept) -> int:
        if not self._is_asked:
            return 1
        if kept.story not in self._counted:
            story = read_story(tx, kept.story)
            self._counted[kept.story] = story.origins if story else 1
        return self._counted[kept.story]
