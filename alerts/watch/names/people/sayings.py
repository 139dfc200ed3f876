"""What heads of states are called without a name: the Chinese leader, 한미 정상, the two presidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain, permutations, product

from alerts.watch.names.countries import list_adjectives, list_short
from alerts.watch.names.spellings import MayStand, may_always
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.records import Entity

# What heads of states are called beside their titles.
_CALLED = ("leader", "ruler", "dictator", "strongman", "head of state", "premier")
_CALLED_KO = ("지도자", "최고지도자", "정상", "수뇌")
_PAIRED_KO = ("정상", "수뇌", "두 정상", "양 정상", "양국 정상", "두 대통령", "정상들")


class Way(Enum):
    """How somebody is called without a name."""

    OF_STATE = auto()  # the Chinese leader
    OF_PAIR = auto()  # 한미 정상
    BOTH = auto()  # the two presidents
    COUNTERPART = auto()  # his Chinese counterpart, of another head
    BEFORE = auto()  # his predecessor
    AFTER = auto()  # her successor
    NEW = auto()  # the new president
    OLD = auto()  # the outgoing president
    THEN = auto()  # 당시 대통령, with a year before it
    ITS = auto()  # its leader, of the state named last


# Ways in which the text says whose heads they are.
_SAID: Mapping[Way, tuple[str, ...]] = {
    Way.BOTH: (
        *("two leaders", "two presidents", "both leaders", "both presidents", "two heads of state"),
        *("두 정상", "양 정상", "양국 정상", "두 대통령", "양국 대통령", "두 나라 정상", "두 지도자"),
    ),
    Way.NEW: ("new president", "새 대통령", "신임 대통령"),
    Way.OLD: ("outgoing president", "퇴임하는 대통령"),
    Way.THEN: ("당시 대통령", "then president"),
    Way.ITS: ("its leader",),
    Way.BEFORE: ("predecessor", "전임자"),
    Way.AFTER: ("successor", "후임자"),
}


@dataclass(frozen=True, slots=True)
class Saying:
    """A way of calling heads without a name, with their states; none where the text says which."""

    way: Way
    states: tuple[str, ...]
    said: tuple[str, ...]

    def make_patterns(self, may_stand: MayStand = may_always) -> Iterator[Pattern]:
        """Its patterns; but for those of words that cannot stand there."""
        return chain.from_iterable(
            make_patterns(each, edge=Edge.NAME) for each in filter(may_stand, self.said)
        )


def list_sayings(states: Mapping[str, Entity], titles: Mapping[str, frozenset[str]]) -> Iterator[Saying]:
    """All sayings about heads of some states, who have these titles, both by state."""
    for state, entity in states.items():
        yield Saying(Way.OF_STATE, (state,), tuple(_call(entity, titles[state])))
        yield Saying(Way.COUNTERPART, (state,), tuple(_call_counterpart(entity)))
    for first, second in permutations(states, 2):
        if said := tuple(_pair(states[first], states[second])):
            yield Saying(Way.OF_PAIR, (first, second), said)
    for way, said in _SAID.items():
        yield Saying(way, (), said)


def list_names(entity: Entity) -> list[str]:
    """A state's names and adjectives."""
    names = (entity.name, *entity.aliases)
    return sorted({*names, *list_adjectives(names)})


def _call(entity: Entity, titles: Iterable[str]) -> Iterator[str]:
    """A state's name or adjective with what its heads are called."""
    called = sorted({*titles, *_CALLED, *_CALLED_KO})
    short = (f"{one} {title}" for one in list_short(entity.name) for title in titles if not title.isascii())
    same_script = (
        f"{name} {title}"
        for name, title in product(list_names(entity), called)
        if name.isascii() == title.isascii()
    )
    return chain(same_script, short)


def _call_counterpart(entity: Entity) -> Iterator[str]:
    return (f"{name} counterpart" for name in list_names(entity) if name.isascii())


def _pair(first: Entity, second: Entity) -> Iterator[str]:
    """한미 정상, 조미 수뇌."""
    pairs = product(list_short(first.name), list_short(second.name))
    return (f"{one}{other} {called}" for (one, other), called in product(pairs, _PAIRED_KO))
