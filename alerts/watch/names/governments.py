"""States by less than their name: Washington for its government, the North, 북; not by dishes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from alerts.watch.scan.layout import Layout, Occurrence
from alerts.watch.scan.terms import Pattern
from storage.language.text import lower

_CAPITALS = {"united states": "Washington", "south korea": "Seoul", "japan": "Tokyo"}
_HALVES = {"north korea": "North", "south korea": "South"}
_OTHER_CAPITALS = "Washington|Seoul|Tokyo|Pyongyang|Beijing|Moscow"
# A city in which something happens acts in nothing; a government has, wants, says.
_ACTS = re.compile(
    r" (?:has|have|had|would|will|wants?|wanted|said|says|agreed|must|could|should|may|might|sent|put"
    r"|calls?|called"
    r"|denied|denies|insists?|insisted|refused|refuses|rejects?|rejected|warned|warns|believes?|seeks?|sought"
    r"|pressed|hopes?|hoped|considers?|imposed|decided|offered|offers|asked|asks|demanded|demands|accuses?d?)\b"
    rf"| (?:and|or) (?:{_OTHER_CAPITALS})\b(?! Post)"
    r"|[’'‘]s (?:side|military|foreign|defen[cs]e|government|position|request|decision|policy|response|top"
    r"|chief|envoy|diplomats?|national|nuclear|allies|ally|demands?|commitment|troops|tariffs?|security)\b"
)
_MET = re.compile(
    r"(?:\b(?:by|with|between|against|that|urges?|urged|told|asked|how) "
    rf"|\b(?:{_OTHER_CAPITALS})(?:,| and|-) ?)$"
)
_GOES_ON = re.compile(r"[ -][A-Z0-9]")
_STATE = re.compile(r"(?i:korea|pyongyang|seoul|\bROK\b|DPRK)")
_SYLLABLE = re.compile(
    r"(?<![가-힣])북(?:이|은|의|에|과|측|도)(?: 측)?(?![가-힣])"
    r"(?=[^\n]{0,24}(?:핵|미사일|도발|정권|발사|위협|무기|군사|대화|회담|제재|비핵))"
)
_DISHES = re.compile(
    r" (?:[a-z]+ )?(?:fried chicken|chicken|curry|food|foods|cuisine|restaurants?|barbecue|bbq|noodles?"
    r"|dish(?:es)?"
    r"|cooking|recipes?|chef|dumplings?|takeaway|diner)\b",
    re.IGNORECASE,
)


def list_government_patterns(name: str) -> Iterator[Pattern]:
    """A capital and a half of the peninsula by the name of their state."""
    if capital := _CAPITALS.get(lower(name)):
        yield Pattern(f" {lower(capital)} ", 1)
    if half := _HALVES.get(lower(name)):
        yield Pattern(f" the {lower(half)} ", 2)


def find_governments(layout: Layout, raw: Sequence[Occurrence]) -> list[Occurrence]:
    """Where a capital acts as its government, and where a half of the peninsula is a state."""
    return [one for one in raw if _is_government(layout, one)]


def _is_government(layout: Layout, one: Occurrence) -> bool:
    text = layout.text
    said = text[one.start : one.end]
    if lower(said[:4]) == "the ":
        is_named = said[4].isupper() and not _GOES_ON.match(text, one.end)
        return is_named and _STATE.search(text) is not None
    if not said[0].isupper():
        return False
    return _ACTS.match(text, one.end) is not None or (
        _MET.search(text, max(0, one.start - 20), one.start) is not None and not _GOES_ON.match(text, one.end)
    )


def find_syllables(layout: Layout, name: str, states: Collection[str]) -> list[Occurrence]:
    """북이 핵을 쓰면, in a text about Korea or the United States."""
    if not layout.is_east or lower(name) != "north korea" or not states or "북" not in layout.text:
        return []
    return [Occurrence(hit.start(), hit.start() + 1) for hit in _SYLLABLE.finditer(layout.text)]


def drop_dishes(layout: Layout, found: Sequence[Occurrence], kind: str) -> list[Occurrence]:
    """Without the adjectives of what is eaten: Korean fried chicken, a Japanese curry."""
    if kind != "place":
        return list(found)
    return [
        one
        for one in found
        if not (layout.text[one.end - 1] in "nehi" and _DISHES.match(layout.text, one.end))
    ]
