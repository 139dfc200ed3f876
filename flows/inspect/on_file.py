"""What is on file of the articles that watches meet, so that their texts need not be read for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial

from alerts.watch.matcher import Watchlist
from alerts.watch.query.index_query import Named, find_candidates
from alerts.watch.query.tree import Node
from storage.corpus.articles import article_numbers
from storage.corpus.matched import (
    EVERY,
    find_by_rules,
    list_met,
    list_naming,
    list_rules,
    read_matches_numbered,
)
from storage.corpus.search import find_numbers
from storage.database import Transaction
from storage.records import Match, MatchRules, OnFileOf


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """`known` are the numbers of the articles of which it is on file which of the watches they meet.

    `kept_as` has for each watch the id under which that is: its own, or that of another with the same query.
    Only the articles `among` are asked about, None: all; what is found of others means nothing.
    """

    known: OnFileOf = field(default_factory=OnFileOf)
    kept_as: Mapping[str, str] = field(default_factory=dict)
    among: Sequence[int] | None = None

    def list_asked(
        self, tx: Transaction, ask: Callable[[], AbstractSet[int] | None]
    ) -> AbstractSet[int] | None:
        """The articles that may meet a watch, None where all may: of what is known those that do.

        `ask` asks the index for them.
        """
        if not self.known:
            return ask()
        met = self.known.take(list_met(tx, {*self.kept_as.values()}, span(self.among)))
        if self.known.is_all:
            return met
        found = ask()
        return met | self.known.leave(self._list_all(tx) if found is None else found)

    def _list_all(self, tx: Transaction) -> AbstractSet[int]:
        return frozenset(article_numbers(tx) if self.among is None else self.among)

    def read_matches(self, tx: Transaction, numbers: Collection[int]) -> dict[int, dict[str, Match]]:
        """What those of these articles that are known meet, by number and watch."""
        read = read_matches_numbered(tx, [number for number in numbers if number in self.known])
        return {
            number: {
                watch: replace(found[id_], watch=watch) for watch, id_ in self.kept_as.items() if id_ in found
            }
            for number, found in read.items()
        }


def look_on_file(tx: Transaction, watchlist: Watchlist, among: Sequence[int] | None = None) -> OnFile:
    """What is on file of the watches of a watchlist as it is now; with `among` of these articles alone."""
    wanted = _list_digests(watchlist)
    if not wanted:
        return OnFile()
    kept = list_rules(tx)
    kept_as = {watch: _find_kept(watch, digest, kept.values()) for watch, digest in wanted.items()}
    held = {id_: wanted[watch] for watch, id_ in kept_as.items()}
    numbers = [number for number, each in kept.items() if held.items() <= each.watches.items()]
    return OnFile(known=find_by_rules(tx, numbers, among), kept_as=kept_as, among=among)


def _list_digests(watchlist: Watchlist) -> dict[str, str]:
    """The digests of what decides each watch; none where one of them depends on more than that."""
    rules = watchlist.rules
    known = rules.watches if rules else {}
    ids = [watch.id for watch in watchlist.watches]
    return {id_: known[id_] for id_ in ids} if known.keys() >= {*ids} else {}


def find_asked(
    tx: Transaction,
    watchlist: Watchlist,
    tree: Node,
    among: Sequence[int] | None = None,
    *,
    between: tuple[int, int] | None = None,
) -> AbstractSet[int] | None:
    """The articles that may meet a query, None where all may, by the index and by whom they name.

    With `among` it is asked for these, with `between` for those from one number to another; what else it
    finds means nothing.
    """
    rules = watchlist.rules
    between = span(among) if among is not None else between
    same = [number for number, kept in list_rules(tx).items() if rules and kept.names == rules.names]
    read = find_by_rules(tx, same, among)
    named = Named(read, partial(list_naming, tx, between=between or EVERY)) if read else None
    return find_candidates(tree, watchlist.gazetteer, partial(find_numbers, tx, between=between), named)


def span(among: Sequence[int] | None) -> tuple[int, int]:
    """The least and the greatest of these numbers; None: of all that there are."""
    return EVERY if among is None else (min(among), max(among))


def _find_kept(watch: str, digest: str, kept: Collection[MatchRules]) -> str:
    """Under which id the matches of a watch are, its own first."""
    ids = {id_ for rules in kept for id_, own in rules.watches.items() if own == digest}
    return watch if watch in ids else min(ids, default=watch)
