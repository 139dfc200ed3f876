"""All watches against one article, in one pass; with the sentences that show each match."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import chain

from alerts.watch.compiled import Compiled
from alerts.watch.ideas.model import Model
from alerts.watch.query.check import check_all, describe_error
from alerts.watch.query.tree import About, Fact, Node, Origins, walk
from alerts.watch.reading import Reading
from alerts.watch.rules import digest_rules
from storage.errors import ConfigurationError, WatchError
from storage.records import Article, Entity, MatchRules, Watch


def check_watchlist(entities: Sequence[Entity], watches: Sequence[Watch]) -> list[WatchError]:
    """Everything that is wrong with a watchlist; empty where it can be compiled."""
    return list(check_all(entities, watches).errors)


def compile_watchlist(
    entities: Sequence[Entity], watches: Sequence[Watch], learned: Mapping[str, Model] | None = None
) -> Watchlist:
    """A watchlist ready to read articles; `learned` is what watches for ideas have learned, by watch.

    One of which nothing was learned tells by its query alone.

    Raises: ConfigurationError that names every fault.
    """
    checked = check_all(entities, watches)
    if checked.errors:
        raise ConfigurationError("watchlist", tuple(describe_error(error) for error in checked.errors))
    return Watchlist(entities, watches, checked, learned or {})


class Watchlist(Compiled):
    """Entities and watches compiled once; read-only, so threads and forked processes may share it.

    Made by `compile_watchlist`, which has checked what this constructor takes for granted.
    """

    @cached_property
    def rules(self) -> MatchRules | None:
        """By what articles are matched; None where whom one names depends on more than its text and these."""
        gates = [*self.expected.values(), *self._list_described()]
        if any(map(_asks_more, chain(gates, *self.gates.values()))):
            return None
        lasting = [watch for watch in self.watches if not _asks_more(self.whole_query(watch.id))]
        return digest_rules(self.entities, lasting, self.learned)

    def read(self, article: Article, origins: int | Callable[[], int] = 1) -> Reading:
        """What this article means to the watchlist.

        `origins` is the number of independent origins of the article's story, for `origins >= n`; or what
        counts them, which is called once and only where that decides.
        """
        return Reading(self, article, origins)

    def teach(self, learned: Mapping[str, Model]) -> Watchlist:
        """The same watchlist with other models for its ideas."""
        taught = copy(self)
        taught.learned = learned
        taught.__dict__.pop("rules", None)
        return taught


def _asks_more(tree: Node) -> bool:
    """Whether it depends on what these rules do not decide: how far a story has come, or what a text is."""
    return any(
        isinstance(node, Origins) or (isinstance(node, Fact) and node.about is About.GENRE)
        for node in walk(tree)
    )
