"""Which entities an article names, and where: look-alikes refused, dates kept, persons known again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from alerts.watch.acronyms import drop_redefined
from alerts.watch.aims import Slot, Use
from alerts.watch.edges import is_within_word
from alerts.watch.hangul import READINGS, ROLE, may_end_before
from alerts.watch.holders import find_holders, list_office_patterns
from alerts.watch.names import COMMON, MERE_WORDS, Person, list_patterns, read_person
from alerts.watch.offices import Offices
from alerts.watch.romanise import split_given
from alerts.watch.scan import Hits
from alerts.watch.surface import Occurrence, Surface
from alerts.watch.terms import Pattern
from storage.records import Entity
from storage.text import Span, lower

_BRACKET = re.compile(r"\s?[(\[]\s*[\"']?")
_MORE_IN_BRACKET = re.compile(r"[\"']?\s*(?:[,;/·]|or|또는)?\s*[\"']?")
_CLOSING = re.compile(r"[\"']?\s*[)\]]")
# Kinds of which a longer name leaves nothing of a shorter one within: Korea in North Korea.
_EXCLUSIVE = frozenset(["person", "place"])


@dataclass(frozen=True, slots=True)
class Named:
    """Where each entity is named, by its number, in the order of the text.

    `conflicts` has for a person whom the text calls by another's name that name.
    """

    places: dict[int, list[Occurrence]]
    conflicts: dict[int, str]


class Gazetteer:
    """All entities, ready to be found; read-only, numbered in the order given."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = tuple(entities)
        self.persons: tuple[Person | None, ...] = tuple(read_person(entity) for entity in self.entities)
        self._offices = Offices(self.entities, self.persons)
        self.number = {entity.id: number for number, entity in enumerate(self.entities)}

    def list_owned(self) -> Iterator[tuple[Slot, Pattern]]:
        """All patterns with the slots that own them."""
        for number, entity in enumerate(self.entities):
            for use, pattern in list_patterns(entity, self.persons[number]):
                yield (use, number), pattern
            for pattern in self._list_offices(number):
                yield (Use.OFFICE, number), pattern

    def _list_offices(self, number: int) -> Iterator[Pattern]:
        person = self.persons[number]
        return list_office_patterns(self.entities[number], person) if person is not None else iter(())

    def list_betraying(self, number: int) -> Iterator[Pattern]:
        """The patterns of which every text that names an entity has one; for searching the corpus.

        They are its own, and those of persons whose name a text may give it by mistake.
        """
        yield from self._list_offices(number)
        for one in (number, *self._offices.list_mistaken(number)):
            for use, pattern in list_patterns(self.entities[one], self.persons[one]):
                if use in (Use.ALIAS, Use.GIVEN):
                    yield pattern

    def find_named(self, surface: Surface, hits: Hits) -> Named:
        """Where each entity is named; gates are not asked here."""
        published = surface.article.published
        at = published.at if published else None
        named = {
            number: found
            for number in _list_candidates(hits)
            if _is_valid(self.entities[number], at) and (found := self._find_names(surface, hits, number))
        }
        if not named and not hits[Use.OFFICE]:
            return Named({}, {})
        named = self._drop_nested(named)
        conflicts = self._give_to_meant(surface, named)
        if offices := hits[Use.OFFICE]:
            named |= find_holders(surface, offices, self.persons, self._offices, _list_found(named))
        self._add_surnames(surface, named)
        return Named({number: _merge(surface, found) for number, found in named.items() if found}, conflicts)

    def _give_to_meant(self, surface: Surface, named: dict[int, list[Occurrence]]) -> dict[int, str]:
        """Hand what names somebody else by mistake to the person meant; what the text says, by number."""
        conflicts: dict[int, str] = {}
        for number, meant in self._offices.find_meant(surface, named).items():
            mistaken = named.pop(number)
            conflicts[meant] = surface.slice_original(mistaken[0].start, mistaken[0].end)
            named[meant] = sorted([*named.get(meant, []), *mistaken], key=lambda one: one.start)
        return conflicts

    def _find_names(self, surface: Surface, hits: Hits, number: int) -> list[Occurrence]:
        found = list(hits[Use.ALIAS].get(number, ()))
        person = self.persons[number]
        if person is not None:
            for given in hits[Use.GIVEN].get(number, ()):
                found.extend(_add_family(surface, given, person))
        refused = hits[Use.NEVER].get(number)
        if refused is not None:
            never = _Places(refused)
            found = [
                one for one in found if not any(_overlap(one, other) for other in never.list_around(one))
            ]
        return drop_redefined(surface, found, self.entities[number])

    def say_refused(self, surface: Surface, hits: Hits, number: int) -> str | None:
        """Why names of an entity that stand in the article do not count, its gates left aside."""
        entity, published = self.entities[number], surface.article.published
        raw = hits[Use.ALIAS].get(number, ())
        if raw and not _is_valid(entity, published.at if published else None):
            return "it is named, and the article is outside its dates"
        if raw and not self._find_names(surface, hits, number):
            return f"its names stand only in look-alikes: {_show_around(surface, raw[0])}"
        return None

    def _drop_nested(self, named: dict[int, list[Occurrence]]) -> dict[int, list[Occurrence]]:
        """Without the names that stand within a longer name of another entity of the same kind."""
        by_kind: dict[str, list[Occurrence]] = {kind: [] for kind in _EXCLUSIVE}
        for number, found in named.items():
            if self.entities[number].kind in _EXCLUSIVE:
                by_kind[self.entities[number].kind].extend(found)
        places = {kind: _Places(found) for kind, found in by_kind.items() if len(found) > 1}
        if not places:
            return named
        return {
            number: _keep_outer(found, places.get(self.entities[number].kind))
            for number, found in named.items()
        }

    def _add_surnames(self, surface: Surface, named: dict[int, list[Occurrence]]) -> None:
        """Persons named in full are known by their surname, where nobody else in the article has it."""
        bearers: dict[str, set[int]] = {}
        for number, found in named.items():
            person = self.persons[number]
            if person is not None and found:
                for surname in _list_surnames(surface, person, found):
                    bearers.setdefault(surname, set()).add(number)
        full = {one.start for number, found in named.items() if self.persons[number] for one in found}
        for surname, numbers in bearers.items():
            for number in numbers:
                found = self._find_surname(surface, surname, number, named[number], full)
                if len(numbers) > 1:
                    found = self._keep_by_office(surface, found, number, numbers)
                named[number] = [*named[number], *found]

    def _find_surname(
        self,
        surface: Surface,
        surname: str,
        number: int,
        named: Sequence[Occurrence],
        full: set[int],
    ) -> list[Occurrence]:
        person = self.persons[number]
        assert person is not None  # only persons bear surnames
        if surname == person.hangul:
            own = {surface.text[one.start : one.end] for one in named}
            return _find_with_office(surface, surname, own, self._list_titles(number))
        alone = [one for one in _list_words(surface, surname) if one.start not in full]
        strangers = {one for one in alone if _is_another(surface, one, person)}
        first = min(one.start for one in named)
        found = [
            one
            for one in alone
            if one not in strangers
            and not (surname in COMMON and _begins_line(surface, one))
            and (one.start > first or one.end <= surface.title_end)
        ]
        has_namesake = any(_is_given_name(surface, one) for one in strangers)
        return self._keep_by_office(surface, found, number, set()) if has_namesake else found

    def _list_titles(self, number: int) -> tuple[str, ...]:
        return tuple(title for role in self.entities[number].roles for title in role.titles)

    def _keep_by_office(
        self, surface: Surface, found: list[Occurrence], number: int, bearers: set[int]
    ) -> list[Occurrence]:
        """Of surnames that several bear, those beside an office that only one of them holds."""
        person = self.persons[number]

        def find(surface: Surface, one: Occurrence, number: int) -> bool:
            return self._offices.find_office(surface, _cut_surname(surface, one, person), number)

        return [
            one
            for one in found
            if find(surface, one, number)
            and not any(find(surface, one, other) for other in bearers if other != number)
        ]


