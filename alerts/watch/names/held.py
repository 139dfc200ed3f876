"""Offices by who holds them: Secretary Blinken is the Secretary of State, 조현 장관 the foreign minister."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.watch.names.holders import is_other_office
from alerts.watch.names.offices import ABBREVIATED, is_in_office, read_title
from alerts.watch.names.spellings import Person
from alerts.watch.names.whose import is_given_elsewhere
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.hangul import may_end_before
from storage.language.text import lower
from storage.records import Entity, Role

_REACH = 60
_NAMED_BEFORE, _CALLED_AFTER = timedelta(days=21), timedelta(days=7)
_DIPLOMATS = ("Foreign Minister", "Secretary of State")
_GLUED = re.compile("[가-힣]*")
# Between a Korean name and its office: 조현(趙顯) 신임 장관, 루비오 미국 국무장관.
_BETWEEN_KO = r"(?:\([^()\n]{1,14}\))? ?(?:(?:신임|현|초대|한국|우리|미국|미|美|韓) ?)?"
_ENDS_HEADLINE = "(?=[,·…\"'”’]|$)"


@dataclass(frozen=True, slots=True)
class _Held:
    """An office that is tracked as a body, who holds it, and how it is said beside the holder.

    `before` and `after` are looked for right beside the name, `inside` where it was found with an office,
    `whole` in its sentence, `short` in headlines.
    """

    body: int
    role: Role
    before: re.Pattern[str]
    after: re.Pattern[str]
    inside: re.Pattern[str]
    whole: re.Pattern[str] | None
    short: re.Pattern[str] | None


class HeldOffices:
    """Which of the entities are offices that tracked persons hold, by the titles that both are given."""

    def __init__(self, entities: Sequence[Entity], persons: Sequence[Person | None]) -> None:
        self._held: dict[int, list[_Held]] = defaultdict(list)
        bodies: dict[str, list[int]] = defaultdict(list)
        for number, entity in enumerate(entities):
            if entity.kind == "body":
                for alias in entity.aliases:
                    bodies[_plain(alias)].append(number)
        for number, entity in enumerate(entities):
            for role in entity.roles:
                for body in sorted({body for title in role.titles for body in bodies.get(_plain(title), ())}):
                    self._held[number].append(_make_held(body, role, persons[number]))

    def list_holders(self, body: int) -> Iterator[int]:
        """The persons by whom an office may be named."""
        return (person for person, held in self._held.items() if any(one.body == body for one in held))

    def find_held(
        self, layout: Layout, named: Mapping[int, Sequence[Occurrence]]
    ) -> dict[int, list[Occurrence]]:
        """Where offices stand beside the names of those who hold them on the article's day."""
        holders = self._held.keys() & named.keys()
        if not holders:
            return {}
        published = layout.article.published
        at = published.at if published else None
        found: dict[int, list[Occurrence]] = defaultdict(list)
        for person in sorted(holders):
            for held in self._held[person]:
                if held.body not in named and _is_held(held.role, at):
                    found[held.body] += [one for one in named[person] if _is_beside(layout, one, held)]
                    found[held.body] += _list_short(layout, held)
        return {body: sorted(places) for body, places in found.items() if places}


def _is_held(role: Role, at: datetime | None) -> bool:
    """Whether an office is held on a day, or somebody is named for it who is in it soon after."""
    return is_in_office(role, at) or (
        at is not None and (is_in_office(role, at + _NAMED_BEFORE) or is_in_office(role, at - _CALLED_AFTER))
    )


def _plain(title: str) -> str:
    return lower(title).replace(" ", "").replace(".", "")


def _make_held(body: int, role: Role, person: Person | None) -> _Held:
    latin: list[str] = []
    hangul: list[str] = []
    for title in role.titles:
        read = read_title(title)
        (hangul if read.hangul is not None else latin).append(title)
        if short := ABBREVIATED.get(read.words):
            latin.append(short.upper())
    latin += [title.rsplit(" ", 1)[1] for title in latin if title.endswith(" Minister")]
    if latin and latin[0] in _DIPLOMATS:
        latin.append("top diplomat")
    said = "|".join(sorted({_spell(title) for title in latin}, key=len, reverse=True)) or "(?!)"
    said_ko = "|".join(sorted((" ?".join(title.replace(" ", "")) for title in hangul), key=len, reverse=True))
    long = [_spell(title) for title in latin if " " in title]
    headline = next(
        (hit[1] for title in hangul if (hit := re.fullmatch("(외교|국방|국무)장관", title))), None
    )
    family = person.hangul if person is not None else None
    return _Held(
        body,
        role,
        re.compile(rf"\b({said}),? (?:Mr\.? |Dr\.? )?$"),
        re.compile(
            rf"{_BETWEEN_KO}({said_ko or '(?!)'})|, (?:the |[A-Z][\w. ]{{0,16}}[’']s )?(?:[a-z]+ )?({said})\b"
        ),
        re.compile(rf"\b(?:{said})\b|(?:{said_ko or '(?!)'})$"),
        re.compile(rf"\b(?:{'|'.join(long)})\b(?! of [A-Z])") if long else None,
        re.compile(rf"(?<![가-힣])({family}) {headline}{_ENDS_HEADLINE}") if family and headline else None,
    )


def _spell(title: str) -> str:
    """A title with its first letters large or small; the US before it or not."""
    return " ".join(
        f"[{word[0].upper()}{word[0].lower()}]{re.escape(word[1:])}"
        if word[:1].isalpha()
        else re.escape(word)
        for word in title.split(" ")
    )


def _is_beside(layout: Layout, one: Occurrence, held: _Held) -> bool:
    text = layout.text
    before = held.before.search(text, max(0, one.start - _REACH), one.start)
    if before is not None:
        return not is_other_office(text, before.start()) and not is_given_elsewhere(text, before.start())
    inside = held.inside.search(text, one.start, one.end)
    after = held.after.match(text, _cut_office(text, one))
    if inside is not None or (after is not None and _ends_well(text, after)):
        return True
    return held.whole is not None and _is_in_sentence(layout, one, held.whole)


def _cut_office(text: str, one: Occurrence) -> int:
    """Where a name ends, of one that was found with its office: 조 of 조 장관."""
    blank = text.find(" ", one.start, one.end)
    return blank if blank > 0 and not text[one.start].isascii() and blank - one.start < 2 else one.end


def _ends_well(text: str, after: re.Match[str]) -> bool:
    if after[1] is None:
        return True
    rest = _GLUED.match(text, after.end())
    return may_end_before(after[1][-1], rest.group() if rest else "", is_name=True, takes_role=False)


def _is_in_sentence(layout: Layout, one: Occurrence, whole: re.Pattern[str]) -> bool:
    """Whether the sentence says the office in full: named Cho Hyun as his first foreign minister."""
    start, end = layout.sentence_spans[layout.sentence(one.start)]
    return any(
        not is_other_office(layout.text, said.start()) and not is_given_elsewhere(layout.text, said.start())
        for said in whole.finditer(layout.text, start, end)
    )


def _list_short(layout: Layout, held: _Held) -> list[Occurrence]:
    """Where a headline has a surname and half an office: 조 외교."""
    if held.short is None or not layout.is_east:
        return []
    return [Occurrence(*said.span()) for said in held.short.finditer(layout.text, 0, layout.title_end)]
