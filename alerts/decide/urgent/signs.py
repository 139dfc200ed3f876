"""The signs by which news that cannot wait is known: what is said to have happened, to whom, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from alerts.decide.urgent.forms import SAYS
from alerts.decide.urgent.meanings import Heard, hear_line, is_eastern, says_deed
from alerts.decide.urgent.parts import Part, cut_parts
from alerts.decide.urgent.said import LEAD, Line, Said, list_near, list_said, rank_said
from storage.records import Article

_MARKED = re.compile(r"\[속보\]|\(속보\)|속보[:|]|\b(?:BREAKING|URGENT|FLASH)\b|\[긴급\]|\[1보\]")
_TAGGED = re.compile(r"^\s*[\[<【(〈][^\]>】)〉]{1,14}[\]>】)〉]")
_YEAR = re.compile(r"\b(?:19|20)\d\d(?=년|\b)")
_ENDING = re.compile(r"[가-힣]{1,2}(?=[.\"')\s]*$)")
_FORMS = (
    (
        "clock",
        re.compile(
            r"\b\d{1,2}[:.]\d\d\b|\d{1,2}시 ?\d{1,2}분|\b\d{1,2} ?[ap]\.?m\b"
            r"|\b\d{4} ?(?:hrs|hours|KST|UTC|GMT)\b"
        ),
    ),
    (
        "span",
        re.compile(
            r"(?<!\d)\d{1,3} ?(?:년|주년|주기|개월|달)|(?<=[\w ])[ -](?:years?|months?|weeks?|decades?)\b"
        ),
    ),
    ("rounds", re.compile(r"\d ?여? ?발|(?:수십|수백|여러|한|두|세) ?발|\b(?:rounds|shells|missiles)\b")),
    ("quotes", re.compile(r"\"[^\"]{2,}\"")),
    ("asks", re.compile(r"\?")),
)


@dataclass(frozen=True, slots=True)
class Read:
    """The signs of an article, and the acts that its lines say.

    Those of the headline stand first, and before others what is said more clearly.
    `clear` are those acts that a line says were done, in so many words.
    """

    signs: frozenset[str]
    acts: tuple[str, ...]
    clear: frozenset[str]


_NOTHING = Read(frozenset(), (), frozenset())
"""Of a text that says no turn of these kinds."""


def read_signs(article: Article, *, is_official: bool) -> Read:
    """The signs of an article: of its headline and the beginning of its text."""
    year = article.published.at.year if article.published else None
    source = "official" if is_official else "reported"
    read = _read(cut_parts(article), year)
    return replace(read, signs=read.signs | {source}) if read.acts else read


@lru_cache(maxsize=64)
def _read(parts: tuple[Part, ...], year: int | None) -> Read:
    """The signs by which nobody's word counts for more."""
    if not any(says_deed(tokens) for _, tokens in parts):  # so in many texts
        return _NOTHING
    lines = [_read_line(str(number or "t"), *part) for number, part in enumerate(parts)]
    said = [one for line in lines for one in list_said(line, lines)]
    if not said:
        return _NOTHING
    ranked = sorted(((rank_said(one), one) for one in said), key=itemgetter(0))
    signs = {
        *_sign_title(lines[0]),
        *_sign_twice(lines),
        *_sign_said(said),
        *_sign_clearest(*ranked[0]),
    }
    signs.update(*map(_sign_meanings, lines), *map(_sign_deeds, lines))
    top = lines[: LEAD + 1]
    signs.update(_sign_first(top), *(_sign_form(line, year) for line in top))
    clear = frozenset(one.act for (unsure, _), one in ranked if unsure <= _CLEAR)
    acts = _order_acts(dict.fromkeys(one.act for _, one in sorted(ranked, key=_place_turn)), clear)
    return Read(frozenset(signs), acts, clear)


def _place_turn(ranked: tuple[tuple[int, int], Said]) -> tuple[bool, tuple[int, int], int]:
    """Where a turn stands among all: those of the headline first, and there the main verb.

    That is the last in Korean and the first in English.
    """
    rank, said = ranked
    at = said.deed.at
    return said.line.place != "t", rank, -at if is_eastern(said.line.tokens[at]) else at


def _order_acts(acts: Iterable[str], clear: Set[str]) -> tuple[str, ...]:
    """The acts as they are ranked; a raid in which people were arrested is an arrest before an attack."""
    return tuple(sorted(acts, key=lambda act: act == "attack" and "arrest" in clear))