def _list_found(named: dict[int, list[Occurrence]]) -> set[int]:
    return {number for number, found in named.items() if found}


def _list_candidates(hits: Hits) -> list[int]:
    return sorted(hits[Use.ALIAS].keys() | hits[Use.GIVEN].keys())


def _is_valid(entity: Entity, at: datetime | None) -> bool:
    if at is None:
        return True
    if entity.valid_from is not None and at < entity.valid_from:
        return False
    return entity.valid_to is None or at <= entity.valid_to


def _show_around(surface: Surface, one: Occurrence) -> str:
    start, end = max(0, one.start - 20), min(len(surface.text), one.end + 20)
    return surface.slice_original(start, end).replace("\n", " ").strip()


def _overlap(one: Occurrence, other: Occurrence) -> bool:
    return one.start < other.end and other.start < one.end


class _Places:
    """Occurrences by where they begin, so that neighbours are found without looking at all."""

    def __init__(self, found: Sequence[Occurrence]) -> None:
        self._found = sorted(found, key=lambda one: one.start)
        self._starts = [one.start for one in self._found]
        self._longest = max((one.end - one.start for one in found), default=0)

    def list_around(self, one: Occurrence) -> list[Occurrence]:
        """Those that may overlap an occurrence."""
        low = bisect_left(self._starts, one.start - self._longest)
        return self._found[low : bisect_left(self._starts, one.end)]


