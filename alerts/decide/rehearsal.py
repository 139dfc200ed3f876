"""Telling rehearsed: what watches would have told of a corpus, decided as in earnest on a history made up."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alerts.decide.gather import BESIDE, gather_and_decide
from alerts.decide.policy.case import Case, Choice, Tell
from alerts.decide.policy.decide import make_alert
from alerts.decide.surge import Surge, Volume
from storage.corpus.credits import credit_kept
from storage.corpus.origins import list_others
from storage.judging.merging import StoryLink
from storage.judging.topics import StorySketch
from storage.promises.alerts import History
from storage.records import Alert, Kept, Match, Sighting, Watch

REMEMBERED = 4096
"""Articles whose texts are kept in memory, the last used; others are read from the corpus again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What watches tell by, apart from the article: the settings that telling in earnest works with too.

    `digested` are the watches whose every channel has a digest that they stand in. `read_articles` and
    `read_links` ask the corpus.
    """

    official: Mapping[str, str] = field(default_factory=dict)
    actors: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    cooldown: timedelta = timedelta()
    digested: frozenset[str] = frozenset()
    read_articles: Callable[[Sequence[str]], Sequence[Kept]] = lambda _: ()
    read_links: Callable[[str], Sequence[StoryLink]] = lambda _: ()


@dataclass(slots=True)
class _Heard:
    """What a watch has heard of a story so far: alerts, and the articles that met it."""

    told: list[Alert] = field(default_factory=list)
    met: list[str] = field(default_factory=list)


_Parts = defaultdict[int | None, _Heard]
"""What a watch has heard of each part of a story; None: of what is in none."""


class Rehearsal:
    """The history of each watch and story as it grows, article by article in the order of their times.

    Every article is taken as news of its own day, however it came into the corpus, and no mute of today is
    in force. `volumes` has for each watch that waits for a surge when its entities were named.
    """

    def __init__(self, volumes: Mapping[str, Volume] | None = None, terms: Terms | None = None) -> None:
        self._terms = terms or Terms()
        self._volumes = volumes or {}
        self._surges: dict[str, list[datetime]] = defaultdict(list)
        self._heard: dict[tuple[str, str], _Parts] = defaultdict(lambda: defaultdict(_Heard))
        self._lately: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        self._met_in_group: dict[str, set[str]] = defaultdict(set)
        self._met_on_story: dict[str, dict[str, None]] = defaultdict(dict)
        self._texts: OrderedDict[str, Kept] = OrderedDict()
        self._at: datetime | None = None
        self._origins = 0

    def tell(self, kept: Kept, watch: Watch, match: Match, *, at: datetime, origins: int) -> Choice:
        """Whether a watch would have told of the article that met it at that time, as what, and why."""
        self._at, self._origins = at, origins
        live = kept
        if kept.article.sighting is not Sighting.LIVE:
            live = replace(kept, article=replace(kept.article, sighting=Sighting.LIVE))
        terms = self._terms
        case = Case(
            watch=watch,
            kept=live,
            match=match,
            now=at,
            is_digested=watch.id in terms.digested,
            official=terms.official,
            actors=terms.actors,
            names=terms.names,
            cooldown=terms.cooldown,
        )
        case, choice = gather_and_decide(case, self)
        self._note(case, choice)
        return choice

    def _note(self, case: Case, choice: Choice) -> None:
        kept, watch = case.kept, case.watch
        heard = self._heard[watch.id, kept.story][kept.part]
        heard.met.append(kept.article.id)
        self._met_in_group[kept.group].add(watch.id)
        self._met_on_story[kept.story][kept.article.id] = None
        self._remember(kept)
        if not isinstance(choice, Tell):
            return
        heard.told.append(replace(make_alert(case, choice), evidence=()))
        self._lately[watch.id] = [*self._lately[watch.id], (case.now, kept.article.id)][-BESIDE:]
        if watch.surge is not None:
            self._surges[watch.id].append(case.now)

    def _remember(self, kept: Kept) -> None:
        self._texts[kept.article.id] = kept
        self._texts.move_to_end(kept.article.id)
        if len(self._texts) > REMEMBERED:
            self._texts.popitem(last=False)

    def read_history(self, watch: str, kept: Kept) -> History:
        """What the watch would have been told of the story by now."""
        parts = self._heard[watch, kept.story]
        likely = [alert for part, heard in parts.items() if part != kept.part for alert in heard.told]
        likely.sort(key=lambda alert: alert.created_at)
        heard = parts[kept.part]
        return History(told=tuple(heard.told), met=tuple(heard.met), likely=tuple(likely))

    def read_articles(self, ids: Sequence[str]) -> Sequence[Kept]:
        """These articles, oldest first, from memory as far as they are there."""
        if unread := [id for id in ids if id not in self._texts]:
            for kept in self._terms.read_articles(unread):
                self._remember(kept)
        found = [self._texts[id] for id in dict.fromkeys(ids) if id in self._texts]
        return sorted(found, key=lambda kept: kept.article.order[0])

    def list_told(self, watch: str, since: datetime) -> Sequence[str]:
        """What the watch would have told of since then, the last told first."""
        return list(dict.fromkeys(id for at, id in reversed(self._lately[watch]) if at > since))

    def list_met_in_group(self, kept: Kept) -> frozenset[str]:
        """The watches that an earlier article of its copy group met."""
        return frozenset(self._met_in_group[kept.group])

    def read_mute(self, watch: str, kept: Kept) -> str | None:  # noqa: ARG002  # as Past has it
        """No mute of today was in force on the day."""
        return None

    def read_surge(self, watch: Watch, kept: Kept) -> Surge | None:  # noqa: ARG002  # as Past has it
        """The rise that the article belongs to, by the volumes."""
        if watch.surge is None or watch.id not in self._volumes or self._at is None:
            return None
        return (
            self._volumes[watch.id]
            .cut(self._at)
            .find_surge(self._at, watch.surge, self._surges[watch.id][-1:])
        )

    def count_origins(self, kept: Kept) -> int:  # noqa: ARG002  # as Past has it
        """The origins of the story at the time."""
        return self._origins

    def list_beside(self, kept: Kept, since: datetime) -> Mapping[str, str]:
        """What other origins reported of its story since then, of what met the watches, the latest first."""
        story = [*self.read_articles(list(self._met_on_story[kept.story])[-BESIDE:]), kept]
        came = [(credit_kept(each), each.article.order[0]) for each in story]
        return list_others(came, kept.article.id, since, BESIDE)

    def find_followed(self, watch: str, kept: Kept, since: datetime) -> StorySketch | None:  # noqa: ARG002  # as Past has it
        """None: a rehearsal asks whether is told, and what goes on from a story is told either way."""
        return None

    def read_links(self, story: str) -> Sequence[StoryLink]:
        """How the story came to hold what it holds."""
        return self._terms.read_links(story)