def _read_line(place: str, text: str, tokens: tuple[str, ...]) -> Line:
    """A headline or sentence with what it means."""
    heard = hear_line(tokens)
    deeds, moods = (tuple(one for one in heard if one.kind == kind) for kind in ("deed", "mood"))
    things = frozenset(one.name for one in heard if one.kind == "thing")
    return Line(place, text, tokens, heard, deeds, moods, things)


def _sign_meanings(line: Line) -> Iterator[str]:
    """What a line names: things, marks and moods, and deeds in their forms."""
    for one in line.heard:
        if one.kind == "deed":
            yield f"d:{one.name}@{line.where}"
            yield f"D:{one.name}/{one.form}"
            yield f"f:{one.form}@{line.where}"
        else:
            yield f"{one.kind}:{one.name}@{line.where}"
            yield f"{one.kind}:{one.name}"


def _sign_deeds(line: Line) -> Iterator[str]:
    """Whether the deeds of a line are meant as they stand."""
    if line.deeds and not line.moods:
        yield f"clean@{line.where}"
    for one in line.deeds:
        yield from _sign_deed(line, one)


def _sign_deed(line: Line, deed: Heard) -> Iterator[str]:
    near = list_near(line, deed)
    yield from (f"near:{mood}@{line.where}" for mood in near)
    if not near and deed.form in SAYS:
        yield f"plain@{line.where}"
        yield f"plain:{deed.name}@{line.where}"


def _sign_form(line: Line, year: int | None) -> Iterator[str]:
    """How a line is written."""
    part = "t" if line.place == "t" else "x"
    if {*map(int, _YEAR.findall(line.text))} - {year}:
        yield f"other year@{part}"
    yield from (f"{name}@{line.where}" for name, pattern in _FORMS if pattern.search(line.text))
    if found := _ENDING.search(line.text):
        yield f"ends:{found[0]}@{part}"


def _sign_title(line: Line) -> Iterator[str]:
    """How a headline is marked, and its length."""
    if _MARKED.search(line.text):
        yield "marked"
    elif _TAGGED.match(line.text):
        yield "tagged"
    if ":" in line.text:
        yield "colon"
    yield f"title {min(len(line.tokens) // 4, 4)}"


def _sign_twice(lines: Sequence[Line]) -> Iterator[str]:
    """Which deeds of the headline the lead has too."""
    titled, led = _name_deeds(lines[:1]), _name_deeds(lines[1 : LEAD + 1])
    if titled:
        yield from (f"twice:{deed}" for deed in titled & led)
        yield "twice" if titled & led else "once"


def _name_deeds(lines: Sequence[Line]) -> set[str]:
    return {one.name for line in lines for one in line.deeds}


_LEAST_CLEAR = 9
"""All that is more unsure is one sign."""
_CLEAR = 2
"""How unsure what a line says may be, that its readers know it was done."""


def _sign_clearest(rank: tuple[int, int], best: Said) -> Iterator[str]:
    """How clearly the turn is said that is said most clearly, and where."""
    unsure = min(rank[0], _LEAST_CLEAR)
    yield f"best:{unsure}"
    yield f"best:{unsure // 2}@{best.line.where}"
    yield f"best:{best.act}:{unsure // 3}"


def _sign_first(lines: Sequence[Line]) -> Iterator[str]:
    """The first deed of a headline and lead: its form, how early it stands and what is named before it."""
    line = next((line for line in lines if line.deeds), None)
    if line is None:
        yield "first:none"
        return
    deed = line.deeds[0]
    yield f"first:{deed.name}@{line.where}"
    yield f"first:{deed.form}@{line.where}"
    yield f"at:{min(deed.at // 4, 4)}@{line.where}"
    if before := [one.name for one in line.heard if one.kind == "thing" and one.at < deed.at]:
        yield f"who:{before[-1]}>{deed.name}"


def _sign_said(said: Sequence[Said]) -> Iterator[str]:
    """Which turns are said, in which form, and whether the headline and the lead say the same."""
    for one in said:
        yield from _sign_turn(one)
    titled, led = _name_acts(said, "t"), _name_acts(said, "12")
    yield from (f"k:both:{act}" for act in titled & led)
    yield "k:both" if titled & led else "k:apart"


def _name_acts(said: Sequence[Said], places: str) -> set[str]:
    return {one.act for one in said if one.line.place in places}


def _sign_turn(one: Said) -> Iterator[str]:
    where = one.line.place if one.line.place in ("t", "1") else "x"
    beside = "" if one.is_whole else "~"
    yield f"k:{one.act}{beside}@{where}"
    yield f"k:{one.act}/{one.form}"
    yield f"k:any{beside}/{one.deed.form}@{where}"
    yield from (f"w:{one.act}:{name}" for name in one.line.things)