def _keep_outer(found: list[Occurrence], places: _Places | None) -> list[Occurrence]:
    """Without those that stand within a longer one; an entity's own longer name takes it in anyway."""
    if places is None:
        return found
    return [
        one
        for one in found
        if not any(
            outer.start <= one.start
            and one.end <= outer.end
            and outer.end - outer.start > one.end - one.start
            for outer in places.list_around(one)
        )
    ]


def _add_family(surface: Surface, given: Occurrence, person: Person) -> list[Occurrence]:
    """The given name with the surname before it, or after it; nothing where there is none."""
    before = next((word for gap in _FAMILY_GAPS if (word := _read_before(surface, given.start, gap))), None)
    if before is not None and lower(surface.shaped[slice(*before)]) in person.surnames:
        return [Occurrence(before[0], given.end)]
    after = _read_after(surface, given.end, " ")
    if after is not None and lower(surface.shaped[slice(*after)]) in person.surnames:
        return [Occurrence(given.start, after[1])]
    return []


_FAMILY_GAPS = (" ", "-", ", ", ",", "")


def _read_before(surface: Surface, at: int, gap: str) -> Span | None:
    return surface.read_word_before(at - len(gap)) if surface.text.endswith(gap, 0, at) else None


def _read_after(surface: Surface, at: int, gap: str) -> Span | None:
    return surface.read_word_after(at + len(gap)) if surface.text.startswith(gap, at) else None


def _list_surnames(surface: Surface, person: Person, found: Sequence[Occurrence]) -> set[str]:
    """The surnames in the spelling in which the article gives them beside a given name."""
    surnames: set[str] = set()
    for one in found:
        words = [lower(word) for word in re.findall(r"[^\W_]+", surface.text[one.start : one.end])]
        if len(words) > 1:
            surnames.update(word for word in (words[0], words[-1]) if word in person.surnames)
        if person.hangul and words[0].startswith(person.hangul) and "".join(words) != person.hangul:
            surnames.add(person.hangul)
    return surnames


def _list_words(surface: Surface, surname: str) -> list[Occurrence]:
    """Where a surname stands as a word, its capital written; nowhere where it is a mere word."""
    if surname in MERE_WORDS:
        return []
    hits = _compile_surname(surname).finditer(surface.shaped)
    return [Occurrence(*hit.span()) for hit in hits if not is_within_word(surface, *hit.span(), wild=False)]


@lru_cache(maxsize=4096)
def _compile_surname(surname: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(surname[0].upper())}(?i:{re.escape(surname[1:])})")


def _begins_line(surface: Surface, one: Occurrence) -> bool:
    """Whether a capital says nothing here: in the title, or at the start of a sentence."""
    if one.start < surface.title_end:
        return True
    begin = surface.sentence_spans[surface.sentence(one.start)][0]
    return not surface.text[begin : one.start].strip(" \"'(")


