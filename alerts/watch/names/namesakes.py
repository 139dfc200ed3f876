"""What is written like the name of a person or a place and is not: verbs, and people of other callings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.watch.names.given_names import GIVEN_NAMES
from alerts.watch.scan.layout import Layout, Occurrence
from storage.records import Entity

# Callings that no one has who speaks for a state, before a name and, in Korean, after it.
_CALLINGS_KO = (
    "배우|여배우|탤런트|가수|래퍼|아이돌|선수|감독|코치|개그맨|개그우먼|코미디언|방송인|아나운서|앵커|작가|소설가"
    "|화가|셰프|성우|피아니스트|바이올리니스트|지휘자|기자|PD|구청장|군수|약사|간호사|교사|과장|팀장|상무|전무|[가-힣]{0,4}[시군구도]의원"
)
_CALLINGS_EN = (
    "actor|actress|singer|rapper|comedian|footballer|striker|midfielder|defender|goalkeeper|pitcher|golfer|swimmer"
    "|novelist|poet|chef|pianist|violinist|conductor|designer|player"
)
_BEFORE = re.compile(rf"(?:(?:^|[^가-힣])[가-힣]{{0,4}}(?:{_CALLINGS_KO}) |\b(?i:{_CALLINGS_EN}) )$")
_AFTER = re.compile(
    rf" ?(?:[가-힣]{{1,4}}[시군구] ?|[A-Z]{{2,5}} ?)?(?:{_CALLINGS_KO})(?:[은는이가을를의와과도,. ]|$|에게)"
)
_REACH = 24
_GIVEN = re.compile(r"(?<![^\W_])(?<!['’-])([A-Z][a-z]+|[A-Z]{3,}) $")
_INITIAL = re.compile(r"[A-Z][a-z]+ [A-Z]\. $")
_CAPITALISED = frozenset(["person", "place", "body"])
# Names that are words too; a text without capitals gives no sign which is meant.
_ORDINARY = frozenset(
    ["trump", "trumps", "china", "turkey", "japan", "pentagon", "moon", "park", "hill", "rice"]
)


def drop_small(layout: Layout, found: Sequence[Occurrence], entity: Entity) -> list[Occurrence]:
    """Without ordinary words in lower case where their line has capitals: concerns trump cost, fine china.

    Other names are read in any case: some write the nuclear consultative group so. An entity that itself is
    given in lower case keeps all.
    """
    if entity.kind not in _CAPITALISED or any(alias[:1].islower() for alias in entity.aliases):
        return list(found)
    return [
        one
        for one in found
        if layout.text[one.start : one.end] not in _ORDINARY or not _has_capitals(layout.text, one)
    ]


def _has_capitals(text: str, one: Occurrence) -> bool:
    end = text.find("\n", one.end)
    line = text[text.rfind("\n", 0, one.start) + 1 : end if end >= 0 else len(text)]
    return line != line.lower()


def drop_relatives(layout: Layout, found: Sequence[Occurrence], entity: Entity) -> list[Occurrence]:
    """Without a single word behind the given name of somebody else: Mary Trump, Kerry Washington.

    A given name that begins as one of the person's own is another form of it: Joseph Biden is Joe.
    """
    if entity.kind not in ("person", "place"):
        return list(found)
    own = {alias[:2].lower() for alias in (entity.name, *entity.aliases)}
    return [one for one in found if not _is_of_relative(layout.text, one, own, entity.kind)]


def _is_of_relative(text: str, one: Occurrence, own: set[str], kind: str) -> bool:
    if not text[one.start : one.end].isalpha() or not text[one.start].isascii():
        return False
    before = text[max(0, one.start - _REACH) : one.start]
    given = _GIVEN.search(before)
    if given is None:
        return kind == "place" and _INITIAL.search(before) is not None
    name = given[1].lower()
    return name in GIVEN_NAMES and name[:2] not in own


def drop_namesakes(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """The places of a person, none where the text gives the name one of another calling: 배우 김정은."""
    return [] if any(_is_of_other_calling(layout.text, one) for one in found) else list(found)


def _is_of_other_calling(text: str, one: Occurrence) -> bool:
    before = text[max(0, one.start - _REACH) : one.start]
    return _BEFORE.search(before) is not None or _AFTER.match(text, one.end) is not None
