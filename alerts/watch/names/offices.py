"""Offices by date: who is meant where a text gives the holder of an office another person's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from alerts.watch.names.spellings import Person
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.text import HANGUL, fold, lower, runs
from storage.records import Entity, Role

_EAST = re.compile(f"[{HANGUL}]")


ABBREVIATED: dict[tuple[str, ...], str] = {("foreign", "minister"): "fm", ("prime", "minister"): "pm"}


@dataclass(frozen=True, slots=True)
class Title:
    """What an office is called: `words` in lower case stand before a name, `hangul` after or before it."""

    words: tuple[str, ...]
    hangul: re.Pattern[str] | None


def read_title(text: str) -> Title:
    """A title as configured, ready to be looked for beside a name."""
    folded = fold(text).text
    if _EAST.search(folded):
        letters = [re.escape(char) for char in folded if not char.isspace()]
        return Title((), re.compile(" ?".join(letters)))
    return Title(tuple(lower(folded[start:end]).replace(".", "") for start, end in runs(folded)), None)


class Offices:
    """The offices of all persons, numbered as the gazetteer numbers them."""

    def __init__(self, entities: Sequence[Entity], persons: Sequence[Person | None]) -> None:
        self._entities = entities
        self._persons = persons
        self._titles = {
            title: read_title(title) for e in entities for role in e.roles for title in role.titles
        }
        self._by_sound: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, person in enumerate(persons):
            for sound in _list_sounds(person) if person is not None else ():
                self._by_sound[sound].append(number)

    def find_office(self, layout: Layout, one: Occurrence, number: int) -> bool:
        """Whether a title that this person holds on the article's day stands beside an occurrence."""
        published = layout.article.published
        return any(
            _stands_beside(layout, one, self._titles[title])
            for role in self._entities[number].roles
            if is_in_office(role, published.at if published else None)
            for title in role.titles
        )

    def find_meant(self, layout: Layout, named: dict[int, list[Occurrence]]) -> dict[int, int]:
        """For each person named whom the text must have mistaken: the person who is meant.

        The two share a surname and the first syllable of the given name; the title beside the
        name is one that only the other held (on the article's day; ever, where it has none).
        """
        meant: dict[int, int] = {}
        for number, places in named.items():
            if self._persons[number] is None:
                continue
            for other in self._list_alike(number):
                if not self._entities[other].roles:
                    continue
                if any(self._says_other(layout, one, number, other) for one in places) and not any(
                    self.find_office(layout, one, number) for one in places
                ):
                    meant[number] = other
        return meant

    def list_mistaken(self, number: int) -> list[int]:
        """The persons whose name a text may give this one by mistake."""
        return self._list_alike(number) if self._entities[number].roles else []

    def _says_other(self, layout: Layout, one: Occurrence, number: int, other: int) -> bool:
        return self.find_office(layout, one, other) and not self.find_office(layout, one, number)

    def _list_alike(self, number: int) -> list[int]:
        """The other persons with a surname and a first syllable of the given name in common."""
        person = self._persons[number]
        if person is None:
            return []
        keys = _list_sounds(person)
        return sorted({other for key in keys for other in self._by_sound.get(key, ())} - {number})


def _list_sounds(person: Person) -> set[tuple[str, str]]:
    """The spellings of a surname with those of a given name's first syllable."""
    if person.korean is None:
        return set()
    return set(product(person.surnames, {given[0] for given in person.korean.givens if len(given) == 2}))


def is_in_office(role: Role, at: datetime | None) -> bool:
    """Whether a role was held on a day; any role where there is none."""
    if at is None:
        return True
    return (role.begins is None or role.begins <= at) and (role.ends is None or at <= role.ends)


def _stands_beside(layout: Layout, one: Occurrence, title: Title) -> bool:
    if title.hangul is not None:
        after = layout.text[one.end : one.end + 30].lstrip(" ")
        before = layout.text[max(0, one.start - 30) : one.start].rstrip(" ")
        return title.hangul.match(after) is not None or any(
            found.end() == len(before) for found in title.hangul.finditer(before)
        )
    before = layout.text[max(0, one.start - 80) : one.start]
    spans = runs(before)[-len(title.words) :]
    short = ABBREVIATED.get(title.words)
    if short is not None and spans and lower(before[slice(*spans[-1])]) == short:
        return before[spans[-1][1] :] == " "
    following = layout.text[one.end : one.end + 80]
    if following.startswith(", the ") and _begins_with(following[6:], title.words):
        return True
    said = tuple(lower(before[start:end]).replace(".", "") for start, end in spans)
    return said == title.words and before[spans[-1][1] :].strip(" ") == ""


def _begins_with(text: str, words: tuple[str, ...]) -> bool:
    said = tuple(lower(text[start:end]).replace(".", "") for start, end in runs(text)[: len(words)])
    return said == words