def _is_another(surface: Surface, surname: Occurrence, person: Person) -> bool:
    """Whether a surname begins the full name of somebody else: Cho Hyun-dong is not Cho Tae-yul."""
    after = _read_after(surface, surname.end, " ")
    if person.korean is None or after is None or not surface.text[after[0]].isupper():
        return False
    if surname.start > surface.title_end and _NAME_GOES_ON.match(surface.shaped, surname.end):
        return True  # Han Kang, Han River: in a headline the word might be a verb
    second = _read_after(surface, after[1], "-")
    given = tuple(lower(surface.shaped[slice(*word)]) for word in (after, second) if word is not None)
    return given not in person.korean.givens and split_given(given) is not None


def _is_given_name(surface: Surface, surname: Occurrence) -> bool:
    """Whether Koreans are called what follows a surname: Han Kang is somebody, the Han River is not."""
    after = _read_after(surface, surname.end, " ")
    if after is None:
        return False
    word = lower(surface.shaped[slice(*after)])
    is_syllable = split_given((word, word)) is not None
    return is_syllable or split_given((word,)) is not None or _read_after(surface, after[1], "-") is not None


# After a surname a capital is another's name, but for days and months.
_NAME_GOES_ON = re.compile(
    " (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    "|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]"
)


@lru_cache(maxsize=512)
def _compile_office(surname: str) -> re.Pattern[str]:
    hanja = "".join(char for char, reading in READINGS.items() if reading == surname)
    family = f"(?:{surname}|{hanja})" if hanja else surname
    return re.compile(
        rf"(?<![가-힣0-9A-Za-z])({family}) ?(?:[가-힣]{{2,4}}부 )?(?:외교|국방|국무|재무)?({ROLE})"
    )


@lru_cache(maxsize=512)
def _compile_others(surname: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣0-9A-Za-z])({surname}[가-힣]{{1,2}}) ?(?:[가-힣]{{2,5}} ?)?({ROLE})")


def _find_with_office(
    surface: Surface, surname: str, own: set[str], titles: Sequence[str]
) -> list[Occurrence]:
    """조 장관 and 조장관 after 조태열; in Korean a surname does not stand alone.

    `own` are the names that the text gives the person, rightly or not. An office that the text gives
    somebody else of the surname is that one's; with two syllables (조국 대표, 한국 정부) only one that is
    none of the person's `titles`.
    """
    text = surface.text
    taken = {
        found.group(2)
        for found in _compile_others(surname).finditer(text)
        if found.group(1) not in own
        and (len(found.group(1)) > len(surname) + 1 or not _ends_any(titles, found.group(2)))
    }
    places: list[Occurrence] = []
    for found in _compile_office(surname).finditer(text):
        if found.group(2) in taken:
            continue
        rest = re.compile("[가-힣]*").match(text, found.end())
        glued = rest.group() if rest else ""
        if may_end_before(found.group()[-1], glued, is_name=True, takes_role=False):
            places.append(Occurrence(*found.span()))
    return places


def _cut_surname(surface: Surface, one: Occurrence, person: Person | None) -> Occurrence:
    """The surname alone of a Korean one with its office, 조 of 조 장관."""
    family = person.hangul if person else None
    if family is None or not surface.text.startswith(family, one.start, one.end):
        return one
    return Occurrence(one.start, one.start + len(family))


def _ends_any(titles: Sequence[str], office: str) -> bool:
    return any(title.endswith(office) for title in titles)


def _merge(surface: Surface, found: list[Occurrence]) -> list[Occurrence]:
    """The longest of what overlaps, and one mention of a name with its abbreviation in brackets."""
    if len(found) == 1:
        return found
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return _join_brackets(surface, kept)


def _join_brackets(surface: Surface, found: list[Occurrence]) -> list[Occurrence]:
    joined: list[Occurrence] = []
    in_bracket = False
    for one in found:
        gap = surface.text[joined[-1].end : one.start] if joined else "-"
        opens = _BRACKET.fullmatch(gap) is not None
        if joined and (opens or (in_bracket and _MORE_IN_BRACKET.fullmatch(gap))):
            joined[-1] = Occurrence(joined[-1].start, one.end)
            in_bracket = True
        else:
            in_bracket = False
            joined.append(one)
        if in_bracket and (closing := _CLOSING.match(surface.text, joined[-1].end)):
            joined[-1] = Occurrence(joined[-1].start, closing.end())
            in_bracket = False
    return joined
