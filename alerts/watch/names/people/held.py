"""Offices by who holds them: Secretary Blinken is the Secretary of State, 조현 장관 the foreign minister."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from alerts.watch.names.people.holders import is_other_office
from alerts.watch.names.people.offices import ABBREVIATED, is_in_office, read_title
from alerts.watch.names.spellings import Person
from alerts.watch.names.whose import is_given_elsewhere
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.hangul import may_end_before, read_syllables
from storage.language.patterns import compile_later
from storage.language.text import lower, read_words
from storage.records import Entity, Role

_REACH = 60
_NAMED_BEFORE, _CALLED_AFTER = timedelta(days=21), timedelta(days=7)
_DIPLOMATS = ("Foreign Minister", "Secretary of State")
_HEADLINED = compile_later("(외교|국방|국무)장관")
# Between a Korean name and its office: 조현(趙顯) 신임 장관, 루비오 미국 국무장관.
_BETWEEN_KO = r"(?:\([^()\n]{1,14}\))? ?(?:(?:신임|현|초대|한국|우리|미국|미|美|韓) ?)?"
_ENDS_HEADLINE = "(?=[,·…\"'”’]|$)"


@dataclass(frozen=True)
class _Held:
    """An office that is tracked as a body, and who holds it."""

    body: int
    role: Role
    person: Person | None

    @property
    def is_envoy(self) -> bool:
        """Whether who holds it is called an envoy or an ambassador, wherever they are."""
        return any(title.endswith(("Ambassador", "Affaires")) for title in self.role.titles)

    @cached_property
    def said(self) -> _Said:
        """How it is said beside the holder; made for the first article that names them."""
        return _make_said(self.role, self.person)


@dataclass(frozen=True, slots=True)
class _Said:
    """How an office is said beside its holder.

    `before` and `after` are looked for right beside the name, `inside` where it was found with an office,
    `whole` in its sentence, `short` in headlines.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    inside: re.Pattern[str]
    whole: re.Pattern[str] | None
    short: re.Pattern[str] | None


