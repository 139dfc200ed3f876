"""Offices by date: who is meant where a text gives the holder of an office another person's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from itertools import product

from alerts.watch.names.spellings import Person
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.patterns import compile_later
from storage.language.text import HANGUL, Span, fold, lower, runs
from storage.records import Entity, Role

_EAST = compile_later(f"[{HANGUL}]")


ABBREVIATED: dict[tuple[str, ...], str] = {("foreign", "minister"): "fm", ("prime", "minister"): "pm"}


@dataclass(frozen=True, slots=True)
class Title:
    """What an office is called: `words` in lower case stand before a name, `hangul` after or before it."""

    words: tuple[str, ...]
    hangul: str | None


@lru_cache(maxsize=4096)
def read_title(text: str) -> Title:
    """A title as configured, ready to be looked for beside a name."""
    folded = fold(text).text
    if _EAST.search(folded):
        return Title((), "".join(folded.split()))
    return Title(_read_title_words(folded, runs(folded)), None)


def list_titles(entity: Entity) -> tuple[str, ...]:
    """The titles of all offices that somebody has held."""
    return tuple(title for role in entity.roles for title in role.titles)


class Offices:
    """The offices of all persons, numbered as the gazetteer numbers them."""

    def __init__(self, entities: Sequence[Entity], persons: Sequence[Person | None]) -> None:
        self.persons = persons
        self._entities = entities
        self._titles = {title: read_title(title) for entity in entities for title in list_titles(entity)}

    def find_office(self, layout: Layout, one: Occurrence, number: int) -> bool:
        """Whether a title that this person holds on the article's day stands beside an occurrence."""
        return any(
            _stands_beside(layout, one, self._titles[title])
            for role in self._entities[number].roles
            if is_in_office(role, layout.at)
            for title in role.titles
        )

    def find_meant(self, layout: Layout, named: dict[int, list[Occurrence]]) -> dict[int, int]:
        """For each person named whom the text must have mistaken: the person who is meant.

        The two share a surname and the first syllable of the given name; the title beside the
        name is one that only the other held (on the article's day; ever, where it has none).
        """
        meant: dict[int, int] = {}
        alike = self._alike
        for number in [number for number in named if number in alike] if alike else ():
            places = named[number]
            for other in self._alike[number]:
                if self._holds_any(layout, places, other) and not self._holds_any(layout, places, number):
                    meant[number] = other
        return meant

    def list_mistaken(self, number: int) -> list[int]:
        """The persons whose name a text may give this one by mistake."""
        return self._alike.get(number, []) if self._entities[number].roles else []

    def _holds_any(self, layout: Layout, places: Sequence[Occurrence], number: int) -> bool:
        """Whether a title of this person stands beside one of the places."""
        return any(self.find_office(layout, one, number) for one in places)

    @cached_property
    def _alike(self) -> dict[int, list[int]]:
        """By person the others with a surname and a first syllable of the given name in common, if any."""
        by_sound: dict[tuple[str, str], list[int]] = defaultdict(list)
        sounds = {number: _list_sounds(person) for number, person in enumerate(self.persons)}
        for number, keys in sounds.items():
            for key in keys:
                by_sound[key].append(number)
        alike = {
            number: sorted({other for key in keys for other in by_sound[key]} - {number})
            for number, keys in sounds.items()
            if keys
        }
        return {number: others for number, others in alike.items() if others}


def _list_sounds(person: Person | None) -> set[tuple[str, str]]:
    """The spellings of a surname with those of a given name's first syllable; none of what is no Korean's."""
    if person is None or person.korean is None:
        return set()
    return set(product(person.surnames, {given[0] for given in person.korean.givens if len(given) == 2}))


def is_in_office(role: Role, at: datetime | None) -> bool:
    """Whether a role was held on a day; any role where there is none."""
    if at is None:
        return True
    return (role.begins is None or role.begins <= at) and (role.ends is None or at <= role.ends)


def is_around(role: Role, at: datetime | None) -> bool:
    """Whether a role was held on a day that is known, or within a month of it."""
    return at is not None and any(is_in_office(role, at + shift) for shift in (-_MONTH, timedelta(), _MONTH))


_MONTH = timedelta(days=30)


def _stands_beside(layout: Layout, one: Occurrence, title: Title) -> bool:
    if title.hangul is not None:
        return _stands_beside_ko(layout.text, one, _spread(title.hangul))
    before = layout.text[max(0, one.start - 80) : one.start]
    spans = runs(before)[-len(title.words) :]
    if spans and lower(before[slice(*spans[-1])]) == ABBREVIATED.get(title.words):
        return before[spans[-1][1] :] == " "
    if _follows(layout.text[one.end : one.end + 80], title.words):
        return True
    return _read_title_words(before, spans) == title.words and before[spans[-1][1] :].strip(" ") in ("", ",")


@lru_cache(maxsize=1024)
def _spread(title: str) -> re.Pattern[str]:
    """A title with blanks wherever it is written with any."""
    return re.compile(" ?".join(map(re.escape, title)))


def _stands_beside_ko(text: str, one: Occurrence, title: re.Pattern[str]) -> bool:
    after = text[one.end : one.end + 30].lstrip(" ")
    before = text[max(0, one.start - 30) : one.start].rstrip(" ")
    return title.match(after) is not None or any(
        found.end() == len(before) for found in title.finditer(before)
    )


def _follows(text: str, words: tuple[str, ...]) -> bool:
    """Whether what stands behind a name begins with a title: Cho Tae-yul, the foreign minister."""
    rest = text.removeprefix(", the ")
    return rest != text and _read_title_words(rest, runs(rest)[: len(words)]) == words


def _read_title_words(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(lower(text[start:end]).replace(".", "") for start, end in spans)
