"""Search the corpus in the watch language: the index finds candidates, the matcher decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.query.check import look_up
from alerts.watch.query.parse import parse_query
from alerts.watch.query.phrases import NONE, Phrases, give_phrases
from alerts.watch.query.tree import Node, Origins, walk
from flows.inspect.on_file import find_asked, look_on_file
from storage.bugs import attempt_alone
from storage.corpus.articles import read_articles_numbered
from storage.corpus.search import Bounds, list_candidates
from storage.database import Database, Transaction
from storage.lists.story_lists import read_story
from storage.records import Entity, Evidence, Kept, Match, Watch

QUERY = "query"
"""The id of the one watch that a query is made into."""

_READ_AT_ONCE = 50


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
    """The same from a watchlist of any watches over these entities, whose names are compiled already.

    Raises: WatchError: the query is wrong at one character, or names an entity that there is not.
    """
    return names.ask(make_asked(query, phrases))


def search_corpus(
    db: Database, watchlist: Watchlist, bounds: Bounds, *, after: int | None = None
) -> Iterator[Hit]:
    """The articles that meet the first watch of a watchlist, newest first, read as they are asked for.

    `after` is the number of the last hit of an earlier part.
    """
    tree = watchlist.queries[watchlist.watches[0].id]
    with db.reading() as tx:
        on_file = look_on_file(tx, watchlist)
        candidates = list_candidates(
            tx, on_file.list_asked(tx, partial(find_asked, tx, watchlist, tree)), bounds
        )
    begin = candidates.index(after) + 1 if after in candidates else 0 if after is None else len(candidates)
    remaining = iter(candidates[begin:])
    origins = _Origins(tree)
    while numbers := list(islice(remaining, _READ_AT_ONCE)):
        with db.reading() as tx:
            read = [(kept, origins.count(tx, kept)) for kept in read_articles_numbered(tx, numbers)]
            known = on_file.read_matches(tx, numbers)
        for number, (kept, count) in zip(numbers, read, strict=True):
            find = partial(_find_match, watchlist, kept, count, known.get(number))
            if match := attempt_alone(kept.article.id, "search", find, None):
                yield Hit(number=number, kept=kept, evidence=match.evidence)


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