class HeldOffices:
    """Which of the entities are offices that tracked persons hold, by the titles that both are given."""

    def __init__(self, entities: Sequence[Entity], persons: Sequence[Person | None]) -> None:
        self._held: dict[int, list[_Held]] = defaultdict(list)
        bodies = _number_bodies(entities)
        for number, entity in enumerate(entities):
            for role in entity.roles:
                titled = {body for title in role.titles for body in bodies.get(_plain(title), ())}
                self._held[number] += (_Held(body, role, persons[number]) for body in sorted(titled))

    def list_holders(self, body: int) -> Iterator[int]:
        """The persons by whom an office may be named."""
        return (person for person, held in self._held.items() if any(one.body == body for one in held))

    def find_held(
        self, layout: Layout, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where offices stand beside the names of those who hold them on the article's day."""
        if not (holders := self._held.keys() & named.keys()):
            return {}
        found: dict[int, list[Occurrence]] = defaultdict(list)
        for person in sorted(holders):
            for held in self._list_current(person, layout.at):
                if held.body not in named:
                    found[held.body] += _list_places(layout, held, named[person])
        return {body: sorted(places) for body, places in found.items() if places}

    def _list_current(self, person: int, at: datetime | None) -> Iterator[_Held]:
        return (held for held in self._held[person] if _is_held(held.role, at))


def _number_bodies(entities: Sequence[Entity]) -> Mapping[str, Sequence[int]]:
    """The numbers of the bodies that go by each name."""
    bodies: dict[str, list[int]] = defaultdict(list)
    for number, entity in enumerate(entities):
        for alias in entity.aliases if entity.kind == "body" else ():
            bodies[_plain(alias)].append(number)
    return bodies


def _is_held(role: Role, at: datetime | None) -> bool:
    """Whether an office is held on a day, or somebody is named for it who is in it soon after."""
    return is_in_office(role, at) or (
        at is not None and (is_in_office(role, at + _NAMED_BEFORE) or is_in_office(role, at - _CALLED_AFTER))
    )


def _list_places(layout: Layout, held: _Held, named: Sequence[Occurrence]) -> list[Occurrence]:
    """Where an office stands beside its holder, who is named there, and in headlines."""
    found = [one for one in named if _is_beside(layout, one, held)] + _list_short(layout, held)
    return found or (_list_called(layout) if held.is_envoy else [])


# The envoy of a text that names the one who is in office; an ambassador to elsewhere is another.
_ENVOY = compile_later(
    r"(?:\b([\w.]+) )?\b(?:[Aa]mbassador|[Ee]nvoy|[Cc]harg[eé])\b"
    r"(?! (?:to|in|for) (?!(?:South )?Korea|Seoul)|-at-| at large| [A-Z])"
)
_OTHER_ENVOYS = read_words("""
special presidential nuclear peace former un u.n. chinese japanese russian british german french indian
israeli iranian ukrainian canadian australian korean north
""")


def _list_called(layout: Layout) -> list[Occurrence]:
    """Where somebody is called an envoy, and neither a special one nor another state's."""
    said = [] if layout.is_east else _ENVOY.finditer(layout.text)
    return [Occurrence(*one.span()) for one in said if lower(one[1] or "") not in _OTHER_ENVOYS]


def _plain(title: str) -> str:
    return lower(title).replace(" ", "").replace(".", "")


def _make_said(role: Role, person: Person | None) -> _Said:
    latin, hangul = _list_latin(role), _list_hangul(role)
    said = _any_of(map(_spell, latin))
    said_ko = _any_of(" ?".join(title.replace(" ", "")) for title in hangul)
    long = [_spell(title) for title in latin if " " in title]
    return _Said(
        re.compile(rf"\b({said}|{_shout(latin)}),? (?:Mr\.? |Dr\.? )?$"),
        re.compile(rf"{_BETWEEN_KO}({said_ko})|, (?:the |[A-Z][\w. ]{{0,16}}[’']s )?(?:[a-z]+ )?({said})\b"),
        re.compile(rf"\b(?:{said}|{_shout(latin)})\b|(?:{said_ko})$"),
        re.compile(rf"\b(?:{'|'.join(long)})\b(?! of [A-Z])") if long else None,
        _compile_short(hangul, person),
    )


def _list_hangul(role: Role) -> list[str]:
    return [title for title in role.titles if read_title(title).hangul is not None]


def _list_latin(role: Role) -> list[str]:
    """The English titles of an office, and what else it is called beside its holder's name."""
    titles = list(_list_abbreviated(role))
    titles += [title.rsplit(" ", 1)[1] for title in titles if title.endswith(" Minister")]
    return [*titles, "top diplomat"] if titles and titles[0] in _DIPLOMATS else titles


def _list_abbreviated(role: Role) -> Iterator[str]:
    for title in role.titles:
        read = read_title(title)
        if read.hangul is None:
            yield title
        if read.words in ABBREVIATED:
            yield ABBREVIATED[read.words].upper()


def _compile_short(hangul: Sequence[str], person: Person | None) -> re.Pattern[str] | None:
    """A surname and half an office, as headlines have it."""
    headline = next((hit[1] for title in hangul if (hit := _HEADLINED.fullmatch(title))), None)
    if person is None or person.hangul is None or headline is None:
        return None
    return re.compile(rf"(?<![가-힣])({person.hangul}) {headline}{_ENDS_HEADLINE}")


def _any_of(spellings: Iterable[str]) -> str:
    """An expression for one of the spellings, the longest first; for nothing where there are none."""
    return "|".join(sorted({*spellings}, key=len, reverse=True)) or "(?!)"


def _shout(titles: Iterable[str]) -> str:
    """The titles in capitals, as transcripts have who speaks."""
    return _any_of(re.escape(title.upper()) for title in titles)


def _spell(title: str) -> str:
    """A title with its first letters large or small; the US before it or not."""
    return " ".join(
        f"[{word[0].upper()}{word[0].lower()}]{re.escape(word[1:])}"
        if word[:1].isalpha()
        else re.escape(word)
        for word in title.split(" ")
    )


def _is_beside(layout: Layout, one: Occurrence, office: _Held) -> bool:
    text, held = layout.text, office.said
    before = held.before.search(text, max(0, one.start - _REACH), one.start)
    if before is not None:
        return _is_of_ours(text, before.start())
    if held.inside.search(text, one.start, one.end):
        return True
    after = held.after.match(text, _cut_office(text, one))
    if after is not None and _ends_well(text, after):
        return True
    return held.whole is not None and _is_in_sentence(layout, one, held.whole)


def _is_of_ours(text: str, at: int) -> bool:
    """Whether a title is this very office: no deputy's, and no other state's."""
    return not is_other_office(text, at) and not is_given_elsewhere(text, at)


def _cut_office(text: str, one: Occurrence) -> int:
    """Where a name ends, of one that was found with its office: 조 of 조 장관."""
    blank = text.find(" ", one.start, one.end)
    return blank if blank > 0 and not text[one.start].isascii() and blank - one.start < 2 else one.end


def _ends_well(text: str, after: re.Match[str]) -> bool:
    if after[1] is None:
        return True
    return may_end_before(after[1][-1], read_syllables(text, after.end()), is_name=True, takes_role=False)


def _is_in_sentence(layout: Layout, one: Occurrence, whole: re.Pattern[str]) -> bool:
    """Whether the sentence says the office in full: named Cho Hyun as his first foreign minister."""
    start, end = layout.sentence_spans[layout.sentence(one.start)]
    return any(_is_of_ours(layout.text, said.start()) for said in whole.finditer(layout.text, start, end))


def _list_short(layout: Layout, held: _Held) -> list[Occurrence]:
    """Where a headline has a surname and half an office: 조 외교."""
    if not layout.is_east or (short := held.said.short) is None:
        return []
    return [Occurrence(*found.span()) for found in short.finditer(layout.text, 0, layout.title_end)]
