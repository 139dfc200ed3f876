"""Telling rehearsed: what watches would have told of a corpus, decided by the policy on a history made up."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.decide.novelty import Novelty, read_novelty
from alerts.decide.policy import UNWEIGHED, Case, Choice, Tell, decide, make_alert
from alerts.decide.surge import Surge, Volume
from storage.alerts import History
from storage.bugs import attempt
from storage.records import Alert, Kept, Match, Policy, Sighting, Watch

_COMPARED = 12
_BESIDE = 24
"""Articles that novelty is measured against, as when telling in earnest."""

_NOTHING_NEW = Novelty()


@dataclass(slots=True)
class _Heard:
    """What a watch has heard of a story so far."""

    told: list[Alert] = field(default_factory=list)
    told_articles: deque[Kept] = field(default_factory=lambda: deque(maxlen=_COMPARED))
    met: list[str] = field(default_factory=list)
    met_articles: deque[Kept] = field(default_factory=lambda: deque(maxlen=_COMPARED))
    untold_articles: deque[Kept] = field(default_factory=lambda: deque(maxlen=_BESIDE))


class Rehearsal:
    """The history of each watch and story as it grows, article by article in the order of their times.

    Every article is taken as news of its own day, however it came into the corpus. `volumes` has for each
    watch that waits for a surge when its entities were named; `actors` are the tracked persons and bodies.
    """

    def __init__(
        self, volumes: Mapping[str, Volume] | None = None, *, actors: frozenset[str] = frozenset()
    ) -> None:
        self._volumes = volumes or {}
        self._actors = actors
        self._surges: dict[str, list[datetime]] = defaultdict(list)
        self._heard: dict[tuple[str, str], _Heard] = defaultdict(_Heard)
        self._met_in_group: dict[str, set[str]] = defaultdict(set)

    def tell(self, kept: Kept, watch: Watch, match: Match, *, at: datetime, origins: int) -> Choice:
        """Whether a watch would have told of the article that met it at that time, as what, and why."""
        heard = self._heard[watch.id, kept.story]
        live = replace(kept, article=replace(kept.article, sighting=Sighting.LIVE))
        novelty = attempt("novelty", lambda: _read_novelty(live, watch, heard), None)
        case = Case(
            watch=watch,
            kept=live,
            match=match,
            history=History(told=tuple(heard.told), met=tuple(heard.met)),
            novelty=novelty or _NOTHING_NEW,
            unheard=UNWEIGHED if novelty is None else None,
            now=at,
            met_by_copy=watch.id in self._met_in_group[kept.group],
            origins=origins,
            surge=self._find_surge(watch, at),
            actors=self._actors,
        )
        choice = decide(case)
        self._note(case, choice, heard)
        if watch.surge is not None and isinstance(choice, Tell):
            self._surges[watch.id].append(at)
        return choice

    def _find_surge(self, watch: Watch, at: datetime) -> Surge | None:
        if watch.surge is None or watch.id not in self._volumes:
            return None
        return self._volumes[watch.id].cut(at).find_surge(at, watch.surge, self._surges[watch.id][-1:])

    def _note(self, case: Case, choice: Choice, heard: _Heard) -> None:
        kept = case.kept
        heard.met.append(kept.article.id)
        heard.met_articles.append(kept)
        self._met_in_group[kept.group].add(case.watch.id)
        if isinstance(choice, Tell):
            heard.told.append(replace(make_alert(case, choice), evidence=()))
            heard.told_articles.append(kept)
        else:
            heard.untold_articles.append(kept)


def _read_novelty(kept: Kept, watch: Watch, heard: _Heard) -> Novelty:
    """What is new against what was told, else against what met the watch; the costly part of a case."""
    compared: Sequence[Kept] = heard.told_articles or heard.met_articles
    if watch.policy is Policy.DIGEST or not compared:
        return _NOTHING_NEW
    return read_novelty(kept, compared, tuple(heard.untold_articles) if heard.told else ())
